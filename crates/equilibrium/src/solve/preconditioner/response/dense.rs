//! Small dense matrices that are applied to vectors, from both sides.

use faer::{Mat, MatRef};
use pulp::Arch;

use crate::equations::sums::{add_multiply_transposed, multiply};

/// A matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Dense {
    columns: usize,
    cells: Vec<f64>,
    arch: Arch,
}

impl Dense {
    pub(super) fn of(matrix: MatRef<'_, f64>) -> Self {
        let (rows, columns) = matrix.shape();
        let mut cells = Vec::with_capacity(rows * columns);
        (0..rows).for_each(|row| cells.extend((0..columns).map(|column| matrix[(row, column)])));
        Self { columns, cells, arch: Arch::new() }
    }

    /// `into = matrix · x`.
    pub(super) fn multiply(&self, x: &[f64], into: &mut [f64]) {
        self.arch.dispatch(|| multiply(&self.cells, x, into));
    }

    /// `into = matrixᵀ · x`.
    pub(super) fn multiply_transposed(&self, x: &[f64], into: &mut [f64]) {
        into.fill(0.0);
        self.arch.dispatch(|| add_multiply_transposed(&self.cells, x, into));
    }

    /// One cell.
    pub(super) fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.columns + column]
    }
}

/// The product of two matrices.
pub(super) fn product(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> Mat<f64> {
    let mut into = Mat::zeros(a.nrows(), b.ncols());
    faer::linalg::matmul::matmul(into.as_mut(), faer::Accum::Replace, a, b, 1.0, faer::Par::Seq);
    into
}
