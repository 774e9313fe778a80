//! Named columns of labels and numbers.

use std::path::{Path, PathBuf};

use crate::labels::Labels;

/// The two forms of a table file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Apache Parquet, compressed with zstd, labels as dictionaries.
    #[default]
    Parquet,
    /// Comma-separated text: UTF-8, decimal points, the shortest digits that give the number back.
    Csv,
}

impl Format {
    /// Both forms.
    pub const BOTH: [Self; 2] = [Self::Csv, Self::Parquet];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }

    /// The form of a file by the ending of its name; none if it is neither.
    pub fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        Self::BOTH.into_iter().find(|format| format.ending() == ending)
    }

    /// The file of a table in a folder; `stem` is its name without the ending.
    pub fn file(self, folder: &Path, stem: &str) -> PathBuf {
        folder.join(format!("{stem}.{}", self.ending()))
    }
}

/// A table of results, column by column; all columns have the same length.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name, and that of its file without the ending.
    pub name: &'static str,
    /// Its columns, in their stable order.
    pub columns: Vec<Column>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its cells.
    pub cells: Cells,
}

impl Column {
    /// A column of labels.
    pub fn labels(name: &'static str, labels: Labels) -> Self {
        Self { name, cells: Cells::Labels(labels) }
    }

    /// A column of numbers; NaN is a missing one.
    pub fn numbers(name: &'static str, numbers: Vec<f64>) -> Self {
        Self { name, cells: Cells::Numbers(numbers) }
    }
}

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Labels, each distinct one kept once.
    Labels(Labels),
    /// Numbers; NaN is a missing one.
    Numbers(Vec<f64>),
}

impl Cells {
    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Labels(labels) => labels.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }
}

impl Table {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }

    /// The labels of a column of that name.
    pub fn labels(&self, name: &str) -> Option<&Labels> {
        self.columns.iter().find(|column| column.name == name).and_then(|column| match &column.cells {
            Cells::Labels(labels) => Some(labels),
            Cells::Numbers(_) => None,
        })
    }

    /// The numbers of a column of that name.
    pub fn numbers(&self, name: &str) -> Option<&[f64]> {
        self.columns.iter().find(|column| column.name == name).and_then(|column| match &column.cells {
            Cells::Labels(_) => None,
            Cells::Numbers(numbers) => Some(numbers.as_slice()),
        })
    }

    /// The rows that have these labels in these columns, in their order; none if a column or a label is not there.
    pub fn rows_where(&self, labels: &[(&str, &str)]) -> impl Iterator<Item = usize> + use<'_> {
        let codes: Option<Vec<(&[u32], u32)>> = labels
            .iter()
            .map(|(column, word)| {
                let labels = self.labels(column)?;
                let code = labels.words().iter().position(|known| known == word)?;
                Some((labels.codes(), code as u32))
            })
            .collect();
        let rows = if codes.is_some() { self.rows() } else { 0 };
        let codes = codes.unwrap_or_default();
        (0..rows).filter(move |&row| codes.iter().all(|(column, code)| column[row] == *code))
    }

    /// The number in the first row with these labels; none if there is no such row.
    pub fn number(&self, labels: &[(&str, &str)], column: &str) -> Option<f64> {
        let row = self.rows_where(labels).next()?;
        self.numbers(column).map(|numbers| numbers[row])
    }

    /// The rows with these labels as a table of their own.
    pub fn filtered(&self, labels: &[(&str, &str)]) -> Self {
        let rows: Vec<usize> = self.rows_where(labels).collect();
        let columns = self.columns.iter().map(|column| Column {
            name: column.name,
            cells: match &column.cells {
                Cells::Labels(labels) => Cells::Labels(Labels::at(
                    labels.words(),
                    rows.iter().map(|&row| labels.codes()[row] as usize),
                )),
                Cells::Numbers(numbers) => Cells::Numbers(rows.iter().map(|&row| numbers[row]).collect()),
            },
        });
        Self { name: self.name, columns: columns.collect() }
    }
}
