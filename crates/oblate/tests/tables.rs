//! The result tables agree with the equilibrium, with the world, and with each other.

use std::io::Write;

use crate::support::{TARIFFS, solved, value, world};
use approx::assert_relative_eq;
use oblate::{Cells, Format, Table};
use oblate_world::{Id, Region};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Rounding of sums over a few hundred cells.
const ROUNDING: f64 = 1e-12;
/// What the solver leaves, in levels (its tolerance is 1e-10), on the difference of two flows.
const SOLVED: f64 = 1e-8;

#[test]
fn regions_tell_the_equilibrium_to_the_digit() {
    let (world, result) = (world(), solved(&world(), TARIFFS, 1).unwrap());
    let table = result.results.table("regions").unwrap();
    assert_eq!(result.variants.iter().map(|v| v.name()).collect::<Vec<_>>(), ["base", "high", "balanced"]);
    for variant in &result.variants {
        let (equilibrium, welfare) = (&variant.equilibrium, &variant.welfare);
        for j in world.axes().regions.ids() {
            let (code, at) = (world.axes().regions.code(j), j.index());
            let told = |variable| {
                value(
                    table,
                    &[("variant", variant.name()), ("region", code), ("variable", variable)],
                    "value",
                )
            };
            assert_eq!(told("real_income_pct"), welfare.real_income_pct[at]);
            assert_eq!(told("real_wage_pct"), welfare.real_wage_pct[at]);
            assert_eq!(told("welfare_first_order_pct"), welfare.welfare_first_order_pct[at]);
            assert_eq!(told("terms_of_trade_pct"), welfare.terms_of_trade_pct[at]);
            assert_eq!(told("volume_of_trade_pct"), welfare.volume_of_trade_pct[at]);
            assert_eq!(told("price_index_hat"), welfare.consumer_price_hat[at]);
            assert_eq!(told("income"), equilibrium.income[at]);
            assert_eq!(told("tariff_revenue"), equilibrium.tariff_revenue[at]);
            assert_eq!(told("deficit"), equilibrium.deficit[at]);
            assert_eq!(told("factor_price_hat:f2"), equilibrium.wage_hat.row(j)[1]);
        }
    }
}

#[test]
fn levels_agree_with_the_accounts_of_the_world() {
    let (world, result) = (world(), solved(&world(), TARIFFS, 1).unwrap());
    let tables = &result.results;
    for j in world.axes().regions.ids() {
        let code = world.axes().regions.code(j);
        let told = |variable| {
            value(
                tables.table("regions").unwrap(),
                &[("variant", "base"), ("region", code), ("variable", variable)],
                "value",
            )
        };
        assert_relative_eq!(
            told("income_baseline"),
            world.final_use().matrix(j).iter().sum(),
            max_relative = ROUNDING
        );
        assert_relative_eq!(
            told("tariff_revenue_baseline"),
            world.tariff_revenue()[j.index()],
            max_relative = ROUNDING
        );
        // imports − exports = deficit, before and after
        let scale = told("imports_baseline");
        assert_relative_eq!(
            told("imports_baseline") - told("exports_baseline"),
            told("deficit_baseline"),
            epsilon = ROUNDING * scale
        );
        assert_relative_eq!(told("imports") - told("exports"), told("deficit"), epsilon = SOLVED * scale);
        assert_relative_eq!(
            told("exports_hat"),
            told("exports") / told("exports_baseline"),
            max_relative = ROUNDING
        );
        for s in world.axes().sectors.ids() {
            let sector = world.axes().sectors.code(s);
            let of_sector = |variable| {
                let labels =
                    [("variant", "base"), ("region", code), ("sector", sector), ("variable", variable)];
                value(tables.table("sectors").unwrap(), &labels, "value")
            };
            assert_relative_eq!(
                of_sector("gross_output_baseline"),
                world.gross_output()[(j, s)],
                max_relative = 10.0 * ROUNDING
            );
            let sales: f64 = world
                .axes()
                .regions
                .codes()
                .map(|destination| {
                    let labels = [
                        ("variant", "base"),
                        ("sector", sector),
                        ("origin", code),
                        ("destination", destination),
                    ];
                    value(tables.table("trade").unwrap(), &labels, "value_new")
                })
                .sum();
            assert_relative_eq!(sales, of_sector("gross_output"), max_relative = SOLVED);
            let labels = [("variant", "base"), ("sector", sector), ("origin", code), ("destination", "R1")];
            let link = world.trade()[(s, Region::new(0), j)];
            assert_relative_eq!(
                value(tables.table("trade").unwrap(), &labels, "value_baseline"),
                link,
                max_relative = 10.0 * ROUNDING
            );
        }
    }
}

#[test]
fn the_world_is_told_by_sums_and_by_means_weighted_by_baseline_income() {
    let result = solved(&world(), TARIFFS, 1).unwrap();
    let table = result.results.table("regions").unwrap();
    let told = |region, variable| {
        value(table, &[("variant", "high"), ("region", region), ("variable", variable)], "value")
    };
    let regions = ["R1", "R2", "R3", "R4"];
    let sum = |variable| regions.iter().map(|region| told(region, variable)).sum::<f64>();
    assert_relative_eq!(told("WLD", "income"), sum("income"), max_relative = ROUNDING);
    let weighted: f64 =
        regions.iter().map(|region| told(region, "income_baseline") * told(region, "real_income_pct")).sum();
    assert_relative_eq!(
        told("WLD", "real_income_pct"),
        weighted / sum("income_baseline"),
        max_relative = 1e-10
    );
    assert_relative_eq!(
        told("WLD", "exports_hat"),
        sum("exports") / sum("exports_baseline"),
        max_relative = ROUNDING
    );
    // what one exports another imports
    assert_relative_eq!(told("WLD", "exports"), told("WLD", "imports"), max_relative = ROUNDING);
    assert_relative_eq!(
        result.variants[1].world_real_income_pct(),
        told("WLD", "real_income_pct"),
        max_relative = 1e-10
    );
}

#[test]
fn groups_of_the_scenario_are_told_before_the_world() {
    let text = "title = \"G\"\n[groups]\nwest = [\"R1\", \"R2\"]\n[[tariff]]\nfrom = \"west\"\nto = \"R3\"\nset = 0.1\n";
    let table = solved(&world(), text, 1).unwrap().results.regions().clone();
    let told = |region, variable| value(&table, &[("region", region), ("variable", variable)], "value");
    assert_eq!(table.labels("region").unwrap().words(), ["R1", "R2", "R3", "R4", "west", "WLD"]);
    assert_relative_eq!(
        told("west", "income"),
        told("R1", "income") + told("R2", "income"),
        max_relative = ROUNDING
    );
    let weighted = |region| told(region, "income_baseline") * told(region, "real_income_pct");
    assert_relative_eq!(
        told("west", "real_income_pct"),
        (weighted("R1") + weighted("R2")) / told("west", "income_baseline"),
        max_relative = 1e-10
    );
}

#[test]
fn the_summary_is_a_part_of_the_regions() {
    let tables = solved(&world(), TARIFFS, 1).unwrap().results;
    for region in ["R1", "R4", "WLD"] {
        let labels = [("variant", "balanced"), ("region", region)];
        let long = [labels[0], labels[1], ("variable", "real_wage_pct")];
        assert_eq!(
            value(tables.table("summary").unwrap(), &labels, "real_wage_pct"),
            value(tables.table("regions").unwrap(), &long, "value")
        );
    }
}

/// One cell of a table as text or number.
#[derive(Debug, PartialEq)]
enum Cell {
    Label(String),
    Number(Option<f64>),
}

fn cells(table: &Table) -> Vec<Vec<Cell>> {
    let cell = |column: &Cells, row: usize| match column {
        Cells::Labels(labels) => Cell::Label(labels.get(row).to_owned()),
        Cells::Numbers(numbers) => Cell::Number((!numbers[row].is_nan()).then_some(numbers[row])),
    };
    (0..table.rows())
        .map(|row| table.columns.iter().map(|column| cell(&column.cells, row)).collect())
        .collect()
}

fn from_csv(bytes: &[u8], table: &Table) -> Vec<Vec<Cell>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header, table.columns.iter().map(|column| column.name).collect::<Vec<_>>());
    let cell = |(text, column): (&str, &oblate::Column)| match column.cells {
        Cells::Labels(_) => Cell::Label(text.to_owned()),
        Cells::Numbers(_) if text.is_empty() => Cell::Number(None),
        Cells::Numbers(_) => Cell::Number(Some(text.parse().unwrap())),
    };
    reader.records().map(|record| record.unwrap().iter().zip(&table.columns).map(cell).collect()).collect()
}

fn from_parquet(bytes: &[u8]) -> Vec<Vec<Cell>> {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, UInt32Type};
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file);
    let mut rows = Vec::new();
    for batch in reader.unwrap().build().unwrap() {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            let cell = |column: &arrow_array::ArrayRef| match column.as_dictionary_opt::<UInt32Type>() {
                Some(labels) => {
                    let word = labels.key(row).unwrap();
                    Cell::Label(labels.values().as_string::<i32>().value(word).to_owned())
                }
                None if column.is_null(row) => Cell::Number(None),
                None => Cell::Number(Some(column.as_primitive::<Float64Type>().value(row))),
            };
            rows.push(batch.columns().iter().map(cell).collect());
        }
    }
    rows
}

#[test]
fn csv_and_parquet_hold_the_same_cells() {
    let tables = solved(&world(), TARIFFS, 1).unwrap().results;
    for table in tables.tables() {
        let (mut text, mut binary) = (Vec::new(), Vec::new());
        table.write(Format::Csv, &mut text).unwrap();
        table.write(Format::Parquet, &mut binary).unwrap();
        let expected = cells(table);
        // no published set of elasticities fits the sectors of a random world
        assert_eq!(expected.is_empty(), table.name == "sensitivity", "{}", table.name);
        assert!(from_csv(&text, table) == expected, "{} as CSV", table.name);
        assert!(from_parquet(&binary) == expected, "{} as Parquet", table.name);
    }
}

#[test]
fn first_order_welfare_adds_up_over_sectors_and_over_partners() {
    let text = format!("{TARIFFS}[groups]\nwest = [\"R1\", \"R3\"]\n");
    let result = solved(&world(), &text, 1).unwrap();
    let (regions, parts) = (result.results.regions(), result.results.first_order());
    let sum =
        |labels: &[(&str, &str)]| -> f64 { parts.filtered(labels).numbers("value").unwrap().iter().sum() };
    let mut seen = 0;
    for variant in ["base", "high", "balanced"] {
        for region in ["R1", "R2", "R3", "R4", "west", "WLD"] {
            for part in ["terms_of_trade", "volume_of_trade", "technology"] {
                let labels = [("variant", variant), ("region", region), ("part", part)];
                let of = |split| sum(&[labels.as_slice(), &[("split", split)]].concat());
                let variable = format!("{part}_pct");
                let told = [("variant", variant), ("region", region), ("variable", variable.as_str())];
                let whole = value(regions, &told, "value");
                assert_relative_eq!(of("sector"), whole, epsilon = ROUNDING);
                assert_relative_eq!(of("partner"), whole, epsilon = ROUNDING);
                let members = ["R1", "R3"].map(|partner| {
                    sum(&[labels.as_slice(), &[("split", "partner"), ("partner", partner)]].concat())
                });
                assert_relative_eq!(of("partner_group"), members.iter().sum(), epsilon = ROUNDING);
                seen += usize::from(whole.abs() > 1e-6);
            }
        }
    }
    assert!(seen > 30, "{seen} of 54 values are not zero");
}
