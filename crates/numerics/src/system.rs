//! What a problem has to offer so that it can be solved.

use crate::krylov::LinearOperator;
use crate::vector::largest;

/// A point where the residuals are not defined (a logarithm of a negative number, an overflow).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the residuals are not defined at this point")]
pub struct OutOfDomain;

/// A square system of nonlinear equations `F(x) = 0` with derivatives.
///
/// The scale of the residuals is the system's choice; the solver's tolerance is on their largest
/// absolute value, so relative residuals are the natural choice.
pub trait System {
    /// Number of unknowns and of residuals.
    fn size(&self) -> usize;

    /// Writes `F(x)` into `residual`, and keeps what [`System::jacobian`] needs at this `x`.
    ///
    /// # Errors
    /// [`OutOfDomain`] where `F` is not defined or not finite.
    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain>;

    /// Writes `J(x) · direction` into `product`, at the `x` of the last call of [`System::residual`].
    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]);

    /// Prepares the approximate inverse of the Jacobian at the `x` of the last call of [`System::residual`].
    fn prepare_preconditioner(&mut self);

    /// Writes the approximate `J⁻¹ · residual` into `step`.
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]);

    /// What has to fall under the tolerance, at the `x` of the last call of [`System::residual`]: the largest
    /// absolute residual, unless the system also watches equations that follow from the others.
    fn error(&self, residual: &[f64]) -> f64 {
        largest(residual)
    }

    /// Whether the user wants the solve to stop (Ctrl-C).
    fn interrupted(&self) -> bool {
        false
    }
}

/// A system whose Jacobian can also be transposed, so that one linear solve gives the gradient of a function of its
/// solution in all parameters.
pub trait TransposedSystem: System {
    /// Writes `J(x)ᵀ · weights` into `product`, at the `x` of the last call of [`System::residual`].
    fn jacobian_transposed(&mut self, weights: &[f64], product: &mut [f64]);

    /// Writes the transpose of the approximate inverse times `weights` into `step`.
    fn precondition_transposed(&mut self, weights: &[f64], step: &mut [f64]);
}

/// The Jacobian of a system at its last point, as a linear operator.
pub(crate) struct Linearised<'a, S>(pub(crate) &'a mut S);

impl<S: System> LinearOperator for Linearised<'_, S> {
    fn apply(&mut self, x: &[f64], product: &mut [f64]) {
        self.0.jacobian(x, product);
    }
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        self.0.precondition(residual, step);
    }
}
