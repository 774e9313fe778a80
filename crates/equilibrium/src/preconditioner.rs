//! An approximate inverse of the equilibrium's Jacobian, for the Krylov solves.
//!
//! [`Regional`] serves perfect competition: it solves regions exactly and sweeps once across them. With economies of
//! scale a sector's sales feed on themselves across regions, which no region sees; there [`Response`] solves sectors
//! exactly as well.

mod corner;
mod reduced;
mod region;
mod regional;
mod response;
mod sweep;

use crate::equations::{Equations, Tangent};
use crate::links::dot;
use crate::technology::weigh;

use regional::Regional;
use response::Response;

pub(crate) struct Preconditioner(Kind);

enum Kind {
    Regional(Box<Regional>),
    Response(Box<Response>),
}

impl Preconditioner {
    pub(crate) fn new(equations: &Equations<'_>) -> Self {
        if equations.economy.parameters.has_scale() {
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

/// `into_k = Σ_s matrix[k,s] · x_s`.
fn multiply(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    for (row, into) in matrix.chunks_exact(x.len()).zip(into) {
        *into = dot(row, x);
    }
}

/// `into_s = Σ_k matrix[k,s] · x_k`.
fn multiply_transposed(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    weigh(matrix, x, into);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
