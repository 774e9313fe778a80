//! Newton's method for many equations of the form `x = F(x)`: its linear systems are solved by GMRES on differences.

const STEP: f64 = 1e-7;
const MOST_STEPS: usize = 12;
const MOST_DIRECTIONS: usize = 150;
/// How small a linear residual has to get, relative to the first.
const LINEAR: f64 = 1e-4;
/// How small the largest residual has to get.
const ENOUGH: f64 = 1e-12;
/// What rounding may leave of it.
const ROUNDING: f64 = 1e-11;

/// A root of `equations` near `start`, if Newton's method finds one.
pub fn root(equations: impl Fn(&[f64]) -> Vec<f64>, start: &[f64]) -> Option<Vec<f64>> {
    let mut x = start.to_vec();
    let mut residual = equations(&x);
    for _ in 0..MOST_STEPS {
        if largest(&residual) < ENOUGH {
            return Some(x);
        }
        let step = solve(&equations, &x, &residual);
        let next: Vec<f64> = x.iter().zip(&step).map(|(x, step)| x + step).collect();
        let there = equations(&next);
        if largest(&there) >= largest(&residual) {
            break;
        }
        (x, residual) = (next, there);
    }
    (largest(&residual) < ROUNDING).then_some(x)
}

/// The largest residual; what is no number is larger than any.
pub fn largest(residual: &[f64]) -> f64 {
    residual
        .iter()
        .fold(0.0, |most, value| if value.is_nan() { f64::INFINITY } else { value.abs().max(most) })
}

/// The step `s` with `J s = −residual`, by GMRES without restarts.
fn solve(equations: &impl Fn(&[f64]) -> Vec<f64>, x: &[f64], residual: &[f64]) -> Vec<f64> {
    let along = |direction: &[f64]| -> Vec<f64> {
        let step = STEP / largest(direction);
        let moved: Vec<f64> = x.iter().zip(direction).map(|(x, direction)| x + step * direction).collect();
        equations(&moved).iter().zip(residual).map(|(after, before)| (after - before) / step).collect()
    };
    let size = norm(residual);
    let mut basis = vec![residual.iter().map(|value| -value / size).collect::<Vec<f64>>()];
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut rotations: Vec<[f64; 2]> = Vec::new();
    let mut right = vec![size];
    while columns.len() < MOST_DIRECTIONS && right[columns.len()].abs() > LINEAR * size {
        let mut next = along(&basis[columns.len()]);
        let mut column = Vec::new();
        for vector in &basis {
            let part = dot(vector, &next);
            next.iter_mut().zip(vector).for_each(|(next, vector)| *next -= part * vector);
            column.push(part);
        }
        let length = norm(&next);
        for (at, [cos, sin]) in rotations.iter().enumerate() {
            let (upper, lower) = (column[at], column[at + 1]);
            (column[at], column[at + 1]) = (cos * upper + sin * lower, cos * lower - sin * upper);
        }
        let last = columns.len();
        let hypotenuse = column[last].hypot(length);
        let [cos, sin] = [column[last] / hypotenuse, length / hypotenuse];
        column[last] = hypotenuse;
        right.push(-sin * right[last]);
        right[last] *= cos;
        rotations.push([cos, sin]);
        columns.push(column);
        basis.push(next.iter().map(|value| value / length).collect());
    }
    let mut weights = vec![0.0; columns.len()];
    for row in (0..columns.len()).rev() {
        let known: f64 = (row + 1..columns.len()).map(|at| columns[at][row] * weights[at]).sum();
        weights[row] = (right[row] - known) / columns[row][row];
    }
    let mut step = vec![0.0; x.len()];
    for (weight, vector) in weights.iter().zip(&basis) {
        step.iter_mut().zip(vector).for_each(|(step, vector)| *step += weight * vector);
    }
    step
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}
