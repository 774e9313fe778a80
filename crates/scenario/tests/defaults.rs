//! Leaving a key out is the same as writing the default that the schema tells.

use crate::support::{self, TestGroups, TestTables, changed};
use oblate_propagation::InputOutput;
use oblate_scenario::{Resolved, Scenario, ShortRun, ShortRunContext, json_schema, shock_schema};
use oblate_world::World;
use serde_json::Value;

/// A table of the schema, a text that ends within such a table, and keys that this test leaves out because their default is what the
/// world has of some words, or because of what they need.
type Sample = (&'static str, &'static str, &'static [&'static str]);

const LINKS: &str = "\n[[tariff]]\ntable = \"rates.csv\"\n";

const LONG_RUN: &[Sample] = &[
    ("", "title = \"t\"\n", &[]),
    ("Model", "[model]\n", &[]),
    ("Technology", "[model.technology]\n", &[]),
    ("Nest", "[[model.nest]]\nname = \"n\"\nproducts = [\"A\", \"C26\"]\n", &[]),
    ("Parameters", "[parameters]\n", &[]),
    // what is not said of it is left to the draws, which take the default
    ("Sensitivity", "[sensitivity]\n", &["substitution"]),
    // the usual codes of final uses, as far as a world has them
    ("Demand", "[demand]\n", &["households", "investment"]),
    // needs people, or a table of moves
    ("Migration", "title = \"t\"\n", &["stay", "column"]),
    // its default stands for each sector
    ("Household", "[[household]]\nname = \"all\"\n", &["sectors"]),
    ("RegionSplit", "[[region_split]]\nregion = \"DEU\"\nparts = { n = 0.5, s = 0.5 }\n", &[]),
    // the solver has the same default
    ("Solver", "[solver]\n", &["tolerance", "max_iterations"]),
    ("TradeShock", LINKS, &[]),
    ("Embargo", "[[embargo]]\n", &[]),
    ("SectorShock", "[[subsidy]]\ntable = \"regions.csv\"\n", &[]),
    ("FactorShock", "[[factor]]\ntable = \"regions.csv\"\n", &[]),
    ("CapShock", "[[cap]]\nquantity = 0.5\n", &[]),
    ("ConsumptionTax", "[[consumption_tax]]\ntable = \"regions.csv\"\n", &[]),
    ("InputShock", "[[input_tax]]\ntable = \"regions.csv\"\n", &[]),
    // the usual fuels, as far as a world has them
    (
        "CarbonPrice",
        "[[carbon_price]]\non = \"A\"\nborder_adjustment = true\ntable = \"regions.csv\"\n",
        &["on", "border_adjustment"],
    ),
    ("DeficitShock", "[[deficit]]\nbalance = \"ROW\"\ntable = \"regions.csv\"\n", &["regions"]),
];

const SHORT_RUN: &[Sample] = &[
    ("", "title = \"t\"\n", &[]),
    ("Choices", "[short_run]\nimportant = \"A\"\n", &[]),
    ("Contract", "[short_run]\nrationing = \"by-contract\"\n[[contract]]\nsectors = \"A\"\n", &[]),
    ("Loss", "[[capacity_loss]]\ntable = \"regions.csv\"\n", &[]),
    ("CapitalLoss", "[[capital_loss]]\ntable = \"regions.csv\"\nrebuild = { A = 1 }\n", &[]),
    ("InventoryLoss", "[[inventory_loss]]\nloss = 0.5\n", &[]),
    ("DemandChange", "[[demand_change]]\ntable = \"regions.csv\"\nrebound = 1\n", &[]),
    ("Expectation", "[[income_expectation]]\nloss = 0.5\n", &[]),
    ("Route", "[[route]]\n", &[]),
    ("Ban", "[[embargo]]\n", &[]),
    ("InventoryTarget", "[[inventory_target]]\nmultiply = 2\n", &[]),
];

fn tables() -> TestTables {
    TestTables::default()
        .with(
            "rates.csv",
            &["origin", "destination", "sector"],
            &["value"],
            &[(&["CHN", "USA", "C26"], 0.4), (&["USA", "USA", "A"], 0.1)],
        )
        .with("regions.csv", &["region"], &["value"], &[(&["CHN"], 0.2)])
}

/// Holds every table of a schema that has defaults to its sample.
fn hold<R: PartialEq>(schema: &str, samples: &[Sample], resolve: impl Fn(&str) -> Vec<R>) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let mut differing = Vec::new();
    let defined = schema["$defs"].as_object().unwrap().iter().map(|(name, table)| (name.as_str(), table));
    for (name, table) in std::iter::once(("", &schema)).chain(defined) {
        let Some(properties) = table["properties"].as_object() else { continue };
        let mut defaults =
            properties.iter().filter_map(|(key, about)| Some((key, about.get("default")?))).peekable();
        if defaults.peek().is_none() {
            continue;
        }
        let sample = samples.iter().find(|(table, ..)| *table == name);
        let (_, text, left_out) = sample.unwrap_or_else(|| panic!("no sample of the table `{name}`"));
        let without = resolve(text);
        for (key, default) in defaults.filter(|(key, _)| !left_out.contains(&key.as_str())) {
            if resolve(&format!("{text}{key} = {default}\n")) != without {
                differing.push(format!("{name}: {key} = {default}"));
            }
        }
    }
    assert!(differing.is_empty(), "{differing:#?}");
}

fn emitting() -> World {
    let mut burning = support::burning().into_accounts();
    // all of them are told, so that no missing value is unlike itself
    burning.satellites[0].values = oblate_world::Array2::filled([5, 3], 2.0);
    World::new(burning).unwrap()
}

#[test]
fn a_key_of_a_scenario_that_is_left_out_has_its_default() {
    let world = emitting();
    let resolve = |text: &str| -> Vec<Resolved> {
        support::run_on(&world, &tables(), text, &[])
            .unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
    };
    hold(&json_schema(), LONG_RUN, resolve);
}

#[test]
fn a_key_of_a_file_of_shocks_that_is_left_out_has_its_default() {
    let world = changed(|_| {});
    let table = InputOutput::of_world(&world).unwrap();
    let tables = tables();
    let resolve = |text: &str| -> Vec<ShortRun> {
        let context = ShortRunContext { world: &world, table: &table, tables: &tables, groups: &TestGroups };
        let runs = Scenario::read(text, "s.toml").short_run(&[], &context);
        runs.unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
    };
    hold(&shock_schema(), SHORT_RUN, resolve);
}
