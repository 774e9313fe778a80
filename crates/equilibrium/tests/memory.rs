//! What a solve of a large world holds at its peak, counted by the allocator.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod random;

use oblate_equilibrium::{Settings, solve};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

// the only test of this file: another one beside it would be counted too
#[test]
fn a_solve_holds_at_most_three_trade_tensors() {
    let (economy, shocks) = random::large::new_tariffs(160, 65);
    let trade_tensor = size_of_val(economy.trade_share.as_slice());
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let equilibrium = solve(&economy, &shocks, &Settings::default()).unwrap();
    let tensors = (ALLOCATED.peak_usage() - before) as f64 / trade_tensor as f64;
    assert!(equilibrium.residuals.largest() <= 1e-10);
    println!("{tensors:.2} trade tensors at the peak");
    assert!(tensors <= 3.0, "{tensors:.2} trade tensors");
}
