//! The paper's tables as printed, and the count of cells that a computation hits.

use std::path::Path;

/// The rows of a printed table, header rows included; cells as they stand.
pub fn rows(file: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The row with this label in its first cell, without the label.
pub fn row<'a>(rows: &'a [Vec<String>], label: &str) -> &'a [String] {
    &rows.iter().find(|row| row[0] == label).unwrap()[1..]
}

/// Cells compared, and those that are not the printed number once rounded.
#[derive(Default)]
pub struct Score {
    hits: usize,
    misses: Vec<String>,
}

impl Score {
    /// Compares a number with a printed one, `118.31%` or `0.092`, at the printed number of digits.
    pub fn cell(&mut self, place: &str, found: f64, printed: &str) {
        let number = printed.trim_end_matches('%');
        let digits = number.split_once('.').map_or(0, |(_, digits)| digits.len());
        let unit = 10f64.powi(-i32::try_from(digits).unwrap());
        let gap = (found - number.parse::<f64>().unwrap()).abs();
        if gap <= 0.5 * unit {
            self.hits += 1;
        } else {
            self.misses.push(format!("{place}: {found:.4} for {printed}"));
        }
    }

    /// Every cell that is not excused must be hit, and every excused one must miss: else the excuse is stale.
    pub fn all_but(&self, excused: &[&str], cells: usize) {
        let missed = |place: &&str| self.misses.iter().any(|miss| miss.starts_with(&format!("{place}: ")));
        let list = self.misses.join("\n");
        assert!(excused.iter().all(missed) && self.misses.len() == excused.len(), "missed:\n{list}");
        assert_eq!(self.hits + excused.len(), cells, "cells compared");
    }
}
