//! What a year of 1,435 industries holds at its peak, counted by the allocator.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod worlds;

use oblate_propagation::{Curves, Model, Settings, Simulation};
use oblate_world::RandomWorld;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const MEGABYTE: f64 = (1 << 20) as f64;

// the only test of this file: another one beside it would be counted too
#[test]
fn a_year_of_1435_industries_holds_at_most_100_megabytes() {
    let spec = RandomWorld { regions: 41, sectors: 35, by_use: true, ..RandomWorld::default() };
    let world = spec.build();
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let model = Model::of_world(&world, Settings::default()).unwrap();
    let shocks = worlds::shocks(model.table(), 1, 0.5);
    let mut run = Simulation::new(&model, &shocks, 0, Curves::new(&model)).unwrap();
    run.run(365).unwrap();
    let held = (ALLOCATED.peak_usage() - before) as f64 / MEGABYTE;
    println!("{held:.0} MB, of which the flow matrix {:.0} MB", model.table().bytes() as f64 / MEGABYTE);
    drop(world);
    assert!(held <= 100.0, "{held:.0} MB");
}
