//! How long chains are: upstreamness, downstreamness, average propagation length.

use faer::Mat;
use faer::linalg::solvers::Solve;
use oblate_world::Id;

use crate::error::IndicatorError;
use crate::table::{Industry, InputOutput, Leontief, identity_less, ratio, ratio_or_zero};

/// Distance of industries to both ends of the chain, in stages of production.
#[derive(Debug, Clone, PartialEq)]
pub struct Lengths {
    /// Upstreamness `U`, the mean number of stages to final use; at least 1, higher for raw materials. By industry.
    pub upstreamness: Vec<f64>,
    /// Downstreamness `D`, the mean number of stages since primary factors; at least 1. By industry.
    pub downstreamness: Vec<f64>,
}

impl Lengths {
    /// Both, with the correction for changes of inventories where the table tells them: the row of a product is scaled by
    /// `k_i = x_i / (x_i − N_i)`, as if stocks were drawn on by all its users alike (`k_i = 1` where `x_i = N_i`). An industry
    /// without output is one stage from either end.
    ///
    /// `(I − B) U = 1` with `B_ij = k_i Z_ij / x_i`, and `(I − A′) D = 1` with `A_ij = k_i Z_ij / x_j`.
    ///
    /// # Errors
    /// [`IndicatorError::Endless`] if a solution is not finite.
    ///
    /// Equation: indicators.md (12.1) [Antràs, Chor, Fally & Hillberry 2012; Antràs & Chor 2018, eqs. 5-12]
    pub fn new(table: &InputOutput) -> Result<Self, IndicatorError> {
        let x = table.gross_output();
        let k = inventory_correction(table);
        let allocation = |i: usize, j: usize| ratio_or_zero(k[i] * table.intermediate[(i, j)], x[i]);
        let input = |j: usize, i: usize| ratio_or_zero(k[i] * table.intermediate[(i, j)], x[j]);
        Ok(Self { upstreamness: stages(x.len(), allocation)?, downstreamness: stages(x.len(), input)? })
    }

    /// Both for whole regions: the table is first added up to one industry a region.
    ///
    /// # Errors
    /// As [`Lengths::new`].
    pub fn of_regions(table: &InputOutput) -> Result<Self, IndicatorError> {
        let m = table.regions();
        let region = |i: usize| table.region_of(Industry::new(i)).index();
        let (mut intermediate, mut final_demand) = (vec![0.0; m * m], vec![0.0; m * m]);
        let mut inventory_change = vec![0.0; m];
        for i in 0..table.industries() {
            for (j, column) in table.intermediate.col_iter().enumerate() {
                intermediate[region(i) * m + region(j)] += column[i];
            }
            for (c, column) in table.final_demand.col_iter().enumerate() {
                final_demand[region(i) * m + c] += column[i];
            }
            inventory_change[region(i)] += table.inventory_change()[i];
        }
        Self::new(&InputOutput::new([m, 1], &intermediate, &final_demand, Some(&inventory_change))?)
    }
}

/// The mean number of borders that a unit of each industry's output crosses on its way to the final user: in its own sale, and in
/// those of what is made of it. An industry without output crosses none.
///
/// `(I − B) κ = φ` with `B_ij = Z_ij / x_i` and `φ_i` the share of output that is sold abroad.
///
/// # Errors
/// [`IndicatorError::Endless`] if a solution is not finite.
///
/// Equation: indicators.md (12.8) [Muradov 2016; Wang, Wei, Yu & Zhu 2017]
pub fn borders_crossed(table: &InputOutput) -> Result<Vec<f64>, IndicatorError> {
    let (x, exports) = (table.gross_output(), table.exports());
    let allocation = |i: usize, j: usize| ratio_or_zero(table.intermediate[(i, j)], x[i]);
    let abroad = |i: usize| ratio_or_zero(exports.row(Industry::new(i)).iter().sum(), x[i]);
    solve(x.len(), allocation, abroad)
}

fn inventory_correction(table: &InputOutput) -> Vec<f64> {
    let scale = |(&x, &change): (&f64, &f64)| if x == change { 1.0 } else { x / (x - change) };
    table.gross_output().iter().zip(table.inventory_change()).map(scale).collect()
}

/// Solves `(I − S) n = 1`.
fn stages(industries: usize, share: impl Fn(usize, usize) -> f64) -> Result<Vec<f64>, IndicatorError> {
    solve(industries, share, |_| 1.0)
}

/// Solves `(I − S) n = r`.
fn solve(
    industries: usize,
    share: impl Fn(usize, usize) -> f64,
    right: impl Fn(usize) -> f64,
) -> Result<Vec<f64>, IndicatorError> {
    let solution =
        identity_less(industries, share).partial_piv_lu().solve(Mat::from_fn(industries, 1, |i, _| right(i)));
    let found: Vec<f64> = solution.col(0).iter().copied().collect();
    match found.iter().position(|value| !value.is_finite()) {
        Some(industry) => Err(IndicatorError::Endless { industry }),
        None => Ok(found),
    }
}

impl Leontief<'_> {
    /// Average propagation length from an industry to each industry: the mean number of stages that a change in final demand
    /// for j's product takes to reach i, `[L(L − I)]_ij / [L − I]_ij`; at i itself the first stage is left out of the
    /// denominator alike. Missing (NaN) where i does not supply j at any remove.
    ///
    /// Equation: indicators.md (12.2) [Dietzenbacher & Romero 2007]
    pub fn average_propagation_length(&self, from: Industry) -> Vec<f64> {
        let i = from.index();
        let inverse = self.inverse();
        let row: Vec<f64> = inverse.row(i).iter().copied().collect();
        let length = |(j, column): (usize, faer::ColRef<'_, f64>)| {
            let twice: f64 = column.iter().zip(&row).map(|(cell, of_row)| cell * of_row).sum();
            ratio(twice - row[j], row[j] - f64::from(u8::from(i == j)))
        };
        inverse.col_iter().enumerate().map(length).collect()
    }
}
