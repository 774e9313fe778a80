//! The same solve gives the same bytes, again and on any thread.

use crate::random;
use oblate_equilibrium::{Settings, solve};
use oblate_world::RandomWorld;
use rayon::prelude::*;

#[test]
fn a_solve_repeats_itself_to_the_bit() {
    let spec = RandomWorld { regions: 9, sectors: 11, ..RandomWorld::default() };
    let economy = random::economy(&spec, true);
    let shocks = random::all_shocks(&economy, 5);
    let first = solve(&economy, &shocks, &Settings::default()).unwrap();
    assert!(!first.record.iterations.is_empty());
    let again = solve(&economy, &shocks, &Settings::default()).unwrap();
    assert_eq!(first, again);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let on_threads: Vec<_> = pool.install(|| {
        (0..8).into_par_iter().map(|_| solve(&economy, &shocks, &Settings::default()).unwrap()).collect()
    });
    assert!(on_threads.iter().all(|other| *other == first));
}
