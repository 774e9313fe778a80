//! Derivatives and decompositions that are not found.

use crate::shocks::ShockError;

/// A derivative whose linear system was not solved: the equilibrium is near a fold or a corner.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error(
    "the derivative was not found: the linear system is solved to {relative_residual:.1e} of its right-hand side only; the \
     equilibrium may lie at a point where another one begins"
)]
pub struct DerivativeError {
    /// What is left of the right-hand side.
    pub relative_residual: f64,
}

/// A change that could not be split along its path.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecompositionError {
    /// The shocks cannot be applied.
    #[error(transparent)]
    Shock(#[from] ShockError),
    /// A region's price level is unbounded after the shock.
    #[error("the change cannot be split: real income of a region falls without bound")]
    Unbounded,
    /// No equilibrium at a position.
    #[error("the change cannot be split: no equilibrium was found at {:.2} % of the shock", 100.0 * .position)]
    NotFound {
        /// Share of the shock.
        position: f64,
    },
    /// No derivative at a position.
    #[error("the change cannot be split at {:.2} % of the shock: {reason}", 100.0 * .position)]
    Derivative {
        /// Share of the shock.
        position: f64,
        /// Why.
        reason: DerivativeError,
    },
    /// The change jumps on the way, so that no instant's change tells it.
    #[error("the change cannot be split: it jumps by {miss:.1e} at {:.2} % of the shock", 100.0 * .position)]
    Missed {
        /// Share of the shock.
        position: f64,
        /// The jump of log real income.
        miss: f64,
    },
    /// The user stopped it.
    #[error("stopped by the user")]
    Interrupted,
}

impl DecompositionError {
    pub(crate) fn derivative(position: f64, reason: DerivativeError) -> Self {
        Self::Derivative { position, reason }
    }
}
