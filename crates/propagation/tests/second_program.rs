//! The fast model against the plain one: all kinds of shocks at once, on random worlds under random choices.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::plain::{Plain, PlainDay};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use crate::worlds::drawn::{choices, kind, shocks};
use crate::worlds::{any_world, distance, table};
use oblate_propagation::{Day, Model, Settings, Shock, Simulation};
use oblate_world::RandomWorld;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

const DAYS: usize = 90;
const CASES: u32 = 160;
const VARIABLES: [&str; 4] = ["output", "value added", "final demand", "goods for final users"];

/// Each variable, day by day.
type Paths = [Vec<Vec<f64>>; 4];

fn fast(model: &Model, shocks: &[Shock]) -> Paths {
    let mut paths = Paths::default();
    let note = |day: &Day<'_, '_>| {
        let shape = day.model().shape();
        let received = day.received().chunks_exact(shape.buyers());
        let got = received.flat_map(|buyers| buyers[shape.industries()..].iter().copied()).collect();
        let seen = [day.output().to_vec(), day.value_added().to_vec(), day.final_demand().to_vec(), got];
        paths.iter_mut().zip(seen).for_each(|(path, seen)| path.push(seen));
        ControlFlow::Continue(())
    };
    Simulation::new(model, shocks, 0, note).unwrap().run(DAYS).unwrap();
    paths
}

fn slow(plain: &Plain<'_>, shocks: &[Shock]) -> Paths {
    let mut paths = Paths::default();
    plain.run(shocks, DAYS, |day| {
        let PlainDay { output, value_added, wanted, got } = day;
        let seen = [output.clone(), value_added.clone(), wanted.concat(), got.concat()];
        paths.iter_mut().zip(seen).for_each(|(path, seen)| path.push(seen));
    });
    paths
}

/// How far the two are apart in each variable, over its largest number; and how far the shocks moved output.
fn compare(spec: &RandomWorld, settings: Settings, drawn: impl Fn(&Model) -> Vec<Shock>) -> ([f64; 4], f64) {
    let table = table(spec);
    let plain = Plain::new(&table, &settings);
    let model = Model::new(table.clone(), settings).unwrap();
    let shocks = drawn(&model);
    let (found, wanted) = (fast(&model, &shocks), slow(&plain, &shocks));
    let gaps = std::array::from_fn(|at| distance(&found[at], &wanted[at]));
    (gaps, distance(&wanted[0], &vec![plain.output.clone(); DAYS]))
}

#[test]
fn the_fast_model_is_the_plain_one() {
    let config = ProptestConfig {
        cases: CASES,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let largest = RefCell::new([0.0f64; 4]);
    let kinds = RefCell::new(BTreeMap::new());
    let moved = RefCell::new(0);
    let outcome = TestRunner::new(config).run(&any_world(), |spec| {
        let settings = choices(&table(&spec), spec.seed);
        let (gaps, by) = compare(&spec, settings, |model| {
            let shocks = shocks(model, spec.seed);
            shocks.iter().for_each(|shock| *kinds.borrow_mut().entry(kind(shock)).or_insert(0) += 1);
            shocks
        });
        for (largest, gap) in largest.borrow_mut().iter_mut().zip(gaps) {
            *largest = largest.max(gap);
        }
        *moved.borrow_mut() += usize::from(by > 0.01);
        prop_assert!(gaps.iter().all(|gap| *gap <= 1e-9), "{gaps:?}");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let (kinds, moved) = (kinds.into_inner(), moved.into_inner());
    println!("{:?}, {kinds:?}, {moved} of {CASES} moved", largest.borrow());
    assert!(
        kinds.len() == 8 && kinds.values().all(|count| *count >= 40),
        "every kind is drawn often: {kinds:?}"
    );
    assert!(moved * 10 >= CASES as usize * 9, "{moved} worlds are moved by their shocks");
    let what = format!(
        "The largest difference of a variable on any day of any of {CASES} worlds, as a part of the variable's largest number."
    );
    let mut table = Comparison::new(
        "short-run-plain",
        "Random worlds, choices and shocks of all kinds",
        &what,
        "a slow, literal second program, `crates/propagation/tests/plain`",
    );
    for (variable, gap) in VARIABLES.into_iter().zip(largest.into_inner()) {
        table.number(["", variable, "gap"], 0.0, gap, Tolerance::Plain(1e-9), 10);
    }
    table.close(VARIABLES.len());
}
