//! A made world of 81 regions and 50 sectors: wages after `tariff_new` against those of an independent program.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod reference;

use oblate_equilibrium::{DeficitRule, Economy, Settings, solve};
use reference::Table;

#[test]
fn wages_are_those_of_the_reference() {
    let Some(folder) = reference::data_folder() else { return };
    let pieces = folder.join("data/synthetic-81x50");
    let national = reference::national(&pieces);
    let economy = Economy::from_national(&national, &reference::parameters(&national)).unwrap();
    let tariff = reference::tariffs(&pieces.join("trade.parquet"), "tariff_new", &economy.axes);
    let shocks = reference::tariff_shock(tariff, DeficitRule::Fixed);
    // the wanted agreement is that of the usual tolerance, so the residuals are made smaller
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let equilibrium = solve(&economy, &shocks, &settings).unwrap();
    let wanted =
        Table::read(&pieces.join("reference_wage_hat.csv"), 1).along(&economy.axes.regions, "wage_hat");
    let gap = reference::largest_gap(equilibrium.wage_hat.as_slice(), &wanted);
    assert!(gap < 1e-10, "{gap:e}");
}
