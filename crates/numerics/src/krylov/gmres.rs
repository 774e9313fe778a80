//! Restarted flexible GMRES: `min ‖b − A M⁻¹ u‖` over a growing Krylov space (Saad 1993).

use crate::krylov::orthogonalise;
use crate::vector::{add_scaled, norm, scale};

/// A linear map with an approximate inverse.
pub trait LinearOperator {
    /// Writes `A · x` into `product`.
    fn apply(&mut self, x: &[f64], product: &mut [f64]);
    /// Writes an approximate `A⁻¹ · residual` into `step`.
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]);
}

/// When a Krylov solve stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GmresSettings {
    /// Wanted `‖b − A x‖ / ‖b‖`.
    pub tolerance: f64,
    /// Vectors in the basis before a restart.
    pub restart: usize,
    /// Products with `A` in all.
    pub max_products: usize,
}

/// How a Krylov solve ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KrylovOutcome {
    /// `‖b − A x‖ / ‖b‖` reached.
    pub relative_residual: f64,
    /// Products with `A` used.
    pub products: usize,
}

/// The vectors of Krylov solves, kept from one solve to the next so that none is allocated twice.
#[derive(Debug, Clone, Default)]
pub struct KrylovSpace {
    /// Orthonormal basis.
    basis: Vec<Vec<f64>>,
    /// Preconditioned basis vectors.
    directions: Vec<Vec<f64>>,
    residual: Vec<f64>,
}

/// Solves `A x = b` from `x = 0`; `x` is overwritten.
pub fn gmres(
    operator: &mut impl LinearOperator,
    b: &[f64],
    x: &mut [f64],
    settings: &GmresSettings,
) -> KrylovOutcome {
    gmres_in(&mut KrylovSpace::default(), operator, b, x, settings)
}

/// As [`gmres`], in vectors that are already there.
pub fn gmres_in(
    space: &mut KrylovSpace,
    operator: &mut impl LinearOperator,
    b: &[f64],
    x: &mut [f64],
    settings: &GmresSettings,
) -> KrylovOutcome {
    x.fill(0.0);
    gmres_from(space, operator, b, x, settings)
}

/// As [`gmres_in`], from the guess that `x` holds.
pub fn gmres_from(
    space: &mut KrylovSpace,
    operator: &mut impl LinearOperator,
    b: &[f64],
    x: &mut [f64],
    settings: &GmresSettings,
) -> KrylovOutcome {
    let whole = norm(b).max(f64::MIN_POSITIVE);
    let target = settings.tolerance * whole;
    space.residual.clear();
    space.residual.extend_from_slice(b);
    if x.iter().any(|&guess| guess != 0.0) {
        space.residual_of(operator, b, x);
    }
    let mut left = norm(&space.residual);
    let mut products = 0;
    while left > target && products < settings.max_products {
        let start = left;
        let length = settings.restart.min(settings.max_products - products);
        let weights;
        (weights, left) = space.cycle(operator, start, target, length);
        products += weights.len();
        for (direction, weight) in space.directions.iter().zip(&weights) {
            add_scaled(x, *weight, direction);
        }
        if left <= target || products >= settings.max_products || left >= STAGNATION * start {
            break;
        }
        space.residual_of(operator, b, x);
        products += 1;
        left = norm(&space.residual);
    }
    KrylovOutcome { relative_residual: left / whole, products }
}

/// A cycle that leaves more than this part of the residual ends the solve.
const STAGNATION: f64 = 0.999;

impl KrylovSpace {
    /// `b − A x`.
    fn residual_of(&mut self, operator: &mut impl LinearOperator, b: &[f64], x: &[f64]) {
        operator.apply(x, &mut self.residual);
        self.residual.iter_mut().zip(b).for_each(|(residual, b)| *residual = b - *residual);
    }

    /// One Arnoldi cycle with Givens rotations: the weights of the directions, and the norm that is left.
    fn cycle(
        &mut self,
        operator: &mut impl LinearOperator,
        start: f64,
        target: f64,
        length: usize,
    ) -> (Vec<f64>, f64) {
        self.reserve(1);
        self.basis[0].copy_from_slice(&self.residual);
        scale(&mut self.basis[0], 1.0 / start);
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(length);
        let mut rotations: Vec<(f64, f64)> = Vec::with_capacity(length);
        let mut rhs = vec![start];
        while columns.len() < length {
            let k = columns.len();
            self.reserve(k + 2);
            operator.precondition(&self.basis[k], &mut self.directions[k]);
            let (known, new) = self.basis.split_at_mut(k + 1);
            let product = &mut new[0];
            operator.apply(&self.directions[k], product);
            let mut column = orthogonalise(product, known);
            let last = norm(product);
            rotate(&mut column, last, &mut rotations, &mut rhs);
            columns.push(column);
            if rhs[k + 1].abs() <= target || last <= f64::EPSILON * start {
                break;
            }
            scale(product, 1.0 / last);
        }
        (back_substitute(&columns, &rhs), rhs[columns.len()].abs())
    }

    fn reserve(&mut self, vectors: usize) {
        let size = self.residual.len();
        for list in [&mut self.basis, &mut self.directions] {
            while list.len() < vectors {
                list.push(Vec::new());
            }
            // only the vectors in use have to have the size of this system
            list[vectors - 1].resize(size, 0.0);
        }
    }
}

/// Applies the earlier rotations to a new Hessenberg column and makes the one that removes `last`.
fn rotate(column: &mut [f64], last: f64, rotations: &mut Vec<(f64, f64)>, rhs: &mut Vec<f64>) {
    for (row, &(cosine, sine)) in rotations.iter().enumerate() {
        let (upper, lower) = (column[row], column[row + 1]);
        column[row] = cosine * upper + sine * lower;
        column[row + 1] = cosine * lower - sine * upper;
    }
    let k = column.len() - 1;
    let length = column[k].hypot(last);
    let (cosine, sine) = if length == 0.0 { (1.0, 0.0) } else { (column[k] / length, last / length) };
    column[k] = length;
    rhs.push(-sine * rhs[k]);
    rhs[k] *= cosine;
    rotations.push((cosine, sine));
}

fn back_substitute(columns: &[Vec<f64>], rhs: &[f64]) -> Vec<f64> {
    let mut weights = rhs[..columns.len()].to_vec();
    for k in (0..columns.len()).rev() {
        // a zero pivot is a direction that adds nothing
        weights[k] = if columns[k][k] == 0.0 { 0.0 } else { weights[k] / columns[k][k] };
        for row in 0..k {
            weights[row] -= columns[k][row] * weights[k];
        }
    }
    weights
}
