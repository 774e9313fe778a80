//! BoARIO 0.7.2 on small tables: every variable of every day of its stored runs.

mod recorder;
mod scenario;

use crate::reference;
use std::path::Path;
use std::sync::Arc;

use crate::reference::{Matrix, distance, largest};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_propagation::{
    Curves, Model, Outcome, Rationing, Remedy, Settings, Simulation, Trouble, Variation, Watch,
};
use recorder::Recorder;
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

fn compare(folder: &Path) -> (Recorder, Vec<(String, f64)>) {
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
    (recorder, gaps)
}

#[test]
fn stored_runs_are_reproduced() {
    let Some(data) = reference::data_folder() else { return };
    let folder = data.join("reference/propagation");
    let mut runs: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    runs.retain(|run| run.join("scenario.json").is_file());
    runs.sort();
    assert!(runs.len() >= 20, "{} runs", runs.len());
    let mut table = Comparison::new(
        "boario-0.7.2",
        "Runs of a year",
        "World output summed over 365 days, and all inventories at the start of the last one, in the unit of each table.",
        "BoARIO 0.7.2 on pymrio's test table (6 regions, 8 sectors) and on its own fixture (3 regions, 5 sectors)",
    )
    .note(
        "Beside these sums, every variable of every day (output, capacity, overproduction, intermediate demand, rebuilding asked for \
         and delivered, missing capital, final demand unmet by user and by supplier) and the inventories of twelve days are held to 1e-8 of \
         the variable's largest number.",
    );
    let mut compared = 0;
    for run in runs {
        let (recorder, gaps) = compare(&run);
        let largest = gaps.iter().map(|(_, gap)| *gap).fold(0.0, f64::max);
        println!("{}: {largest:.1e}", run.file_name().unwrap().display());
        assert!(largest <= 1e-8, "{}: {gaps:?}", run.display());
        let name = run.file_name().unwrap().to_string_lossy().into_owned();
        for (column, file) in [("Output", "production_realised"), ("Inventories", "inputs_stocks_step_364")] {
            let sum = |matrix: &Matrix| matrix.flat().iter().sum::<f64>();
            let found = match column {
                "Output" => recorder.variables["production_realised"].concat().iter().sum(),
                _ => recorder.stocks[&364].iter().sum(),
            };
            let wanted = sum(&Matrix::read(&run.join(format!("{file}.csv"))));
            table.number(["", &name, column], wanted, found, Tolerance::Relative(1e-8), 2);
            compared += 1;
        }
    }
    table.close(compared);
}

/// The same shocks under two rules of rationing: lowest and last output, and output lost in days, as an own program
/// printed them.
#[test]
fn rationing_decides_whether_the_world_collapses() {
    let Some(data) = reference::data_folder() else { return };
    let folder = data.join("reference/propagation");
    let printed = std::fs::read_to_string(folder.join("collapse_experiment.txt")).unwrap();
    let mut compared = 0;
    for line in printed.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<f64>().unwrap();
        let last_word = words.len() - 1;
        let wanted = [number(3), number(6), number(last_word)];
        let scenario = Scenario::read(&folder.join(words[0]));
        let table = Arc::new(reference::input_output(&folder.join(format!("mrio_{}", scenario.mrio))));
        let model = scenario.prepare(table.clone());
        let rationing =
            if words[1] == "priority" { Rationing::IntermediateFirst } else { Rationing::Proportional };
        let model = model.with(Settings { rationing, ..model.settings().clone() }).unwrap();
        let (watch, curves) = observe(&model, &scenario, &table);
        let output: Vec<f64> =
            curves.world().iter().map(|sums| sums.output / curves.world_baseline().output).collect();
        let lowest = output.iter().fold(f64::INFINITY, |least, part| least.min(*part));
        let lost: f64 = output.iter().map(|part| 1.0 - part).sum();
        let found = [lowest, output[364], lost];
        for ((found, wanted), digits) in found.iter().zip(wanted).zip([5e-4, 5e-4, 5e-3]) {
            assert!((found - wanted).abs() <= digits * 1.000_001, "{line}: {found}");
        }
        // a world that lost half of its output for ever is told to have collapsed, and no other is
        let collapses = watch.troubles().iter().any(|trouble| matches!(trouble, Trouble::Collapse { .. }));
        assert_eq!(collapses, wanted[1] < 0.5, "{line}");
        compared += 1;
    }
    assert_eq!(compared, 14);
}

fn observe(model: &Model, scenario: &Scenario, table: &oblate_propagation::InputOutput) -> (Watch, Curves) {
    let observer = (Watch::new(model), Curves::new(model));
    let mut simulation = Simulation::new(model, &scenario.shocks(table), 0, observer).unwrap();
    simulation.run(365).unwrap();
    simulation.into_observer()
}

/// The trouble names its day, its industry and input, and the choice that avoids it.
#[test]
fn a_collapse_is_told_with_its_cause_and_its_remedy() {
    let Some(data) = reference::data_folder() else { return };
    let folder = data.join("reference/propagation");
    let scenario = Scenario::read(&folder.join("full_10_energy_stop_alt_psi08"));
    let table = Arc::new(reference::input_output(&folder.join("mrio_full")));
    let model = scenario.prepare(table.clone());
    let troubles = observe(&model, &scenario, &table).0.troubles();
    let Some(collapse @ Trouble::Collapse { since, output, capacity, began: Some(began) }) = troubles.first()
    else {
        panic!("{troubles:?}")
    };
    assert!(*since > 5 && *output < 1e-6 && *capacity > 0.99);
    // electricity is what the shock takes, and three days of it are held
    assert_eq!(table.sectors().codes().nth(began.input), Some("electricity"));
    assert!(table.industry_name(began.industry).starts_with("reg1 "));
    let choices = Remedy::ALL.map(Variation::Choice);
    let heard = std::sync::Mutex::new(Vec::new());
    let hears = |outcomes: &[Outcome]| heard.lock().unwrap().extend_from_slice(outcomes);
    let shocks = scenario.shocks(&table);
    oblate_propagation::compare(&model, &shocks, 365, &choices, || (), &hears).unwrap();
    let others = heard.into_inner().unwrap();
    let avoiding: Vec<Variation> =
        others.iter().filter(|other| other.avoids(collapse)).map(|other| other.variation).collect();
    assert!(avoiding.contains(&Variation::Choice(Remedy::IntermediateFirst)), "{avoiding:?}");
    assert!(others.iter().any(|other| !other.avoids(collapse)), "some choice makes no difference");
    let told = collapse.describe(&model);
    assert!(told.starts_with("collapse since day ") && told.contains("lacking electricity"), "{told}");
}
