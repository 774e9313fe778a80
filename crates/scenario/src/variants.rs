//! The cases of a scenario: its base, and each variant as the base with changes.

use crate::document::{Entry, Node, Value};
use crate::log::Change;
use crate::overrides::{Override, apply};
use crate::problem::ProblemCode;
use crate::raw::{self, Shocks};
use crate::read::{Read, Report};
use crate::values::is_name;

/// The name of the case without a variant.
pub const BASE: &str = "base";

/// One case of a scenario: its name, its title if it has its own, its tables with all overrides applied.
pub(crate) struct Case {
    pub name: String,
    pub title: Option<String>,
    pub raw: raw::File,
    pub overrides: Vec<Change>,
}

/// The base case and then every variant, in the order of the file; `overrides` apply to all of them.
pub(crate) fn cases(
    document: &Node,
    raw: &raw::File,
    overrides: &[Override],
    report: &mut Report<'_>,
) -> Vec<Case> {
    let mut base = document.clone();
    if let Value::Table(entries) = &mut base.value {
        entries.retain(|entry| entry.key != "variants");
    }
    let mut cases: Vec<Case> = Vec::new();
    cases.extend(case(BASE, None, base.clone(), overrides, &[], report));
    for (name, variant) in raw.variants.iter().flat_map(|variants| &variants.0) {
        if name.value == BASE || !is_name(&name.value) {
            let message = format!(
                "`{}` cannot be the name of a variant: use letters, digits, `-` and `_`, not a plain number and \
                 not `{BASE}`, which is the case without a variant",
                name.value
            );
            report.problem(ProblemCode::BadName, &name.place, message);
            continue;
        }
        if variant.set.is_none() && variant.shocks.is_empty() && report.is_clean() {
            let message = format!("variant `{}` is the base case again: give it `set` or shocks", name.value);
            report.problem(ProblemCode::WrongKeys, &name.place, message);
        }
        let set = variant.set.iter().flat_map(|set| &set.0);
        let mut changes: Vec<Override> = set
            .filter_map(|(key, value)| Override::of_variant(&key.value, &key.place, value, report))
            .collect();
        changes.extend(overrides.iter().cloned());
        let added = document.get("variants").and_then(|variants| variants.get(&name.value));
        let title = variant.title.as_ref().map(|title| title.value.clone());
        let entries = added.map(Node::entries).unwrap_or_default();
        cases.extend(case(&name.value, title, base.clone(), &changes, entries, report));
    }
    cases
}

fn case(
    name: &str,
    title: Option<String>,
    mut document: Node,
    overrides: &[Override],
    added: &[Entry],
    report: &mut Report<'_>,
) -> Option<Case> {
    let overrides = apply(&mut document, overrides, report);
    for entry in added.iter().filter(|entry| Shocks::keys().contains(&entry.key.as_str())) {
        append(&mut document, entry);
    }
    let raw = raw::File::read(&document, report)?;
    Some(Case { name: name.to_owned(), title, raw, overrides })
}

/// Adds the shocks of a variant behind those of the base.
fn append(document: &mut Node, added: &Entry) {
    let (Value::Table(entries), Value::List(shocks)) = (&mut document.value, &added.node.value) else {
        return;
    };
    match entries.iter_mut().find(|entry| entry.key == added.key).map(|entry| &mut entry.node.value) {
        Some(Value::List(base)) => base.extend(shocks.iter().cloned()),
        Some(_) => {}
        None => entries.push(added.clone()),
    }
}
