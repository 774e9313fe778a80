//! The run folder: tables, the manifest and the report of a run.

use std::path::Path;

use crate::about;
use crate::error::EngineError;
use crate::export::{self, Export};
use crate::output_folder::{OutputFolder, unless_stopped};
use crate::report::run_report;
use crate::results::{Results, Tables};
use crate::run::RunResult;
use oblate_tables::Format;

/// Name of the manifest, by which a run folder is known.
pub(crate) const MANIFEST: &str = "run.json";

/// Name of the report in a run folder.
pub const REPORT: &str = "report.html";

/// The place where a run is to be written, checked before anything is solved.
#[derive(Debug, Clone)]
pub struct RunFolder {
    folder: OutputFolder,
    exports: Vec<Export>,
}

impl RunFolder {
    /// A place for a run. An empty folder may stand there; with `overwrite`, an earlier run too.
    ///
    /// # Errors
    /// [`EngineError::Exists`], [`EngineError::NotARun`] if it holds anything but an earlier run, and
    /// [`EngineError::Write`] if a file stands in the way.
    pub fn new(path: &Path, overwrite: bool) -> Result<Self, EngineError> {
        Ok(Self { folder: OutputFolder::new(path, overwrite, MANIFEST)?, exports: Vec::new() })
    }

    /// With the tables written for other programs too.
    pub fn with_exports(mut self, exports: Vec<Export>) -> Self {
        self.exports = exports;
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
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
        self.folder.write(fill)
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
            table.save(format, &staging.join(&name)).map_err(EngineError::write(self.path().join(&name)))?;
            files.push(name);
        }
        files.extend(self.export(staging, &tables, result, stop)?);
        let mut manifest = result.manifest.clone();
        files.push(REPORT.to_owned());
        manifest.files = files[1..].to_vec();
        let mut text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| EngineError::write(self.path().join(MANIFEST))(error.into()))?;
        text.push('\n');
        std::fs::write(staging.join(MANIFEST), text)
            .map_err(EngineError::write(self.path().join(MANIFEST)))?;
        let page = run_report(&Results::new(manifest, tables));
        std::fs::write(staging.join(REPORT), page).map_err(EngineError::write(self.path().join(REPORT)))?;
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
            file.write(&staging.join(&file.name))
                .map_err(EngineError::write(self.path().join(&file.name)))?;
        }
        Ok(files.into_iter().map(|file| file.name).collect())
    }
}
