//! The cases of a file: its base, and each variant as the base with changes.

use crate::document::{Entry, Node, Value};
use crate::log::Change;
use crate::overrides::{Override, Settable, apply};
use crate::problem::ProblemCode;
use crate::read::{Read, Report};
use crate::values::is_name;

/// The name of the case without a variant.
pub const BASE: &str = "base";

/// A kind of file that may have variants.
pub(crate) trait Varied: Read {
    /// What variants and the command line may set anew in it.
    fn settable() -> Settable;
}

/// One case of a file: its name, its title if it has its own, its tables with all overrides applied.
pub(crate) struct Case<F> {
    pub name: String,
    pub title: Option<String>,
    pub raw: F,
    pub overrides: Vec<Change>,
}

/// The base case and then every variant, in the order of the file; `overrides` apply to all of them.
pub(crate) fn cases<F: Varied>(
    document: &Node,
    overrides: &[Override],
    report: &mut Report<'_>,
) -> Vec<Case<F>> {
    let settable = F::settable();
    let mut base = document.clone();
    if let Value::Table(entries) = &mut base.value {
        entries.retain(|entry| entry.key != "variants");
    }
    let mut cases: Vec<Case<F>> = Vec::new();
    cases.extend(case(BASE, None, base.clone(), overrides, &[], &settable, report));
    for Entry { key, place, node } in document.get("variants").map(Node::entries).unwrap_or_default() {
        if key == BASE || !is_name(key) {
            let message = format!(
                "`{key}` cannot be the name of a variant: use letters, digits, `-` and `_`, not a plain number and \
                 not `{BASE}`, which is the case without a variant"
            );
            report.problem(ProblemCode::BadName, place, message);
            continue;
        }
        let added: Vec<&Entry> =
            node.entries().iter().filter(|entry| settable.kinds.contains(&entry.key.as_str())).collect();
        if node.get("set").is_none() && added.is_empty() && report.is_clean() {
            let message = format!("variant `{key}` is the base case again: give it `set` or shocks");
            report.problem(ProblemCode::WrongKeys, place, message);
        }
        let set = node.get("set").map(Node::entries).unwrap_or_default();
        let mut changes: Vec<Override> = set
            .iter()
            .filter_map(|entry| Override::of_variant(&entry.key, &entry.place, &entry.node, report))
            .collect();
        changes.extend(overrides.iter().cloned());
        let title = match node.get("title").map(|title| &title.value) {
            Some(Value::Text(title)) => Some(title.clone()),
            _ => None,
        };
        cases.extend(case(key, title, base.clone(), &changes, &added, &settable, report));
    }
    cases
}

fn case<F: Varied>(
    name: &str,
    title: Option<String>,
    mut document: Node,
    overrides: &[Override],
    added: &[&Entry],
    settable: &Settable,
    report: &mut Report<'_>,
) -> Option<Case<F>> {
    let overrides = apply(&mut document, overrides, settable, report);
    for entry in added {
        append(&mut document, entry);
    }
    let raw = F::read(&document, report)?;
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
