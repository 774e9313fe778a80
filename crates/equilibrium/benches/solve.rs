//! Times of a solve from hats of one at fixed sizes; each result is checked before it is timed.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

#[path = "../tests/random/mod.rs"]
mod random;
#[path = "../tests/reference/mod.rs"]
mod reference;

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Settings, Shocks, balance_national, solve};
use oblate_world::World;
use reference::Table;

/// The balanced world of a folder and new tariffs from one column of its trade table.
fn balanced(pieces: &Path, trade: &str, column: &str) -> (Economy, Shocks) {
    let national = reference::national(pieces);
    let parameters = reference::parameters(&national);
    let accounts = balance_national(&national, &parameters, &Settings::default()).unwrap();
    let economy = Economy::calibrate(&World::new(accounts).unwrap(), &parameters).unwrap();
    let tariff = reference::tariffs(&pieces.join(trade), column, &economy.axes);
    (economy, reference::tariff_shock(tariff, DeficitRule::Fixed))
}

/// Checks the result, then times the solve.
fn time(
    criterion: &mut Criterion,
    name: &str,
    (economy, shocks): &(Economy, Shocks),
    check: impl Fn(&Equilibrium),
) {
    let settings = Settings::default();
    let equilibrium = solve(economy, shocks, &settings).unwrap();
    assert!(equilibrium.residuals.largest() <= settings.tolerance);
    check(&equilibrium);
    criterion.bench_function(name, |bencher| bencher.iter(|| solve(economy, shocks, &settings)));
}

fn nafta(criterion: &mut Criterion) {
    let Some(folder) = reference::data_folder() else { return };
    let case = balanced(&folder.join("data/caliendo-parro-1993"), "trade.csv", "tariff_nafta");
    let file = folder.join("reference/caliendo-parro/nafta_fixeddef_regions.csv");
    let wanted = Table::read(&file, 1).along(&case.0.axes.regions, "w_hat");
    time(criterion, "nafta-31x40", &case, |found| {
        assert!(reference::largest_gap(found.wage_hat.as_slice(), &wanted) < 1e-8);
    });
}

fn synthetic(criterion: &mut Criterion) {
    let Some(folder) = reference::data_folder() else { return };
    let pieces = folder.join("data/synthetic-81x50");
    let case = balanced(&pieces, "trade.parquet", "tariff_new");
    let wanted =
        Table::read(&pieces.join("reference_wage_hat.csv"), 1).along(&case.0.axes.regions, "wage_hat");
    time(criterion, "synthetic-81x50", &case, |found| {
        assert!(reference::largest_gap(found.wage_hat.as_slice(), &wanted) < 1e-8);
    });
}

fn random_160_by_65(criterion: &mut Criterion) {
    time(criterion, "random-160x65", &random::large::new_tariffs(160, 65), |_| {});
}

criterion_group! {
    name = solves;
    config = Criterion::default().sample_size(10);
    targets = nafta, synthetic, random_160_by_65
}
criterion_main!(solves);
