//! The two loops over the flow matrix: what is ordered from a tile of suppliers, and what they deliver.
//!
//! Sums run in a fixed order, so that results are the same on any processor and any number of threads.

use pulp::{Arch, Simd, WithSimd};

use crate::input_output::TILE;

const LANES: usize = 8;

/// Four suppliers' shares in what each column buys.
type Rows<'a> = [&'a [f64]; TILE];

/// Cuts a tile of suppliers out of a block.
pub(crate) fn rows(block: &[f64], columns: usize, tile: usize) -> Rows<'_> {
    std::array::from_fn(|r| &block[(tile * TILE + r) * columns..][..columns])
}

/// Orders to each supplier of a tile: `Σ_c share[i,c] asked[c]`.
pub(crate) fn ordered(arch: Arch, rows: Rows<'_>, asked: &[f64]) -> [f64; TILE] {
    arch.dispatch(Ordered { rows, asked })
}

/// Adds what a tile of suppliers delivers to each column: `filled[c] += Σ_i share[i,c] weight[i]`.
pub(crate) fn deliver(arch: Arch, rows: Rows<'_>, weight: [f64; TILE], filled: &mut [f64]) {
    arch.dispatch(Deliver { rows, weight, filled });
}

/// Two deliveries in one pass.
pub(crate) fn deliver_both(arch: Arch, rows: Rows<'_>, weights: [[f64; TILE]; 2], filled: [&mut [f64]; 2]) {
    arch.dispatch(DeliverBoth { rows, weights, filled });
}

struct Ordered<'a> {
    rows: Rows<'a>,
    asked: &'a [f64],
}

impl WithSimd for Ordered<'_> {
    type Output = [f64; TILE];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f64; TILE] {
        let Self { rows, asked } = self;
        let mut sums = [[0.0; LANES]; TILE];
        let (chunks, rest) = asked.as_chunks::<LANES>();
        let [a, b, c, d] = rows.map(|row| row.as_chunks::<LANES>().0);
        for ((((asked, a), b), c), d) in chunks.iter().zip(a).zip(b).zip(c).zip(d) {
            for lane in 0..LANES {
                sums[0][lane] += a[lane] * asked[lane];
                sums[1][lane] += b[lane] * asked[lane];
                sums[2][lane] += c[lane] * asked[lane];
                sums[3][lane] += d[lane] * asked[lane];
            }
        }
        let start = asked.len() - rest.len();
        std::array::from_fn(|r| {
            let tail = rows[r][start..].iter().zip(rest).map(|(share, asked)| share * asked);
            sums[r].iter().sum::<f64>() + tail.sum::<f64>()
        })
    }
}

struct Deliver<'a> {
    rows: Rows<'a>,
    weight: [f64; TILE],
    filled: &'a mut [f64],
}

impl WithSimd for Deliver<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let [a, b, c, d] = self.rows;
        let w = self.weight;
        for ((((filled, a), b), c), d) in self.filled.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *filled += (a * w[0] + b * w[1]) + (c * w[2] + d * w[3]);
        }
    }
}

struct DeliverBoth<'a> {
    rows: Rows<'a>,
    weights: [[f64; TILE]; 2],
    filled: [&'a mut [f64]; 2],
}

impl WithSimd for DeliverBoth<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let [a, b, c, d] = self.rows;
        let [v, w] = self.weights;
        let [first, second] = self.filled;
        let into = first.iter_mut().zip(second);
        for (((((first, second), a), b), c), d) in into.zip(a).zip(b).zip(c).zip(d) {
            *first += (a * v[0] + b * v[1]) + (c * v[2] + d * v[3]);
            *second += (a * w[0] + b * w[1]) + (c * w[2] + d * w[3]);
        }
    }
}
