//! Small dense linear systems.

/// Gaussian elimination with partial pivoting on an augmented matrix.
pub fn eliminate(mut matrix: Vec<Vec<f64>>) -> Vec<f64> {
    let size = matrix.len();
    for pivot in 0..size {
        let largest = |&a: &usize, &b: &usize| matrix[a][pivot].abs().total_cmp(&matrix[b][pivot].abs());
        let best = (pivot..size).max_by(largest).unwrap();
        matrix.swap(pivot, best);
        let top = matrix[pivot].clone();
        for (row, cells) in matrix.iter_mut().enumerate().filter(|(row, _)| *row != pivot) {
            let factor = cells[pivot] / top[pivot];
            assert!(factor.is_finite(), "row {row}");
            cells.iter_mut().zip(&top).for_each(|(cell, top)| *cell -= factor * top);
        }
    }
    (0..size).map(|row| matrix[row][size] / matrix[row][row]).collect()
}
