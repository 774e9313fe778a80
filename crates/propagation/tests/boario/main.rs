//! BoARIO 0.7.2 on small tables: every variable of every day of its stored runs.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod recorder;
#[path = "../reference/mod.rs"]
mod reference;
mod scenario;

use std::path::Path;
use std::sync::Arc;

use oblate_propagation::Simulation;
use recorder::Recorder;
use reference::{Matrix, distance, largest};
use scenario::Scenario;

const STOCK_DAYS: [usize; 12] = [0, 1, 2, 5, 6, 7, 10, 30, 60, 90, 180, 364];

/// Largest distance over the variable's largest number. Unmet demand is a difference of flows and so has their
/// rounding, 1e-15 of them: where nothing is missing it is measured against that.
fn gap(found: &[f64], wanted: &[f64], noise: f64) -> f64 {
    distance(found, wanted) / largest(wanted).max(noise)
}

fn run(folder: &Path) -> (Recorder, usize) {
    let scenario = Scenario::read(folder);
    let table = reference::input_output(&folder.with_file_name(format!("mrio_{}", scenario.mrio)));
    let table = Arc::new(table);
    let model = scenario.prepare(table.clone());
    let recorder = Recorder { stock_days: STOCK_DAYS.to_vec(), ..Recorder::default() };
    let mut simulation = Simulation::new(&model, &scenario.shocks(&table), 0, recorder).unwrap();
    simulation.run(365).unwrap();
    (simulation.into_observer(), table.shape().industries())
}

fn compare(folder: &Path) -> Vec<(String, f64)> {
    let (recorder, industries) = run(folder);
    let mut gaps = Vec::new();
    for (name, days) in &recorder.variables {
        let wanted = Matrix::read(&folder.join(format!("{name}.csv")));
        assert_eq!(wanted.cells.len(), days.len(), "{name}");
        assert_eq!(wanted.columns.len(), industries);
        let noise = if name.starts_with("final_demand") { 1e-7 * recorder.final_demand } else { 1e-300 };
        gaps.push(((*name).to_owned(), gap(&days.concat(), &wanted.flat(), noise)));
    }
    for (day, stock) in &recorder.stocks {
        let wanted = Matrix::read(&folder.join(format!("inputs_stocks_step_{day:03}.csv")));
        gaps.push((format!("stocks of day {day}"), gap(stock, &wanted.flat(), 1e-300)));
    }
    gaps
}

#[test]
fn stored_runs_are_reproduced() {
    let Some(data) = reference::data_folder() else { return };
    let folder = data.join("reference/propagation");
    let mut runs: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    runs.retain(|run| run.join("scenario.json").is_file());
    runs.sort();
    assert!(runs.len() >= 20, "{} runs", runs.len());
    let mut misses = Vec::new();
    for run in runs {
        let gaps = compare(&run);
        let largest = gaps.iter().map(|(_, gap)| *gap).fold(0.0, f64::max);
        println!("{}: {largest:.1e}", run.file_name().unwrap().display());
        for (what, gap) in gaps {
            if gap > 1e-8 {
                misses.push(format!("{}: {what}: {gap:e}", run.file_name().unwrap().display()));
            }
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
