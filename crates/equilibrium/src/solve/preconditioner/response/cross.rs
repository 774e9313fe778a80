//! What a sector's response is beyond each region's own: the largest crosses of its matrix.
//!
//! Gaussian elimination with full pivoting, stopped at a tolerance (adaptive cross approximation): far cheaper than
//! singular values and nearly as good. A region's response to its own cost and purchases costs nothing later on, so those
//! diagonals are left out.

use faer::Mat;
use pulp::Arch;

/// `left · rightᵀ`, columns one after the other.
#[derive(Debug, Default)]
pub(super) struct Crosses {
    pub left: Vec<Vec<f64>>,
    pub right: Vec<Vec<f64>>,
}

/// The crosses of a matrix of `2n` rows and columns down to `tolerance`, in units where row `i` counts `rows[i]` and
/// column `l` counts `1/columns[l]`.
pub(super) fn crosses(matrix: &Mat<f64>, rows: &[f64], columns: &[f64], tolerance: f64) -> Crosses {
    let size = rows.len();
    let mut cells: Vec<f64> = (0..size)
        .flat_map(|i| (0..size).map(move |l| (i, l)))
        .map(
            |(i, l)| {
                if i % (size / 2) == l % (size / 2) { 0.0 } else { matrix[(i, l)] * rows[i] / columns[l] }
            },
        )
        .collect();
    let arch = Arch::new();
    let mut crosses = Crosses::default();
    let mut largest: Vec<f64> = cells.chunks_exact(size).map(largest_of).collect();
    while crosses.left.len() < size {
        let row = (0..size).fold(0, |best, i| if largest[i] > largest[best] { i } else { best });
        // a matrix with a NaN has no cross above the tolerance
        if largest[row].is_nan() || largest[row] <= tolerance {
            break;
        }
        let right = cells[row * size..][..size].to_vec();
        let column = (0..size).fold(0, |best, l| if right[l].abs() > right[best].abs() { l } else { best });
        let pivot = right[column];
        let left: Vec<f64> = cells.iter().skip(column).step_by(size).map(|cell| cell / pivot).collect();
        arch.dispatch(|| eliminate(&mut cells, &left, &right, &mut largest));
        crosses.left.push(left.iter().zip(rows).map(|(left, row)| left / row).collect());
        crosses.right.push(right.iter().zip(columns).map(|(right, column)| right * column).collect());
    }
    crosses
}

/// Takes a cross out of the cells and leaves the diagonals free; keeps the largest of each row.
#[inline(always)]
fn eliminate(cells: &mut [f64], left: &[f64], right: &[f64], largest: &mut [f64]) {
    let size = right.len();
    let half = size / 2;
    for (i, (row, factor)) in cells.chunks_exact_mut(size).zip(left).enumerate() {
        for (cell, right) in row.iter_mut().zip(right) {
            *cell -= factor * right;
        }
        row[i % half] = 0.0;
        row[i % half + half] = 0.0;
        largest[i] = largest_of(row);
    }
}

#[inline(always)]
fn largest_of(row: &[f64]) -> f64 {
    const LANES: usize = 4;
    let mut most = [0.0; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder().iter().fold(0.0, |most: f64, cell| most.max(cell.abs()));
    for chunk in chunks {
        for lane in 0..LANES {
            let cell = chunk[lane].abs();
            most[lane] = if cell > most[lane] { cell } else { most[lane] };
        }
    }
    most.iter().fold(rest, |most, &lane| most.max(lane))
}
