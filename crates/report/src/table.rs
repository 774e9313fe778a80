//! Tables: columns of labels and numbers, shown rounded and handed out as CSV in full.

use crate::number::NumberFormat;

/// A table; all columns have the same length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The name of its CSV file without the ending; unique in the report.
    pub id: String,
    /// What it holds, one sentence.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name in the CSV.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// Its cells.
    pub cells: Cells,
}

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Labels.
    Labels(Vec<String>),
    /// Numbers; NaN is a missing one.
    Numbers {
        /// In full.
        values: Vec<f64>,
        /// How they are shown.
        format: NumberFormat,
        /// Whether a bar in the cell shows the size.
        bars: bool,
    },
}

impl Table {
    /// A table without columns.
    pub fn new(id: impl Into<String>, caption: impl Into<String>) -> Self {
        Self { id: id.into(), caption: caption.into(), columns: Vec::new() }
    }

    /// With a further column of labels.
    pub fn labels(self, key: &str, title: &str, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with(key, title, Cells::Labels(labels.into_iter().map(Into::into).collect()))
    }

    /// With a further column of numbers.
    pub fn numbers(self, key: &str, title: &str, format: NumberFormat, values: Vec<f64>) -> Self {
        self.with(key, title, Cells::Numbers { values, format, bars: false })
    }

    /// With a further column of numbers whose cells show their size as bars.
    pub fn bars(self, key: &str, title: &str, format: NumberFormat, values: Vec<f64>) -> Self {
        self.with(key, title, Cells::Numbers { values, format, bars: true })
    }

    fn with(mut self, key: &str, title: &str, cells: Cells) -> Self {
        self.columns.push(Column { key: key.to_owned(), title: title.to_owned(), cells });
        self
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| match &column.cells {
            Cells::Labels(labels) => labels.len(),
            Cells::Numbers { values, .. } => values.len(),
        })
    }

    /// The table as CSV: numbers in full, missing ones empty.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut record = |fields: Vec<String>| {
            writer.write_record(&fields).expect("writing into memory does not fail");
        };
        record(self.columns.iter().map(|column| column.key.clone()).collect());
        for row in 0..self.rows() {
            record(self.columns.iter().map(|column| column.cells.exact(row)).collect());
        }
        let bytes = writer.into_inner().expect("writing into memory does not fail");
        String::from_utf8(bytes).expect("labels and numbers are text")
    }
}

impl Cells {
    /// A cell in full.
    fn exact(&self, row: usize) -> String {
        match self {
            Self::Labels(labels) => labels[row].clone(),
            Self::Numbers { values, .. } if values[row].is_nan() => String::new(),
            Self::Numbers { values, .. } => values[row].to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_holds_numbers_in_full_and_quotes_what_needs_it() {
        let table = Table::new("t", "a table").labels("name", "Name", ["a,b", "c\"d", "e"]).numbers(
            "value",
            "Value",
            NumberFormat::Plain(1),
            vec![0.123456789, f64::NAN, -2.0],
        );
        assert_eq!(table.csv(), "name,value\n\"a,b\",0.123456789\n\"c\"\"d\",\n e,-2\n".replace(" e", "e"));
    }
}
