//! A thousand scenarios on the built-in world on two threads; each answer is checked in levels by the solver.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

#[path = "../tests/random/mod.rs"]
mod random;

use std::time::Instant;

use oblate_equilibrium::{Economy, Parameters, Settings, Shocks, solve};
use oblate_world::{Id, TradeTensor};
use random::Draw;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

const SCENARIOS: u64 = 1000;

/// A tariff of up to a quarter on what each of three regions buys abroad of each product, drawn by scenario.
fn tariffs(economy: &Economy, scenario: u64) -> Shocks {
    let mut draw = Draw(scenario);
    let [sectors, regions, _] = economy.trade_share.shape();
    let buyers: Vec<usize> = (0..3).map(|_| draw.between(0.0, regions as f64) as usize).collect();
    let rates: Vec<f64> = (0..sectors).map(|_| draw.between(0.0, 0.25)).collect();
    let tariff = TradeTensor::from_fn(economy.trade_share.shape(), |s, j, i| {
        if i != j && buyers.contains(&j.index()) { rates[s.index()] } else { 0.0 }
    });
    Shocks { tariff: Some(tariff), ..Shocks::default() }
}

fn main() {
    let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
    let theta = world.accounts().trade_elasticity.clone().unwrap();
    let economy = Economy::calibrate(&world, &Parameters::new(theta)).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let start = Instant::now();
    let largest = pool.install(|| {
        let residual = |scenario| {
            solve(&economy, &tariffs(&economy, scenario), &Settings::default()).unwrap().residuals.largest()
        };
        (0..SCENARIOS).into_par_iter().map(residual).reduce(|| 0.0, f64::max)
    });
    println!("{SCENARIOS} scenarios on two threads: {:.1?}; largest residual {largest:.1e}", start.elapsed());
}
