//! The file that keeps what is done of a short run: it outlives a run that is stopped or killed.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ShockRequest;
use crate::error::EngineError;

/// The first bytes of such a file.
const MAGIC: &[u8] = b"oblate stopped short run\n";

/// What has not been kept for so long is kept.
const SELDOM: Duration = Duration::from_millis(200);

/// Of the time of a run, keeping takes one part in so many at most.
const PART: u32 = 20;

/// What is done by variant, and where it is kept.
pub(super) struct Checkpoint<'a, D> {
    path: Option<&'a Path>,
    /// A hash of all that decides the result.
    key: [u8; 32],
    done: BTreeMap<String, D>,
    /// Whether an earlier run left it.
    resumed: bool,
    /// When it was kept last, at first when it was opened.
    kept: Instant,
    /// How long that took.
    took: Duration,
}

impl<'a, D: Default + Serialize + DeserializeOwned> Checkpoint<'a, D> {
    /// What an earlier run of the same request left, if it did not end. A file of another request is left alone until this one
    /// has something to keep too.
    ///
    /// # Errors
    /// [`EngineError::Checkpoint`] for a file that is none, or is broken.
    pub fn open(path: Option<&'a Path>, key: [u8; 32]) -> Result<Self, EngineError> {
        let (done, kept, took) = (BTreeMap::new(), Instant::now(), Duration::ZERO);
        let mut checkpoint = Self { path, key, done, resumed: false, kept, took };
        let Some(path) = path.filter(|path| path.symlink_metadata().is_ok()) else { return Ok(checkpoint) };
        let (own, content) = read(path)?;
        if own == key {
            let broken = |error: postcard::Error| fault(path)(error.to_string());
            checkpoint.done = postcard::from_bytes(&content).map_err(broken)?;
            checkpoint.resumed = true;
        }
        Ok(checkpoint)
    }

    /// Whether an earlier run is gone on with.
    pub fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// What is done of a variant, taken out.
    pub fn take(&mut self, variant: &str) -> D {
        self.done.remove(variant).unwrap_or_default()
    }

    /// Puts back what is done of a variant.
    pub fn put(&mut self, variant: &str, done: D) {
        self.done.insert(variant.to_owned(), done);
    }

    /// Whether it is time to keep what is done.
    pub fn is_due(&self) -> bool {
        self.path.is_some() && self.kept.elapsed() >= SELDOM.max(self.took * PART)
    }

    /// Keeps what is done so far, with this of a variant that was taken out, for a program that is killed later. Where that cannot be,
    /// the run goes on: it is told when the user stops it, or when the results have no place either.
    pub fn keep_meanwhile(&mut self, variant: &str, done: &D) {
        let all = self.done.iter().map(|(name, done)| (name.as_str(), done)).chain([(variant, done)]);
        let (start, all) = (Instant::now(), all.collect());
        if let Some(path) = self.path {
            let _ = self.write(path, &all);
        }
        (self.kept, self.took) = (Instant::now(), start.elapsed());
    }

    /// Keeps all that is done once more, if the run was long enough to be kept before: its results may find no place.
    pub fn keep_whole(&self) {
        if self.resumed || !self.took.is_zero() {
            // where this finds no place, the results hardly do, and that is told
            let _ = self.keep();
        }
    }

    /// Writes what is done; gives the error by which a user learns that the run was stopped.
    ///
    /// # Errors
    /// [`EngineError::Checkpoint`] where it cannot be written.
    pub fn keep(&self) -> Result<EngineError, EngineError> {
        let Some(path) = self.path else {
            return Ok(EngineError::Interrupted { during: "a short run".to_owned() });
        };
        let all = self.done.iter().map(|(name, done)| (name.as_str(), done)).collect();
        self.write(path, &all).map_err(|error| fault(path)(error.to_string()))?;
        Ok(EngineError::Paused { kept: path.to_owned() })
    }

    /// Puts the file in its place once it is whole.
    fn write(&self, path: &Path, done: &BTreeMap<&str, &D>) -> std::io::Result<()> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = BufWriter::new(tempfile::Builder::new().prefix(".oblate-").tempfile_in(folder)?);
        file.write_all(MAGIC)?;
        file.write_all(&self.key)?;
        let mut file = postcard::to_io(done, file).map_err(std::io::Error::other)?;
        file.flush()?;
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The hash of the request that left a file, and what it had done.
fn read(path: &Path) -> Result<([u8; 32], Vec<u8>), EngineError> {
    let bytes = std::fs::read(path).map_err(|error| fault(path)(error.to_string()))?;
    let content =
        bytes.strip_prefix(MAGIC).ok_or_else(|| fault(path)("oblate did not write it".to_owned()))?;
    let Some((own, content)) = content.split_first_chunk::<32>() else {
        return Err(fault(path)("it is cut short".to_owned()));
    };
    Ok((*own, content.to_vec()))
}

fn fault(path: &Path) -> impl Fn(String) -> EngineError {
    move |reason| EngineError::Checkpoint { path: path.to_owned(), reason }
}

/// Removes what this request kept of itself: its results are kept elsewhere now. A file of another request stays.
///
/// # Errors
/// [`EngineError::Checkpoint`] where it cannot be removed.
pub(super) fn remove(path: &Path, key: [u8; 32]) -> Result<(), EngineError> {
    if path.symlink_metadata().is_err() || read(path)?.0 != key {
        return Ok(());
    }
    std::fs::remove_file(path).map_err(|error| fault(path)(error.to_string()))
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
