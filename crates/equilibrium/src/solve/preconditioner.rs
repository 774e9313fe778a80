//! An approximate inverse of the equilibrium's Jacobian, for the Krylov solves.
//!
//! [`Regional`] serves perfect competition: it solves regions exactly and sweeps once across them. With economies of
//! scale a sector's sales feed on themselves across regions, which no region sees, and with factors that only one sector
//! employs they raise its costs; there [`Response`] solves sectors exactly as well.

mod corner;
mod region;
mod regional;
mod response;
mod sweep;

use crate::system::{Equations, Tangent};

use regional::Regional;
use response::Response;

pub(crate) struct Preconditioner(Kind);

enum Kind {
    Regional(Box<Regional>),
    Response(Box<Response>),
}

impl Preconditioner {
    pub(crate) fn new(equations: &Equations<'_>) -> Self {
        if equations.economy.parameters.has_scale() || equations.markets.has_own_prices() {
            Self(Kind::Response(Box::new(Response::new(equations))))
        } else {
            Self(Kind::Regional(Box::new(Regional::new(equations))))
        }
    }

    /// Writes the approximate `J⁻¹ · residual` into `step`; `sweep` is working space.
    pub(crate) fn apply(
        &mut self,
        equations: &Equations<'_>,
        sweep: &mut Tangent,
        residual: &[f64],
        step: &mut [f64],
    ) {
        match &mut self.0 {
            Kind::Regional(regional) => regional.apply(equations, sweep, residual, step),
            Kind::Response(response) => response.apply(residual, step),
        }
    }

    /// Writes the transpose of the approximate inverse times `weights` into `step`.
    pub(crate) fn apply_transposed(&mut self, equations: &Equations<'_>, weights: &[f64], step: &mut [f64]) {
        match &mut self.0 {
            Kind::Regional(regional) => regional.apply_transposed(equations, weights, step),
            Kind::Response(response) => response.apply_transposed(weights, step),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
