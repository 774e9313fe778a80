//! The adjustment of a system with several solutions to one of them.

use oblate_numerics::{Ending, OutOfDomain, System, Transient, TransientSettings, transient};

/// `dx/dt = p + x − x³`: beyond `p = 0.385` the lower branch is gone and only `x > 1` is left.
struct Folded {
    push: f64,
    x: f64,
    inertia: f64,
}

impl System for Folded {
    fn size(&self) -> usize {
        1
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.x = x[0];
        residual[0] = x[0].powi(3) - x[0] - self.push;
        Ok(())
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        product[0] = (3.0 * self.x * self.x - 1.0 + self.inertia) * direction[0];
    }

    fn prepare_preconditioner(&mut self) {}

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        step.copy_from_slice(residual);
    }
}

impl Transient for Folded {
    fn set_inertia(&mut self, inertia: f64) {
        self.inertia = inertia;
    }
}

#[test]
fn it_comes_to_rest_on_the_branch_where_it_starts() {
    let mut system = Folded { push: 0.3, x: 0.0, inertia: 0.0 };
    let rested = transient(&mut system, &[-1.0], &TransientSettings::default());
    assert_eq!(rested.ending, Ending::Converged);
    assert!((rested.x[0].powi(3) - rested.x[0] - 0.3).abs() < 1e-6);
    assert!(rested.x[0] < -0.5);
    assert_eq!(system.inertia, 0.0);
}

#[test]
fn it_stays_at_rest() {
    let mut system = Folded { push: 0.0, x: 0.0, inertia: 0.0 };
    let rested = transient(&mut system, &[-1.0], &TransientSettings::default());
    assert_eq!(rested.ending, Ending::Converged);
    assert!(rested.record.iterations.is_empty());
}
