//! Folders and files of results: written beside their place and moved there when they are complete.

mod export;
mod output;
mod place;
mod template;

use std::path::Path;

use oblate_tables::{Format, Table};

use crate::description::SUMMARY;
use crate::error::ResultsError;
use crate::record::Record;
use crate::saved::Results;
use output::OutputFolder;

pub use export::Export;
pub use place::{check_place, name_after, save_page, save_table};
pub use template::write_template;

/// Name of the report in a run folder.
pub const REPORT: &str = "report.html";

/// The place where results are to be written, checked before anything is solved.
#[derive(Debug, Clone)]
pub struct ResultsFolder {
    folder: OutputFolder,
    exports: Vec<Export>,
}

/// How the report of results is told; none where results have no report.
pub type Report<'a, R> = Option<&'a dyn Fn(&Results<R>) -> String>;

impl ResultsFolder {
    /// A place for results with a record of kind `R`. An empty folder may stand there; with `overwrite`, earlier results of the same
    /// kind too.
    ///
    /// # Errors
    /// [`ResultsError::Exists`], [`ResultsError::NotARun`] if it holds anything but earlier results, and
    /// [`ResultsError::Write`] if a file stands in the way.
    pub fn new<R: Record>(path: &Path, overwrite: bool) -> Result<Self, ResultsError> {
        Ok(Self { folder: OutputFolder::new(path, overwrite, R::FILE)?, exports: Vec::new() })
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

    /// Writes tables, record and report; returns the names of the files, the record first. The summary is always CSV.
    ///
    /// # Errors
    /// [`ResultsError`] of class `Output`, or `Interrupted`; then nothing has changed on disk.
    pub fn write<R: Record>(
        &self,
        results: &Results<R>,
        report: Report<'_, R>,
        format: Format,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, ResultsError> {
        self.folder.write(|staging| self.fill(staging, results, report, format, stop))
    }

    fn fill<R: Record>(
        &self,
        staging: &Path,
        results: &Results<R>,
        report: Report<'_, R>,
        format: Format,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, ResultsError> {
        let to = |name: &str| ResultsError::write(self.path().join(name));
        let mut files = vec![R::FILE.to_owned()];
        for table in &results.tables {
            let format = if table.name == SUMMARY { Format::Csv } else { format };
            let name = format!("{}.{}", table.name, format.ending());
            unless_stopped(&name, stop)?;
            table.save(format, &staging.join(&name)).map_err(to(&name))?;
            files.push(name);
        }
        let about = if self.exports.is_empty() { None } else { results.manifest.about() };
        if let Some((title, about)) = &about {
            files.extend(self.export(staging, &results.tables, title, about, stop)?);
        }
        files.extend(report.map(|_| REPORT.to_owned()));
        let mut results = Results { manifest: results.manifest.clone(), tables: results.tables.clone() };
        results.manifest.name_files(files[1..].to_vec());
        let text =
            serde_json::to_string_pretty(&results.manifest).map_err(|error| to(R::FILE)(error.into()))?;
        std::fs::write(staging.join(R::FILE), text + "\n").map_err(to(R::FILE))?;
        if let Some(report) = report {
            std::fs::write(staging.join(REPORT), report(&results)).map_err(to(REPORT))?;
        }
        Ok(files)
    }

    fn export(
        &self,
        staging: &Path,
        tables: &[Table],
        title: &str,
        about: &Table,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, ResultsError> {
        let files = export::files(&self.exports, tables, title, about);
        for file in &files {
            unless_stopped(&file.name, stop)?;
            file.write(&staging.join(&file.name))
                .map_err(ResultsError::write(self.path().join(&file.name)))?;
        }
        Ok(files.into_iter().map(|file| file.name).collect())
    }
}

/// Stops before a file if the user wants to.
fn unless_stopped(file: &str, stop: &(dyn Fn() -> bool + Sync)) -> Result<(), ResultsError> {
    if stop() { Err(ResultsError::Interrupted { during: format!("writing `{file}`") }) } else { Ok(()) }
}
