//! Tables whose columns are those of their description: labels first, then numbers.

use super::description::INDICATOR_TABLES;
use crate::description::TableDescription;
use oblate_tables::{Cells, Column, Labels, Table};

/// A table that grows row by row.
pub(super) struct Rows {
    description: &'static TableDescription,
    labels: Vec<Labels>,
    numbers: Vec<Vec<f64>>,
}

impl Rows {
    /// A table of [`INDICATOR_TABLES`], whose first columns take their labels from these lists of words.
    pub fn new(name: &str, words: &[Vec<String>]) -> Self {
        let description = INDICATOR_TABLES.iter().find(|table| table.name == name);
        let description = description.expect("every table of indicators is described");
        let numbers = vec![Vec::new(); description.columns.len() - words.len()];
        Self { description, labels: words.iter().map(Labels::over).collect(), numbers }
    }

    /// A row: positions in the lists of words, then numbers.
    pub fn push(&mut self, labels: &[usize], numbers: &[f64]) {
        let columns = (self.labels.len(), self.numbers.len());
        assert_eq!((labels.len(), numbers.len()), columns, "a row has all columns");
        self.labels.iter_mut().zip(labels).for_each(|(column, &label)| column.push(label));
        self.numbers.iter_mut().zip(numbers).for_each(|(column, &number)| column.push(number));
    }

    pub fn finish(self) -> Table {
        let cells =
            self.labels.into_iter().map(Cells::Labels).chain(self.numbers.into_iter().map(Cells::Numbers));
        let columns = (self.description.columns.iter().zip(cells))
            .map(|(column, cells)| Column { name: column.name, cells })
            .collect();
        Table { name: self.description.name, columns }
    }
}
