//! What a folder of results says of itself: the file by which it is known, and the tables that stand beside it.

use std::path::Path;

use oblate_tables::Table;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::description::TableDescription;
use crate::error::ResultsError;

/// Everything needed to repeat results. It is written beside their tables and read back with them.
pub trait Record: Clone + Serialize + DeserializeOwned {
    /// Name of the file.
    const FILE: &'static str;
    /// The key by which its text is known among those of other kinds, and what such results are.
    const KIND: (&'static str, &'static str);
    /// The tables that may stand beside it, in order.
    const TABLES: &'static [TableDescription];
    /// Names of those that always do.
    const ALWAYS: &'static [&'static str];

    /// The names of the files beside it.
    fn files(&self) -> &[String];

    /// Tells the names of the files beside it.
    fn name_files(&mut self, files: Vec<String>);

    /// What forms of the results that travel without this file carry instead: a title, and a table `about`. None where there
    /// are no such forms.
    fn about(&self) -> Option<(String, Table)> {
        None
    }

    /// What in the tables contradicts the record, or cannot be told: a run that was damaged.
    fn contradiction(&self, _tables: &[Table]) -> Option<String> {
        None
    }

    /// Reads the record of a folder.
    ///
    /// # Errors
    /// [`ResultsError::ReadRun`] with the key, or the line and column, that is wrong.
    fn read(folder: &Path) -> Result<Self, ResultsError> {
        let wrong = |path: &Path, reason: String| ResultsError::ReadRun { path: path.to_owned(), reason };
        let file = folder.join(Self::FILE);
        match std::fs::read(&file) {
            Ok(bytes) => parse(&bytes).map_err(|reason| match other_kind::<Self>(&bytes) {
                Some(holds) => {
                    ResultsError::OtherKind { path: folder.to_owned(), holds, wanted: Self::KIND.1 }
                }
                None => wrong(&file, reason),
            }),
            Err(_) if !folder.exists() => Err(wrong(folder, "there is no such folder".to_owned())),
            Err(_) if !folder.is_dir() => Err(wrong(folder, "it is a file, not a folder".to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(wrong(folder, format!("it has no `{}`", Self::FILE)))
            }
            Err(error) => Err(wrong(&file, error.to_string())),
        }
    }
}

/// The kinds of results whose records have the same name.
pub(crate) const LONG_RUN: (&str, &str) = ("scenario", "a run of the long run");
pub(crate) const SHORT_RUN: (&str, &str) = ("shocks", "a short run");

/// What kind the text of a record is of, if it is another one.
fn other_kind<R: Record>(bytes: &[u8]) -> Option<&'static str> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let other = [LONG_RUN, SHORT_RUN].into_iter().find(|(key, _)| value.get(key).is_some())?;
    (other != R::KIND).then_some(other.1)
}

/// Reads a record, or says what is wrong: the key and the reason, with line and column. Text that breaks off or is no
/// JSON has no wrong key. One that another version wrote may lack what this one needs.
fn parse<R: Record>(bytes: &[u8]) -> Result<R, String> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let record = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let has_key = error.inner().is_data() && error.path().iter().len() > 0;
        let key = if has_key { format!("key `{}`: ", error.path()) } else { String::new() };
        format!("{key}{}{}", error.inner(), other_version(bytes))
    })?;
    json.end().map_err(|error| error.to_string())?;
    Ok(record)
}

fn other_version(bytes: &[u8]) -> String {
    let ours = env!("CARGO_PKG_VERSION");
    let value: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    match value.as_ref().and_then(|value| value["oblate"].as_str()) {
        Some(version) if version != ours => {
            format!(" (it was written by oblate {version}, and this is {ours}: run its scenario again)")
        }
        _ => String::new(),
    }
}
