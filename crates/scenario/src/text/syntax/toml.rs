//! The tree of a TOML text.

use toml::de::{DeTable, DeValue, Error};

use crate::text::problem::{Problem, ProblemCode};
use crate::text::source::Source;
use crate::text::tree::{Entry, Mark, Node, Place, Value};

/// How many mistakes of syntax are told: a large file that is no scenario has one in every line.
const SHOWN: usize = 20;

/// The tree of a TOML text.
///
/// # Errors
/// The first mistakes of syntax.
pub(crate) fn tree(source: &Source) -> Result<Node, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        let place = Place { key: String::new(), mark: Mark::Text(0..0) };
        return Ok(of_table(table.get_ref(), place));
    }
    Err(errors.into_iter().take(SHOWN).map(|error| problem(source, &error)).collect())
}

fn problem(source: &Source, error: &Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let mut message = lowercase(error.message());
    if message == "duplicate key" {
        message += &format!(" `{}`", source.text.get(span.clone()).unwrap_or_default());
    }
    source.problem(ProblemCode::Syntax, &Place { key: String::new(), mark: Mark::Text(span) }, message)
}

/// The same message as a fragment: without a capital at its start, on one line.
fn lowercase(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str()).replace('\n', "; ")
}

/// A TOML table as a node, entries in the order of the file.
fn of_table(table: &DeTable<'_>, place: Place) -> Node {
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let entries = keys.into_iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        place: place.child(key.get_ref(), Mark::Text(key.span())),
        node: of_value(value.get_ref(), place.child(key.get_ref(), Mark::Text(value.span()))),
    });
    Node { value: Value::Table(entries.collect()), place }
}

/// A TOML value as a node.
pub(crate) fn of_value(value: &DeValue<'_>, place: Place) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| Value::Huge(integer.to_string()), |integer| Value::Number(integer as f64)),
        DeValue::Float(float) => {
            float.as_str().parse().map_or_else(|_| Value::Other(float.to_string()), Value::Number)
        }
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(date) => Value::Other(date.to_string()),
        DeValue::Array(items) => {
            let nodes = items.iter().enumerate().map(|(position, item)| {
                let place = place.child(&(position + 1).to_string(), Mark::Text(item.span()));
                of_value(item.get_ref(), place)
            });
            Value::List(nodes.collect())
        }
        DeValue::Table(table) => return of_table(table, place),
    };
    Node { value, place }
}
