//! A year of days on random worlds of three sizes, every use with its own sources, and a world whose uses share them.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

use criterion::{Criterion, criterion_group, criterion_main};
use oblate_propagation::{Effect, InventoryDays, Model, Recovery, Settings, Shock, Simulation, Timing};
use oblate_world::{Id, RandomWorld, Region, Sector};

const DAYS: usize = 365;

fn model(regions: usize, sectors: usize, by_use: bool, settings: Settings) -> Model {
    let spec = RandomWorld {
        regions,
        sectors,
        untraded: sectors / 3,
        tariffs: false,
        by_use,
        ..RandomWorld::default()
    };
    Model::of_world(&spec.build(), settings).unwrap()
}

/// A third of the capacity of half of the sectors of one region is lost for a month.
fn stop(model: &Model) -> Vec<Shock> {
    let sectors = model.shape().sectors / 2;
    let losses = (0..sectors).map(|k| ((Region::new(0), Sector::new(k)), 0.3)).collect();
    let timing = Timing { start: 5.0, days: 30.0, recovery: Recovery::Linear(30.0) };
    vec![Shock::new("stop", timing, Effect::Capacity(losses))]
}

/// Output of the year over output without shocks.
fn year(model: &Model, shocks: &[Shock]) -> f64 {
    let mut total = 0.0;
    let add = |day: &oblate_propagation::Day<'_, '_>| {
        total += day.output().iter().sum::<f64>();
        std::ops::ControlFlow::Continue(())
    };
    Simulation::new(model, shocks, 0, add).unwrap().run(DAYS).unwrap();
    total / (DAYS as f64 * model.baseline_output().iter().sum::<f64>())
}

fn sizes(criterion: &mut Criterion) {
    let boario =
        Settings { inventories: InventoryDays::Same(60.0), restoring: 30.0, ..Settings::boario_072() };
    let mut group = criterion.benchmark_group("a year");
    group.sample_size(10);
    let sizes = [(6, 8, true), (41, 35, true), (63, 55, true), (44, 37, false)];
    for (regions, sectors, by_use) in sizes {
        for (name, settings) in [("default", Settings::default()), ("boario", boario.clone())] {
            let model = model(regions, sectors, by_use, settings);
            let shocks = stop(&model);
            let part = year(&model, &shocks);
            assert!(part > 0.5 && part < 1.01, "{part}");
            let sources = if by_use { "own" } else { "shared" };
            group.bench_function(format!("{regions}x{sectors} {sources} sources, {name}"), |bencher| {
                bencher.iter(|| year(&model, &shocks));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, sizes);
criterion_main!(benches);
