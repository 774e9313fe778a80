//! What the book says of the result tables is what is written: columns, variables and units, in their order, labels or numbers.

use crate::support::{TARIFFS, scenario, solved, solved_with, world};
use oblate::{
    Cells, DERIVATIVE_TABLES, Further, INDICATOR_TABLES, Instrument, RESULT_TABLES, Request, Results,
    SHORT_RUN_TABLES, ShockRequest, Supervision, Table, TableDescription, Unit, exposure, exposure_table,
    gradient, gradient_table, load_shocks, open_world, run_shocks,
};
use oblate_world::RandomWorld;

/// The distinct variables of a tidy table with their units, in the order of their first rows.
fn variables(table: &Table) -> Vec<(String, String)> {
    let (names, units) = (table.labels("variable").unwrap(), table.labels("unit").unwrap());
    let mut told: Vec<(String, String)> = Vec::new();
    for row in 0..table.rows() {
        let variable = (names.get(row).to_owned(), units.get(row).to_owned());
        if !told.contains(&variable) {
            told.push(variable);
        }
    }
    told
}

fn description(name: &str) -> &'static TableDescription {
    RESULT_TABLES.iter().find(|table| table.name == name).unwrap()
}

/// The columns of a table, each with whether it holds numbers.
fn shape(table: &Table) -> Vec<(&'static str, bool)> {
    table.columns.iter().map(|column| (column.name, matches!(column.cells, Cells::Numbers(_)))).collect()
}

#[test]
fn every_table_of_a_short_run_has_the_columns_that_are_described() {
    let (scenario, world) = (load_shocks("rebound-2021", &[]).unwrap(), open_world("world-2014").unwrap());
    let request = ShockRequest {
        scenario: &scenario,
        world: &world,
        variants: &["base".to_owned()],
        days: Some(2),
        industries: true,
        threads: 0,
    };
    let results = Results::of_shocks(&request, &run_shocks(&request, &Supervision::NONE).unwrap());
    let written: Vec<_> = results.tables().iter().map(|table| (table.name, shape(table))).collect();
    let told: Vec<_> = SHORT_RUN_TABLES.iter().map(|table| (table.name, table.shape())).collect();
    assert_eq!(written, told);
}

#[test]
fn every_table_has_the_columns_that_are_described() {
    let request = Request { scenario: &scenario(TARIFFS), world: &world(), variants: &[], threads: 1 };
    let further = Further { draws: 2, starts: 2, ..Further::default() };
    let tables = solved_with(&request, &further).unwrap().results;
    for table in tables.tables() {
        assert_eq!(shape(table), description(table.name).shape(), "{}", table.name);
    }
}

#[test]
fn every_variable_is_described_with_its_unit_and_no_other() {
    let world = RandomWorld { seed: 7, by_use: true, ..RandomWorld::default() }.build();
    let factor = world.axes().factors.codes().next().unwrap();
    let moving = format!(
        "{TARIFFS}[model]\nsourcing = \"by-use\"\n[groups]\nhome = [\"R1\", \"R2\"]\n[migration]\namong = \"home\"\nfactors = \"{factor}\"\nelasticity = 1.5"
    );
    let tables = solved(&world, &moving, 1).unwrap().results;
    for table in [tables.table("regions").unwrap(), tables.table("sectors").unwrap()] {
        let described = description(table.name).variables;
        let written = variables(table);
        let mut at = 0;
        for (name, unit) in &written {
            // several variables of the table may be one of the description: one for each factor
            while !described.get(at).is_some_and(|variable| variable.is(name)) {
                at += 1;
                assert!(at < described.len(), "`{name}` of `{}` is not described at its place", table.name);
            }
            let expected = match described[at].unit {
                Unit::People => "thousand persons",
                unit => unit.name().unwrap_or(&world.accounts().description.unit),
            };
            assert_eq!(unit, expected, "{name}");
        }
        for variable in described {
            assert!(
                written.iter().any(|(name, _)| variable.is(name)),
                "`{}` is never written",
                variable.name
            );
        }
    }
}

#[test]
fn every_table_of_derivatives_has_the_columns_that_are_described() {
    let (scenario, world) = (scenario(TARIFFS), world());
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
    let [of_gradient, of_exposure] = &DERIVATIVE_TABLES;
    let instruments =
        [Instrument::Tariff, Instrument::Productivity, Instrument::FactorSupply, Instrument::Deficit];
    let mut written = Vec::new();
    for by in instruments {
        let table = gradient_table(&gradient(&request, "welfare", by, &|| false).unwrap());
        let described = of_gradient.shape();
        let own = shape(&table);
        // some of the columns that are described, in their order
        let kept: Vec<_> = described.into_iter().filter(|column| own.contains(column)).collect();
        assert_eq!(own, kept, "{by:?}");
        written.extend(own);
    }
    assert!(of_gradient.shape().iter().all(|column| written.contains(column)), "{written:?}");
    let table = exposure_table(&exposure(&request, &|| false).unwrap());
    assert_eq!(shape(&table), of_exposure.shape());
}

#[test]
fn every_column_of_every_table_stands_on_a_page_at_an_anchor_of_its_own() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/formats/tables.md");
    let page = std::fs::read_to_string(page).unwrap();
    let tables = [&RESULT_TABLES[..], &SHORT_RUN_TABLES, &INDICATOR_TABLES, &DERIVATIVE_TABLES].concat();
    for table in tables {
        let heading = format!("### Table {}\n", table.name);
        let sections: Vec<&str> =
            page.split(&heading).skip(1).map(|rest| rest.split("\n### ").next().unwrap()).collect();
        for (column, _) in table.shape() {
            let cell = format!("</a>`{column}` |");
            assert!(sections.iter().any(|section| section.contains(&cell)), "{} {column}", table.name);
        }
    }
    let mut anchors: Vec<&str> =
        page.split("<a id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let all = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), all, "an anchor stands twice");
}
