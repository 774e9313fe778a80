//! Pichler et al. (2022): the three-sector economy of MacroStat, and the lockdown of the United Kingdom in 2020.

mod shocks;

use crate::reference;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use crate::reference::{Matrix, distance, largest};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_propagation::{
    Consumption, Criticality, Day, ImportantInput, InputOutput, InputUse, InventoryDays, Labour, Model, Need,
    Rationing, Settings, Simulation,
};
use oblate_world::Axis;
use shocks::Inputs;

const RULES: [&str; 5] = ["leontief", "strongly_critical", "half_critical", "weakly_critical", "linear"];

/// Whether industries are served first, and what that is called.
const RATIONING: [(&str, bool); 2] = [("Proportional", false), ("Industries first", true)];

/// How inputs limit output under a rule of the reference, by its table of criticality.
fn input_use(rule: &str, criticality: &[Vec<f64>]) -> InputUse {
    let need = |value: &f64| match *value {
        1.0 => Need::Essential,
        0.5 => Need::Important,
        _ => Need::Rest,
    };
    let need = criticality.iter().flatten().map(need).collect();
    let important = match rule {
        "leontief" => return InputUse::Leontief,
        "linear" => return InputUse::Linear,
        "strongly_critical" => ImportantInput::AsEssential,
        "half_critical" => ImportantInput::Half,
        _ => ImportantInput::AsRest,
    };
    InputUse::Criticality(Criticality { need, important })
}

/// A table of one region: households, and all other final users.
fn table(codes: &[String], z: &[f64], households: &[f64], other: &[f64], labour: &[f64]) -> Arc<InputOutput> {
    let finals: Vec<f64> = households.iter().zip(other).flat_map(|(c, f)| [*c, *f]).collect();
    let regions = Axis::of_codes(["GBR"]).unwrap();
    let uses = Axis::of_codes(["households", "other"]).unwrap();
    // the tables are of a day
    let year = |flows: &[f64]| flows.iter().map(|flow| flow * 365.0).collect::<Vec<f64>>();
    let table =
        InputOutput::of_flows(regions, reference::axis(codes), uses, &year(z), &year(&finals)).unwrap();
    Arc::new(table.with_labour(labour.to_vec()).unwrap())
}

/// Variables in the order of their names, day by day.
type Days = Vec<[Vec<f64>; 6]>;

const NAMES: [&str; 6] = ["x", "d", "c", "l", "xcap", "xinp"];

/// Runs a model, and notes output, demand, deliveries to households, labour, capacity and what inputs allow.
fn run(model: &Model, inputs: &Inputs<'_>, days: usize) -> (Days, Vec<f64>) {
    let mut path = Vec::new();
    let mut stock = Vec::new();
    let note = |day: &Day<'_, '_>| {
        let shape = day.model().shape();
        let consumption = (0..shape.sectors).map(|k| day.received()[k * shape.buyers() + shape.industries()]);
        let labour = day.labour().iter().zip(inputs.labour).map(|(share, labour)| share * labour);
        path.push([
            day.output().to_vec(),
            day.demand().to_vec(),
            consumption.collect(),
            labour.collect(),
            day.capacity().to_vec(),
            day.input_bound().to_vec(),
        ]);
        let flows = day.inventories().iter().enumerate().map(|(at, stock)| {
            let (k, f) = (at / shape.industries(), at % shape.industries());
            stock + day.received()[k * shape.buyers() + f] - day.used()[at]
        });
        stock = flows.collect();
        ControlFlow::Continue(())
    };
    let mut simulation = Simulation::new(model, &inputs.shocks(), 0, note).unwrap();
    simulation.run(days).unwrap();
    drop(simulation);
    (path, stock)
}

fn settings(rule: &str, criticality: &[Vec<f64>], first: bool, days: Vec<f64>, restoring: f64) -> Settings {
    Settings {
        rationing: if first { Rationing::IntermediateFirst } else { Rationing::Proportional },
        inventories: InventoryDays::ByUser(days),
        restoring,
        ..Settings::pichler(input_use(rule, criticality))
    }
}

/// The largest distance of a variable over its largest number.
fn gap(path: &Days, variable: usize, wanted: &[Vec<f64>]) -> f64 {
    let found: Vec<f64> = path.iter().flat_map(|day| day[variable].iter().copied()).collect();
    let wanted: Vec<f64> = wanted.concat();
    distance(&found, &wanted) / largest(&wanted)
}

fn uk(folder: &Path, rule: &str, first: bool) -> Compared {
    let read = |name: &str| Matrix::read(&folder.join(name));
    let vectors = read("uk_input_vectors_per_day.csv");
    let column = |name: &str| vectors.column(name);
    let z = read("uk_input_Z0_per_day.csv");
    let labour = column("l0");
    let table = table(&vectors.rows, &z.flat(), &column("c0"), &column("f0"), &labour);
    let criticality = read("uk_input_criticality.csv");
    let settings = settings(rule, &criticality.cells, first, column("n_days"), 10.0);
    let model = Model::new(table, settings).unwrap();
    let fear = read("uk_input_fear_perm.csv");
    let inputs = Inputs {
        supply: &read("uk_input_sup.csv").cells,
        preference: &read("uk_input_pref.csv").cells,
        other: &read("uk_input_other_fd.csv").cells,
        fear: &fear.column("fear"),
        expectation: &fear.column("perm"),
        households: &column("c0"),
        other_before: &column("f0"),
        labour: &labour,
    };
    let suffix = if first { "_firmpriority" } else { "" };
    let days = inputs.fear.len();
    let (path, stock) = run(&model, &inputs, days);
    let of_variable = |(at, name): (usize, &&str)| {
        gap(&path, at, &read(&format!("uk_{rule}{suffix}__{name}.csv.gz")).cells)
    };
    let largest_gap = NAMES.iter().enumerate().map(of_variable).fold(0.0, f64::max);
    let wanted = read(&format!("uk_{rule}{suffix}__S_last.csv.gz")).flat();
    let gap = largest_gap.max(distance(&stock, &wanted) / largest(&wanted));
    let output = read(&format!("uk_{rule}{suffix}__x.csv.gz")).cells;
    Compared { gap, reference: output.iter().flatten().sum(), ours: made(&path) }
}

/// The largest distance of any variable on any day, and the sums of output.
struct Compared {
    gap: f64,
    reference: f64,
    ours: f64,
}

fn made(path: &Days) -> f64 {
    path.iter().flat_map(|day| &day[0]).sum()
}

#[test]
fn the_lockdown_of_the_united_kingdom_is_reproduced() {
    let Some(data) = reference::data_folder() else { return };
    let folder = data.join("reference/propagation/pichler/uk");
    let mut table = Comparison::new(
        "pichler-2022-uk",
        "The United Kingdom, 2020: 55 industries, half a year",
        "Output of all industries summed over 182 days, million pounds, under five ways in which inputs limit it.",
        "an independent program on the authors' inputs (Pichler et al. 2022, version of May 2020)",
    )
    .note("Beside the sum, output, demand, consumption, labour, capacity and what inputs allow of every industry on every day are held to the same part of the variable's largest number.");
    for rule in RULES {
        for (column, first) in RATIONING {
            let Compared { gap, reference, ours } = uk(&folder, rule, first);
            assert!(gap <= 1e-10, "{rule} {column}: {gap:e}");
            table.number(["", rule, column], reference, ours, Tolerance::Relative(1e-10), 3);
        }
    }
    table.close(10);
}

#[derive(serde::Deserialize)]
struct Meta {
    parameters: Parameters,
    data: Data,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parameters {
    inventory_adjustment_speed: f64,
    hiring_rate: f64,
    firing_rate: f64,
    consumption_persistence: f64,
    benefit_rate: f64,
    savings_redirection: f64,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    critical_input_matrix: Vec<Vec<f64>>,
    intermediate_consumption_matrix: Vec<Vec<f64>>,
    initial_labour_compensation: Vec<f64>,
    initial_household_consumption: Vec<f64>,
    initial_other_final_demand: Vec<f64>,
    inventory_target_days: Vec<f64>,
}

fn three_sectors(folder: &Path, rule: &str, first: bool) -> Compared {
    let text = std::fs::read_to_string(folder.join("macrostat_3sector_meta.json")).unwrap();
    let Meta { parameters, data } = serde_json::from_str(&text).unwrap();
    let codes = ["A", "B", "C"].map(str::to_owned);
    let z = data.intermediate_consumption_matrix.concat();
    let (households, other) = (data.initial_household_consumption, data.initial_other_final_demand);
    let labour = data.initial_labour_compensation;
    let table = table(&codes, &z, &households, &other, &labour);
    let restoring = parameters.inventory_adjustment_speed;
    let settings = Settings {
        labour: Labour::HiredAndFired { hiring: parameters.hiring_rate, firing: parameters.firing_rate },
        consumption: Consumption::FromIncome {
            households: 0,
            benefits: parameters.benefit_rate,
            persistence: parameters.consumption_persistence,
            saved: parameters.savings_redirection,
        },
        ..settings(rule, &data.critical_input_matrix, first, data.inventory_target_days, restoring)
    };
    let model = Model::new(table, settings).unwrap();
    let input = |name: &str| {
        // the first row belongs to the state before the first day
        let file = folder.join(format!("macrostat_3sector_input_{name}.csv"));
        Matrix::read(&file).cells.split_off(1)
    };
    let inputs = Inputs {
        supply: &input("SupplyShock"),
        preference: &input("DemandPreferences"),
        other: &input("OtherFinalDemand"),
        fear: &input("FearOfInfection").concat(),
        expectation: &input("PermanentIncomeExpectation").concat(),
        households: &households,
        other_before: &other,
        labour: &labour,
    };
    let suffix = if first { "_firmpriority" } else { "" };
    let wanted = Matrix::read(&folder.join(format!("macrostat_3sector_{rule}{suffix}.csv")));
    let names = [
        "GrossOutput",
        "AggregateDemand",
        "RealizedConsumption",
        "LabourCompensation",
        "ProductiveCapacity",
        "InputCapacity",
    ];
    let days = wanted.rows.len() - 2;
    let (path, _) = run(&model, &inputs, days);
    let of_variable = |(at, name): (usize, &&str)| {
        let columns: Vec<usize> = (wanted.columns.iter().enumerate())
            .filter(|(_, column)| column.split('|').next() == Some(name))
            .map(|(at, _)| at)
            .collect();
        // the first two rows are the state before the first day
        let rows: Vec<Vec<f64>> =
            wanted.cells[2..].iter().map(|row| columns.iter().map(|&c| row[c]).collect()).collect();
        gap(&path, at, &rows)
    };
    let gap = names.iter().enumerate().map(of_variable).fold(0.0, f64::max);
    let output = wanted.cells[2..].iter().flat_map(|row| &row[..3]);
    assert!(wanted.columns[..3].iter().all(|column| column.starts_with("GrossOutput|")));
    Compared { gap, reference: output.sum(), ours: made(&path) }
}

#[test]
fn the_three_sector_economy_is_reproduced() {
    let Some(data) = reference::data_folder() else { return };
    let folder = data.join("reference/propagation/pichler");
    let mut table = Comparison::new(
        "pichler-2022-three-sectors",
        "An economy of three sectors",
        "Output summed over 180 days, in the unit of the table, under five ways in which inputs limit it.",
        "MacroStat 0.6.0, a translation of the authors' program, in single precision",
    )
    .note("Beside the sum, output, demand, consumption, labour, capacity and what inputs allow of every industry on every day are held to the same part of the variable's largest number.");
    for rule in RULES {
        for (column, first) in RATIONING {
            let Compared { gap, reference, ours } = three_sectors(&folder, rule, first);
            // the reference has single precision
            assert!(gap <= 1e-4, "{rule} {column}: {gap:e}");
            table.number(["", rule, column], reference, ours, Tolerance::Relative(1e-4), 2);
        }
    }
    table.close(10);
}
