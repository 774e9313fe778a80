//! The template of a scenario: it runs, and every example in its comments would.

use std::collections::BTreeSet;

use crate::support::{solved, written};
use oblate::{Request, load_scenario, open_world, plan, write_template};
use oblate_scenario::{TEMPLATE, json_schema};
use oblate_world::World;
use serde_json::Value;

/// The file that one of the examples names.
const RATES: &str = "origin,destination,sector,value\nDEU,FRA,C29,0.1\n";

/// A line of an example that waits behind its `#`.
fn example(line: &str) -> Option<&str> {
    line.strip_prefix('#').filter(|rest| !rest.is_empty() && !rest.starts_with(' '))
}

/// The template with the examples of the paragraphs that `wanted` names.
fn with_examples(wanted: impl Fn(usize) -> bool) -> String {
    let paragraph = |(at, text): (usize, &str)| -> String {
        let line = |line| format!("{}\n", example(line).filter(|_| wanted(at)).unwrap_or(line));
        text.lines().map(line).collect()
    };
    TEMPLATE.split("\n\n").enumerate().map(paragraph).collect::<Vec<_>>().join("\n")
}

fn resolves(text: &str, world: &World) {
    let written = written(text);
    std::fs::write(written.folder.path().join("rates.csv"), RATES).unwrap();
    let scenario = load_scenario(written.path.to_str().unwrap(), &[]).unwrap();
    let plan = plan(&Request { scenario: &scenario, world, variants: &[], threads: 1 });
    let plan = plan.unwrap_or_else(|error| panic!("{error}\n{text}"));
    for warning in plan.variants.iter().flat_map(|variant| &variant.warnings) {
        assert!(!warning.contains("selects nothing"), "{warning}\n{text}");
    }
}

#[test]
fn it_runs_as_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.toml");
    write_template(&path, false).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let result = solved(&open_world("world-2014").unwrap(), &text, 1).unwrap();
    assert_eq!(result.variants.len(), 1);
    assert!(result.variants[0].ranking()[0].2 < 0.0);
}

#[test]
fn every_example_in_its_comments_is_right_alone_and_beside_all_others() {
    let world = open_world("world-2014").unwrap();
    let paragraphs: Vec<&str> = TEMPLATE.split("\n\n").collect();
    let with: Vec<usize> = (0..paragraphs.len())
        .filter(|&at| paragraphs[at].lines().any(|line| example(line).is_some()))
        .collect();
    assert!(with.len() >= 15, "{with:?}");
    for &at in &with {
        let text = with_examples(|other| other == at);
        assert_ne!(text.trim(), TEMPLATE.trim());
        resolves(&text, &world);
    }
    resolves(&with_examples(|_| true), &world);
}

#[test]
fn it_shows_every_key_that_there_is() {
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let mut keys = BTreeSet::new();
    collect_keys(&schema, &mut keys);
    assert!(keys.contains("tariff") && keys.contains("max_iterations"));
    let text = with_examples(|_| true);
    let code: String =
        text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
    let words: BTreeSet<&str> = code.split(|sign: char| !sign.is_alphanumeric() && sign != '_').collect();
    let missing: Vec<&String> = keys.iter().filter(|key| !words.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The names of all properties in a JSON Schema.
fn collect_keys(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Object(entries) => {
            if let Some(Value::Object(properties)) = entries.get("properties") {
                keys.extend(properties.keys().cloned());
            }
            entries.values().for_each(|value| collect_keys(value, keys));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}
