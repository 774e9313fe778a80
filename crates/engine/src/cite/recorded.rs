//! What `run.json` says of a run, as far as citations need it.

use std::path::Path;

use serde::Deserialize;

use crate::error::EngineError;
use crate::folder::MANIFEST;
use crate::manifest::{SourceEntry, WorldEntry};

/// The part of a manifest that is read back; keys that later versions add do not matter.
#[derive(Debug, Deserialize)]
pub(super) struct Recorded {
    pub(super) oblate: String,
    pub(super) scenario: RecordedScenario,
    pub(super) world: RecordedWorld,
    pub(super) elasticity_citations: Vec<String>,
    variants: Vec<RecordedVariant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RecordedScenario {
    pub(super) name: String,
    pub(super) blake3: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct RecordedWorld {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) blake3: String,
    pub(super) licence: String,
    pub(super) citation: String,
    pub(super) sources: Vec<SourceEntry>,
}

#[derive(Debug, Deserialize)]
struct RecordedVariant {
    parameters: Vec<RecordedParameter>,
}

#[derive(Debug, Deserialize)]
struct RecordedParameter {
    source: String,
    output: f64,
    value_added: f64,
    materials: f64,
}

impl From<WorldEntry> for RecordedWorld {
    fn from(world: WorldEntry) -> Self {
        let WorldEntry { name, title, blake3, licence, citation, sources, .. } = world;
        Self { name, title, blake3, licence, citation, sources }
    }
}

impl Recorded {
    pub(super) fn read(folder: &Path) -> Result<Self, EngineError> {
        let wrong = |path: &Path, reason: String| EngineError::ReadRun { path: path.to_owned(), reason };
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

    fn parameters(&self) -> impl Iterator<Item = &RecordedParameter> {
        self.variants.iter().flat_map(|variant| &variant.parameters)
    }

    /// Whether some nest has a substitution elasticity other than 1.
    pub(super) fn has_nests(&self) -> bool {
        self.parameters()
            .any(|of| [of.output, of.value_added, of.materials].iter().any(|&sigma| sigma != 1.0))
    }

    /// Where the elasticities come from, in words.
    pub(super) fn origins(&self) -> impl Iterator<Item = &String> {
        self.parameters().map(|of| &of.source)
    }
}

/// Reads a manifest, or says what is wrong: the key and the reason, with line and column. Text that breaks off or is no
/// JSON has no wrong key.
fn parse(bytes: &[u8]) -> Result<Recorded, String> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let run = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let has_key = error.inner().is_data() && error.path().iter().len() > 0;
        let key = if has_key { format!("key `{}`: ", error.path()) } else { String::new() };
        format!("{key}{}", error.inner())
    })?;
    json.end().map_err(|error| error.to_string())?;
    Ok(run)
}
