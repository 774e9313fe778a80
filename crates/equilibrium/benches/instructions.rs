//! Instructions of one solve at the size of NAFTA, counted by valgrind: the same on a quiet and on a busy machine.
//!
//! Needs valgrind and `cargo install gungraun-runner` at the version of `gungraun` in `Cargo.lock`.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)] // a failed unwrap is a failed benchmark

#[path = "../tests/random/mod.rs"]
mod random;

use std::hint::black_box;

use gungraun::prelude::*;
use oblate_equilibrium::{Economy, Equilibrium, Settings, Shocks, solve};

fn checked(regions: usize, sectors: usize) -> (Economy, Shocks) {
    let case = random::large::new_tariffs(regions, sectors);
    let equilibrium = solve(&case.0, &case.1, &Settings::default()).unwrap();
    assert!(equilibrium.residuals.largest() <= 1e-10);
    case
}

#[library_benchmark]
#[bench::of_31_by_40(checked(31, 40))]
fn one_solve((economy, shocks): (Economy, Shocks)) -> Equilibrium {
    black_box(solve(black_box(&economy), black_box(&shocks), &Settings::default())).unwrap()
}

library_benchmark_group!(name = solves, benchmarks = one_solve);
main!(library_benchmark_groups = solves);
