//! The library on the built-in world: the engine against `expected.csv`, which second programs wrote: `economy.rs` for
//! Armington economies with one household, `levels.rs` for all others.

mod autarky;
mod cases;
mod chains;
mod economy;
mod figures;
mod krylov;
mod levels;
#[path = "../../../equilibrium/tests/plain/mod.rs"]
mod plain;
mod selection;

use std::collections::HashMap;
use std::path::PathBuf;

use crate::builtin::folders_in;
use crate::expected::Row;
use crate::support::{self, solved_with};
use economy::{Economy, Outcome};
use figures::{Place, figure, places};
use levels::{Answer, Levels};
use oblate::{Further, Request, Results, Table, WORLD, load_scenario, open_world};
use oblate_scenario::{Kind, LibraryEntry, Resolved, library_of};
use oblate_world::World;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn library() -> impl Iterator<Item = &'static LibraryEntry> {
    library_of(Kind::LongRun)
}

fn builtin() -> World {
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
fn engine(entry: &LibraryEntry, world: &World) -> support::Solved {
    let scenario = load_scenario(entry.name, &[]).unwrap();
    let request = Request { scenario: &scenario, world, variants: &[], threads: 0 };
    solved_with(&request, &Further::default()).unwrap()
}

#[test]
fn the_engine_finds_every_expected_value() {
    let world = builtin();
    for entry in library() {
        let result = engine(entry, &world);
        let tables = &result.results;
        let found = engine_values(tables);
        for row in crate::expected::parse(entry.expected) {
            let found = found(row.key()).unwrap_or_else(|| panic!("{}: no {:?}", entry.name, row.key()));
            assert!(row.agrees(found), "{}: {row:?}, found {found:e}", entry.name);
        }
        let resolution = cases::resolution(entry, &world);
        if cases::are_armington(&resolution, &world) {
            continue;
        }
        let on = resolution.world.as_ref().unwrap_or(&world);
        for (case, found) in resolution.cases.iter().zip(&result.variants) {
            let gap = Levels::of(on, case, found).gap();
            println!("{}, {}: {gap:e}", entry.name, case.variant);
            assert!(gap < 1e-9, "{}, {}: the plain equations miss by {gap:e}", entry.name, case.variant);
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

/// What a second program makes of every case of an entry.
struct Solved {
    cases: Vec<Resolved>,
    /// The world that they are on.
    world: World,
    found: Found,
}

enum Found {
    Armington(Vec<(Outcome, Outcome)>),
    Levels(Vec<(Levels, Answer)>),
}

impl Solved {
    /// From the program that knows the entry.
    fn of(entry: &LibraryEntry, world: &World) -> Self {
        Self::armington(entry, world).unwrap_or_else(|| Self::in_levels(entry, world))
    }

    /// From the program for Armington economies, if the entry is one.
    fn armington(entry: &LibraryEntry, world: &World) -> Option<Self> {
        let resolution = cases::resolution(entry, world);
        cases::are_armington(&resolution, world).then(|| {
            let economy = Economy::of(world);
            let solve = |case: &Resolved| (economy.before(&case.shocks), economy.after(&case.shocks));
            let found = Found::Armington(resolution.cases.par_iter().map(solve).collect());
            Self { cases: resolution.cases, world: world.clone(), found }
        })
    }

    fn in_levels(entry: &LibraryEntry, world: &World) -> Self {
        let resolution = cases::resolution(entry, world);
        let result = engine(entry, world);
        let on = resolution.world.as_ref().unwrap_or(world);
        let solve = |(case, found)| {
            let levels = Levels::of(on, case, found);
            let answer = levels.solve();
            (levels, answer)
        };
        let found =
            Found::Levels(resolution.cases.par_iter().zip(result.variants.par_iter()).map(solve).collect());
        Self { cases: resolution.cases, world: on.clone(), found }
    }

    fn value(&self, [variant, region, variable]: [&str; 3]) -> f64 {
        let at = self.cases.iter().position(|case| case.variant == variant).unwrap();
        let places = places(&self.world.axes().regions, &self.cases[at].groups);
        let is_it = |place: &&Place| place.code == region;
        let place = places.iter().find(is_it).unwrap_or_else(|| panic!("no `{region}`"));
        match &self.found {
            Found::Armington(outcomes) => figure(variable, place, &outcomes[at].0, &outcomes[at].1),
            Found::Levels(answers) => answers[at].0.value(&answers[at].1, variable, place),
        }
    }
}

#[test]
fn a_second_program_finds_every_expected_value() {
    let world = builtin();
    for entry in library() {
        // the plain model takes minutes to solve; that the engine's answers are its own is tested above
        let Some(solved) = Solved::armington(entry, &world) else { continue };
        for row in crate::expected::parse(entry.expected) {
            let found = solved.value(row.key());
            assert!(row.agrees(found), "{}: {row:?}, found {found:e}", entry.name);
        }
    }
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

#[test]
#[ignore = "writes `expected.csv` of every scenario, or of those in OBLATE_SCENARIOS: all needed values, and those whose keys \
            stand there already"]
fn write_the_expected_values() {
    let world = builtin();
    let wanted = std::env::var("OBLATE_SCENARIOS").ok();
    let is_wanted = |name: &str| wanted.as_ref().is_none_or(|list| list.split(',').any(|one| one == name));
    for entry in library().filter(|entry| is_wanted(entry.name)) {
        let solved = Solved::of(entry, &world);
        let path = folder().join(entry.name).join("expected.csv");
        let mut keys = needed(&solved.cases, &solved.world);
        let further = crate::expected::keys(&std::fs::read_to_string(&path).unwrap());
        keys.extend(further.into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
        let order = |name: &str| solved.cases.iter().position(|case| case.variant == name);
        keys.sort_by_key(|key| order(&key[0]));
        let row = |key: &[String; 3]| {
            let key = key.each_ref().map(String::as_str);
            Row::new(key, solved.value(key))
        };
        std::fs::write(&path, crate::expected::text(&keys.iter().map(row).collect::<Vec<_>>())).unwrap();
    }
}
