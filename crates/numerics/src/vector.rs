//! Sums over long vectors, in one fixed order.

const LANES: usize = 8;

/// `Σ a·b`, in eight running sums so that the compiler can use vector instructions.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail: f64 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + tail
}

/// Euclidean norm.
pub(crate) fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// Largest absolute entry.
pub(crate) fn largest(a: &[f64]) -> f64 {
    a.iter().fold(0.0, |largest, value| largest.max(value.abs()))
}

/// `y += scale · x`.
pub(crate) fn add_scaled(y: &mut [f64], scale: f64, x: &[f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += scale * x;
    }
}

/// `y *= factor`.
pub(crate) fn scale(y: &mut [f64], factor: f64) {
    for value in y {
        *value *= factor;
    }
}
