//! What lies in a folder beyond its layout: files and columns that nothing reads are told, those with almost a known name refused.

use std::path::Path;

use oblate_tables::names::{did_you_mean, listed, slip_of};
use oblate_tables::{FaultKind, FaultList, Format, ReadError, TableFile};

use super::tables::LayoutTable;
use crate::error::{Misnamed, SourceError};
use crate::files::find;

/// Endings of spreadsheets, and those of tables in capitals: what a person takes for a table and no reader opens.
const ALMOST_TABLES: [&str; 6] = [".xlsx", ".xls", ".ods", ".CSV", ".PARQUET", ".tsv"];

/// Something in a folder that was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportNote {
    /// A file that is no table of the layout.
    #[error("`{file}` is no table of this layout and was not read{near}")]
    File {
        /// Its name.
        file: String,
        /// The nearest known name, in words; empty if there is none.
        near: String,
    },
    /// Columns for which a table has no use.
    #[error("`{file}`: there is no use for {}, not read", listed(columns))]
    Columns {
        /// Name of the table's file.
        file: String,
        /// The columns.
        columns: Vec<String>,
    },
    /// A text file whose cells or numbers are written with other marks than usual.
    #[error("`{file}`: {read_as}, as its contents show")]
    ReadAs {
        /// Name of the table's file.
        file: String,
        /// How it was read.
        read_as: String,
    },
    /// A column without a name.
    #[error("`{file}`: a column has no name (an index?), not read")]
    Nameless {
        /// Name of the table's file.
        file: String,
    },
}

/// The files of a folder that are no tables of its layout.
///
/// Folders in it, hidden files, `README`, `LICENSE`, `LICENCE`, `.md` and `.world` are nobody's tables and are left out.
///
/// # Errors
/// [`SourceError::Misnamed`] if a file has almost the name of a table, or is a spreadsheet.
pub(super) fn unread_files(folder: &Path, layout: &[LayoutTable]) -> Result<Vec<ImportNote>, SourceError> {
    let known = |name: &String| {
        let of_table = |format: Format| {
            layout.iter().any(|table| *name == format!("{}.{}", table.name, format.ending()))
        };
        name == "world.toml" || Format::BOTH.into_iter().any(of_table)
    };
    let unread: Vec<String> = file_names(folder)?.into_iter().filter(|name| !known(name)).collect();
    let slips = unread.iter().filter_map(|name| misnamed(name, layout)).collect::<Vec<_>>();
    if !slips.is_empty() {
        return Err(SourceError::Misnamed { folder: folder.to_owned(), files: slips });
    }
    let note = |file: String| {
        let near = did_you_mean(&file, layout.iter().map(|table| format!("{}.csv", table.name)));
        ImportNote::File { file, near }
    };
    Ok(unread.into_iter().map(note).collect())
}

/// The names of the files that could be meant as tables, sorted.
fn file_names(folder: &Path) -> Result<Vec<String>, SourceError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(SourceError::read(folder))? {
        let entry = entry.map_err(SourceError::read(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.path().is_dir() && !is_nobodys_table(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn is_nobodys_table(name: &str) -> bool {
    let starts = [".", "README", "LICENSE", "LICENCE"].iter().any(|start| name.starts_with(start));
    starts || name.ends_with(".md") || name.ends_with(".world")
}

/// The file as a slip for a known one; none if its name is another.
fn misnamed(name: &str, layout: &[LayoutTable]) -> Option<Misnamed> {
    let stem = name.split('.').next().unwrap_or(name);
    let is_toml = slip_of_one(name, "world.toml").then(|| "world.toml".to_owned());
    let table = layout.iter().map(|table| table.name).find(|known| slip_of_one(stem, known));
    let meant = is_toml.or_else(|| table.map(|table| format!("{table}.csv")));
    let almost = ALMOST_TABLES.iter().any(|ending| name.ends_with(ending));
    (meant.is_some() || almost).then(|| Misnamed { file: name.to_owned(), meant })
}

/// Whether a word is the known one but for a letter or two; of short words, one letter makes another word.
fn slip_of_one(word: &str, known: &str) -> bool {
    slip_of(word, [known], (known.len() / 3).min(2)).is_some()
}

/// The columns of the tables of a folder that nothing reads.
///
/// # Errors
/// [`SourceError::Table`] if a column has almost the name of one that is not there.
pub(super) fn unread_columns(folder: &Path, layout: &[LayoutTable]) -> Result<Vec<ImportNote>, SourceError> {
    let mut notes = Vec::new();
    for table in layout {
        if let Some(file) = find(folder, table.name)? {
            notes.extend(columns(&file, table)?);
        }
    }
    Ok(notes)
}

fn columns(file: &TableFile, table: &LayoutTable) -> Result<Vec<ImportNote>, SourceError> {
    let named: Vec<&str> =
        table.columns.iter().filter(|column| !column.is_any()).map(|column| column.name).collect();
    let others = file.columns_besides(&named);
    let absent: Vec<&str> = named.iter().copied().filter(|name| !file.has(name)).collect();
    let mut faults = FaultList::default();
    for other in &others {
        if let Some(meant) = absent.iter().find(|name| slip_of_one(other, name)) {
            faults.header(FaultKind::SlipOfColumn { name: other.clone(), meant: (*meant).to_owned() });
        }
    }
    if !faults.is_empty() {
        return Err(ReadError::Mistakes { file: file.path().display().to_string(), faults }.into());
    }
    let name = file.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut notes = Vec::new();
    notes.extend(file.read_as().map(|read_as| ImportNote::ReadAs { file: name.clone(), read_as }));
    if file.has_nameless() {
        notes.push(ImportNote::Nameless { file: name.clone() });
    }
    if !others.is_empty() && !table.columns.iter().any(|column| column.is_any()) {
        notes.push(ImportNote::Columns { file: name, columns: others });
    }
    Ok(notes)
}
