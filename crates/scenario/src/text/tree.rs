//! The tree of a file: values that know where they were written.

use std::fmt;
use std::ops::Range;

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
    /// A whole number too large to be one, kept as it was written.
    Huge(String),
    /// A date or null: nothing that a scenario can use, kept as it was written.
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

    /// The entries, if this is a table.
    pub(crate) fn entries_mut(&mut self) -> &mut [Entry] {
        if let Value::Table(entries) = &mut self.value { entries } else { &mut [] }
    }

    /// What kind of value this is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Huge(_) => "a number that is too large",
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
            Value::Huge(text) | Value::Other(text) => write!(out, "{text}"),
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
