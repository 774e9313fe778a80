//! A thousand years under random shocks on two threads, on the built-in world as it is and with its regions pooled by fours; the books
//! of each day are checked.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

use std::time::Instant;

use oblate_propagation::{Curves, Effect, Model, Numbers, Recovery, Settings, Shock, Timing, run_many};
use oblate_world::{Concordance, World, aggregate};

const DRAWS: usize = 1000;

/// Three stops in random industries at random times.
fn stops(model: &Model, draw: usize) -> Vec<Shock> {
    let mut numbers = Numbers::new(1, draw as u64);
    let shape = model.shape();
    let mut stop = |_| {
        let first = numbers.between(0.0, shape.industries() as f64) as usize;
        let hit = (first..shape.industries()).take(20).map(|f| shape.place(f));
        let losses = hit.map(|place| (place, numbers.unit())).collect();
        let timing =
            Timing { start: numbers.between(0.0, 200.0), days: 30.0, recovery: Recovery::Linear(30.0) };
        Shock::new("stop", timing, Effect::Capacity(losses))
    };
    (0..3).map(&mut stop).collect()
}

/// The world with four regions in one, in their order.
fn pooled(world: &World) -> World {
    let axes = world.axes();
    let group = |at: usize| format!("G{}", at / 4);
    let pairs: Vec<(&str, String)> =
        axes.regions.codes().enumerate().map(|(at, code)| (code, group(at))).collect();
    let regions = Concordance::of_pairs(&axes.regions, &pairs).unwrap();
    aggregate(world, &regions, &Concordance::identity(&axes.sectors)).unwrap()
}

fn thousand_years(name: &str, world: &World) {
    let model = Model::of_world(world, Settings::default()).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let start = Instant::now();
    let lost = pool.install(|| {
        let runs = run_many(&model, DRAWS, 365, |draw| stops(&model, draw), |_| Curves::new(&model)).unwrap();
        runs.iter().map(|curves| curves.value_added_lost().iter().sum::<f64>()).fold(0.0, f64::max)
    });
    let (industries, took) = (model.shape().industries(), start.elapsed());
    println!(
        "{name}, {industries} industries: {DRAWS} draws of a year on two threads: {took:.1?}; largest loss {lost:.3e}"
    );
}

fn main() {
    let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
    thousand_years("regions pooled by fours", &pooled(&world));
    if std::env::args().all(|argument| argument != "pooled") {
        thousand_years("the built-in world", &world);
    }
}
