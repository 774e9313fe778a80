//! `oblate scenario`: list, show, new, check.

use std::path::Path;

use oblate::{
    FoundScenario, Kind, Request, ResultsError, ShockRequest, SourceError, all_names, load, plan,
    plan_shocks, write_template,
};
use serde_json::{Value, json};

use crate::arguments::Scenario;
use crate::commands::changes::variants_text;
use crate::commands::run::plan_json;
use crate::commands::shock;
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::text::columns;

/// Performs a command on scenarios.
pub fn perform(command: &Scenario) -> Result<Answer, Failure> {
    match command {
        Scenario::List => list(),
        Scenario::Show { scenario } => {
            let text = load(scenario, &[])?.file.text().to_owned();
            let json = json!({ "scenario": scenario, "text": text });
            Ok(Answer::content(text, json))
        }
        Scenario::New { file, overwrite } => new(file, *overwrite),
        Scenario::Check { scenario, on } => {
            let scenario = load(scenario, &on.overrides)?;
            let world = scenario.open_world(on.world.as_deref())?;
            let (changes, json) = planned(&scenario, &world)?;
            let name = &world.accounts().description.name;
            let text = format!("{changes}`{}` is right on world `{name}`\n", scenario.name);
            Ok(Answer::content(text, json))
        }
    }
}

/// What a scenario would change on a world, for people and for programs.
fn planned(scenario: &FoundScenario, world: &oblate::World) -> Result<(String, Value), Failure> {
    if scenario.file.kind() == Kind::ShortRun {
        let request =
            ShockRequest { scenario, world, variants: &[], days: None, industries: false, threads: 0 };
        let plan = plan_shocks(&request)?;
        return Ok((variants_text(&plan.variants), shock::plan_json(&plan, world)));
    }
    let plan = plan(&Request { scenario, world, variants: &[], threads: 0 })?;
    Ok((variants_text(&plan.variants), plan_json(&plan, world)))
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
    for name in all_names() {
        let file = load(&name, &[])?.file;
        let (head, kind) = (file.head().clone(), file.kind().to_string());
        let (title, question) = (head.title.unwrap_or_default(), head.question.unwrap_or_default());
        let mechanisms = head.mechanisms;
        entries.push(json!({
            "name": name, "kind": kind, "title": title, "question": question, "mechanisms": mechanisms,
        }));
        rows.push(vec![name, kind, mechanisms.join(" "), title]);
    }
    let mut text = String::new();
    columns(&mut text, &rows, 4);
    Ok(Answer::content(text, json!({ "scenarios": Value::Array(entries) })))
}
