//! A tidy table as a dense array over its labels, for reading by name.

use std::collections::HashMap;

use oblate_tables::Table;

/// Numbers by the labels of some columns; NaN where the table has no row.
pub(super) struct Cube<'a> {
    axes: Vec<&'a [String]>,
    values: Vec<f64>,
}

/// The rows that have a label in a column.
pub(super) fn rows<'a>(table: &'a Table, column: &str, label: &str) -> Box<dyn Iterator<Item = usize> + 'a> {
    let code = |labels: &oblate_tables::Labels| labels.words().iter().position(|word| word == label);
    match table.labels(column).and_then(|labels| Some((labels, code(labels)?))) {
        Some((labels, code)) => {
            let codes = labels.codes().iter().enumerate();
            Box::new(codes.filter(move |(_, found)| **found as usize == code).map(|(row, _)| row))
        }
        None => Box::new(std::iter::empty()),
    }
}

/// The rows of each label of a column, in one pass.
pub(super) fn grouped<'a>(table: &'a Table, column: &str) -> HashMap<&'a str, Vec<usize>> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    if let Some(labels) = table.labels(column) {
        (0..table.rows()).for_each(|row| groups.entry(labels.get(row)).or_default().push(row));
    }
    groups
}

impl<'a> Cube<'a> {
    /// The column `value` by the labels of the columns `keys`, over some rows of a table.
    pub(super) fn of(table: &'a Table, keys: &[&str], rows: impl Iterator<Item = usize>) -> Self {
        let labels: Vec<_> = keys.iter().filter_map(|key| table.labels(key)).collect();
        let numbers = table.numbers("value").unwrap_or_default();
        let axes: Vec<&[String]> = labels.iter().map(|labels| labels.words()).collect();
        let mut values = vec![f64::NAN; axes.iter().map(|axis| axis.len()).product()];
        for row in rows {
            let place = labels
                .iter()
                .zip(&axes)
                .fold(0, |place, (labels, axis)| place * axis.len() + labels.codes()[row] as usize);
            values[place] = numbers[row];
        }
        Self { axes, values }
    }

    /// The number at these labels, one for each key; NaN if there is none.
    pub(super) fn at(&self, labels: &[&str]) -> f64 {
        let mut place = 0;
        for (axis, label) in self.axes.iter().zip(labels) {
            let Some(position) = axis.iter().position(|word| word == label) else { return f64::NAN };
            place = place * axis.len() + position;
        }
        self.values.get(place).copied().unwrap_or(f64::NAN)
    }
}
