//! Random tables, random shocks, and runs of them.

#![allow(dead_code)] // each test file uses its part of it
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

pub mod drawn;

use std::ops::ControlFlow;
use std::sync::Arc;

use oblate_propagation::{
    Day, DemandChange, Effect, InputOutput, InputUse, InventoryDays, Links, Model, Numbers, Rationing,
    Recovery, Settings, Shock, Simulation, Timing,
};
use oblate_world::{FinalUse, Id, RandomWorld, Region, Sector};
use proptest::prelude::*;

/// Worlds of up to five regions and sectors, some industries of which make nothing.
pub fn any_world() -> impl Strategy<Value = RandomWorld> {
    let sizes = (2..6usize, 2..6usize, 1..3usize, 0..2usize, 0..3usize);
    (sizes, 0.3..1.0, 0.4..0.9, any::<[bool; 2]>(), 0..1_000_000u64).prop_map(
        |(sizes, trade_density, home_bias, [tariffs, by_use], seed)| {
            let (regions, sectors, final_uses, untraded, dead_sectors) = sizes;
            RandomWorld {
                regions,
                sectors,
                final_uses,
                trade_density,
                home_bias,
                untraded,
                dead_sectors,
                tariffs,
                by_use,
                seed,
                ..RandomWorld::default()
            }
        },
    )
}

pub fn table(spec: &RandomWorld) -> Arc<InputOutput> {
    Arc::new(InputOutput::of_world(&spec.build()).unwrap())
}

/// The published models and the default, with inventories short enough that shocks are felt.
pub fn presets() -> Vec<(&'static str, Settings)> {
    let days = InventoryDays::Same(10.0);
    let short = |settings: Settings| Settings { inventories: days.clone(), restoring: 10.0, ..settings };
    vec![
        ("default", short(Settings::default())),
        ("hallegatte", short(Settings::hallegatte())),
        ("boario", short(Settings::boario_072())),
        ("guan", short(Settings::guan())),
        ("pichler", short(Settings::pichler(InputUse::Leontief))),
        ("pichler linear", short(Settings::pichler(InputUse::Linear))),
    ]
}

/// Every rule of rationing under the default choices.
pub fn rationing(table: &InputOutput) -> Vec<(&'static str, Settings)> {
    let shape = table.shape();
    let by_contract = Rationing::ByContract {
        industries: (0..shape.industries()).map(|f| u8::from(f % 3 == 0)).collect(),
        final_users: (0..shape.final_users()).map(|user| (user % 2) as u8).collect(),
    };
    let rules = [
        ("proportional", Rationing::Proportional),
        ("intermediate first", Rationing::IntermediateFirst),
        ("largest first", Rationing::LargestFirst),
        ("random", Rationing::Random { seed: 7 }),
        ("by contract", by_contract),
    ];
    let days = InventoryDays::Same(5.0);
    let of_rule =
        |rationing| Settings { rationing, inventories: days.clone(), restoring: 5.0, ..Settings::default() };
    rules.into_iter().map(|(name, rule)| (name, of_rule(rule))).collect()
}

/// Days of transport between regions: none at home.
pub fn travel(regions: usize, seed: u64) -> Vec<u16> {
    let mut numbers = Numbers::new(seed, 1);
    let pairs = (0..regions).flat_map(|i| (0..regions).map(move |j| (i, j)));
    pairs.map(|(i, j)| if i == j { 0 } else { numbers.between(0.0, 9.0) as u16 }).collect()
}

/// Some capacity losses, a fall of demand and an embargo, which overlap.
pub fn shocks(table: &InputOutput, seed: u64, size: f64) -> Vec<Shock> {
    let mut numbers = Numbers::new(seed, 2);
    let shape = table.shape();
    let mut shocks = Vec::new();
    for number in 0..3 {
        let mut losses = Vec::new();
        for f in 0..shape.industries() {
            if numbers.unit() < 0.4 {
                losses.push((shape.place(f), size * numbers.unit()));
            }
        }
        let timing = Timing {
            start: numbers.between(0.0, 10.0).floor(),
            days: numbers.between(5.0, 30.0).floor(),
            recovery: Recovery::Linear(20.0),
        };
        let effect = if number == 2 { Effect::Labour(losses) } else { Effect::Capacity(losses) };
        shocks.push(Shock::new("loss", timing, effect));
    }
    let place = (Region::new(0), FinalUse::new(0));
    let changes = (0..shape.sectors).map(|k| (place, Sector::new(k), size * numbers.between(-1.0, 0.5)));
    let change = DemandChange { changes: changes.collect(), rebound: None };
    shocks.push(Shock::new("demand", Timing::window(8.0, 20.0), Effect::FinalDemand(change)));
    let others: Vec<Region> = (1..shape.regions).map(Region::new).collect();
    let links = Links::between(&[Region::new(0)], &others, vec![Sector::new(0)]);
    shocks.push(Shock::new("embargo", Timing::window(12.0, 15.0), Effect::Embargo(links, size)));
    shocks
}

/// Output of each day.
pub fn output(model: &Model, shocks: &[Shock], steps: usize) -> Vec<Vec<f64>> {
    let mut path = Vec::new();
    let note = |day: &Day<'_, '_>| {
        path.push(day.output().to_vec());
        ControlFlow::Continue(())
    };
    Simulation::new(model, shocks, 3, note).unwrap().run(steps).unwrap();
    path
}

/// The largest distance of two paths over the largest number.
pub fn distance(found: &[Vec<f64>], wanted: &[Vec<f64>]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let largest = wanted.iter().flatten().fold(0.0, |most: f64, value| most.max(value.abs()));
    let pairs = found.iter().flatten().zip(wanted.iter().flatten());
    let gaps = pairs.map(|(a, b)| if a == b { 0.0 } else { (a - b).abs() / largest });
    gaps.fold(0.0, |most, gap| if gap.is_nan() { f64::INFINITY } else { most.max(gap) })
}

/// The sum over all days and industries.
pub fn total(path: &[Vec<f64>]) -> f64 {
    path.iter().flatten().sum()
}
