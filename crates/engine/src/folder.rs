//! The run folder: written beside its place and moved there when it is complete, never over something else in silence.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

use crate::about;
use crate::error::EngineError;
use crate::export::{self, Export};
use crate::report::run_report;
use crate::results::{Results, Tables};
use crate::run::RunResult;
use crate::table::{Format, Table};

/// Name of the manifest, by which a run folder is known.
pub(crate) const MANIFEST: &str = "run.json";

/// Name of the report in a run folder.
pub const REPORT: &str = "report.html";

/// The place where a run is to be written, checked before anything is solved.
#[derive(Debug, Clone)]
pub struct RunFolder {
    path: PathBuf,
    overwrite: bool,
    exports: Vec<Export>,
}

impl RunFolder {
    /// A place for a run. An empty folder may stand there; with `overwrite`, an earlier run too.
    ///
    /// # Errors
    /// [`EngineError::Exists`], [`EngineError::NotARun`] if it holds anything but an earlier run, and
    /// [`EngineError::Write`] if a file stands in the way.
    pub fn new(path: &Path, overwrite: bool) -> Result<Self, EngineError> {
        let folder = Self { path: path.to_owned(), overwrite, exports: Vec::new() };
        folder.check()?;
        Ok(folder)
    }

    /// With the tables written for other programs too.
    pub fn with_exports(mut self, exports: Vec<Export>) -> Self {
        self.exports = exports;
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn check(&self) -> Result<(), EngineError> {
        let existing = self.path.ancestors().find(|ancestor| ancestor.symlink_metadata().is_ok());
        if let Some(ancestor) = existing.filter(|ancestor| *ancestor != self.path && !ancestor.is_dir()) {
            let reason = std::io::Error::other(format!("`{}` is a file, not a folder", ancestor.display()));
            return Err(EngineError::write(&self.path)(reason));
        }
        if self.path.symlink_metadata().is_err() || is_empty_folder(&self.path) {
            return Ok(());
        }
        if !self.overwrite {
            return Err(EngineError::Exists { path: self.path.clone() });
        }
        holds_only_a_run(&self.path)
            .map_err(|reason| EngineError::NotARun { path: self.path.clone(), reason })
    }

    /// Writes the tables, the summary and the manifest; returns the names of the files.
    ///
    /// # Errors
    /// [`EngineError`] of class `Output`, or `Interrupted`; then nothing has changed on disk.
    pub fn write(
        &self,
        result: &RunResult,
        format: Format,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, EngineError> {
        self.write_with(|staging| self.fill(staging, result, format, stop))
    }

    /// Has a folder filled beside the place, and moves it there.
    pub(crate) fn write_with(
        &self,
        fill: impl FnOnce(&Path) -> Result<Vec<String>, EngineError>,
    ) -> Result<Vec<String>, EngineError> {
        self.check()?;
        let parent = parent(&self.path);
        std::fs::create_dir_all(&parent).map_err(EngineError::write(&self.path))?;
        let staging = staging(&parent).map_err(EngineError::write(&self.path))?;
        let files = fill(staging.path())?;
        self.place(staging, &parent).map_err(EngineError::write(&self.path))?;
        Ok(files)
    }

    fn fill(
        &self,
        staging: &Path,
        result: &RunResult,
        format: Format,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, EngineError> {
        let tables = result.tables();
        let tidy = tables.tidy().into_iter().map(|table| (table, format));
        let mut files = vec![MANIFEST.to_owned()];
        for (table, format) in std::iter::once((&tables.summary, Format::Csv)).chain(tidy) {
            let name = format!("{}.{}", table.name, format.ending());
            unless_stopped(&name, stop)?;
            write_table(&staging.join(&name), table, format)
                .map_err(EngineError::write(self.path.join(&name)))?;
            files.push(name);
        }
        files.extend(self.export(staging, &tables, result, stop)?);
        let mut manifest = result.manifest.clone();
        files.push(REPORT.to_owned());
        manifest.files = files[1..].to_vec();
        let mut text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| EngineError::write(self.path.join(MANIFEST))(error.into()))?;
        text.push('\n');
        std::fs::write(staging.join(MANIFEST), text).map_err(EngineError::write(self.path.join(MANIFEST)))?;
        let page = run_report(&Results::new(manifest, tables));
        std::fs::write(staging.join(REPORT), page).map_err(EngineError::write(self.path.join(REPORT)))?;
        Ok(files)
    }

    fn export(
        &self,
        staging: &Path,
        tables: &Tables,
        result: &RunResult,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, EngineError> {
        let about = about::table(&result.manifest);
        let files = export::files(&self.exports, tables, &about, &result.manifest);
        for file in &files {
            unless_stopped(&file.name, stop)?;
            file.write(&staging.join(&file.name)).map_err(EngineError::write(self.path.join(&file.name)))?;
        }
        Ok(files.into_iter().map(|file| file.name).collect())
    }

    /// Moves the complete folder to its place; an earlier run is gone only once the new one stands there.
    fn place(&self, staging: TempDir, parent: &Path) -> std::io::Result<()> {
        if !self.path.exists() || is_empty_folder(&self.path) {
            std::fs::rename(staging.path(), &self.path)?;
        } else {
            let earlier = self::staging(parent)?;
            std::fs::rename(&self.path, earlier.path())?;
            if let Err(reason) = std::fs::rename(staging.path(), &self.path) {
                std::fs::rename(earlier.path(), &self.path)?;
                return Err(reason);
            }
        }
        // it stands at its place now and is not to be cleaned up
        let _ = staging.keep();
        Ok(())
    }
}

pub(crate) fn unless_stopped(file: &str, stop: &(dyn Fn() -> bool + Sync)) -> Result<(), EngineError> {
    if stop() { Err(EngineError::Interrupted { during: format!("writing `{file}`") }) } else { Ok(()) }
}

pub(crate) fn write_table(path: &Path, table: &Table, format: Format) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    table.write(format, &mut out)?;
    out.flush()
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

/// Says why a folder is no run, or holds more than one.
fn holds_only_a_run(path: &Path) -> Result<(), String> {
    let no_run = || format!("it is no run of oblate: it has no `{MANIFEST}` that oblate wrote");
    let text = std::fs::read_to_string(path.join(MANIFEST)).map_err(|_| no_run())?;
    let manifest: serde_json::Value = serde_json::from_str(&text).map_err(|_| no_run())?;
    let files = manifest["files"].as_array().filter(|_| manifest["oblate"].is_string()).ok_or_else(no_run)?;
    let known = |name: &str| name == MANIFEST || files.iter().any(|file| file.as_str() == Some(name));
    let entries = std::fs::read_dir(path).map_err(|reason| format!("it cannot be read: {reason}"))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut foreign: Vec<String> = names.filter(|name| !known(name)).collect();
    foreign.sort();
    if foreign.is_empty() {
        return Ok(());
    }
    Err(format!("beside a run it holds {}, which oblate did not write", crate::choose::listed(&foreign)))
}
