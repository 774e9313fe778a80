//! Results as data: what a report, a comparison or another program reads, from memory or from a folder.

use std::path::Path;

use oblate_tables::{Format, Table, read_table};

use crate::description::TableDescription;
use crate::error::ResultsError;
use crate::manifest::Manifest;
use crate::record::Record;

/// How results were made, and their tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Results<R: Record = Manifest> {
    /// Everything needed to repeat them.
    pub manifest: R,
    pub(crate) tables: Vec<Table>,
}

impl<R: Record> Results<R> {
    /// Reads a folder that was written from such results.
    ///
    /// # Errors
    /// [`ResultsError::ReadRun`] if the folder holds no complete run that this version can read.
    pub fn open(folder: &Path) -> Result<Self, ResultsError> {
        let manifest = R::read(folder)?;
        let found = R::TABLES.iter().map(|described| table(folder, &manifest, described));
        let tables: Vec<Table> = found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        match manifest.contradiction(&tables) {
            Some(reason) => Err(ResultsError::ReadRun { path: folder.to_owned(), reason }),
            None => Ok(Self { manifest, tables }),
        }
    }

    /// The tables, in their stable order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of this name; none if these results have no such table.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// A table that such results always have.
    pub(crate) fn always(&self, name: &str) -> &Table {
        self.table(name).expect("results are made with this table, and not read without it")
    }
}

/// A table of a folder; none if no such table was written.
fn table<R: Record>(
    folder: &Path,
    manifest: &R,
    described: &TableDescription,
) -> Result<Option<Table>, ResultsError> {
    let name = described.name;
    let bad = |reason| ResultsError::ReadRun { path: folder.to_owned(), reason };
    let forms = [Format::Parquet, Format::Csv].map(|format| (format!("{name}.{}", format.ending()), format));
    let Some((file, format)) = forms.into_iter().find(|(file, _)| manifest.files().contains(file)) else {
        let missing = || bad(format!("its `{}` names no table `{name}`", R::FILE));
        return if R::ALWAYS.contains(&name) { Err(missing()) } else { Ok(None) };
    };
    read_table(&folder.join(&file), format, name, &described.shape())
        .map(Some)
        .map_err(|reason| bad(format!("`{file}`: {reason}")))
}
