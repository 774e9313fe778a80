//! The paper's tables as printed.

use std::path::Path;

use crate::validation::Comparison;

/// The rows of a printed table, header rows included; cells as they stand.
pub fn rows(file: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The row with this label in its first cell, without the label.
pub fn row<'a>(rows: &'a [Vec<String>], label: &str) -> &'a [String] {
    &rows.iter().find(|row| row[0] == label).unwrap()[1..]
}

/// A row of the paper compared with as many numbers; `columns` are the table and the column of each.
pub fn compare_row(
    comparison: &mut Comparison,
    columns: &[[&str; 2]],
    name: &str,
    found: &[f64],
    printed: &[String],
) {
    assert_eq!((columns.len(), printed.len()), (found.len(), found.len()));
    for ((&[table, column], found), printed) in columns.iter().zip(found).zip(printed) {
        comparison.printed([table, name, column], printed, *found);
    }
}
