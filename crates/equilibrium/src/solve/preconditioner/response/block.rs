//! One region solved within: costs and purchases of all its sectors, at the sectors' own responses.
//!
//! Costs follow prices, `c' + A p = f`, purchases follow receipts, `x' − O r = g`, with `p = d₃ c' + d₄ x'` and
//! `r = d₁ c' + d₂ x'`; what sectors with economies of scale buy from themselves is left out.

use faer::linalg::solvers::DenseSolveCore;
use faer::{Mat, MatRef};

use super::dense::{Dense, product};

pub(super) struct Block {
    /// `A`: using sector × product, over `θ`.
    inputs: Dense,
    /// `O`: product × using sector.
    uses: Dense,
    /// `(I + A d₃)⁻¹`.
    cost: Dense,
    /// The inverse for purchases once costs are out.
    purchases: Dense,
    /// `d₁` to `d₄` by sector.
    pub diagonal: [Vec<f64>; 4],
}

/// Costs and purchases of a region that follow from unit pushes, in columns.
pub(super) struct Columns {
    pub cost: Mat<f64>,
    pub purchases: Mat<f64>,
}

impl Block {
    /// Also the answers to pushes of receipts and then of prices of each of `sectors`, and to the columns of `f` and `g`.
    pub(super) fn new(
        inputs: &Mat<f64>,
        uses: &Mat<f64>,
        diagonal: [Vec<f64>; 4],
        sectors: &[usize],
        (f, g): (&Mat<f64>, &Mat<f64>),
    ) -> (Self, Columns) {
        let m = inputs.nrows();
        let unit = |k: usize, s: usize| f64::from(u8::from(k == s));
        let [d1, d2, d3, d4] = &diagonal;
        let cost = Mat::from_fn(m, m, |k, s| unit(k, s) + inputs[(k, s)] * d3[s]).partial_piv_lu().inverse();
        let by_price = product(cost.as_ref(), inputs.as_ref());
        let scaled = Mat::from_fn(m, m, |k, s| d1[k] * by_price[(k, s)]);
        let loops = product(uses.as_ref(), scaled.as_ref());
        let purchases = Mat::from_fn(m, m, |s, k| unit(s, k) - uses[(s, k)] * d2[k] + loops[(s, k)] * d4[k]);
        let purchases = purchases.partial_piv_lu().inverse();
        // pushes of receipts, of prices, and the others
        let (q, others) = (sectors.len(), f.ncols());
        let first = product(cost.as_ref(), f.as_ref());
        let first_receipts = Mat::from_fn(m, others, |k, column| d1[k] * first[(k, column)]);
        let first_purchases = product(uses.as_ref(), first_receipts.as_ref()) + g;
        let wide = Mat::from_fn(m, 2 * q + others, |s, column| match column {
            column if column < q => uses[(s, sectors[column])],
            column if column < 2 * q => -loops[(s, sectors[column - q])],
            column => first_purchases[(s, column - 2 * q)],
        });
        let wide_purchases = product(purchases.as_ref(), wide.as_ref());
        let priced: Vec<usize> = (0..m).filter(|&s| d4[s] != 0.0).collect();
        let feedback = Mat::from_fn(m, priced.len(), |k, at| by_price[(k, priced[at])] * d4[priced[at]]);
        let fed =
            Mat::from_fn(priced.len(), 2 * q + others, |at, column| wide_purchases[(priced[at], column)]);
        let mut wide_cost = -product(feedback.as_ref(), fed.as_ref());
        for at in 0..q {
            (0..m).for_each(|k| wide_cost[(k, q + at)] -= by_price[(k, sectors[at])]);
        }
        for column in 0..others {
            (0..m).for_each(|k| wide_cost[(k, 2 * q + column)] += first[(k, column)]);
        }
        let dense = |matrix: MatRef<'_, f64>| Dense::of(matrix);
        let block = Self {
            inputs: dense(inputs.as_ref()),
            uses: dense(uses.as_ref()),
            cost: dense(cost.as_ref()),
            purchases: dense(purchases.as_ref()),
            diagonal,
        };
        (block, Columns { cost: wide_cost, purchases: wide_purchases })
    }

    /// `f −= A p` and `g += O r`.
    pub(super) fn feed(
        &self,
        receipts: &[f64],
        price: &[f64],
        f: &mut [f64],
        g: &mut [f64],
        work: &mut [f64],
    ) {
        self.inputs.multiply(price, work);
        f.iter_mut().zip(&*work).for_each(|(f, fed)| *f -= fed);
        self.uses.multiply(receipts, work);
        g.iter_mut().zip(&*work).for_each(|(g, fed)| *g += fed);
    }

    /// The transpose of [`Block::feed`]; adds to `receipts` and `price`.
    pub(super) fn feed_transposed(
        &self,
        f: &[f64],
        g: &[f64],
        receipts: &mut [f64],
        price: &mut [f64],
        work: &mut [f64],
    ) {
        self.inputs.multiply_transposed(f, work);
        price.iter_mut().zip(&*work).for_each(|(price, fed)| *price -= fed);
        self.uses.multiply_transposed(g, work);
        receipts.iter_mut().zip(&*work).for_each(|(receipts, fed)| *receipts += fed);
    }

    /// Costs and purchases from `f` and `g`, in their places.
    pub(super) fn solve(&self, f: &mut [f64], g: &mut [f64], work: &mut [Vec<f64>; 2]) {
        let [d1, _, _, d4] = &self.diagonal;
        let [a, b] = work;
        self.cost.multiply(f, a);
        f.copy_from_slice(a);
        (0..a.len()).for_each(|k| a[k] *= d1[k]);
        self.uses.multiply(a, b);
        (0..a.len()).for_each(|s| a[s] = g[s] + b[s]);
        self.purchases.multiply(a, g);
        (0..a.len()).for_each(|s| a[s] = d4[s] * g[s]);
        self.inputs.multiply(a, b);
        self.cost.multiply(b, a);
        f.iter_mut().zip(&*a).for_each(|(f, fed)| *f -= fed);
    }

    /// The transpose of [`Block::solve`].
    pub(super) fn solve_transposed(&self, f: &mut [f64], g: &mut [f64], work: &mut [Vec<f64>; 2]) {
        let [d1, _, _, d4] = &self.diagonal;
        let [a, b] = work;
        self.cost.multiply_transposed(f, a);
        f.copy_from_slice(a);
        self.inputs.multiply_transposed(a, b);
        (0..a.len()).for_each(|s| a[s] = g[s] - d4[s] * b[s]);
        self.purchases.multiply_transposed(a, g);
        self.uses.multiply_transposed(g, b);
        (0..b.len()).for_each(|k| b[k] *= d1[k]);
        self.cost.multiply_transposed(b, a);
        f.iter_mut().zip(&*a).for_each(|(f, fed)| *f += fed);
    }
}
