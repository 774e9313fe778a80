//! The file that keeps what is done of a short run that the user stopped.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::ShockRequest;
use super::case::Done;
use crate::error::EngineError;

/// The first bytes of such a file.
const MAGIC: &[u8] = b"oblate stopped short run\n";

/// What is done by variant, and where it is kept.
pub(super) struct Checkpoint {
    path: Option<PathBuf>,
    /// A hash of all that decides the result.
    key: [u8; 32],
    done: BTreeMap<String, Done>,
    /// Whether an earlier run left it.
    resumed: bool,
}

impl Checkpoint {
    /// What an earlier run of the same request left, if it was stopped. A file of another request is left alone until this one
    /// is stopped too.
    ///
    /// # Errors
    /// [`EngineError::Checkpoint`] for a file that is none, or is broken.
    pub fn open(path: Option<&Path>, key: [u8; 32]) -> Result<Self, EngineError> {
        let mut checkpoint =
            Self { path: path.map(Path::to_owned), key, done: BTreeMap::new(), resumed: false };
        let Some(path) = path.filter(|path| path.symlink_metadata().is_ok()) else { return Ok(checkpoint) };
        let fault = |reason: String| EngineError::Checkpoint { path: path.to_owned(), reason };
        let bytes = std::fs::read(path).map_err(|error| fault(error.to_string()))?;
        let content = bytes.strip_prefix(MAGIC).ok_or_else(|| fault("oblate did not write it".to_owned()))?;
        let Some((own, content)) = content.split_first_chunk::<32>() else {
            return Err(fault("it is cut short".to_owned()));
        };
        if *own == key {
            checkpoint.done = postcard::from_bytes(content).map_err(|error| fault(error.to_string()))?;
            checkpoint.resumed = true;
        }
        Ok(checkpoint)
    }

    /// Whether an earlier run is gone on with.
    pub fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// What is done of a variant.
    pub fn of(&mut self, variant: &str) -> &mut Done {
        self.done.entry(variant.to_owned()).or_default()
    }

    /// What is done of a variant, for good.
    pub fn take(&mut self, variant: &str) -> Done {
        self.done.remove(variant).unwrap_or_default()
    }

    /// Writes what is done; gives the error by which a user learns that the run was stopped.
    ///
    /// # Errors
    /// [`EngineError::Checkpoint`] where it cannot be written.
    pub fn keep(&self) -> Result<EngineError, EngineError> {
        let Some(path) = &self.path else {
            return Ok(EngineError::Interrupted { during: "a short run".to_owned() });
        };
        let fault = |reason: String| EngineError::Checkpoint { path: path.clone(), reason };
        let content = postcard::to_stdvec(&self.done).map_err(|error| fault(error.to_string()))?;
        let write = || {
            let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            for part in [MAGIC, &self.key, &content] {
                file.write_all(part)?;
            }
            file.persist(path).map_err(|error| error.error)
        };
        write().map_err(|error| fault(error.to_string()))?;
        Ok(EngineError::Paused { kept: path.clone() })
    }

    /// Removes the file that was gone on from: the run is whole.
    ///
    /// # Errors
    /// [`EngineError::Checkpoint`] where it cannot be removed.
    pub fn remove(&self) -> Result<(), EngineError> {
        let Some(path) = self.path.as_ref().filter(|_| self.resumed) else { return Ok(()) };
        let fault =
            |error: std::io::Error| EngineError::Checkpoint { path: path.clone(), reason: error.to_string() };
        std::fs::remove_file(path).map_err(fault)
    }
}

/// A hash of all that decides the result of a request.
pub(super) fn key(request: &ShockRequest<'_>, tables: &BTreeMap<String, String>) -> [u8; 32] {
    let ShockRequest { scenario, world, variants, days, industries, threads: _ } = request;
    let world_hash = oblate_sources::world_hash(world);
    let said = format!(
        "{}\n{}\n{:?}\n{tables:?}\n{world_hash}\n{variants:?}\n{days:?}\n{industries}",
        env!("CARGO_PKG_VERSION"),
        scenario.file.text(),
        scenario.override_texts
    );
    *blake3::hash(said.as_bytes()).as_bytes()
}
