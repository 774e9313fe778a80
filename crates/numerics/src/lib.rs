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

mod anderson;
mod arnoldi;
mod continuation;
mod gmres;
mod newton;
mod record;
mod system;
mod transient;
mod vector;

pub use anderson::{AndersonSettings, anderson};
pub use arnoldi::{KrylovBasis, arnoldi};
pub use continuation::{ContinuationSettings, Homotopy, continuation};
pub use gmres::{GmresSettings, KrylovOutcome, KrylovSpace, LinearOperator, gmres, gmres_from, gmres_in};
pub use newton::{NewtonSettings, newton};
pub use record::{Ending, Iteration, Method, Record, Solution};
pub use system::{OutOfDomain, System, TransposedSystem};
pub use transient::{Transient, TransientSettings, transient};
