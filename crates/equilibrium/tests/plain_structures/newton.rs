//! Damped Newton with a Jacobian of finite differences.

fn size(residual: &[f64]) -> f64 {
    let worst =
        |most: f64, value: &f64| if value.is_finite() { most.max(value.abs()) } else { f64::INFINITY };
    residual.iter().fold(0.0, worst)
}

/// The end of the path of roots of `equations(position, x)` from `start` at position zero; all unknowns are of the order
/// of one. The whole way is tried in one step, then in ever smaller ones.
pub fn follow(equations: impl Fn(f64, &[f64]) -> Vec<f64>, start: &[f64]) -> Option<Vec<f64>> {
    let (mut x, mut position, mut step) = (start.to_vec(), 0.0, 1.0);
    while position < 1.0 {
        let next = f64::min(position + step, 1.0);
        match root(|x| equations(next, x), &x) {
            Some(there) => (x, position) = (there, next),
            None => step /= 2.0,
        }
        if step < 0.01 {
            return None;
        }
    }
    Some(x)
}

/// A root of `equations` near `start`, if Newton's method finds one.
pub fn root(equations: impl Fn(&[f64]) -> Vec<f64>, start: &[f64]) -> Option<Vec<f64>> {
    const STEP: f64 = 1e-7;
    let mut x = start.to_vec();
    let mut residual = equations(&x);
    for _ in 0..40 {
        if size(&residual) < 1e-13 {
            return Some(x);
        }
        let row = |value: &f64| (0..x.len()).map(|_| 0.0).chain([-value]).collect();
        let mut matrix: Vec<Vec<f64>> = residual.iter().map(row).collect();
        for column in 0..x.len() {
            let mut moved = x.clone();
            moved[column] += STEP;
            for (row, (after, before)) in equations(&moved).iter().zip(&residual).enumerate() {
                matrix[row][column] = (after - before) / STEP;
            }
        }
        let step = eliminate(matrix)?;
        let mut part = 1.0;
        loop {
            let next: Vec<f64> = x.iter().zip(&step).map(|(x, step)| x + part * step).collect();
            let there = equations(&next);
            if size(&there) < size(&residual) {
                (x, residual) = (next, there);
                break;
            }
            part /= 2.0;
            if part < 1e-4 {
                // rounding allows no closer
                return (size(&residual) < 1e-11).then_some(x);
            }
        }
    }
    None
}

/// Gaussian elimination with partial pivoting on an augmented matrix, if it has an inverse.
fn eliminate(mut matrix: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = matrix.len();
    for pivot in 0..size {
        let largest = |&a: &usize, &b: &usize| matrix[a][pivot].abs().total_cmp(&matrix[b][pivot].abs());
        let best = (pivot..size).max_by(largest)?;
        matrix.swap(pivot, best);
        let top = matrix[pivot].clone();
        if !top[pivot].is_finite() || top[pivot] == 0.0 {
            return None;
        }
        for cells in matrix.iter_mut().skip(pivot + 1) {
            let factor = cells[pivot] / top[pivot];
            cells.iter_mut().zip(&top).skip(pivot).for_each(|(cell, top)| *cell -= factor * top);
        }
    }
    let mut x = vec![0.0; size];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row][column] * x[column]).sum();
        x[row] = (matrix[row][size] - known) / matrix[row][row];
    }
    Some(x)
}
