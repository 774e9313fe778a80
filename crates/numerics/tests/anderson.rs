//! Anderson acceleration on the Chandrasekhar H equation, linear systems, and its endings.

use crate::systems::{Bratu, Rosenbrock, Scalar};
use approx::assert_relative_eq;
use oblate_numerics::{AndersonSettings, Ending, OutOfDomain, System, anderson};

/// Chandrasekhar's H equation `H(μ) = 1 / (1 − c/2 ∫ μ H(ν)/(μ + ν) dν)` by the midpoint rule.
struct Chandrasekhar {
    c: f64,
    points: usize,
}

impl System for Chandrasekhar {
    fn size(&self) -> usize {
        self.points
    }

    fn residual(&mut self, h: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        let place = |i: usize| (i as f64 + 0.5) / self.points as f64;
        for (i, r) in residual.iter_mut().enumerate() {
            let sum: f64 = h.iter().enumerate().map(|(j, h)| place(i) * h / (place(i) + place(j))).sum();
            *r = h[i] - 1.0 / (1.0 - 0.5 * self.c * sum / self.points as f64);
        }
        Ok(())
    }

    fn jacobian(&mut self, _: &[f64], _: &mut [f64]) {
        unreachable!("Anderson acceleration takes no derivatives")
    }

    fn prepare_preconditioner(&mut self) {}

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        step.copy_from_slice(residual);
    }
}

#[test]
fn chandrasekhar_has_its_closed_mean() {
    for c in [0.5, 0.9, 0.99] {
        let points = 200;
        let solution =
            anderson(&mut Chandrasekhar { c, points }, &vec![1.0; points], &AndersonSettings::default());
        assert_eq!(solution.ending, Ending::Converged);
        let mean = solution.x.iter().sum::<f64>() / points as f64;
        // ∫ H = 2 (1 − √(1 − c)) / c, exact for the midpoint rule too: the kernel's symmetric sums are the same
        assert_relative_eq!(mean, 2.0 * (1.0 - f64::sqrt(1.0 - c)) / c, max_relative = 1e-9);
    }
}

#[test]
fn bratu_has_its_peak() {
    let mut system = Bratu::of(3.0, 499);
    let solution = anderson(&mut system, &[0.0; 499], &AndersonSettings::default());
    assert_eq!(solution.ending, Ending::Converged);
    assert_relative_eq!(solution.x[249], Bratu::peak(3.0), max_relative = 1e-4);
}

#[test]
fn the_best_iterate_is_kept_when_iterations_run_out() {
    let mut system = Rosenbrock::of(1);
    let start = system.start();
    let solution =
        anderson(&mut system, &start, &AndersonSettings { max_iterations: 3, ..Default::default() });
    assert_eq!(solution.ending, Ending::OutOfIterations);
    assert_eq!(solution.record.iterations.len(), 3);
    let mut residual = [0.0; 2];
    assert!(system.residual(&solution.x, &mut residual).is_ok());
    let best = (solution.record.iterations.iter().map(|iteration| iteration.residual))
        .fold(solution.record.initial_residual, f64::min);
    assert_eq!(system.error(&residual), best);
}

#[test]
fn it_ends_out_of_the_domain_and_by_the_user() {
    let mut system = Scalar::of(f64::ln, f64::recip);
    assert_eq!(anderson(&mut system, &[-1.0], &AndersonSettings::default()).ending, Ending::OutOfDomain);
    let mut system = Bratu::of(3.0, 50);
    system.patience.set(2);
    let solution = anderson(&mut system, &[0.0; 50], &AndersonSettings::default());
    assert_eq!(solution.ending, Ending::Interrupted);
    assert_eq!(solution.record.iterations.len(), 2);
}

#[test]
fn it_stalls_where_every_step_leaves_the_domain() {
    // defined at the start only
    let mut system = Scalar::of(|x| if x == 1.0 { 5.0 } else { f64::NAN }, |_| 1.0);
    assert_eq!(anderson(&mut system, &[1.0], &AndersonSettings::default()).ending, Ending::Stalled);
}
