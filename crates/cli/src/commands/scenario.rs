//! `oblate scenario`: list, show, new, check.

use std::path::Path;

use oblate::{Request, ResultsError, SourceError, load_scenario, plan, scenario_names, write_template};
use serde_json::{Value, json};

use crate::arguments::Scenario;
use crate::commands::run::{plan_json, variants_text};
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::text::columns;

/// Performs a command on scenarios.
pub fn perform(command: &Scenario) -> Result<Answer, Failure> {
    match command {
        Scenario::List => list(),
        Scenario::Show { scenario } => {
            let text = load_scenario(scenario, &[])?.file.text().to_owned();
            let json = json!({ "scenario": scenario, "text": text });
            Ok(Answer::content(text, json))
        }
        Scenario::New { file, overwrite } => new(file, *overwrite),
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

/// Writes the template where nothing is lost by it, and tells what to do next.
fn new(file: &Path, overwrite: bool) -> Result<Answer, Failure> {
    let shown = file.display();
    if file.extension().is_none_or(|ending| ending != "toml") {
        let named = file.with_extension("toml");
        return Err(Failure::usage(format!("a new scenario is a TOML file: write `{}`", named.display())));
    }
    write_template(file, overwrite).map_err(|error| match error {
        ResultsError::File(SourceError::Exists { .. }) => Failure::Output(format!(
            "`{shown}` exists already; name another file, or replace it with `--overwrite`"
        )),
        error => error.into(),
    })?;
    let next = ["scenario check", "run --dry-run", "run"].map(|command| format!("oblate {command} {shown}"));
    let text = format!("Scenario in {shown}; next:\n  {}\n", next.join("\n  "));
    Ok(Answer::account(text, json!({ "file": shown.to_string(), "next": next })))
}

fn list() -> Result<Answer, Failure> {
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for name in scenario_names() {
        let head = load_scenario(&name, &[])?.file.head().clone();
        let (title, question) = (head.title.unwrap_or_default(), head.question.unwrap_or_default());
        let mechanisms = head.mechanisms;
        entries.push(json!({ "name": name, "title": title, "question": question, "mechanisms": mechanisms }));
        rows.push(vec![name, mechanisms.join(" "), title]);
    }
    let mut text = String::new();
    columns(&mut text, &rows, 3);
    Ok(Answer::content(text, json!({ "scenarios": Value::Array(entries) })))
}
