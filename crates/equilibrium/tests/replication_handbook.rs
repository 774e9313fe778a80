//! Costinot & Rodríguez-Clare (2014), handbook table 4.2, column 4: a unilateral tariff of 40 % by the United States.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod reference;

use std::path::{Path, PathBuf};

use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Settings, solve};
use oblate_world::{Axes, Id};
use reference::Table;

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

#[test]
fn wages_are_those_of_the_reference() {
    let Some(folder) = reference::data_folder() else { return };
    let (economy, equilibrium) = us_tariff(&folder);
    let wanted = table(&folder, "us_tariff_40_wage_hat.csv", 1).along(&economy.axes.regions, "wage_hat");
    let gap = reference::largest_gap(equilibrium.wage_hat.as_slice(), &wanted);
    assert!(gap < 1e-8, "{gap:e}");
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

#[test]
fn welfare_is_that_of_table_4_2() {
    let Some(folder) = reference::data_folder() else { return };
    let (economy, equilibrium) = us_tariff(&folder);
    let found = welfare(&economy, &equilibrium, &table(&folder, "consumption_shares.csv", 2));
    let wanted = table(&folder, "table_4_2_column_4.csv", 1);
    assert_eq!(wanted.len(), found.len());
    let regions = &economy.axes.regions;
    let gaps = |column: &str| -> Vec<f64> {
        let mut gaps: Vec<f64> = found
            .iter()
            .zip(wanted.along(regions, column))
            .map(|(found, wanted)| (found - wanted).abs())
            .collect();
        gaps.sort_by(f64::total_cmp);
        gaps
    };
    let computed = gaps("computed_wiod2008_vintage2013");
    assert!(computed.last().unwrap() < &0.001, "computed: {computed:?}");
    // the printed column is of another vintage of the data
    let printed = gaps("published");
    assert!(printed[printed.len() / 2] < 0.025, "printed: {printed:?}");
    assert!(printed.last().unwrap() < &0.145, "printed: {printed:?}");
}
