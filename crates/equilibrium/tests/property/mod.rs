//! Statements that are tried on many random cases, and written down with how often and how closely they hold.

use std::any::type_name;
use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::validation::record::Property;
use crate::validation::write;

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
    let tried = Cell::new(0);
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
    // `program::file::test::{{closure}}`
    let (_, path) = type_name::<C>().split_once("::").unwrap();
    let (file, test) = path.trim_end_matches("::{{closure}}").split_once("::").unwrap();
    let [file, test, statement, measure] = [file, test, statement, measure].map(str::to_owned);
    let name = format!("{file}-{test}");
    write("properties", &name, &Property { file, test, statement, cases, measure, tolerance });
}
