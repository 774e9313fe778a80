//! A TOML file as typed values.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::error::SourceError;

/// Reads a TOML file.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, SourceError> {
    let bytes = std::fs::read(path).map_err(SourceError::read(path))?;
    let wrong = |message: String| SourceError::Toml { path: path.to_owned(), message };
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8 text".to_owned()))?;
    toml::from_str(&text).map_err(|error| {
        wrong(of_type(&error, &text).unwrap_or_else(|| error.to_string().trim_end().to_owned()))
    })
}

/// What kinds of values are called here: the reader's words and those of scenario files.
const KINDS: [(&str, &str); 10] = [
    ("string", "a text"),
    ("a string", "a text"),
    ("i32", "a whole number"),
    ("integer", "a whole number"),
    ("f64", "a number"),
    ("floating point", "a number"),
    ("boolean", "true or false"),
    ("sequence", "a list"),
    ("a sequence", "a list, such as `[\"a\", \"b\"]`"),
    ("map", "a table"),
];

/// A value of the wrong kind in the words of scenario files, with its line; none for other mistakes.
fn of_type(error: &toml::de::Error, text: &str) -> Option<String> {
    let (found, expected) = error.message().strip_prefix("invalid type: ")?.split_once(", expected ")?;
    let start = error.span()?.start;
    let line = text.get(..start)?.matches('\n').count() + 1;
    let key = text.lines().nth(line - 1)?.split('=').next()?.trim();
    let found = KINDS.iter().find(|(word, _)| found.starts_with(word)).map_or(found, |(_, kind)| kind);
    let expected = KINDS.iter().find(|(word, _)| *word == expected).map_or(expected, |(_, kind)| kind);
    Some(format!("line {line}, key `{key}`: expected {expected}, found {found}"))
}
