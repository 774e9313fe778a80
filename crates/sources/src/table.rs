//! A table with named text and number columns, read from CSV or Parquet, with the place of every row.

mod columns;
mod csv;
mod file;
mod parquet;
mod write;

use oblate_world::{Array2, Axis, Id, Region, Sector};

use crate::error::SourceError;
use crate::fault::{Fault, FaultKind, FaultList, Place};

pub use columns::TextColumn;
pub(crate) use columns::{Legal, Wanted};
pub(crate) use file::TableFile;
pub use write::Format;
pub(crate) use write::{Cells, write_table};

/// The columns that were asked for, row by row, and the mistakes found so far.
///
/// The cells of a table with mistakes are placeholders: [`Table::check`] stands before any use of them.
#[derive(Debug)]
pub(crate) struct Table {
    file: String,
    places: Places,
    text: Vec<(String, TextColumn)>,
    numbers: Vec<(String, Vec<f64>)>,
    faults: FaultList,
}

/// Where the rows stand in their file.
#[derive(Debug)]
pub(crate) enum Places {
    /// Line of each row of a text file.
    Lines(Vec<u32>),
    /// Number of rows of a Parquet file.
    Rows(usize),
}

impl Places {
    pub(crate) fn at(&self, row: usize) -> Place {
        match self {
            Self::Lines(lines) => Place::Line(u64::from(lines[row])),
            Self::Rows(_) => Place::Row(row as u64 + 1),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Rows(rows) => *rows,
        }
    }
}

impl Table {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.places.len()
    }

    /// Place of a row in its file.
    pub(crate) fn place(&self, row: usize) -> Place {
        self.places.at(row)
    }

    /// A text column that was asked for.
    pub(crate) fn text(&self, name: &str) -> Option<&TextColumn> {
        self.text.iter().find(|(column, _)| column == name).map(|(_, cells)| cells)
    }

    /// A number column that was asked for; empty if it was not.
    pub(crate) fn numbers(&self, name: &str) -> &[f64] {
        self.numbers.iter().find(|(column, _)| column == name).map_or(&[], |(_, cells)| cells)
    }

    /// Records a mistake in one cell.
    pub(crate) fn fault(&mut self, row: usize, column: &str, kind: FaultKind) {
        self.faults.cell(self.places.at(row), column, kind);
    }

    /// Records a mistake of the table as a whole.
    pub(crate) fn table_fault(&mut self, kind: FaultKind) {
        self.faults.header(kind);
    }

    /// The positions of a column's labels on an axis; labels that the axis lacks are mistakes.
    pub(crate) fn ids<I: Id>(&mut self, column: &str, axis: &Axis<I>) -> Vec<I> {
        let legal = || axis.codes().map(str::to_owned).collect();
        let positions = self.positions(column, I::KIND, |label| axis.find(label).map(I::index), legal);
        positions.into_iter().map(I::new).collect()
    }

    /// The same for any way from a label to a position; `legal` are the labels to choose from.
    pub(crate) fn positions(
        &mut self,
        column: &str,
        axis: &'static str,
        find: impl Fn(&str) -> Option<usize>,
        legal: impl Fn() -> Vec<String>,
    ) -> Vec<usize> {
        let Some(cells) = self.text.iter().find(|(name, _)| name == column).map(|(_, cells)| cells) else {
            return Vec::new();
        };
        let found: Vec<Option<usize>> = cells.words().iter().map(|word| find(word)).collect();
        for (row, &code) in cells.codes().iter().enumerate() {
            let label = cells.get(row);
            // an empty label was recorded when it was read
            if found[code as usize].is_none() && !label.is_empty() {
                let kind = FaultKind::UnknownLabel { axis, label: label.to_owned(), legal: legal() };
                self.faults.cell(self.places.at(row), column, kind);
            }
        }
        cells.codes().iter().map(|&code| found[code as usize].unwrap_or(0)).collect()
    }

    /// Records every row whose cell of the accounts an earlier row has already filled.
    ///
    /// `cell` gives a row's cell among `cells` of them; `columns` hold its labels. Rows are compared only
    /// where all labels are known.
    pub(crate) fn unique(&mut self, cells: usize, cell: impl Fn(usize) -> usize, columns: &[&str]) {
        if !self.faults.is_empty() {
            return;
        }
        let mut seen = vec![false; cells];
        for row in 0..self.rows() {
            if std::mem::replace(&mut seen[cell(row)], true) {
                let first = (0..row).find(|&earlier| cell(earlier) == cell(row)).unwrap_or(row);
                let kind = FaultKind::Duplicate { key: self.key(row, columns), first: self.place(first) };
                self.faults.push(Fault { place: Some(self.place(row)), column: None, kind });
            }
        }
    }

    /// Number columns as region × sector, by the columns `region` and `sector`; cells without a row are zero.
    ///
    /// # Errors
    /// All mistakes found so far, two rows of one cell among them.
    pub(crate) fn by_industry<const N: usize>(
        &mut self,
        regions: &Axis<Region>,
        sectors: &Axis<Sector>,
        columns: [&str; N],
    ) -> Result<[Array2<Region, Sector>; N], SourceError> {
        let (n, m) = (regions.len(), sectors.len());
        let (regions, sectors) = (self.ids("region", regions), self.ids("sector", sectors));
        self.unique(n * m, |row| regions[row].index() * m + sectors[row].index(), &["region", "sector"]);
        self.check()?;
        Ok(columns.map(|name| {
            let mut values = Array2::zeros([n, m]);
            for (row, &value) in self.numbers(name).iter().enumerate() {
                values[(regions[row], sectors[row])] = value;
            }
            values
        }))
    }

    /// The labels of a row in words: `region DEU, sector C26`.
    pub(crate) fn key(&self, row: usize, columns: &[&str]) -> String {
        let part = |column: &&str| self.text(column).map(|cells| format!("{column} {}", cells.get(row)));
        columns.iter().filter_map(part).collect::<Vec<_>>().join(", ")
    }

    /// All mistakes found so far, if there are any.
    pub(crate) fn check(&self) -> Result<(), SourceError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        Err(SourceError::Table { file: self.file.clone(), faults: self.faults.clone() })
    }
}
