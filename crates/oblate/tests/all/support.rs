//! A random world and scenarios in temporary folders.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};

use std::ops::Deref;

use oblate::{
    EngineError, Format, FoundScenario, Further, Manifest, Request, Results, ResultsError, ResultsFolder,
    RunResult, Table, load_scenario, run_report, run_with,
};
use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, Description, Flows, RandomWorld, Region, Sector, TradeTensor, World,
};
use tempfile::TempDir;

/// A base case and two variants on the regions R1 to R4 and the sectors s1 to s5.
pub const TARIFFS: &str = r#"
title = "Tariffs"
[[tariff]]
name = "wall"
from = "R2"
to = "R1"
sectors = ["s1", "s2"]
add = 0.2
[[iceberg]]
from = "R1"
to = "R3"
multiply = 1.1
[variants.high]
set = { "tariff.wall.add" = 0.5 }
[variants.balanced]
set = { "model.deficits" = "zero" }
"#;

pub fn world() -> World {
    RandomWorld { seed: 7, ..RandomWorld::default() }.build()
}

/// Share of a region's purchases that it makes itself.
pub const HOME: f64 = 0.9;

/// Two equal regions and one sector, of whose output this share is inputs.
pub fn twins(inputs: f64) -> World {
    World::new(Accounts {
        description: Description { name: "twins".to_owned(), ..Description::default() },
        axes: Axes {
            regions: Axis::of_codes(["R1", "R2"]).unwrap(),
            sectors: Axis::of_codes(["s"]).unwrap(),
            final_uses: Axis::of_codes(["F"]).unwrap(),
            factors: Axis::of_codes(["labour"]).unwrap(),
        },
        flows: Flows::Common {
            trade: TradeTensor::from_fn(
                [1, 2, 2],
                |_: Sector, j: Region, i: Region| {
                    if i == j { HOME } else { 1.0 - HOME }
                },
            ),
            intermediate: Array3::filled([2, 1, 1], inputs),
            final_use: Array3::filled([2, 1, 1], 1.0 - inputs),
        },
        tariff: None,
        factor_income: Array3::filled([2, 1, 1], 1.0 - inputs),
        production_tax: Array2::zeros([2, 1]),
        trade_elasticity: None,
        satellites: Vec::new(),
        region_covariates: Vec::new(),
        pair_covariates: Vec::new(),
        mends: Vec::new(),
    })
    .unwrap()
}

/// A scenario in a folder of its own.
pub struct Written {
    pub folder: TempDir,
    pub path: PathBuf,
}

pub fn written(text: &str) -> Written {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("my.toml");
    std::fs::write(&path, text).unwrap();
    Written { folder, path }
}

pub fn scenario(text: &str) -> FoundScenario {
    load_scenario(written(text).path.to_str().unwrap(), &[]).unwrap()
}

/// A scenario solved and told: the solved cases, and their results.
pub struct Solved {
    pub result: RunResult,
    pub results: Results,
}

impl Deref for Solved {
    type Target = RunResult;

    fn deref(&self) -> &RunResult {
        &self.result
    }
}

pub fn solved(world: &World, text: &str, threads: usize) -> Result<Solved, EngineError> {
    let request = Request { scenario: &scenario(text), world, variants: &[], threads };
    solved_with(&request, &Further::default())
}

pub fn solved_with(request: &Request<'_>, further: &Further<'_>) -> Result<Solved, EngineError> {
    let result = run_with(request, further, &|| false)?;
    Ok(Solved { results: Results::of_run(request, &result), result })
}

/// Writes a run folder.
pub fn write(
    results: &Results,
    path: &Path,
    overwrite: bool,
    format: Format,
) -> Result<Vec<String>, ResultsError> {
    let folder = ResultsFolder::new::<Manifest>(path, overwrite)?;
    folder.write(results, Some(&run_report), format, &|| false)
}

/// The value of the one row with these labels.
pub fn value(table: &Table, labels: &[(&str, &str)], column: &str) -> f64 {
    let matches =
        |row: usize| labels.iter().all(|(name, label)| table.labels(name).unwrap().get(row) == *label);
    let rows: Vec<usize> = (0..table.rows()).filter(|&row| matches(row)).collect();
    assert_eq!(rows.len(), 1, "rows with {labels:?}");
    table.numbers(column).unwrap()[rows[0]]
}

/// The names of everything in a folder, sorted.
pub fn entries(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
