//! A TOML file as typed values.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::error::SourceError;

/// Reads a TOML file.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, SourceError> {
    let bytes = std::fs::read(path).map_err(SourceError::read(path))?;
    let wrong = |message: String| SourceError::Toml { path: path.to_owned(), message };
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8 text".to_owned()))?;
    toml::from_str(&text).map_err(|error| wrong(error.to_string().trim_end().to_owned()))
}
