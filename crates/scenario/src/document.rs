//! The text of a scenario as a tree of values that know their place, from TOML or JSON.

use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::problem::{Problem, ProblemCode};

/// Where a value was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// These bytes of the scenario file.
    Text(Range<usize>),
    /// This `key=value` of the command line.
    Command(String),
    /// Somewhere in a JSON file, whose parser tells no places.
    Unmarked,
}

/// Where a value stands in the tree and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Path of keys, with shocks counted from 1: `tariff.2.sectors`.
    pub key: String,
    pub mark: Mark,
}

impl Place {
    /// The place of an entry in the table that stands here.
    pub(crate) fn child(&self, key: &str, mark: Mark) -> Self {
        let path = if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) };
        Self { key: path, mark }
    }
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub value: Value,
    pub place: Place,
}

/// One value of a scenario file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A date, null, or a number too large: nothing that a scenario can use, kept as it was written.
    Other(String),
}

/// A key of a table with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub key: String,
    /// Where the key itself stands.
    pub place: Place,
    pub node: Node,
}

impl Node {
    /// The entry of this table with this key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        find(self.entries(), key)
    }

    /// The entries, if this is a table.
    pub(crate) fn entries(&self) -> &[Entry] {
        if let Value::Table(entries) = &self.value { entries } else { &[] }
    }

    /// What kind of value this is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(_) => "a date or another value without use here",
        }
    }
}

/// The value of a key among these entries.
pub(crate) fn find<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Node> {
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::Text(text) => write!(out, "{text:?}"),
            Value::Number(number) => write!(out, "{number}"),
            Value::Flag(flag) => write!(out, "{flag}"),
            Value::Other(text) => write!(out, "{text}"),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Node::to_string).collect();
                write!(out, "[{}]", items.join(", "))
            }
            Value::Table(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|entry| format!("{} = {}", entry.key, entry.node)).collect();
                write!(out, "{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// How many mistakes of syntax are told: a large file that is no scenario has one in every line.
const SYNTAX_SHOWN: usize = 20;

/// The name and the text of a scenario file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub name: String,
    pub text: String,
}

impl Source {
    /// Line and column (in characters) of a byte, counted from 1.
    fn position(&self, byte: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        // bytes that continue a character do not count
        let column = before[line_start..].iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
        (line, column)
    }

    /// The line of a place in the text, counted from 1.
    pub(crate) fn line_number(&self, place: &Place) -> Option<usize> {
        match &place.mark {
            Mark::Text(span) => Some(self.position(span.start).0),
            Mark::Command(_) | Mark::Unmarked => None,
        }
    }

    /// The line of a place, for messages that name two of them; for `--set`, the argument itself.
    pub(crate) fn line(&self, place: &Place) -> String {
        match &place.mark {
            Mark::Text(span) => format!("line {}", self.position(span.start).0),
            Mark::Command(argument) => format!("--set {argument}"),
            Mark::Unmarked => format!("key `{}`", place.key),
        }
    }

    /// A problem at a place.
    pub(crate) fn problem(&self, code: ProblemCode, place: &Place, message: impl Into<String>) -> Problem {
        let mut problem = Problem::new(code, &self.name, message);
        problem.key.clone_from(&place.key);
        match &place.mark {
            Mark::Text(span) => {
                let (line, column) = self.position(span.start);
                (problem.line, problem.column) = (Some(line), Some(column));
                problem.span = Some(span.clone());
            }
            Mark::Command(argument) => problem.file = format!("--set {argument}"),
            Mark::Unmarked => {}
        }
        problem
    }

    /// The tree of the text; JSON if it begins with a brace, else TOML.
    ///
    /// # Errors
    /// Every mistake of syntax that the parser can tell apart.
    pub(crate) fn tree(&self) -> Result<Node, Vec<Problem>> {
        if self.text.trim_start_matches('\u{feff}').trim().is_empty() {
            let message = "the file is empty: a scenario has at least a title, as in `title = \"…\"`";
            return Err(vec![Problem::new(ProblemCode::Syntax, &self.name, message)]);
        }
        if self.text.trim_start().starts_with('{') { crate::json::tree(self) } else { self.toml_tree() }
    }

    fn toml_tree(&self) -> Result<Node, Vec<Problem>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        if errors.is_empty() {
            let place = Place { key: String::new(), mark: Mark::Text(0..0) };
            return Ok(toml_table(table.get_ref(), place));
        }
        let problem = |error: toml::de::Error| {
            let span = error.span().unwrap_or(0..0);
            let mut message = lowercase(error.message());
            if message == "duplicate key" {
                message += &format!(" `{}`", self.text.get(span.clone()).unwrap_or_default());
            }
            let place = Place { key: String::new(), mark: Mark::Text(span) };
            self.problem(ProblemCode::Syntax, &place, message)
        };
        Err(errors.into_iter().take(SYNTAX_SHOWN).map(problem).collect())
    }
}

/// The same message as a fragment: without a capital at its start, on one line.
fn lowercase(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str()).replace('\n', "; ")
}

/// A TOML table as a node, entries in the order of the file.
fn toml_table(table: &DeTable<'_>, place: Place) -> Node {
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let entries = keys.into_iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        place: place.child(key.get_ref(), Mark::Text(key.span())),
        node: toml_value(value.get_ref(), place.child(key.get_ref(), Mark::Text(value.span()))),
    });
    Node { value: Value::Table(entries.collect()), place }
}

/// A TOML value as a node.
pub(crate) fn toml_value(value: &DeValue<'_>, place: Place) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| Value::Other(integer.to_string()), |integer| Value::Number(integer as f64)),
        DeValue::Float(float) => {
            float.as_str().parse().map_or_else(|_| Value::Other(float.to_string()), Value::Number)
        }
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(date) => Value::Other(date.to_string()),
        DeValue::Array(items) => {
            let nodes = items.iter().enumerate().map(|(position, item)| {
                let place = place.child(&(position + 1).to_string(), Mark::Text(item.span()));
                toml_value(item.get_ref(), place)
            });
            Value::List(nodes.collect())
        }
        DeValue::Table(table) => return toml_table(table, place),
    };
    Node { value, place }
}
