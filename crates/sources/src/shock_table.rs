//! Tables of shocks for scenarios: labels as they stand, one value a row.

use std::path::Path;

use oblate_tables::{Labels, Legal, Place, Rows, Wanted};

use crate::error::SourceError;
use crate::files::open;

/// The label columns that a table of shocks may have.
const KEYS: [&str; 6] = ["origin", "destination", "region", "product", "sector", "factor"];

/// A table of shocks: some label columns and one column of values.
#[derive(Debug)]
pub struct ShockTable {
    keys: Vec<(&'static str, Labels)>,
    values: Vec<f64>,
    rows: Rows,
    read_as: Option<String>,
}

impl ShockTable {
    /// The label columns that the file has, each with its name: `origin`, `destination` (also where the file
    /// says `exporter`, `importer`), `region`, `product`, `sector`, `factor`.
    pub fn keys(&self) -> &[(&'static str, Labels)] {
        &self.keys
    }

    /// The values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// How its file is written, in words, if that is not with commas between cells and points in numbers.
    pub fn read_as(&self) -> Option<&str> {
        self.read_as.as_deref()
    }

    /// Where a row stands in its file.
    pub fn place(&self, row: usize) -> Place {
        self.rows.place(row)
    }
}

/// Reads a table of shocks, CSV or Parquet; the value column is `value` unless another one is named.
///
/// Labels are not checked against any world, and keys are not checked for repetition.
///
/// # Errors
/// [`SourceError`]: the file cannot be read, the value column is missing, or a cell is empty or no finite
/// number (all such cells at once).
pub fn read_shock_table(path: &Path, value_column: Option<&str>) -> Result<ShockTable, SourceError> {
    read_values(path, value_column, Legal::Finite)
}

/// Reads such a table whose values may be infinite: days of inventories that never run out.
///
/// # Errors
/// As [`read_shock_table`], but for infinite values.
pub fn read_days_table(path: &Path, value_column: Option<&str>) -> Result<ShockTable, SourceError> {
    read_values(path, value_column, Legal::Known)
}

fn read_values(path: &Path, value_column: Option<&str>, legal: Legal) -> Result<ShockTable, SourceError> {
    let file = open(path)?;
    let column = value_column.unwrap_or("value");
    let present: Vec<&'static str> = KEYS.into_iter().filter(|key| file.has(key)).collect();
    let rows = file.read(&Wanted::keys(present.iter().copied()).number(column, legal))?;
    rows.check()?;
    let labels = |key: &&'static str| Some((*key, rows.text(key)?.clone()));
    let keys = present.iter().filter_map(labels).collect();
    Ok(ShockTable { keys, values: rows.numbers(column).to_vec(), rows, read_as: file.read_as() })
}
