//! The library on the built-in world: the engine against `expected.csv`, which a second program wrote.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a wrong library should stop the test")]

mod autarky;
mod cases;
mod economy;
mod expected;
mod figures;
mod selection;

use std::path::PathBuf;

use economy::{Economy, Outcome};
use expected::Row;
use figures::{Place, figure, places};
use oblate_engine::{Request, Table, WORLD, load_scenario, open_world, run};
use oblate_scenario::{LibraryEntry, Resolved, library};
use oblate_world::World;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn builtin() -> World {
    open_world("world-2014").unwrap()
}

#[test]
fn every_folder_is_in_the_library() {
    let folders = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = folders
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, library().iter().map(|entry| entry.name).collect::<Vec<_>>());
}

/// The rows of a table `regions` by variant, region and variable.
fn engine_values(table: &Table) -> impl Fn([&str; 3]) -> Option<f64> {
    let [variant, region, variable] =
        ["variant", "region", "variable"].map(|name| table.labels(name).unwrap());
    let values = table.numbers("value").unwrap();
    move |key| {
        let at = |row: usize| [variant.get(row), region.get(row), variable.get(row)] == key;
        (0..values.len()).find(|&row| at(row)).map(|row| values[row])
    }
}

#[test]
fn the_engine_finds_every_expected_value() {
    let world = builtin();
    for entry in library() {
        let scenario = load_scenario(entry.name, &[]).unwrap();
        let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 0 };
        let table = run(&request, &|| false).unwrap().tables().regions;
        let found = engine_values(&table);
        for row in expected::parse(entry.expected) {
            let found = found(row.key()).unwrap_or_else(|| panic!("{}: no {:?}", entry.name, row.key()));
            assert!(row.agrees(found), "{}: {row:?}, found {found:e}", entry.name);
        }
    }
}

#[test]
fn every_variant_and_every_region_has_its_expected_values() {
    let world = builtin();
    for entry in library() {
        let rows = expected::parse(entry.expected);
        let mut keys: Vec<[&str; 3]> = rows.iter().map(Row::key).collect();
        for key in needed(&cases::cases(entry, &world), &world) {
            assert!(keys.contains(&key.each_ref().map(String::as_str)), "{}: {key:?}", entry.name);
        }
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{}: a result stands twice", entry.name);
        for row in &rows {
            assert!(row.relative <= 1e-6 && row.absolute <= 1e-6, "{}: {row:?} is loose", entry.name);
            assert!(row.value.is_none_or(f64::is_finite), "{}: {row:?}", entry.name);
        }
    }
}

/// Real income of every place and the world's exports, in every case.
fn needed(cases: &[Resolved], world: &World) -> Vec<[String; 3]> {
    let key =
        |case: &Resolved, code: &str, variable: &str| [&case.variant, code, variable].map(str::to_owned);
    let of_case = |case: &Resolved| {
        let places = places(&world.axes().regions, &case.groups);
        let incomes = places.iter().map(|place| key(case, &place.code, "real_income_pct"));
        incomes.chain([key(case, WORLD, "exports_hat")]).collect::<Vec<_>>()
    };
    cases.iter().flat_map(of_case).collect()
}

#[test]
fn a_value_that_is_off_would_be_found() {
    for row in library().iter().flat_map(|entry| expected::parse(entry.expected)) {
        match row.value {
            Some(value) => {
                let off = 1.01 * (row.absolute + row.relative * value.abs());
                assert!(row.agrees(value), "{row:?}");
                assert!(!row.agrees(value + off) && !row.agrees(value - off), "{row:?}");
                assert!(!row.agrees(f64::NAN) && !row.agrees(f64::INFINITY), "{row:?}");
            }
            None => assert!(row.agrees(f64::NAN) && !row.agrees(0.0), "{row:?}"),
        }
    }
}

#[test]
fn every_scenario_changes_the_links_that_it_says() {
    let world = builtin();
    let told = |entry: &LibraryEntry| {
        cases::cases(entry, &world)
            .iter()
            .filter(|case| selection::is_as_told(entry.name, case, &world))
            .count()
    };
    assert_eq!(library().iter().map(told).sum::<usize>(), 29, "cases that `selection.rs` tells");
}

/// What the second program makes of every case of an entry.
struct Solved {
    cases: Vec<Resolved>,
    outcomes: Vec<(Outcome, Outcome)>,
}

impl Solved {
    fn of(entry: &LibraryEntry, world: &World) -> Self {
        let economy = Economy::of(world);
        let cases = cases::cases(entry, world);
        let solve = |case: &Resolved| (economy.before(&case.shocks), economy.after(&case.shocks));
        let outcomes = cases.par_iter().map(solve).collect();
        Self { cases, outcomes }
    }

    fn value(&self, world: &World, [variant, region, variable]: [&str; 3]) -> f64 {
        let at = self.cases.iter().position(|case| case.variant == variant).unwrap();
        let places = places(&world.axes().regions, &self.cases[at].groups);
        let is_it = |place: &&Place| place.code == region;
        let place = places.iter().find(is_it).unwrap_or_else(|| panic!("no `{region}`"));
        figure(variable, place, &self.outcomes[at].0, &self.outcomes[at].1)
    }
}

#[test]
fn a_second_program_finds_every_expected_value() {
    let world = builtin();
    for entry in library() {
        let solved = Solved::of(entry, &world);
        for row in expected::parse(entry.expected) {
            let found = solved.value(&world, row.key());
            assert!(row.agrees(found), "{}: {row:?}, found {found:e}", entry.name);
        }
    }
}

#[test]
fn autarky_is_what_its_closed_form_says() {
    let world = builtin();
    let entry = library().iter().find(|entry| entry.name == "free-trade-against-autarky").unwrap();
    let economy = Economy::of(&world);
    let before = economy.before(&cases::cases(entry, &world)[0].shocks);
    let incomes = expected::parse(entry.expected).into_iter().filter(|row| row.variable == "real_income_pct");
    let (mut finite, mut missing) = (0, Vec::new());
    for row in incomes.filter(|row| row.region != WORLD) {
        let j = world.axes().regions.codes().position(|code| code == row.region).unwrap();
        // the closed form tells against the baseline with its deficit, the scenario against the one without
        let without_deficit = before.income[j] / before.consumer_price[j] / economy.income[j];
        let loss = 100.0 * (economy.real_income_alone(j) / without_deficit - 1.0);
        if row.value.is_some() {
            assert!(row.agrees(loss), "{row:?}, closed form {loss:e}");
            finite += 1;
        } else {
            assert_eq!(loss, -100.0, "{row:?}");
            missing.push(row.region);
        }
    }
    assert_eq!(
        (finite, missing),
        (38, ["CHN", "IND", "LUX", "MEX", "RUS", "TUR"].map(str::to_owned).to_vec())
    );
}

#[test]
#[ignore = "writes `expected.csv` of every scenario: all needed values, and those whose keys stand there already"]
fn write_the_expected_values() {
    let world = builtin();
    for entry in library() {
        let solved = Solved::of(entry, &world);
        let path = folder().join(entry.name).join("expected.csv");
        let mut keys = needed(&solved.cases, &world);
        let further = expected::keys(&std::fs::read_to_string(&path).unwrap());
        keys.extend(further.into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
        let order = |name: &str| solved.cases.iter().position(|case| case.variant == name);
        keys.sort_by_key(|key| order(&key[0]));
        let row = |key: &[String; 3]| {
            let key = key.each_ref().map(String::as_str);
            Row::new(key, solved.value(&world, key))
        };
        std::fs::write(&path, expected::text(&keys.iter().map(row).collect::<Vec<_>>())).unwrap();
    }
}
