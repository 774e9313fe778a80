//! A tidy table as a dense array over its labels, for reading by name.

use std::collections::HashMap;

use oblate_tables::Table;

/// The rows of a table by the labels of some columns.
pub(crate) struct Cube<'a> {
    table: &'a Table,
    axes: Vec<&'a [String]>,
    rows: Vec<Option<usize>>,
}

/// The rows of each label of a column, in one pass.
pub(crate) fn grouped<'a>(table: &'a Table, column: &str) -> HashMap<&'a str, Vec<usize>> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    if let Some(labels) = table.labels(column) {
        (0..table.rows()).for_each(|row| groups.entry(labels.get(row)).or_default().push(row));
    }
    groups
}

impl<'a> Cube<'a> {
    /// Some rows of a table by the labels of the columns `keys`.
    pub(crate) fn of(table: &'a Table, keys: &[&str], rows: impl Iterator<Item = usize>) -> Self {
        let labels: Vec<_> = keys.iter().filter_map(|key| table.labels(key)).collect();
        let axes: Vec<&[String]> = labels.iter().map(|labels| labels.words()).collect();
        let mut cells = vec![None; axes.iter().map(|axis| axis.len()).product()];
        for row in rows {
            let place = labels
                .iter()
                .zip(&axes)
                .fold(0, |place, (labels, axis)| place * axis.len() + labels.codes()[row] as usize);
            cells[place] = Some(row);
        }
        Self { table, axes, rows: cells }
    }

    /// All rows of a table.
    pub(crate) fn of_all(table: &'a Table, keys: &[&str]) -> Self {
        Self::of(table, keys, 0..table.rows())
    }

    /// The number of the column `value` at these labels, one for each key; NaN if there is none.
    pub(crate) fn at(&self, labels: &[&str]) -> f64 {
        self.number(labels, "value")
    }

    /// The number of a column at these labels, one for each key; NaN if there is none.
    pub(crate) fn number(&self, labels: &[&str], column: &str) -> f64 {
        let row = self.row(labels).and_then(|row| self.table.numbers(column)?.get(row));
        row.copied().unwrap_or(f64::NAN)
    }

    /// The row with these labels, one for each key; none if the table has no such row.
    pub(crate) fn row(&self, labels: &[&str]) -> Option<usize> {
        let mut place = 0;
        for (axis, label) in self.axes.iter().zip(labels) {
            place = place * axis.len() + axis.iter().position(|word| word == label)?;
        }
        self.rows.get(place).copied().flatten()
    }
}
