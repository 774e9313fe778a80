//! The library of shocks on the built-in world: the engine against `expected.csv`, which a second program wrote: the plain
//! model of `crates/propagation/tests/plain`.

pub mod second;
#[path = "../../equilibrium/tests/validation/mod.rs"]
mod validation;

use std::collections::HashMap;
use std::sync::Arc;

use crate::builtin::{Builtin, NoTables};
use crate::expected::Row;
use oblate::{Results, ShockRequest, Supervision, WORLD, load_shocks, open_world, run_shocks};
use oblate_propagation::{Curves, InputOutput, Model, Simulation};
use oblate_scenario::{Kind, LibraryEntry, Scenario, ShortRun, ShortRunContext, library_of};
use oblate_world::{Region, World};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use second::figures::{self, Account, Key, VARIABLES, keys};
use validation::Comparison;
use validation::record::Tolerance;

fn library() -> impl Iterator<Item = &'static LibraryEntry> {
    library_of(Kind::ShortRun)
}

/// The built-in world and its flows.
pub struct Stage {
    pub world: World,
    pub table: Arc<InputOutput>,
}

impl Stage {
    pub fn new() -> Self {
        let world = open_world("world-2014").unwrap();
        let table = Arc::new(InputOutput::of_world(&world).unwrap());
        Self { world, table }
    }

    pub fn resolve(&self, entry: &LibraryEntry) -> Vec<ShortRun> {
        let context =
            ShortRunContext { world: &self.world, table: &self.table, tables: &NoTables, groups: &Builtin };
        Scenario::read(entry.text, entry.name).short_run(&[], &context).unwrap()
    }

    /// Every case of the library, in its order.
    fn cases(&self) -> Vec<(&'static LibraryEntry, ShortRun)> {
        let of_entry = |entry| self.resolve(entry).into_iter().map(move |run| (entry, run));
        library().flat_map(of_entry).collect()
    }

    /// What the engine says of so many days.
    fn engine(&self, run: &ShortRun, days: usize) -> HashMap<Key, f64> {
        let model = Model::new(self.table.clone(), run.settings.clone()).unwrap();
        let mut simulation = Simulation::new(&model, &run.shocks, 0, Curves::new(&model)).unwrap();
        simulation.run(days).unwrap();
        figures::of(&self.table, &Account::of_curves(simulation.observer()))
    }
}

/// The rows of one case.
fn rows_of(entry: &LibraryEntry, run: &ShortRun) -> Vec<Row> {
    crate::expected::parse(entry.expected).into_iter().filter(|row| row.variant == run.variant).collect()
}

/// What a row is about, without its variant.
fn key(row: &Row) -> Key {
    [row.region.clone(), row.variable.clone()]
}

#[test]
fn every_place_has_its_expected_values() {
    let stage = Stage::new();
    for entry in library() {
        let mut left = crate::expected::parse(entry.expected).len();
        for run in stage.resolve(entry) {
            let rows = rows_of(entry, &run);
            let found = rows.iter().map(key).collect::<Vec<_>>();
            assert_eq!(found, keys(&stage.table), "{}, {}", entry.name, run.variant);
            left -= rows.len();
            for row in rows {
                assert!(row.relative <= 1e-8 && row.absolute <= 1e-8, "{}: {row:?} is loose", entry.name);
                assert!(row.value.is_some_and(f64::is_finite), "{}: {row:?}", entry.name);
            }
        }
        assert_eq!(left, 0, "{}: rows of no variant", entry.name);
    }
}

#[test]
fn a_value_that_is_off_would_be_found() {
    for row in library().flat_map(|entry| crate::expected::parse(entry.expected)) {
        let value = row.value.unwrap();
        let off = 1.01 * (row.absolute + row.relative * value.abs());
        assert!(row.agrees(value), "{row:?}");
        assert!(!row.agrees(value + off) && !row.agrees(value - off), "{row:?}");
        assert!(!row.agrees(f64::NAN) && !row.agrees(f64::INFINITY), "{row:?}");
    }
}

/// The numbers of the world beside those of the second program, and the largest gap of all others.
#[test]
fn the_engine_finds_every_expected_value() {
    let stage = Stage::new();
    let mut world = Comparison::new(
        "short-run-world",
        "The library of shocks: the world",
        "Over all days of each set, in per cent: value added lost, final demand not met, and output on its lowest day over output \
         without shocks.",
        "a slow, literal second program, `crates/propagation/tests/plain`",
    );
    let mut places = Comparison::new(
        "short-run-places",
        "The library of shocks: each region and each sector",
        "The same by region and by sector.",
        "a slow, literal second program, `crates/propagation/tests/plain`",
    );
    let cases = stage.cases();
    let found: Vec<_> = cases.par_iter().map(|(_, run)| stage.engine(run, run.days)).collect();
    for ((entry, run), found) in cases.iter().zip(found) {
        let name = match run.variant.as_str() {
            "base" => entry.name.to_owned(),
            variant => format!("{}: {variant}", entry.name),
        };
        let mut largest: f64 = 0.0;
        for row in rows_of(entry, run) {
            let (ours, value) = (found[&key(&row)], row.value.unwrap());
            assert!(row.agrees(ours), "{name}: {row:?}, found {ours:e}");
            largest = largest.max((ours - value).abs());
            let is_world = row.region == WORLD && !row.variable.contains(':');
            let into = if is_world { &mut world } else { &mut places };
            let column = figures::title(&row.variable);
            into.number(["", &name, &column], value, ours, Tolerance::Absolute(1e-8), 6);
        }
        println!("{name}: largest gap {largest:.1e}");
    }
    let all = cases.len() * keys(&stage.table).len();
    world.close(cases.len() * VARIABLES.len());
    places.close(all - cases.len() * VARIABLES.len());
}

/// Days are distances over what goods travel in a day; a region without distances is told, unless `days` stands for it.
#[test]
fn days_of_transport_follow_distances() {
    let stage = Stage::new();
    let context =
        ShortRunContext { world: &stage.world, table: &stage.table, tables: &NoTables, groups: &Builtin };
    let resolve = |transport: &str| {
        let text = format!("[short_run]\ntransport = {transport}\n");
        Scenario::read(&text, "s.toml").short_run(&[], &context)
    };
    let days = resolve("{ km_per_day = 600, days = 20 }").unwrap().remove(0).settings.transport.unwrap();
    let covariates = &stage.world.accounts().pair_covariates;
    let distance = &covariates.iter().find(|found| found.name == "distance_km").unwrap().values;
    let regions: Vec<Region> = stage.world.axes().regions.ids().collect();
    for (i, &origin) in regions.iter().enumerate() {
        for (j, &destination) in regions.iter().enumerate() {
            let km = distance[(origin, destination)];
            let wanted = match km {
                _ if i == j => 0.0,
                km if km.is_nan() => 20.0,
                km => (km / 600.0).round(),
            };
            assert_eq!(f64::from(days[i * regions.len() + j]), wanted, "{i} {j}: {km} km");
        }
    }
    let problems = resolve("{ km_per_day = 600 }").unwrap_err();
    assert!(problems[0].to_string().contains("distances of ROW are not known"), "{}", problems[0]);
}

/// The table `summary` of a run says what is compared here.
#[test]
fn the_summary_of_a_run_says_the_same() {
    const DAYS: usize = 60;
    let stage = Stage::new();
    let entry = library().find(|entry| entry.name == "strait-closed").unwrap();
    let scenario = load_shocks(entry.name, &[]).unwrap();
    let request = ShockRequest {
        scenario: &scenario,
        world: &stage.world,
        variants: &["base".to_owned()],
        days: Some(DAYS),
        industries: false,
        threads: 0,
    };
    let results = Results::of_shocks(&request, &run_shocks(&request, &Supervision::NONE).unwrap());
    let summary = results.table("summary").unwrap();
    let [kind, label] = ["kind", "label"].map(|name| summary.labels(name).unwrap());
    let found = stage.engine(&stage.resolve(entry)[0], DAYS);
    let mut compared = 0;
    for variable in VARIABLES {
        for (row, value) in summary.numbers(variable).unwrap().iter().enumerate() {
            let key = match kind.get(row) {
                "sector" => [WORLD.to_owned(), format!("{variable}:{}", label.get(row))],
                _ => [label.get(row).to_owned(), variable.to_owned()],
            };
            assert!((found[&key] - value).abs() <= 1e-9, "{key:?}: {value:e}, here {:e}", found[&key]);
            compared += 1;
        }
    }
    assert_eq!(compared, keys(&stage.table).len());
}
