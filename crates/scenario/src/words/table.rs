//! Tables of values: what this crate asks of a reader of files.

use crate::text::{At, ProblemCode, Report};

/// A table file as read: rows of labels with one value each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShockTable {
    /// Names of the label columns: `origin`, `destination`, `region`, `sector`, `factor`, in any order.
    pub key_columns: Vec<String>,
    /// The rows, in the order of the file.
    pub rows: Vec<ShockRow>,
}

/// One row of a table file.
#[derive(Debug, Clone, PartialEq)]
pub struct ShockRow {
    /// The line of the file (or the row of a Parquet file), counted from 1.
    pub line: usize,
    /// The labels, in the order of [`ShockTable::key_columns`].
    pub labels: Vec<String>,
    /// The value; NaN where the cell is blank.
    pub value: f64,
}

/// Why a table file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file has no column of that name.
    #[error("no column `{column}`")]
    Column {
        /// The column that was asked for.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// The file is missing, or is no table.
    #[error("{0}")]
    Unreadable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Where tables come from: this crate reads no files.
pub trait TableSource {
    /// The table at a path as written in the scenario, relative to it; `column` is the value column,
    /// `value` without it.
    ///
    /// # Errors
    /// [`TableError`] if there is no such file or column, or if the file is no table.
    fn table(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError>;

    /// The same for values that may be infinite: days of inventories that never run out.
    ///
    /// # Errors
    /// As [`TableSource::table`].
    fn table_of_days(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError>;
}

/// Reads a table, or reports why not at the place that names it.
pub(crate) fn open(
    source: &dyn TableSource,
    path: &At<String>,
    column: Option<&At<String>>,
    report: &mut Report<'_>,
) -> Option<ShockTable> {
    told(source.table(&path.value, column_word(column)), path, column, report)
}

/// Reads a table of days, or reports why not at the place that names it.
pub(crate) fn open_days(
    source: &dyn TableSource,
    path: &At<String>,
    column: Option<&At<String>>,
    report: &mut Report<'_>,
) -> Option<ShockTable> {
    told(source.table_of_days(&path.value, column_word(column)), path, column, report)
}

fn column_word(column: Option<&At<String>>) -> Option<&str> {
    column.map(|column| column.value.as_str())
}

/// The table that was read, or a report why it was not.
fn told(
    read: Result<ShockTable, TableError>,
    path: &At<String>,
    column: Option<&At<String>>,
    report: &mut Report<'_>,
) -> Option<ShockTable> {
    match read {
        Ok(table) => Some(table),
        Err(error) => {
            let place = if matches!(error, TableError::Column { .. }) {
                column.map_or(&path.place, |column| &column.place)
            } else {
                &path.place
            };
            let message = format!("table `{}`: {error}", path.value);
            let problem = report.problem(ProblemCode::Table, place, message);
            if let TableError::Column { column, columns } = &error {
                problem.among(column, columns);
            }
            None
        }
    }
}
