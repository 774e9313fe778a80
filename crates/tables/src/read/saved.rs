//! A table that a program has written, read back: its columns are those that were written, or it is another table.

use std::path::Path;

use super::file::TableFile;
use super::wanted::{Legal, Wanted};
use crate::error::ReadError;
use crate::faults::{Fault, FaultKind};
use crate::table::{Column, Format, Table};

/// Reads a table whose columns have these names, each with whether it holds numbers.
///
/// # Errors
/// What is wrong with the file, in words, with the column or the line.
pub fn read_table(
    path: &Path,
    format: Format,
    name: &'static str,
    shape: &[(&'static str, bool)],
) -> Result<Table, String> {
    let file = TableFile::open_as(path, format).map_err(in_words)?;
    let names: Vec<&str> = shape.iter().map(|(name, _)| *name).collect();
    if format == Format::Csv && file.columns() != names {
        return Err(format!("its columns are {}, not {}", file.columns().join(", "), names.join(", ")));
    }
    let wanted = shape.iter().fold(Wanted::default(), |wanted, &(name, numbers)| match numbers {
        true => wanted.number(name, Legal::Any),
        false => wanted.verbatim(name),
    });
    let rows = file.read(&wanted).map_err(in_words)?;
    rows.check().map_err(in_words)?;
    let columns = names.into_iter().zip(rows.into_columns());
    Ok(Table { name, columns: columns.map(|(name, (_, cells))| Column { name, cells }).collect() })
}

/// What is wrong, in words for a table that a program has written.
fn in_words(error: ReadError) -> String {
    match &error {
        ReadError::Mistakes { faults, .. } => faults.shown().first().map(told).unwrap_or_default(),
        error => error.reason(),
    }
}

fn told(fault: &Fault) -> String {
    match (&fault.kind, fault.place, &fault.column) {
        (FaultKind::MissingColumn { name, .. }, ..) => format!("it has no column `{name}`"),
        (FaultKind::ColumnType { found, .. }, _, Some(column)) => {
            format!("its column `{column}` holds {found}")
        }
        (FaultKind::NotANumber { cell }, Some(place), Some(column)) => {
            format!("{place}, column `{column}`: `{cell}` is no number")
        }
        _ => fault.to_string(),
    }
}
