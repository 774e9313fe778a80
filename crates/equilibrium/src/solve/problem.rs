//! The equations as the methods of `numerics` solve them: with an approximate inverse of the Jacobian, and until the user stops.

use oblate_numerics::{Homotopy, LinearOperator, OutOfDomain, System, Transient, TransposedSystem};

use super::preconditioner::Preconditioner;
use crate::economy::Economy;
use crate::shocks::{ShockError, Shocks};
use crate::system::{Equations, OutcomeWeights, Parts, Seeds, Tangent};

/// The problem of one counterfactual.
pub(crate) struct Problem<'e> {
    pub equations: Equations<'e>,
    /// An approximate inverse of the Jacobian, made at the last point or on the way there.
    pub preconditioner: Option<Preconditioner>,
    /// Working space.
    tangent: Tangent,
    stop: &'e (dyn Fn() -> bool + Sync),
}

impl<'e> Problem<'e> {
    /// The problem after these shocks.
    ///
    /// # Errors
    /// [`ShockError`] if the shocks cannot be applied.
    pub(crate) fn new(
        economy: &'e Economy,
        shocks: &'e Shocks,
        stop: &'e (dyn Fn() -> bool + Sync),
    ) -> Result<Self, ShockError> {
        let equations = Equations::new(economy, shocks)?;
        let tangent = Tangent::new(&equations.layout, &equations.shape);
        Ok(Self { equations, preconditioner: None, tangent, stop })
    }

    /// The equations alone.
    pub(crate) fn into_equations(self) -> Equations<'e> {
        self.equations
    }

    /// Hats of one.
    pub(crate) fn start(&self) -> Vec<f64> {
        self.equations.start()
    }
}

impl System for Problem<'_> {
    fn size(&self) -> usize {
        self.equations.layout.size()
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.equations.evaluate(x, residual);
        if residual.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(OutOfDomain) }
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        self.equations.product(direction, &Seeds::default(), &mut self.tangent, product);
    }

    fn prepare_preconditioner(&mut self) {
        self.preconditioner = Some(Preconditioner::new(&self.equations));
    }

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        match &mut self.preconditioner {
            Some(inverse) => inverse.apply(&self.equations, &mut self.tangent, residual, step),
            None => step.copy_from_slice(residual),
        }
    }

    fn error(&self, residual: &[f64]) -> f64 {
        residual.iter().fold(self.equations.redundant, |largest, value| largest.max(value.abs()))
    }

    fn interrupted(&self) -> bool {
        (self.stop)()
    }
}

impl Transient for Problem<'_> {
    fn set_inertia(&mut self, inertia: f64) {
        self.equations.inertia = inertia;
    }
}

impl TransposedSystem for Problem<'_> {
    fn jacobian_transposed(&mut self, weights: &[f64], product: &mut [f64]) {
        self.equations.backward(weights, &OutcomeWeights::default(), product);
    }

    fn precondition_transposed(&mut self, weights: &[f64], step: &mut [f64]) {
        match &mut self.preconditioner {
            Some(inverse) => inverse.apply_transposed(&self.equations, weights, step),
            None => step.copy_from_slice(weights),
        }
    }
}

impl Homotopy for Problem<'_> {
    fn set_path(&mut self, position: f64) -> Result<(), OutOfDomain> {
        self.equations.go_to(position).map_err(|_| OutOfDomain)
    }

    /// In prices, receipts, incomes and populations; what a cap would let pass beside what passes may jump.
    fn distance(&self, one: &[f64], other: &[f64]) -> f64 {
        let parts = |x| {
            let Parts { cost, receipts, wage, income, price, cap: _, population } =
                self.equations.layout.parts(x);
            [cost, receipts, wage, income, price, population]
        };
        let gaps = parts(one).into_iter().zip(parts(other)).flat_map(|(one, other)| one.iter().zip(other));
        gaps.fold(0.0, |largest, (one, other)| f64::max(largest, (one - other).abs()))
    }
}

/// The Jacobian with its preconditioner, as a linear operator.
pub(crate) struct Forward<'a, 'e>(pub &'a mut Problem<'e>);

impl LinearOperator for Forward<'_, '_> {
    fn apply(&mut self, x: &[f64], product: &mut [f64]) {
        self.0.jacobian(x, product);
    }
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        self.0.precondition(residual, step);
    }
}

/// The transposed Jacobian with its preconditioner.
pub(crate) struct Backward<'a, 'e>(pub &'a mut Problem<'e>);

impl LinearOperator for Backward<'_, '_> {
    fn apply(&mut self, x: &[f64], product: &mut [f64]) {
        self.0.jacobian_transposed(x, product);
    }
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        self.0.precondition_transposed(residual, step);
    }
}
