//! Comparisons with references: asserted, and written into the folder `OBLATE_VALIDATION` where that is set.

#![allow(dead_code)] // each test file uses its part of it
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

pub mod record;

use std::path::PathBuf;

use record::{Cell, Record, Tolerance, Value};

/// A table of comparisons that grows, and is judged and written when it is closed.
#[must_use = "nothing is asserted before `close`"]
pub struct Comparison {
    record: Record,
    excuses: Vec<([String; 3], String)>,
}

impl Comparison {
    /// An empty table: its name, its heading, what is compared, and where the reference stands.
    pub fn new(name: &str, title: &str, what: &str, source: &str) -> Self {
        let [name, title, what, source] = [name, title, what, source].map(str::to_owned);
        let record = Record { name, title, what, source, notes: Vec::new(), cells: Vec::new() };
        Self { record, excuses: Vec::new() }
    }

    /// Adds a note for the reader.
    pub fn note(mut self, text: &str) -> Self {
        self.record.notes.push(text.to_owned());
        self
    }

    /// Says why the cell at a place misses; it has to.
    pub fn excuse(mut self, place: [&str; 3], reason: &str) -> Self {
        self.excuses.push((place.map(str::to_owned), reason.to_owned()));
        self
    }

    /// Compares with a printed number, `118.31%` or `0.092`, to its last digit.
    pub fn printed(&mut self, place: [&str; 3], printed: &str, ours: f64) {
        let number = printed.trim_end_matches('%');
        let digits = number.split_once('.').map_or(0, |(_, digits)| digits.len());
        self.number(place, number.parse().unwrap(), ours, Tolerance::LastDigit, digits);
    }

    /// Compares two numbers that are shown with so many decimals.
    pub fn number(
        &mut self,
        place: [&str; 3],
        reference: f64,
        ours: f64,
        tolerance: Tolerance,
        digits: usize,
    ) {
        let values = [Value::Number(reference), Value::Number(ours)];
        self.add(place, values, tolerance, digits);
    }

    /// Compares what has no number.
    pub fn words(&mut self, place: [&str; 3], reference: String, ours: String) {
        self.add(place, [Value::Words(reference), Value::Words(ours)], Tolerance::Absolute(0.0), 0);
    }

    fn add(&mut self, place: [&str; 3], values: [Value; 2], tolerance: Tolerance, digits: usize) {
        let place = place.map(str::to_owned);
        let reason =
            self.excuses.iter().find(|(excused, _)| *excused == place).map(|(_, reason)| reason.clone());
        let [reference, ours] = values;
        self.record.cells.push(Cell { place, reference, ours, digits, tolerance, reason });
    }

    /// Asserts that so many cells were compared, that every cell is inside its tolerance, and that every excused
    /// one is not: else the excuse is stale. Then writes the table down.
    pub fn close(self, cells: usize) {
        let Record { name, cells: compared, .. } = &self.record;
        assert_eq!(compared.len(), cells, "cells compared in {name}");
        let wrong = |cell: &&Cell| cell.inside() == cell.reason.is_some();
        let told: Vec<_> = (compared.iter().filter(wrong))
            .map(|cell| format!("{}: {:?} for {:?}", cell.place.join(" | "), cell.ours, cell.reference))
            .collect();
        assert!(told.is_empty(), "{name}, misses or stale excuses:\n{}", told.join("\n"));
        let excused = compared.iter().filter(|cell| cell.reason.is_some()).count();
        assert_eq!(excused, self.excuses.len(), "excuses of {name} that name no cell");
        write("tables", name, &self.record);
    }
}

/// Writes a record into the folder that is asked for, if one is.
pub fn write(kind: &str, name: &str, record: &impl serde::Serialize) {
    let Some(folder) = std::env::var_os("OBLATE_VALIDATION") else { return };
    let folder = PathBuf::from(folder).join(kind);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(record).unwrap())
        .unwrap();
}
