//! Newton's method on systems with known solutions, and each way in which it can end.

use crate::systems::{Bratu, Rosenbrock, Scalar};
use approx::assert_relative_eq;
use oblate_numerics::{Ending, NewtonSettings, newton};

#[test]
fn rosenbrock_is_solved_by_ones() {
    let mut system = Rosenbrock::of(20);
    let start = system.start();
    let solution = newton(&mut system, &start, &NewtonSettings::default());
    assert_eq!(solution.ending, Ending::Converged);
    for x in &solution.x {
        assert_relative_eq!(*x, 1.0, max_relative = 1e-10);
    }
    // 10 (1 − 1.44) at the start, beside 1 + 1.2
    assert_relative_eq!(solution.record.initial_residual, 4.4, max_relative = 1e-12);
    assert!(solution.record.residual() <= 1e-11);
}

#[test]
fn bratu_has_its_published_peak() {
    // the lower solution at λ = 1 peaks at 0.140539
    assert_relative_eq!(Bratu::peak(1.0), 0.140_539, epsilon = 1e-6);
    for lambda in [0.5, 1.0, 3.0] {
        let mut system = Bratu::of(lambda, 999);
        let solution =
            newton(&mut system, &[0.0; 999], &NewtonSettings { tolerance: 1e-13, ..Default::default() });
        assert_eq!(solution.ending, Ending::Converged);
        // central differences err by about width² = 1e-6 of the fourth derivative
        assert_relative_eq!(solution.x[499], Bratu::peak(lambda), max_relative = 1e-5);
        assert!(solution.record.iterations.iter().all(|iteration| iteration.products > 0));
    }
}

#[test]
fn a_solution_at_the_start_needs_no_step() {
    let solution = newton(&mut Rosenbrock::of(2), &[1.0; 4], &NewtonSettings::default());
    assert_eq!(solution.ending, Ending::Converged);
    assert_eq!((solution.record.iterations.len(), solution.record.evaluations), (0, 1));
}

#[test]
fn a_start_without_residuals_is_out_of_the_domain() {
    let mut system = Scalar::of(f64::ln, f64::recip);
    let solution = newton(&mut system, &[-1.0], &NewtonSettings::default());
    assert_eq!(solution.ending, Ending::OutOfDomain);
    assert_eq!(solution.x, [-1.0]);
}

#[test]
fn steps_out_of_the_domain_are_shortened() {
    // the full step from 4 is to 4 − 4 ln 4 < 0
    let mut system = Scalar::of(f64::ln, f64::recip);
    let solution = newton(&mut system, &[4.0], &NewtonSettings::default());
    assert_eq!(solution.ending, Ending::Converged);
    assert_relative_eq!(solution.x[0], 1.0, max_relative = 1e-10);
    assert!(solution.record.iterations[0].step < 1.0);
}

#[test]
fn a_residual_that_cannot_fall_stalls() {
    // x² + 1 has no zero; at its least the slope leads nowhere
    let mut system = Scalar::of(|x| x * x + 1.0, |x| 2.0 * x);
    let solution = newton(&mut system, &[1.0], &NewtonSettings::default());
    assert_eq!(solution.ending, Ending::Stalled);
    assert!(solution.record.residual() >= 1.0);
}

#[test]
fn iterations_run_out() {
    let mut system = Rosenbrock::of(1);
    let start = system.start();
    let solution = newton(&mut system, &start, &NewtonSettings { max_iterations: 1, ..Default::default() });
    assert_eq!(solution.ending, Ending::OutOfIterations);
    assert_eq!(solution.record.iterations.len(), 1);
}

#[test]
fn the_user_can_stop_it() {
    let mut system = Bratu::of(3.0, 50);
    system.patience.set(1);
    let solution = newton(&mut system, &[0.0; 50], &NewtonSettings::default());
    assert_eq!(solution.ending, Ending::Interrupted);
    assert_eq!(solution.record.iterations.len(), 1);
}
