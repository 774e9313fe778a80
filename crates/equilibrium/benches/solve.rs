//! Times of a solve from hats of one at fixed sizes; each result is checked before it is timed.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

#[path = "../tests/random/mod.rs"]
mod random;
#[path = "../tests/reference/mod.rs"]
mod reference;

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use oblate_equilibrium::{
    DeficitRule, Economy, Equilibrium, FactorMarket, MarketStructure, Parameters, Settings, Shocks,
    balance_national, solve,
};
use oblate_world::{Id, RandomWorld, TradeTensor, World};
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

/// A tariff of 25 % on all imports of one region.
fn tariff(economy: &Economy, importer: usize) -> Shocks {
    let tariff = TradeTensor::from_fn(economy.trade_share.shape(), |s, j, i| {
        let old = economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        if j.index() == importer && i != j { old + 0.25 } else { old }
    });
    Shocks { tariff: Some(tariff), ..Shocks::default() }
}

/// External economies with `θψ` the same in all sectors.
fn external(parameters: &Parameters, scale: f64) -> Parameters {
    let mut parameters = parameters.clone();
    parameters.scale_elasticity = parameters.trade_elasticity.iter().map(|theta| scale / theta).collect();
    parameters
}

/// Market structures with and without economies of scale at the size of the built-in world.
fn structures_44_by_37(criterion: &mut Criterion) {
    let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
    let set = oblate_sources::DEFAULT_ELASTICITY_SET;
    let theta = oblate_sources::trade_elasticity(set, &world.axes().sectors).unwrap().trade_elasticity;
    let perfect = Parameters::new(theta);
    let half = external(&perfect, 0.5);
    let markets = |market| Parameters { factor_markets: vec![market; 2], ..perfect.clone() };
    let (specific, roy) = (markets(FactorMarket::Specific), markets(FactorMarket::Roy { shape: 1.5 }));
    for (name, parameters) in [
        ("world-2014-perfect", &perfect),
        ("world-2014-external-0.5", &half),
        ("world-2014-specific", &specific),
        ("world-2014-roy", &roy),
    ] {
        let economy = Economy::calibrate(&world, parameters).unwrap();
        let importer = economy.axes.regions.codes().position(|code| code == "USA").unwrap();
        let shocks = tariff(&economy, importer);
        time(criterion, name, &(economy, shocks), |_| {});
    }
    let spec = RandomWorld { regions: 44, sectors: 37, ..RandomWorld::default() };
    let world = spec.build();
    let perfect = Parameters::new(spec.trade_elasticities().iter().map(|theta| theta.max(1.5)).collect());
    let krugman = perfect.clone().with_structure(MarketStructure::Krugman);
    let melitz = Parameters { selection: vec![0.3; spec.sectors], ..krugman.clone() };
    let external = external(&perfect, 0.8);
    let structures =
        [("perfect", perfect), ("external-0.8", external), ("krugman", krugman), ("melitz", melitz)];
    for (name, parameters) in structures {
        let economy = Economy::calibrate(&world, &parameters).unwrap();
        let shocks = tariff(&economy, 0);
        time(criterion, &format!("random-44x37-{name}"), &(economy, shocks), |_| {});
    }
}

criterion_group! {
    name = solves;
    config = Criterion::default().sample_size(10);
    targets = nafta, synthetic, random_160_by_65, structures_44_by_37
}
criterion_main!(solves);
