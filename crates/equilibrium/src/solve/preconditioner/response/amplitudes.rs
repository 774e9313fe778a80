//! The reduced system in factor prices, incomes and the amplitudes of the sectors' crosses.

use faer::{Accum, Mat, MatRef, Par};

use super::block::Columns;
use super::border::Border;
use super::cross::Crosses;

/// The crosses of all sectors, one after the other, region by region: `[receipts, price]` of the left, `[cost,
/// purchases]` of the right.
pub(super) struct Amplitudes {
    pub count: usize,
    /// Sectors with crosses: sector, first amplitude, end.
    pub ranges: Vec<(usize, usize, usize)>,
    /// Region × amplitude.
    pub left: [Vec<f64>; 2],
    pub right: [Vec<f64>; 2],
}

impl Amplitudes {
    pub(super) fn new(crosses: &[Crosses], regions: usize) -> Self {
        let count: usize = crosses.iter().map(|crosses| crosses.left.len()).sum();
        let mut ranges = Vec::new();
        let mut first = 0;
        for (s, crosses) in crosses.iter().enumerate().filter(|(_, crosses)| !crosses.left.is_empty()) {
            ranges.push((s, first, first + crosses.left.len()));
            first += crosses.left.len();
        }
        let lay = |of: &dyn Fn(&Crosses) -> &[Vec<f64>], half: usize| {
            let columns: Vec<&Vec<f64>> = crosses.iter().flat_map(of).collect();
            (0..regions).flat_map(|j| columns.iter().map(move |column| column[half * regions + j])).collect()
        };
        let left = [0, 1].map(|half| lay(&|crosses| &crosses.left, half));
        let right = [0, 1].map(|half| lay(&|crosses| &crosses.right, half));
        Self { count, ranges, left, right }
    }

    /// `into[k] += Σ factors · values`, at one region: values of sectors weigh in amplitudes.
    pub(super) fn gather(&self, factors: &[Vec<f64>; 2], j: usize, values: [&[f64]; 2], into: &mut [f64]) {
        for (factors, values) in factors.iter().zip(values) {
            let factors = &factors[j * self.count..][..self.count];
            for &(s, first, end) in &self.ranges {
                let value = values[s];
                into[first..end]
                    .iter_mut()
                    .zip(&factors[first..end])
                    .for_each(|(into, factor)| *into += factor * value);
            }
        }
    }

    /// `values[s] += Σ factors · amplitudes`, at one region.
    pub(super) fn spread(&self, factors: &[Vec<f64>; 2], j: usize, from: &[f64], values: [&mut [f64]; 2]) {
        for (factors, values) in factors.iter().zip(values) {
            let factors = &factors[j * self.count..][..self.count];
            for &(s, first, end) in &self.ranges {
                values[s] +=
                    factors[first..end].iter().zip(&from[first..end]).map(|(a, b)| a * b).sum::<f64>();
            }
        }
    }
}

/// What a region answers, and what it is asked.
pub(super) struct RegionPart<'a> {
    pub j: usize,
    pub border: &'a Border,
    pub columns: &'a Columns,
    /// `d₁`, `d₂`: receipts by costs and purchases.
    pub receipts: [&'a [f64]; 2],
}

/// Adds the rows and columns of one region's factor prices and incomes; amplitudes stand after `size` of them.
pub(super) fn add_border(matrix: &mut Mat<f64>, amplitudes: &Amplitudes, part: &RegionPart<'_>, size: usize) {
    let RegionPart { j, border, columns, receipts: [by_cost, by_purchases] } = part;
    let q = amplitudes.ranges.len();
    let here = |factors: &'_ [Vec<f64>; 2], half: usize, k: usize| factors[half][j * amplitudes.count + k];
    let places: Vec<usize> = border.cost.iter().chain(&border.purchases).map(|(place, _)| *place).collect();
    for (column, place) in places.iter().enumerate() {
        let at = 2 * q + column;
        for &(s, first, end) in &amplitudes.ranges {
            let (cost, purchases) = (columns.cost[(s, at)], columns.purchases[(s, at)]);
            for k in first..end {
                matrix[(size + k, *place)] -=
                    here(&amplitudes.right, 0, k) * cost + here(&amplitudes.right, 1, k) * purchases;
            }
        }
    }
    for (row, weights) in &border.rows {
        // what a push in this region brings to the row
        let brings = |at: usize| {
            let answers = columns.cost.col_as_slice(at).iter().zip(columns.purchases.col_as_slice(at));
            let moved = answers.zip(by_cost.iter().zip(*by_purchases));
            weights
                .iter()
                .zip(moved)
                .map(|(weight, ((c, x), (d1, d2)))| weight * (d1 * c + d2 * x))
                .sum::<f64>()
        };
        for (column, place) in places.iter().enumerate() {
            matrix[(*row, *place)] -= brings(2 * q + column);
        }
        for (at, &(s, first, end)) in amplitudes.ranges.iter().enumerate() {
            let (receipts, price) = (weights[s] + brings(at), brings(q + at));
            for k in first..end {
                matrix[(*row, size + k)] -=
                    receipts * here(&amplitudes.left, 0, k) + price * here(&amplitudes.left, 1, k);
            }
        }
    }
}

/// Adds what amplitudes bring to each other through the regions.
pub(super) fn add_amplitudes(
    matrix: &mut Mat<f64>,
    amplitudes: &Amplitudes,
    columns: &[Columns],
    size: usize,
) {
    let (count, n, q) = (amplitudes.count, columns.len(), amplitudes.ranges.len());
    // answers of one sector's costs and purchases in all regions to each amplitude
    let mut answers = vec![0.0; 2 * n * count];
    for &(s, first, end) in &amplitudes.ranges {
        for (j, columns) in columns.iter().enumerate() {
            let left = [0, 1].map(|half| &amplitudes.left[half][j * count..][..count]);
            for (half, answer) in [&columns.cost, &columns.purchases].into_iter().enumerate() {
                let row = &mut answers[(half * n + j) * count..][..count];
                for (at, &(_, from, to)) in amplitudes.ranges.iter().enumerate() {
                    let (receipts, price) = (answer[(s, at)], answer[(s, q + at)]);
                    for k in from..to {
                        row[k] = receipts * left[0][k] + price * left[1][k];
                    }
                }
            }
        }
        let right =
            Mat::from_fn(end - first, 2 * n, |k, at| amplitudes.right[at / n][at % n * count + first + k]);
        let rows = matrix.as_mut().submatrix_mut(size + first, size, end - first, count);
        let answers = MatRef::from_row_major_slice(&answers, 2 * n, count);
        faer::linalg::matmul::matmul(rows, Accum::Add, right.as_ref(), answers, -1.0, Par::Seq);
    }
}
