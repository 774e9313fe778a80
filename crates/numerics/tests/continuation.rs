//! Continuation along paths with and without an end.

use crate::systems::{Bratu, Kinked};
use approx::assert_relative_eq;
use oblate_numerics::{AcrossKinks, ContinuationSettings, Ending, NewtonSettings, continuation};

const SETTINGS: ContinuationSettings = ContinuationSettings {
    newton: NewtonSettings {
        tolerance: 1e-12,
        acceptable: 1e-12,
        max_iterations: 20,
        restart: 40,
        max_products: 120,
        keep_preconditioner: 3,
        long_solve: 10,
        prepared: false,
        smallest_step: 1e-4,
        contraction: f64::INFINITY,
    },
    first_step: 0.25,
    smallest_step: 1.0 / 256.0,
    across_kinks: None,
};

#[test]
fn the_path_is_followed_to_its_end() {
    let (solution, reached) = continuation(&mut Bratu::of(3.4, 499), &[0.0; 499], &SETTINGS);
    assert_eq!((solution.ending, reached), (Ending::Converged, 1.0));
    assert_relative_eq!(solution.x[249], Bratu::peak(3.4), max_relative = 1e-3);
    let places: Vec<f64> = solution.record.iterations.iter().map(|iteration| iteration.path).collect();
    assert!(places.is_sorted() && places[0] == 0.25 && places[places.len() - 1] == 1.0);
}

#[test]
fn a_path_that_turns_back_is_followed_to_its_turn() {
    // Bratu's problem has no solution beyond λ = 3.513830719
    let (solution, reached) = continuation(&mut Bratu::of(7.0, 199), &[0.0; 199], &SETTINGS);
    assert_eq!(solution.ending, Ending::StepTooSmall);
    let turn = 3.513_830_719 / 7.0;
    assert!(reached < turn + 1e-3 && reached > turn - 2.0 * SETTINGS.smallest_step, "{reached}");
    // the iterate is the solution at the last position that was solved
    assert_relative_eq!(solution.x[99], Bratu::peak(7.0 * reached), max_relative = 1e-2);
}

#[test]
fn the_user_can_stop_it_between_two_positions() {
    let mut system = Bratu::of(3.0, 99);
    system.patience.set(4);
    let (solution, reached) = continuation(&mut system, &[0.0; 99], &SETTINGS);
    assert_eq!(solution.ending, Ending::Interrupted);
    assert!(reached < 1.0);
}

#[test]
fn a_kink_is_crossed_by_a_small_step_that_leads_not_far() {
    let whole = NewtonSettings { contraction: 0.5, smallest_step: 0.99, ..SETTINGS.newton };
    let strict = ContinuationSettings { newton: whole, ..SETTINGS };
    let across = AcrossKinks { newton: SETTINGS.newton, longest: 0.01 };
    let kind = ContinuationSettings { across_kinks: Some(across), ..strict };
    // whole steps overshoot at the kink, however small they are
    let (stuck, reached) = continuation(&mut Kinked::of(0.0), &[0.0], &strict);
    assert_eq!((stuck.ending, reached), (Ending::StepTooSmall, 0.0));
    let (solution, reached) = continuation(&mut Kinked::of(0.0), &[0.0], &kind);
    assert_eq!((solution.ending, reached), (Ending::Converged, 1.0));
    assert_relative_eq!(solution.x[0], 0.125, max_relative = 1e-12);
    // what is far away is no continuation
    let (stuck, reached) = continuation(&mut Kinked::of(1.0), &[0.0], &kind);
    assert_eq!((stuck.ending, reached), (Ending::StepTooSmall, 0.0));
}
