//! Overrides: keys of a file set anew by `--set key=value` or by a variant.

use std::collections::BTreeMap;

use ::toml::de::{DeTable, DeValue};

use super::problem::{Problem, ProblemCode};
use super::read::Report;
use super::syntax::toml;
use super::tree::{Entry, Mark, Node, Place, Value};
use super::values::is_name;
use crate::log::Change;

/// What can be set anew in a kind of file.
pub(crate) struct Settable {
    /// The tables, besides shocks, whose keys can be.
    pub tables: &'static [&'static str],
    /// The kinds of shocks, each of whose keys can be.
    pub kinds: Vec<&'static str>,
    /// Such a key, for messages.
    pub example: &'static str,
}

/// A key of a file with its new value.
///
/// The key is a path of dotted names. Shocks are addressed by kind and name or by kind and number in the file,
/// counted from 1: `tariff.steel.set`, `tariff.1.set`.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    path: Vec<String>,
    place: Place,
    value: Node,
}

impl Override {
    /// Reads `key=value` as the command line gives it; the value is a TOML value, or a word without quotes.
    ///
    /// # Errors
    /// [`Problem`] if there is no `=`, or if the key or the value cannot be read.
    pub fn parse(argument: &str) -> Result<Self, Box<Problem>> {
        let bad = |message: String| {
            Box::new(Problem::new(ProblemCode::BadOverride, format!("--set {argument}"), message))
        };
        let Some((key, value)) = argument.split_once('=') else {
            return Err(bad("write key=value, as in `model.deficits=zero` or `tariff.1.set=0.1`".to_owned()));
        };
        let path = path_of(key).map_err(bad)?;
        let mark = Mark::Command(argument.to_owned());
        let place = Place { key: path.join("."), mark };
        let value = command_value(value.trim(), &place).map_err(bad)?;
        Ok(Self { path, place, value })
    }

    /// Whether it stands on the command line.
    fn is_command(&self) -> bool {
        matches!(self.place.mark, Mark::Command(_))
    }

    /// An entry of a variant's `set`.
    pub(crate) fn of_variant(
        key: &str,
        place: &Place,
        value: &Node,
        report: &mut Report<'_>,
    ) -> Option<Self> {
        match path_of(key) {
            Ok(path) => Some(Self { path, place: place.clone(), value: value.clone() }),
            Err(message) => {
                report.problem(ProblemCode::BadOverride, place, message);
                None
            }
        }
    }
}

/// The names of a dotted key; those with other signs than letters, digits, `-` and `_` stand in quotes.
fn path_of(key: &str) -> Result<Vec<String>, String> {
    let wrong =
        || format!("`{}` is no key: write names with dots between them, as in `model.deficits`", key.trim());
    if key.contains(['\n', '\r', '=', '#']) {
        return Err(wrong());
    }
    let document = format!("{key} = 0");
    let parsed = DeTable::parse(&document).map_err(|_| wrong())?;
    let mut path = Vec::new();
    let mut table = parsed.get_ref();
    while let Some((name, value)) = table.iter().next() {
        path.push(name.get_ref().to_string());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => return Ok(path),
        }
    }
    Err(wrong())
}

/// A value of the command line: a word without quotes is a text.
fn command_value(text: &str, place: &Place) -> Result<Node, String> {
    match DeValue::parse(text) {
        Ok(value) => {
            let mut node = toml::of_value(value.get_ref(), place.clone());
            remark(&mut node, &place.mark);
            Ok(node)
        }
        Err(_) if !text.is_empty() && !text.contains(['"', '\'', '[', ']', '{', '}', '\n', '\r']) => {
            Ok(Node { value: Value::Text(text.to_owned()), place: place.clone() })
        }
        Err(error) => Err(format!("the value `{text}` cannot be read: {}", error.message().to_lowercase())),
    }
}

/// Gives a value and all that it holds one mark.
fn remark(node: &mut Node, mark: &Mark) {
    node.place.mark = mark.clone();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| remark(item, mark)),
        Value::Table(entries) => {
            for entry in entries {
                entry.place.mark = mark.clone();
                remark(&mut entry.node, mark);
            }
        }
        _ => {}
    }
}

/// What overrides made of a case.
pub(crate) struct Overridden {
    pub changes: Vec<Change>,
    /// Overrides of the command line on keys that the variant sets itself: it cannot be run with them.
    pub refused: Vec<Problem>,
}

/// Sets keys of a file anew; every override that leads nowhere or clashes with another of the same kind is reported.
pub(crate) fn apply(
    document: &mut Node,
    overrides: &[Override],
    settable: &Settable,
    report: &mut Report<'_>,
) -> Overridden {
    let mut located: BTreeMap<Vec<String>, &Override> = BTreeMap::new();
    let (mut changes, mut refused) = (Vec::new(), Vec::new());
    for change in overrides {
        let Some(path) = locate(document, change, settable, report) else { continue };
        if let Some(other) = clash(&located, &path) {
            let source = report.source;
            let message = format!(
                "`{}` is set twice: by {} and by {}",
                path.join("."),
                source.line(&other.place),
                source.line(&change.place)
            );
            if change.is_command() && !other.is_command() {
                let message = format!("{message}; `--variant` runs the cases that do not set it");
                refused.push(source.problem(ProblemCode::OverrideClash, &change.place, message));
            } else {
                report.problem(ProblemCode::OverrideClash, &change.place, message);
            }
            continue;
        }
        match set(document, &path, change) {
            Ok(old) => changes.push(Change::Override {
                key: path.join("."),
                old: old.map(|old| old.to_string()),
                new: change.value.to_string(),
                by: report.source.line(&change.place),
            }),
            Err(key) => {
                let message = format!("`{}` leads nowhere: `{key}` is no table", path.join("."));
                report.problem(ProblemCode::BadOverride, &change.place, message);
            }
        }
        located.insert(path, change);
    }
    Overridden { changes, refused }
}

/// The earlier override that sets this key, a table around it, or a key within it.
fn clash<'o>(located: &BTreeMap<Vec<String>, &'o Override>, path: &[String]) -> Option<&'o Override> {
    let within = |earlier: &[String]| earlier.starts_with(path) || path.starts_with(earlier);
    located.iter().find(|(earlier, _)| within(earlier)).map(|(_, change)| *change)
}

/// The path with the number of its shock instead of the name.
fn locate(
    document: &Node,
    change: &Override,
    settable: &Settable,
    report: &mut Report<'_>,
) -> Option<Vec<String>> {
    let Settable { tables, kinds, example } = settable;
    let (head, rest) = change.path.split_first()?;
    if tables.contains(&head.as_str()) && !rest.is_empty() {
        return Some(change.path.clone());
    }
    if !kinds.contains(&head.as_str()) {
        let message = if tables.contains(&head.as_str()) {
            format!("`{head}` is a table: name one of its keys, as in `{example}`")
        } else {
            format!("`{head}` is nothing that can be set")
        };
        let legal = tables.iter().chain(kinds).copied();
        report.problem(ProblemCode::BadOverride, &change.place, message).among(head, legal);
        return None;
    }
    let [shock, _, ..] = rest else {
        let message = format!("name a shock and one of its keys, as in `{head}.1.sectors`");
        report.problem(ProblemCode::BadOverride, &change.place, message);
        return None;
    };
    let number = shock_number(document, head, shock, change, report)?;
    let mut path = change.path.clone();
    path[1] = number.to_string();
    Some(path)
}

/// The number, counted from 1, of the shock with this name or number.
fn shock_number(
    document: &Node,
    kind: &str,
    shock: &str,
    change: &Override,
    report: &mut Report<'_>,
) -> Option<usize> {
    let shocks = match document.get(kind).map(|node| &node.value) {
        Some(Value::List(shocks)) => shocks.as_slice(),
        _ => &[],
    };
    let name = |node: &Node| match node.get("name").map(|name| &name.value) {
        Some(Value::Text(name)) => Some(name.clone()),
        _ => None,
    };
    let found = if is_name(shock) {
        shocks.iter().position(|node| name(node).as_deref() == Some(shock)).map(|at| at + 1)
    } else {
        shock.parse().ok().filter(|number| (1..=shocks.len()).contains(number))
    };
    if found.is_none() {
        let what = if is_name(shock) { "of that name" } else { "of that number" };
        let message = format!("there is no `{kind}` shock {what}: `{shock}`");
        let numbers = (1..=shocks.len()).map(|number| number.to_string());
        let legal = shocks.iter().filter_map(name).chain(numbers);
        report.problem(ProblemCode::BadOverride, &change.place, message).among(shock, legal);
    }
    found
}

/// Sets the value at a path and gives the old one back; tables on the way are made where there are none.
/// Fails with the key of a value on the way that is no table.
fn set(document: &mut Node, path: &[String], change: &Override) -> Result<Option<Node>, String> {
    let Some((last, way)) = path.split_last() else { return Ok(None) };
    let mut node = document;
    for (depth, name) in way.iter().enumerate() {
        let here = node.place.key.clone();
        node = match &mut node.value {
            Value::List(items) => name
                .parse::<usize>()
                .ok()
                .and_then(|number| items.get_mut(number.checked_sub(1)?))
                .ok_or(here)?,
            Value::Table(entries) => {
                let place = Place { key: path[..=depth].join("."), mark: change.place.mark.clone() };
                slot(entries, name, change, || Node { value: Value::Table(Vec::new()), place })
            }
            _ => return Err(here),
        };
    }
    match &mut node.value {
        Value::Table(entries) => {
            let old = entries.iter().position(|entry| entry.key == *last).map(|at| entries.remove(at).node);
            slot(entries, last, change, || change.value.clone());
            Ok(old)
        }
        _ => Err(node.place.key.clone()),
    }
}

/// The node of a key, made if there is none.
fn slot<'n>(
    entries: &'n mut Vec<Entry>,
    key: &str,
    change: &Override,
    make: impl FnOnce() -> Node,
) -> &'n mut Node {
    let at = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        entries.push(Entry { key: key.to_owned(), place: change.place.clone(), node: make() });
        entries.len() - 1
    });
    &mut entries[at].node
}
