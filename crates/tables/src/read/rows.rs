//! The rows of a table file: the columns that were asked for, the place of each row, and the mistakes found so far.

use super::places::Places;
use crate::error::ReadError;
use crate::faults::{Fault, FaultKind, FaultList, Place};
use crate::labels::Labels;
use crate::table::Cells;

/// Bytes of cells that any table may have, and that it may have for each of its rows: enough for 65 thousand labels by 65 thousand others
/// where each has one row.
const BYTES_OF_ANY: f64 = 256e6;
const BYTES_OF_A_ROW: f64 = 524_288.0;

/// The columns that were asked for, row by row, and the mistakes found so far.
///
/// The cells of rows with mistakes are placeholders: [`Rows::check`] stands before any use of them.
#[derive(Debug)]
pub struct Rows {
    file: String,
    places: Places,
    columns: Vec<(String, Cells)>,
    faults: FaultList,
}

impl Rows {
    pub(super) fn new(
        file: String,
        places: Places,
        columns: Vec<(String, Cells)>,
        faults: FaultList,
    ) -> Self {
        Self { file, places, columns, faults }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// Place of a row in its file.
    pub fn place(&self, row: usize) -> Place {
        self.places.at(row)
    }

    /// A text column that was asked for.
    pub fn text(&self, name: &str) -> Option<&Labels> {
        text(&self.columns, name)
    }

    /// A number column that was asked for; empty if it was not.
    pub fn numbers(&self, name: &str) -> &[f64] {
        let numbers = self.columns.iter().find_map(|(column, cells)| match cells {
            Cells::Numbers(numbers) if column == name => Some(numbers.as_slice()),
            _ => None,
        });
        numbers.unwrap_or_default()
    }

    /// The columns that were asked for, in that order.
    pub(super) fn into_columns(self) -> Vec<(String, Cells)> {
        self.columns
    }

    /// Records a mistake in one cell.
    pub fn fault(&mut self, row: usize, column: &str, kind: FaultKind) {
        self.faults.cell(self.places.at(row), column, kind);
    }

    /// Records a mistake of the table as a whole.
    pub fn table_fault(&mut self, kind: FaultKind) {
        self.faults.header(kind);
    }

    /// The positions of a column's labels among legal ones; a label that is not among them is a mistake.
    ///
    /// `what` says in messages what a label stands for, `find` gives the position of one, `legal` all to choose from.
    pub fn positions(
        &mut self,
        column: &str,
        what: &'static str,
        find: impl Fn(&str) -> Option<usize>,
        legal: impl Fn() -> Vec<String>,
    ) -> Vec<usize> {
        let Self { places, columns, faults, .. } = self;
        let Some(cells) = text(columns, column) else { return Vec::new() };
        let found: Vec<Option<usize>> = cells.words().iter().map(|word| find(word)).collect();
        for (row, &code) in cells.codes().iter().enumerate() {
            let label = cells.get(row);
            // an empty label was recorded when it was read
            if found[code as usize].is_none() && !label.is_empty() {
                faults.push_with(|| Fault {
                    place: Some(places.at(row)),
                    column: Some(column.to_owned()),
                    kind: FaultKind::UnknownLabel { axis: what, label: label.to_owned(), legal: legal() },
                });
            }
        }
        cells.codes().iter().map(|&code| found[code as usize].unwrap_or(0)).collect()
    }

    /// Records every row whose cell an earlier row has already filled.
    ///
    /// `cells` holds for each row the cell, of `size`, that its labels in `columns` name. Rows are compared only where
    /// there is no mistake so far, so that all labels are known.
    pub fn unique(&mut self, size: usize, cells: &[usize], columns: &[&str]) {
        if !self.faults.is_empty() {
            return;
        }
        let Self { places, columns: held, faults, .. } = self;
        let mut seen = vec![false; size];
        for (row, &cell) in cells.iter().enumerate() {
            if std::mem::replace(&mut seen[cell], true) {
                faults.push_with(|| {
                    let first = cells[..row].iter().position(|&earlier| earlier == cell).unwrap_or(row);
                    let kind = FaultKind::Duplicate { key: key(held, row, columns), first: places.at(first) };
                    Fault { place: Some(places.at(row)), column: None, kind }
                });
            }
        }
    }

    /// Whether there are so few rows that cells of this shape cannot be meant, which is then a mistake: what a table needs in memory
    /// stays in proportion to what it holds.
    pub fn too_many_cells(&mut self, shape: &[usize]) -> bool {
        let cells = shape.iter().map(|&size| size as f64).product::<f64>();
        let (bytes, rows) = (8.0 * cells, self.count());
        let is_too_many = bytes > BYTES_OF_ANY.max(BYTES_OF_A_ROW * rows as f64);
        if is_too_many {
            self.faults.header(FaultKind::TooManyCells { cells, gigabytes: bytes / 1e9, rows });
        }
        is_too_many
    }

    /// All mistakes found so far, if there are any.
    ///
    /// # Errors
    /// [`ReadError::Mistakes`].
    pub fn check(&self) -> Result<(), ReadError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        Err(ReadError::Mistakes { file: self.file.clone(), faults: self.faults.clone() })
    }

    /// The rows, if no mistake has been found so far.
    ///
    /// # Errors
    /// As [`Rows::check`].
    pub fn checked(self) -> Result<Self, ReadError> {
        self.check()?;
        Ok(self)
    }
}

/// The labels of a row in words: `region DEU, sector C26`.
fn key(held: &[(String, Cells)], row: usize, columns: &[&str]) -> String {
    let part = |column: &&str| text(held, column).map(|cells| format!("{column} {}", cells.get(row)));
    columns.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

/// The text column of this name.
fn text<'a>(columns: &'a [(String, Cells)], name: &str) -> Option<&'a Labels> {
    columns.iter().find_map(|(column, cells)| match cells {
        Cells::Labels(labels) if column == name => Some(labels),
        _ => None,
    })
}
