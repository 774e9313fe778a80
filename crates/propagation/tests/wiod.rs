//! BoARIO 0.7.2 on the world table of 2011: 1,435 industries for a year.

use crate::reference;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use crate::reference::{Matrix, distance, largest};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_propagation::{
    Day, Effect, InputOutput, InventoryDays, Model, Recovery, Settings, Shock, Simulation, Timing,
};

/// Industries of one country that lose a part of their capacity.
fn stop(table: &InputOutput, region: &str, sectors: &[&str], loss: f64, days: f64) -> Shock {
    let region = table.regions().find(region).unwrap();
    let industries =
        sectors.iter().map(|code| ((region, table.sectors().find(code).unwrap()), loss)).collect();
    let timing = Timing { start: 5.0, days, recovery: Recovery::Linear(days) };
    Shock::new("stop", timing, Effect::Capacity(industries))
}

/// Every variable that is stored of a run, on the days that are stored.
fn compare(model: &Model, shock: Shock, folder: &Path) -> BTreeMap<&'static str, f64> {
    let read = |name: &str| Matrix::read(&folder.join(format!("{name}.csv.gz")));
    let days: Vec<usize> = read("production_realised").rows.iter().map(|row| row.parse().unwrap()).collect();
    let mut found: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    let mut stock = Vec::new();
    let mut final_demand: f64 = 0.0;
    let note = |day: &Day<'_, '_>| {
        let shape = day.model().shape();
        if days.contains(&day.step()) {
            let mut put = |name, values: &[f64]| found.entry(name).or_default().extend(values);
            put("production_realised", day.output());
            put("production_capacity", day.capacity());
            put("overproduction", day.overproduction());
            put("intermediate_demand", day.intermediate_demand());
            let unmet = |f: usize| day.unmet(f % shape.sectors, f / shape.sectors);
            put("final_demand_unmet", &(0..shape.industries()).map(unmet).collect::<Vec<_>>());
        }
        let after = day.inventories().iter().zip(day.used()).enumerate().map(|(at, (stock, used))| {
            stock + day.received()[at / shape.industries() * shape.buyers() + at % shape.industries()] - used
        });
        stock = after.collect();
        final_demand = day.final_demand().iter().sum();
        ControlFlow::Continue(())
    };
    Simulation::new(model, &[shock], 0, note).unwrap().run(365).unwrap();
    found.insert("inputs_stock_after_last_step", stock);
    let gap = |(name, found): (&'static str, Vec<f64>)| {
        let wanted = read(name).flat();
        // unmet demand is a difference of flows, with their rounding
        let noise = if name == "final_demand_unmet" { 1e-7 * final_demand } else { 1e-300 };
        (name, distance(&found, &wanted) / largest(&wanted).max(noise))
    };
    found.into_iter().map(gap).collect()
}

#[test]
fn stored_runs_on_the_world_table_are_reproduced() {
    let Some(data) = reference::data_folder() else { return };
    let table = reference::wiod::table(&data.join("data/wiod-2013-release/2011"));
    let settings =
        Settings { inventories: InventoryDays::Same(60.0), restoring: 30.0, ..Settings::boario_072() };
    let model = Model::new(Arc::clone(&table), settings).unwrap();
    let manufacturing: Vec<String> = (3..=16).map(|number| format!("c{number}")).collect();
    let manufacturing: Vec<&str> = manufacturing.iter().map(String::as_str).collect();
    let runs = [
        ("chn_lockdown", stop(&table, "CHN", &manufacturing, 0.3, 30.0)),
        ("rus_energy", stop(&table, "RUS", &["c2", "c8"], 0.5, 90.0)),
    ];
    let mut compared = Comparison::new(
        "boario-wiod-2011",
        "The world in 2011: 1,435 industries for a year",
        "The largest difference of a variable on the days that are stored, as a part of its largest number.",
        "BoARIO 0.7.2 on WIOD 2011 (41 regions, 35 sectors)",
    );
    for (name, shock) in runs {
        let gaps = compare(&model, shock, &data.join("reference/propagation/wiod2011").join(name));
        for (variable, gap) in gaps {
            compared.number([name, variable, "gap"], 0.0, gap, Tolerance::Plain(1e-8), 10);
        }
    }
    compared.close(2 * 6);
}
