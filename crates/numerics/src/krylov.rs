//! What an operator that is too large to factor does in the small space of its products with one vector.

mod arnoldi;
mod gmres;

use crate::vector::{add_scaled, dot};
pub use arnoldi::{KrylovBasis, arnoldi};
pub use gmres::{GmresSettings, KrylovOutcome, KrylovSpace, LinearOperator, gmres, gmres_from, gmres_in};

/// Modified Gram–Schmidt; returns the coefficients.
fn orthogonalise(product: &mut [f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let coefficient = |vector: &Vec<f64>, product: &mut [f64]| {
        let h = dot(product, vector);
        add_scaled(product, -h, vector);
        h
    };
    basis.iter().map(|vector| coefficient(vector, product)).collect()
}
