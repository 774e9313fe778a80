//! A folder of results: written beside its place and moved there when it is complete, never over something else in silence.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use oblate_tables::names::listed;
use tempfile::{Builder, TempDir};

use crate::error::ResultsError;

/// The place where results are to be written, checked before anything is computed.
#[derive(Debug, Clone)]
pub(crate) struct OutputFolder {
    path: PathBuf,
    overwrite: bool,
    /// Name of the file by which such a folder is known.
    manifest: &'static str,
}

impl OutputFolder {
    /// A place for results. An empty folder may stand there; with `overwrite`, earlier results of the same kind too.
    pub fn new(path: &Path, overwrite: bool, manifest: &'static str) -> Result<Self, ResultsError> {
        let folder = Self { path: path.to_owned(), overwrite, manifest };
        folder.check()?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn check(&self) -> Result<(), ResultsError> {
        let existing = self.path.ancestors().find(|ancestor| ancestor.symlink_metadata().is_ok());
        if let Some(ancestor) = existing.filter(|ancestor| *ancestor != self.path && !ancestor.is_dir()) {
            let reason = std::io::Error::other(format!("`{}` is a file, not a folder", ancestor.display()));
            return Err(ResultsError::write(&self.path)(reason));
        }
        // a folder is moved to its place, and no folder can take the place of a link
        if self.path.is_symlink() {
            let reason = std::io::Error::other("it is a link: give the folder itself");
            return Err(ResultsError::write(&self.path)(reason));
        }
        if self.path.symlink_metadata().is_err() || is_empty_folder(&self.path) {
            return Ok(());
        }
        if !self.overwrite {
            return Err(ResultsError::Exists { path: self.path.clone() });
        }
        self.holds_only_results().map_err(|reason| ResultsError::NotARun { path: self.path.clone(), reason })
    }

    /// Lets `fill` write the files into a folder beside the place, then moves it there; gives the names that `fill` gives.
    pub fn write(
        &self,
        fill: impl FnOnce(&Path) -> Result<Vec<String>, ResultsError>,
    ) -> Result<Vec<String>, ResultsError> {
        self.check()?;
        let parent = parent(&self.path);
        std::fs::create_dir_all(&parent).map_err(ResultsError::write(&self.path))?;
        let staging = staging(&parent).map_err(ResultsError::write(&self.path))?;
        let files = fill(staging.path())?;
        self.place(staging).map_err(told).map_err(ResultsError::write(&self.path))?;
        Ok(files)
    }

    /// Moves the complete folder to its place; an earlier one is gone only once the new one stands there.
    fn place(&self, staging: TempDir) -> std::io::Result<()> {
        if self.path.exists() && !is_empty_folder(&self.path) {
            // the earlier one is cleaned up in its place
            return oblate_sources::exchange(staging.path(), &self.path);
        }
        std::fs::rename(staging.path(), &self.path)?;
        // it stands at its place now and is not to be cleaned up
        let _ = staging.keep();
        Ok(())
    }

    /// Says why a folder holds no results of this kind, or more than them.
    fn holds_only_results(&self) -> Result<(), String> {
        let manifest_file = self.manifest;
        let none = || format!("it is no run of oblate: it has no `{manifest_file}` that oblate wrote");
        let text = std::fs::read_to_string(self.path.join(manifest_file)).map_err(|_| none())?;
        let manifest: serde_json::Value = serde_json::from_str(&text).map_err(|_| none())?;
        let files =
            manifest["files"].as_array().filter(|_| manifest["oblate"].is_string()).ok_or_else(none)?;
        let known =
            |name: &str| name == manifest_file || files.iter().any(|file| file.as_str() == Some(name));
        let entries =
            std::fs::read_dir(&self.path).map_err(|reason| format!("it cannot be read: {reason}"))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut foreign: Vec<String> = names.filter(|name| !known(name)).collect();
        foreign.sort();
        if foreign.is_empty() {
            return Ok(());
        }
        Err(format!("beside a run it holds {}, which oblate did not write", listed(&foreign)))
    }
}

/// Why a folder could not be moved to its place, in words where it is another run that was quicker.
fn told(reason: std::io::Error) -> std::io::Error {
    match reason.kind() {
        ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists | ErrorKind::NotFound => {
            std::io::Error::other("another run was writing there; run again, or choose another folder")
        }
        _ => reason,
    }
}

/// A folder beside the place of the results, removed when it is dropped.
fn staging(parent: &Path) -> std::io::Result<TempDir> {
    let mut builder = Builder::new();
    builder.prefix(".oblate-");
    // temporary folders are private; results are as readable as any other folder of the user
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(parent)
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn is_empty_folder(path: &Path) -> bool {
    std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}
