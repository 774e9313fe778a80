//! What a world whose uses have their own sources holds at its peak, from the table to the answer.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod random;

use oblate_equilibrium::{Economy, Parameters, Settings, Shocks, Sourcing, solve};
use oblate_world::{Id, TradeTensor};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Bytes: the size of an inter-country table of 77 regions and 45 sectors has to fit into a small machine.
const MOST: usize = 1_500_000_000;

// the only test of this file: another one beside it would be counted too
#[test]
fn a_table_of_77_by_45_is_solved_within_a_gigabyte_and_a_half() {
    let (world, theta) = random::large::by_use_77_by_45();
    ALLOCATED.reset_peak_usage();
    let parameters = Parameters { sourcing: Sourcing::ByUse, ..Parameters::new(theta) };
    let economy = Economy::calibrate(&world, &parameters).unwrap();
    let tariff =
        TradeTensor::from_fn(
            economy.trade_share.shape(),
            |_, j, i| {
                if j.index() == 0 && i != j { 0.25 } else { 0.0 }
            },
        );
    let shocks = Shocks { tariff: Some(tariff), ..Shocks::default() };
    let equilibrium = solve(&economy, &shocks, &Settings::default()).unwrap();
    assert!(equilibrium.residuals.largest() <= 1e-10);
    let peak = ALLOCATED.peak_usage();
    println!("{:.2} GB at the peak, the world itself among it", peak as f64 / 1e9);
    assert!(peak <= MOST, "{peak} bytes");
}
