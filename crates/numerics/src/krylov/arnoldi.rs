//! Arnoldi's method: what an operator that is too large to factor does in a small space.

use crate::krylov::orthogonalise;
use crate::vector::{norm, scale};

/// An orthonormal basis of a Krylov space, and the operator in it.
///
/// Eigenvalues of the square part are near those of the operator, outer ones first.
#[derive(Debug, Clone, PartialEq)]
pub struct KrylovBasis {
    /// The basis.
    pub vectors: Vec<Vec<f64>>,
    /// The operator by columns, an upper Hessenberg matrix: column k ends with row k + 1.
    pub columns: Vec<Vec<f64>>,
}

/// The Krylov space of `start`, which is not zero, after so many steps, or as large as it gets. `apply` writes the
/// operator's product with its first argument into the second.
///
/// # Errors
/// Those of `apply`.
pub fn arnoldi<E>(
    mut apply: impl FnMut(&[f64], &mut [f64]) -> Result<(), E>,
    start: &[f64],
    steps: usize,
) -> Result<KrylovBasis, E> {
    let mut first = start.to_vec();
    scale(&mut first, 1.0 / norm(start));
    let mut space = KrylovBasis { vectors: vec![first], columns: Vec::new() };
    while space.columns.len() < steps.min(start.len()) {
        let mut product = vec![0.0; start.len()];
        apply(&space.vectors[space.columns.len()], &mut product)?;
        let whole = norm(&product);
        let mut column = orthogonalise(&mut product, &space.vectors);
        // twice is enough
        let rest = orthogonalise(&mut product, &space.vectors);
        column.iter_mut().zip(rest).for_each(|(sum, rest)| *sum += rest);
        let last = norm(&product);
        column.push(last);
        space.columns.push(column);
        if last <= INVARIANT * whole {
            break;
        }
        scale(&mut product, 1.0 / last);
        space.vectors.push(product);
    }
    Ok(space)
}

/// What is left of a product that lies within the space, relative to its size.
const INVARIANT: f64 = 1e-12;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed unwrap is a failed test
mod tests {
    use super::*;

    /// `y_k = x_k + 2 x_(k+1)`, the last one alone.
    fn shift(x: &[f64], y: &mut [f64]) -> Result<(), ()> {
        for k in 0..x.len() {
            y[k] = x[k] + 2.0 * x.get(k + 1).copied().unwrap_or(0.0);
        }
        Ok(())
    }

    #[test]
    fn the_operator_stays_in_the_space_but_for_its_last_column() {
        let start = [1.0, -2.0, 0.5, 3.0, 1.0, 0.25];
        let space = arnoldi(shift, &start, 3).unwrap();
        assert_eq!((space.columns.len(), space.vectors.len()), (3, 4));
        for (vector, column) in space.vectors.iter().zip(&space.columns) {
            let mut product = vec![0.0; start.len()];
            shift(vector, &mut product).unwrap();
            for (at, product) in product.iter().enumerate() {
                let sum: f64 = column.iter().zip(&space.vectors).map(|(h, vector)| h * vector[at]).sum();
                assert!((sum - product).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn it_ends_where_the_space_is_invariant() {
        let space = arnoldi(shift, &[0.0, 3.0, 0.0, 0.0], 4).unwrap();
        assert_eq!(space.columns.len(), 2);
        assert_eq!(space.columns[1].last(), Some(&0.0));
    }
}
