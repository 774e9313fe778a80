//! Times of by-use sourcing, of tangents and of gradients, beside one solve; each result is checked before it is timed.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

#[path = "../tests/random/mod.rs"]
mod random;

use criterion::{Criterion, criterion_group, criterion_main};
use oblate_equilibrium::{
    Direction, Economy, Linearised, Measure, Parameters, Settings, Shocks, Sourcing, decompose, solve,
};
use oblate_world::{Id, TradeTensor, World};

/// The built-in world with its own elasticities.
fn built_in() -> World {
    oblate_sources::builtin("world-2014").unwrap().unwrap()
}

fn economy(world: &World, sourcing: Sourcing) -> Economy {
    let theta = world.accounts().trade_elasticity.clone().unwrap();
    Economy::calibrate(world, &Parameters { sourcing, ..Parameters::new(theta) }).unwrap()
}

/// A tariff of a quarter on all that the first region buys abroad.
fn tariff(economy: &Economy) -> Shocks {
    let old = |s, j, i| economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
    let tariff = TradeTensor::from_fn(economy.trade_share.shape(), |s, j, i| {
        old(s, j, i) + if j.index() == 0 && i != j { 0.25 } else { 0.0 }
    });
    Shocks { tariff: Some(tariff), ..Shocks::default() }
}

fn solves(criterion: &mut Criterion, name: &str, economy: &Economy) {
    let (shocks, settings) = (tariff(economy), Settings::default());
    let equilibrium = solve(economy, &shocks, &settings).unwrap();
    assert!(equilibrium.residuals.largest() <= settings.tolerance);
    let products: usize = equilibrium.record.iterations.iter().map(|iteration| iteration.products).sum();
    println!("{name}: {} steps, {products} products", equilibrium.record.iterations.len());
    criterion.bench_function(name, |bencher| bencher.iter(|| solve(economy, &shocks, &settings)));
}

fn by_use(criterion: &mut Criterion) {
    solves(criterion, "by-use-44x37", &economy(&built_in(), Sourcing::ByUse));
    let (world, _) = random::large::by_use_77_by_45();
    solves(criterion, "by-use-77x45", &economy(&world, Sourcing::ByUse));
}

fn derivatives(criterion: &mut Criterion) {
    let economy = economy(&built_in(), Sourcing::Common);
    let (shocks, settings) = (tariff(&economy), Settings::default());
    solves(criterion, "solve-44x37", &economy);
    let equilibrium = solve(&economy, &shocks, &settings).unwrap();
    let mut direction = Direction { tariff: shocks.tariff.clone(), ..Direction::default() };
    criterion.bench_function("tangent-44x37", |bencher| {
        bencher.iter(|| {
            let mut linearised = Linearised::new(&economy, &shocks, &equilibrium).unwrap();
            linearised.tangent(&direction).unwrap()
        });
    });
    direction.tariff = None;
    let mut weights = vec![0.0; economy.axes.regions.len()];
    weights[0] = 1.0;
    let measure = Measure::RealIncome(weights);
    criterion.bench_function("gradient-to-all-tariffs-44x37", |bencher| {
        bencher.iter(|| {
            let mut linearised = Linearised::new(&economy, &shocks, &equilibrium).unwrap();
            linearised.marginal(&measure).unwrap().tariff()
        });
    });
    criterion.bench_function("path-decomposition-44x37", |bencher| {
        bencher.iter(|| decompose(&economy, &shocks, &[], &equilibrium, &settings).unwrap());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = derivatives, by_use
}
criterion_main!(benches);
