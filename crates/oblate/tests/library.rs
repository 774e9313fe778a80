//! The library on the built-in world: the engine against `expected.csv`, which second programs wrote: `economy.rs` for
//! Armington economies with one household, `levels.rs` for all others.

mod autarky;
pub mod second;
mod selection;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::builtin::folders_in;
use crate::expected::Row;
use crate::support::{Solved, solved_with};
use oblate::{Further, Request, Results, Table, WORLD, load_scenario, open_world};
use oblate_scenario::{Kind, LibraryEntry, library_of};
use oblate_world::World;
use second::cases;
use second::economy::Economy;
use second::levels::Levels;
use second::needed;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn library() -> impl Iterator<Item = &'static LibraryEntry> {
    library_of(Kind::LongRun)
}

pub fn builtin() -> World {
    open_world("world-2014").unwrap()
}

#[test]
fn every_folder_is_in_the_library() {
    let all = oblate_scenario::library().iter().map(|entry| entry.name);
    assert_eq!(folders_in(&folder()), all.collect::<Vec<_>>());
}

/// What the engine says of variant, region and variable: in the table `regions`, else of a group of households or a sector
/// that stands behind a colon.
fn engine_values(tables: &Results) -> impl Fn([&str; 3]) -> Option<f64> {
    let of = |table: &Table, whose: Option<&str>| {
        let values = table.numbers("value").unwrap();
        let rows = values.len();
        let labels: Vec<Vec<String>> = ["variant", "region", "variable"]
            .into_iter()
            .chain(whose)
            .map(|name| {
                let labels = table.labels(name).unwrap();
                (0..rows).map(|row| labels.get(row).to_owned()).collect()
            })
            .collect();
        let key = |row: usize| {
            let of = |at: usize| labels[at][row].as_str();
            let variable = whose.map_or(of(2).to_owned(), |_| format!("{}:{}", of(2), of(3)));
            [of(0).to_owned(), of(1).to_owned(), variable]
        };
        values.iter().enumerate().map(|(row, value)| (key(row), *value)).collect::<Vec<_>>()
    };
    let mut values: HashMap<[String; 3], f64> = HashMap::new();
    values.extend(of(tables.table("regions").unwrap(), None));
    values.extend(of(tables.table("sectors").unwrap(), Some("sector")));
    values.extend(tables.table("households").into_iter().flat_map(|table| of(table, Some("group"))));
    move |key| values.get(&key.map(str::to_owned)).copied()
}

/// What the engine makes of an entry.
fn engine(entry: &LibraryEntry, world: &World) -> Solved {
    let scenario = load_scenario(entry.name, &[]).unwrap();
    let request = Request { scenario: &scenario, world, variants: &[], threads: 0 };
    solved_with(&request, &Further::default()).unwrap()
}

/// A scenario on the built-in world, solved once for all tests.
pub struct Run {
    pub entry: &'static LibraryEntry,
    pub results: Results,
    /// By variant, by how much the engine's answer misses the plain equations; none where a second program finds the answer alone.
    gaps: Vec<(String, f64)>,
}

/// All scenarios of the library.
pub fn runs() -> &'static [Run] {
    static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
        let world = builtin();
        library().map(|entry| Run::new(entry, &world)).collect()
    });
    &RUNS
}

impl Run {
    fn new(entry: &'static LibraryEntry, world: &World) -> Self {
        let (Solved { result, results }, resolution) =
            (engine(entry, world), cases::resolution(entry, world));
        let on = resolution.world.as_ref().unwrap_or(world);
        let gap = |(case, found)| Levels::of(on, case, found).gap();
        let cases = resolution.cases.iter().zip(&result.variants);
        let gaps = match cases::are_armington(&resolution, world) {
            true => Vec::new(),
            false => cases.map(|pair| (pair.0.variant.clone(), gap(pair))).collect(),
        };
        Self { entry, results, gaps }
    }
}

#[test]
fn the_engine_finds_every_expected_value() {
    for Run { entry, results, gaps } in runs() {
        let found = engine_values(results);
        for row in crate::expected::parse(entry.expected) {
            let found = found(row.key()).unwrap_or_else(|| panic!("{}: no {:?}", entry.name, row.key()));
            assert!(row.agrees(found), "{}: {row:?}, found {found:e}", entry.name);
        }
        for (variant, gap) in gaps {
            println!("{}, {variant}: {gap:e}", entry.name);
            assert!(*gap < 1e-9, "{}, {variant}: the plain equations miss by {gap:e}", entry.name);
        }
    }
}

#[test]
fn every_variant_and_every_region_has_its_expected_values() {
    let world = builtin();
    for entry in library() {
        let rows = crate::expected::parse(entry.expected);
        let mut keys: Vec<[&str; 3]> = rows.iter().map(Row::key).collect();
        let resolution = cases::resolution(entry, &world);
        for key in needed(&resolution.cases, resolution.world.as_ref().unwrap_or(&world)) {
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

#[test]
fn a_value_that_is_off_would_be_found() {
    for row in library().flat_map(|entry| crate::expected::parse(entry.expected)) {
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
        cases::resolution(entry, &world)
            .cases
            .iter()
            .filter(|case| selection::is_as_told(entry.name, case, &world))
            .count()
    };
    assert_eq!(library().map(told).sum::<usize>(), 32, "cases that `selection.rs` tells");
}

#[test]
fn autarky_is_what_its_closed_form_says() {
    let world = builtin();
    let entry = library().find(|entry| entry.name == "free-trade-against-autarky").unwrap();
    let economy = Economy::of(&world);
    let before = economy.before(&cases::resolution(entry, &world).cases[0].shocks);
    let incomes =
        crate::expected::parse(entry.expected).into_iter().filter(|row| row.variable == "real_income_pct");
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
