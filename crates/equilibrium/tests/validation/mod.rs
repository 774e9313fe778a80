//! Comparisons with references: asserted, and written into the folder `OBLATE_VALIDATION` where that is set.

#![allow(dead_code)] // each test file uses its part of it

pub mod record;

use std::any::type_name;
use std::cell::Cell as Shared;
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use record::{Cell, Property, Record, Tolerance, Value};

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

fn write(kind: &str, name: &str, record: &impl serde::Serialize) {
    let Some(folder) = std::env::var_os("OBLATE_VALIDATION") else { return };
    let folder = PathBuf::from(folder).join(kind);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(record).unwrap())
        .unwrap();
}

/// The largest of some gaps; a gap that is no number is larger than any.
pub fn largest(gaps: impl IntoIterator<Item = f64>) -> f64 {
    gaps.into_iter().map(|gap| if gap.is_nan() { f64::INFINITY } else { gap }).fold(0.0, f64::max)
}

/// Random cases that a property is tried on.
const CASES: u32 = 64;

/// Tries a statement on random cases, the same every time: `check` returns how far it is from holding.
pub fn holds<S, C>(statement: &str, limit: Limit, cases: S, check: C)
where
    S: Strategy,
    C: Fn(S::Value) -> Result<f64, TestCaseError>,
{
    let config = ProptestConfig {
        cases: CASES,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let Limit(tolerance, _) = limit;
    let tried = Shared::new(0);
    let outcome = TestRunner::new(config).run(&cases, |case| {
        let gap = check(case)?;
        prop_assert!(gap <= tolerance, "{gap:e} is more than {tolerance:e}");
        tried.set(tried.get() + 1);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    property::<C>(statement, limit, tried.get());
}

/// Tries a statement on listed cases: `check` returns how far it is from holding.
pub fn holds_for<T, C>(statement: &str, limit: Limit, cases: impl IntoIterator<Item = T>, check: C)
where
    C: Fn(T) -> f64,
{
    let Limit(tolerance, _) = limit;
    let mut tried = 0;
    for case in cases {
        let gap = check(case);
        assert!(gap <= tolerance, "case {tried}: {gap:e} is more than {tolerance:e}");
        tried += 1;
    }
    property::<C>(statement, limit, tried);
}

/// The largest gap allowed, and what it measures in words.
#[derive(Clone, Copy)]
pub struct Limit(pub f64, pub &'static str);

/// Writes a statement down that held; the test is the function in which the closure `C` stands.
fn property<C>(statement: &str, Limit(tolerance, measure): Limit, cases: usize) {
    // `file::test::{{closure}}`
    let (file, rest) = type_name::<C>().split_once("::").unwrap();
    let test = rest.trim_end_matches("::{{closure}}");
    let [file, test, statement, measure] = [file, test, statement, measure].map(str::to_owned);
    let name = format!("{file}-{test}");
    write("properties", &name, &Property { file, test, statement, cases, measure, tolerance });
}
