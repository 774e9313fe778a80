//! Sums over vectors and matrices, always in the same order.

const LANES: usize = 8;

/// A sum in eight running parts: the same order, and the same bits, on every machine.
#[inline(always)]
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let (a_rest, b_rest) = (a_chunks.remainder(), b_chunks.remainder());
    for (a, b) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// `into_k = Σ_s matrix[k,s] · x_s`.
#[inline(always)]
pub(crate) fn multiply(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    for (row, into) in matrix.chunks_exact(x.len()).zip(into) {
        *into = dot(row, x);
    }
}

/// `into_s = Σ_k matrix[k,s] · x_k`.
pub(crate) fn multiply_transposed(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    into.fill(0.0);
    add_multiply_transposed(matrix, x, into);
}

/// Adds `Σ_k matrix[k,s] · x_k` to `into_s`, row by row so that memory is read in order.
#[inline(always)]
pub(crate) fn add_multiply_transposed(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    for (row, x) in matrix.chunks_exact(into.len()).zip(x) {
        for (into, weight) in into.iter_mut().zip(row) {
            *into += weight * x;
        }
    }
}
