//! Derivatives at an equilibrium: how everything moves with one shock, one outcome with all of them, and a large change as the
//! sum of small ones.
//!
//! A tangent solve gives the change of every variable along one direction of shocks, `J dx = −(∂F/∂τ) dτ`; an
//! adjoint solve the derivative of one outcome to every instrument, `Jᵀλ = ∂O/∂x`, then `dO/dτ = ∂O/∂τ − λᵀ ∂F/∂τ`.

mod decomposition;
mod error;
mod linearised;
mod marginal;

pub use decomposition::{Channel, EntryPart, PathDecomposition, ShockEntry, decompose};
pub use error::{DecompositionError, DerivativeError};
pub use linearised::{EquilibriumTangent, Linearised};
pub use marginal::{Marginal, Measure};
