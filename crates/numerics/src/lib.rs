//! Methods without economics, for systems of nonlinear equations `F(x) = 0` that are too large to factor.
//!
//! - [`newton`]: inexact Newton (Eisenstat & Walker 1996 forcing) with a line search;
//! - [`gmres`]: the restarted, flexibly preconditioned Krylov solver inside it (Saad 1993);
//! - [`anderson`]: acceleration of a preconditioned fixed point (Walker & Ni 2011), where Newton fails;
//! - [`continuation`]: small steps in a parameter that leads from a known solution to the wanted one;
//! - [`arnoldi`]: eigenvalues of an operator from its products with vectors (Saad 2011);
//! - [`transient`]: the adjustment that the system stands for, where that path folds back (Kelley & Keyes 1998).
//!
//! A problem is a [`System`]: residuals, exact Jacobian-vector products, and an approximate inverse of the
//! Jacobian. Each solve ends with a typed [`Ending`] and a [`Record`] of its iterations. Nothing here
//! allocates inside an inner loop beyond the Krylov basis.
//!
//! ```
//! use oblate_numerics::{Ending, NewtonSettings, OutOfDomain, System, newton};
//!
//! /// `x² = 2` with its slope at the last `x`.
//! struct Root(f64);
//!
//! impl System for Root {
//!     fn size(&self) -> usize {
//!         1
//!     }
//!     fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
//!         self.0 = 2.0 * x[0];
//!         residual[0] = x[0] * x[0] - 2.0;
//!         Ok(())
//!     }
//!     fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
//!         product[0] = self.0 * direction[0];
//!     }
//!     fn prepare_preconditioner(&mut self) {}
//!     fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
//!         step[0] = residual[0] / self.0;
//!     }
//! }
//!
//! let solution = newton(&mut Root(0.0), &[1.0], &NewtonSettings::default());
//! assert_eq!(solution.ending, Ending::Converged);
//! assert!((solution.x[0] - 2f64.sqrt()).abs() < 1e-11);
//! ```

mod anderson;
mod continuation;
mod krylov;
mod newton;
mod record;
mod system;
mod transient;
mod vector;

pub use anderson::{AndersonSettings, anderson};
pub use continuation::{AcrossKinks, ContinuationSettings, Homotopy, continuation};
pub use krylov::{
    GmresSettings, KrylovBasis, KrylovOutcome, KrylovSpace, LinearOperator, arnoldi, gmres, gmres_from,
    gmres_in,
};
pub use newton::{NewtonSettings, newton};
pub use record::{Ending, Iteration, Method, Record, Solution};
pub use system::{OutOfDomain, System, TransposedSystem};
pub use transient::{Transient, TransientSettings, transient};
