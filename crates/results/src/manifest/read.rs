//! `run.json` read back.

use std::path::Path;

use super::{MANIFEST, Manifest, ParameterEntry};
use crate::error::ResultsError;

impl Manifest {
    /// Reads the manifest of a run folder.
    ///
    /// # Errors
    /// [`ResultsError::ReadRun`] with the key, or the line and column, that is wrong.
    pub fn read(folder: &Path) -> Result<Self, ResultsError> {
        let wrong = |path: &Path, reason: String| ResultsError::ReadRun { path: path.to_owned(), reason };
        let file = folder.join(MANIFEST);
        match std::fs::read(&file) {
            Ok(bytes) => parse(&bytes).map_err(|reason| wrong(&file, reason)),
            Err(_) if !folder.exists() => Err(wrong(folder, "there is no such folder".to_owned())),
            Err(_) if !folder.is_dir() => Err(wrong(folder, "it is a file, not a folder".to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(wrong(folder, format!("it has no `{MANIFEST}`")))
            }
            Err(error) => Err(wrong(&file, error.to_string())),
        }
    }

    fn parameters(&self) -> impl Iterator<Item = &ParameterEntry> {
        self.variants.iter().flat_map(|variant| &variant.parameters)
    }

    /// Whether some nest has a substitution elasticity other than 1.
    pub(crate) fn has_nests(&self) -> bool {
        let own = self.variants.iter().any(|variant| !variant.nests.is_empty());
        let bent =
            |of: &ParameterEntry| [of.output, of.value_added, of.materials].iter().any(|&sigma| sigma != 1.0);
        own || self.parameters().any(bent)
    }

    /// Where the elasticities come from, in words.
    pub(crate) fn elasticity_origins(&self) -> impl Iterator<Item = &String> {
        self.parameters().map(|of| &of.source)
    }
}

/// Reads a manifest, or says what is wrong: the key and the reason, with line and column. Text that breaks off or is no
/// JSON has no wrong key. One that another version wrote may lack what this one needs.
fn parse(bytes: &[u8]) -> Result<Manifest, String> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let manifest = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let has_key = error.inner().is_data() && error.path().iter().len() > 0;
        let key = if has_key { format!("key `{}`: ", error.path()) } else { String::new() };
        format!("{key}{}{}", error.inner(), other_version(bytes))
    })?;
    json.end().map_err(|error| error.to_string())?;
    Ok(manifest)
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
