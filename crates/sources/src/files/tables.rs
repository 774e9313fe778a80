//! Table files with the words of trade: exporters are origins, importers are destinations.

use std::fs::File;
use std::path::{Path, PathBuf};

use oblate_tables::{Cells, Format, Rows, TableFile, Wanted, write_columns};

use crate::error::SourceError;

/// Other names of columns, each with the known one.
const SYNONYMS: [(&str, &str); 2] = [("exporter", "origin"), ("importer", "destination")];

/// The columns of flows: who sells, who buys, and the value.
const FLOWS: [&str; 5] = ["from_region", "from_sector", "to_region", "to_use", "value"];

/// Opens a table and reads the names of its columns.
pub(crate) fn open(path: &Path) -> Result<TableFile, SourceError> {
    Ok(TableFile::open(path)?.with_synonyms(&SYNONYMS))
}

/// The table with this name in a folder, as CSV or as Parquet; none if there is neither.
pub(crate) fn find(folder: &Path, stem: &str) -> Result<Option<TableFile>, SourceError> {
    TableFile::find(folder, stem)?.map(|file| worded(file, stem)).transpose()
}

/// The table with this name in a folder.
pub(crate) fn need(folder: &Path, stem: &'static str) -> Result<TableFile, SourceError> {
    worded(TableFile::need(folder, stem)?, stem)
}

/// A table with the other names of its columns; flows may also stand in a matrix, as published tables do.
fn worded(file: TableFile, stem: &str) -> Result<TableFile, SourceError> {
    let file = file.with_synonyms(&SYNONYMS);
    Ok(if stem == "flows" { file.or_matrix(FLOWS)? } else { file })
}

/// The rows of a table that is part of the program, as CSV.
pub(crate) fn committed(csv: &'static str, wanted: &Wanted) -> Rows {
    let rows = TableFile::embedded("a committed table", csv).and_then(|file| file.read(wanted)?.checked());
    rows.expect("a committed table is complete, as the tests check")
}

/// The table files that a folder holds of these names, in either form.
pub(crate) fn table_files<'a>(
    folder: &'a Path,
    stems: impl IntoIterator<Item = &'a str> + 'a,
) -> impl Iterator<Item = PathBuf> + 'a {
    let files = stems.into_iter().flat_map(|stem| Format::BOTH.map(|format| format.file(folder, stem)));
    files.filter(|file| file.exists())
}

/// Writes one table as `stem.csv` or `stem.parquet` into a folder.
pub(crate) fn write_table(
    folder: &Path,
    stem: &str,
    format: Format,
    columns: &[(&str, Cells)],
) -> Result<(), SourceError> {
    let path = format.file(folder, stem);
    let written = File::create(&path).and_then(|mut file| write_columns(columns, format, &mut file));
    written.map_err(SourceError::write(path))
}
