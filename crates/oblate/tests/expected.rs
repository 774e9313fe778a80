//! The file `expected.csv` of a scenario: its checked results, each with its tolerance.

use std::fmt::Write;

pub const HEADER: [&str; 6] =
    ["variant", "region", "variable", "value", "relative_tolerance", "absolute_tolerance"];

/// Published interest is in 0.01 points, the engine stops at residuals of 1e-10, and values are written to nine decimals.
const RELATIVE: f64 = 1e-8;
const ABSOLUTE: f64 = 1e-8;

/// One result.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub variant: String,
    pub region: String,
    pub variable: String,
    /// None: the value must be missing.
    pub value: Option<f64>,
    pub relative: f64,
    pub absolute: f64,
}

impl Row {
    /// A result of the second program, with the tolerances of the library; NaN is missing.
    pub fn new([variant, region, variable]: [&str; 3], value: f64) -> Self {
        Self {
            variant: variant.to_owned(),
            region: region.to_owned(),
            variable: variable.to_owned(),
            value: (!value.is_nan()).then_some(value),
            relative: RELATIVE,
            absolute: ABSOLUTE,
        }
    }

    /// What the row is about: variant, region, variable.
    pub fn key(&self) -> [&str; 3] {
        [&self.variant, &self.region, &self.variable]
    }

    /// Whether a value is the one of this row, to its tolerance; NaN is missing.
    pub fn agrees(&self, found: f64) -> bool {
        match self.value {
            Some(value) => (found - value).abs() <= self.absolute + self.relative * value.abs(),
            None => found.is_nan(),
        }
    }
}

/// All rows; empty values are missing ones.
pub fn parse(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), HEADER);
    let row = |record: csv::StringRecord| {
        let number = |at: usize| record[at].parse::<f64>().unwrap();
        Row {
            value: (!record[3].is_empty()).then(|| number(3)),
            relative: number(4),
            absolute: number(5),
            ..Row::new([&record[0], &record[1], &record[2]], f64::NAN)
        }
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// What the rows are about, whatever their values: a file may be begun with keys alone.
pub fn keys(text: &str) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| [0, 1, 2].map(|at| record.as_ref().unwrap()[at].to_owned())).collect()
}

/// The text of the file.
pub fn text(rows: &[Row]) -> String {
    let mut text = HEADER.join(",") + "\n";
    for row in rows {
        let _ = writeln!(text, "{}", line(row));
    }
    text
}

/// One line of it.
pub fn line(row: &Row) -> String {
    let value = row.value.map_or_else(String::new, |value| format!("{value:.9}"));
    format!("{},{value},{:e},{:e}", row.key().join(","), row.relative, row.absolute)
}
