//! Costinot & Rodríguez-Clare (2014), handbook table 4.2, column 4: a unilateral tariff of 40 % by the United States.

use crate::reference;
use std::path::{Path, PathBuf};

use crate::reference::Table;
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Settings, solve};
use oblate_world::{Axes, Id};

/// The change from the equilibrium at the baseline's own tariffs.
fn us_tariff(folder: &Path) -> (Economy, Equilibrium) {
    let pieces = folder.join("data/handbook-2014-world");
    let national = reference::national(&pieces);
    let raw = Economy::from_national(&national, &reference::parameters(&national)).unwrap();
    let baseline = solve(&raw, &Default::default(), &Settings::default()).unwrap().rebase(&raw);
    let tariff = reference::tariffs(&pieces.join("trade.parquet"), "tariff_us_40", &baseline.axes);
    let shocks = reference::tariff_shock(tariff, DeficitRule::Fixed);
    let equilibrium = solve(&baseline, &shocks, &Settings::default()).unwrap();
    (baseline, equilibrium)
}

fn table(folder: &Path, name: &str, keys: usize) -> Table {
    let path: PathBuf = folder.join("reference/handbook-2014").join(name);
    Table::read(&path, keys)
}

/// `Australia (AUS)` for each region: the world of the pieces has codes only.
fn rows(economy: &Economy) -> Vec<String> {
    let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
    let regions = &world.axes().regions;
    let name = |code| regions.find(code).map_or("Rest of the world", |j| regions.label(j).name.as_str());
    economy.axes.regions.codes().map(|code| format!("{} ({code})", name(code))).collect()
}

#[test]
fn wages_are_those_of_the_reference() {
    let Some(folder) = reference::data_folder() else { return };
    let (economy, equilibrium) = us_tariff(&folder);
    let wanted = table(&folder, "us_tariff_40_wage_hat.csv", 1);
    let mut comparison = Comparison::new(
        "handbook-2014-wages",
        "Wages after the tariff",
        "Wage after the tariff over wage before it; world factor income is the numeraire.",
        "an independent program on the same data, solved to 1e-14",
    )
    .note("Trade elasticities reach 51 and one cell of value added is negative; the reference keeps it as it is, and so \
           does this comparison.");
    for (j, row) in economy.axes.regions.ids().zip(rows(&economy)) {
        let (code, ours) = (economy.axes.regions.code(j), equilibrium.wage_hat.row(j)[0]);
        let reference = wanted.get(&[code], "wage_hat");
        comparison.number(["", &row, "Wage"], reference, ours, Tolerance::Relative(1e-8), 8);
    }
    comparison.close(34);
}

/// Real income at the handbook's consumption shares, per cent: they deflate, and drive no demand.
fn welfare(economy: &Economy, equilibrium: &Equilibrium, shares: &Table) -> Vec<f64> {
    let Axes { regions, sectors, .. } = &economy.axes;
    let real = |j| {
        let share = |s| shares.get(&[regions.code(j), sectors.code(s)], "consumption_share");
        let ln_price: f64 = sectors.ids().map(|s| share(s) * equilibrium.price_index_hat[(j, s)].ln()).sum();
        let income = equilibrium.income[j.index()] / economy.income[j.index()];
        100.0 * (income / ln_price.exp() - 1.0)
    };
    regions.ids().map(real).collect()
}

/// Median and largest distance of two columns.
fn distances(found: &[f64], printed: &[f64]) -> [f64; 2] {
    let mut gaps: Vec<f64> =
        found.iter().zip(printed).map(|(found, printed)| (found - printed).abs()).collect();
    gaps.sort_by(f64::total_cmp);
    [gaps[gaps.len() / 2], gaps[gaps.len() - 1]]
}

const VINTAGE: &str = "the printed column was computed on the release of April 2012 of the World Input-Output Database, \
                       whose input-output tables are not at hand; the data here are the release of 2013, on which an \
                       independent program does not come to the printed digit either";

fn table_4_2() -> Comparison {
    Comparison::new(
        "handbook-2014-table-4-2",
        "Table 4.2, column 4: welfare after the tariff",
        "Change of welfare when the United States put a tariff of 40 per cent on all imports, per cent: many sectors, \
         perfect competition, intermediates. Beside the printed column, and beside an independent program on the data at \
         hand.",
        "Costinot & Rodríguez-Clare (2014), table 4.2, column 4; an independent program, solved to 1e-14",
    )
    .note("The printed column was computed on another vintage of the data. That its distance comes from the data and not \
           from the engine is what the other columns show: an independent program on the data at hand is as far from the \
           printed numbers, and the engine agrees with that program.")
    .note("Welfare deflates income with the handbook's consumption shares, which drive no demand.")
}

#[test]
fn welfare_is_that_of_table_4_2() {
    let Some(folder) = reference::data_folder() else { return };
    let (economy, equilibrium) = us_tariff(&folder);
    let found = welfare(&economy, &equilibrium, &table(&folder, "consumption_shares.csv", 2));
    let wanted = table(&folder, "table_4_2_column_4.csv", 1);
    assert_eq!(wanted.len(), found.len());
    let column = |name: &str| wanted.along(&economy.axes.regions, name);
    let (printed, computed) = (column("published"), column("computed_wiod2008_vintage2013"));
    let mut comparison = table_4_2();
    for (at, row) in rows(&economy).iter().enumerate() {
        let place = ["", row, "Table 4.2"];
        if (computed[at] - printed[at]).abs() > 0.005 {
            comparison = comparison.excuse(place, VINTAGE);
        }
        comparison.number(place, printed[at], found[at], Tolerance::LastDigit, 2);
        comparison.number(
            ["", row, "Independent program"],
            computed[at],
            found[at],
            Tolerance::Absolute(0.001),
            4,
        );
    }
    let block = "Distance to the printed column over all regions";
    let sizes = distances(&computed, &printed).into_iter().zip(distances(&found, &printed));
    for (row, (reference, ours)) in ["Median", "Largest"].into_iter().zip(sizes) {
        comparison.number(
            [block, row, "Independent program"],
            reference,
            ours,
            Tolerance::Absolute(0.001),
            4,
        );
    }
    comparison.close(70);
}
