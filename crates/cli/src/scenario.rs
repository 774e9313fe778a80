//! `oblate scenario`: list, show, check.

use oblate_engine::{Request, load_scenario, plan, scenario_names};
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::arguments::Scenario;
use crate::run::{plan_json, variants_text};
use crate::text::columns;

/// Performs a command on scenarios.
pub fn perform(command: &Scenario) -> Result<Answer, Failure> {
    match command {
        Scenario::List => list(),
        Scenario::Show { scenario } => {
            let text = load_scenario(scenario, &[])?.file.text().to_owned();
            let json = json!({ "scenario": scenario, "text": text });
            Ok(Answer::content(text, json))
        }
        Scenario::Check { scenario, on } => {
            let scenario = load_scenario(scenario, &on.overrides)?;
            let world = scenario.open_world(on.world.as_deref())?;
            let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 0 };
            let plan = plan(&request)?;
            let name = &world.accounts().description.name;
            let text = format!("{}`{}` is right on world `{name}`\n", variants_text(&plan), scenario.name);
            Ok(Answer::content(text, plan_json(&plan, &world)))
        }
    }
}

fn list() -> Result<Answer, Failure> {
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for name in scenario_names() {
        let file = load_scenario(&name, &[])?.file;
        let (title, question) = (file.title().unwrap_or_default(), file.question().unwrap_or_default());
        let mechanisms: Vec<&str> = file.mechanisms().collect();
        entries.push(json!({ "name": name, "title": title, "question": question, "mechanisms": mechanisms }));
        rows.push(vec![name, question.to_owned()]);
    }
    let mut text = String::new();
    columns(&mut text, &rows, 2);
    Ok(Answer::content(text, json!({ "scenarios": Value::Array(entries) })))
}
