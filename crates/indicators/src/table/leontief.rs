//! Input shares, the Leontief inverse and value added by origin: what most indicators are made of.

use faer::linalg::solvers::DenseSolveCore;
use faer::{Mat, MatRef};
use oblate_world::{Array2, Id, Region};

use crate::error::IndicatorError;
use crate::table::input_output::{Industry, InputOutput};

/// A table with its Leontief inverse `L = (I − A)⁻¹`.
///
/// Input shares are `A_ij = Z_ij / x_j` and value-added shares `v_j = va_j / x_j`; both are zero where there is no output, so
/// that such an industry has `L_ff = 1` and no other multiplier. The Ghosh inverse needs no second inversion:
/// `G = x̂⁻¹ L x̂`.
#[derive(Debug, Clone)]
pub struct Leontief<'a> {
    table: &'a InputOutput,
    inverse: Mat<f64>,
    value_added_share: Vec<f64>,
    /// `M[t, j] = Σ_{i∈t} v_i L_ij`: region of origin × industry.
    value_added_by_origin: Array2<Region, Industry>,
}

impl<'a> Leontief<'a> {
    /// Inverts a table: one dense inverse of industries × industries.
    ///
    /// # Errors
    /// [`IndicatorError::NotProductive`] if the inverse is not finite or an output multiplier is not positive.
    ///
    /// Equation: indicators.md (11.1) [Miller & Blair 2009, ch. 2]
    pub fn new(table: &'a InputOutput) -> Result<Self, IndicatorError> {
        let (p, x) = (table.industries(), table.gross_output());
        let system = identity_less(p, |i, j| ratio_or_zero(table.intermediate[(i, j)], x[j]));
        let inverse = system.partial_piv_lu().inverse();
        check_productive(table, &inverse)?;
        let value_added_share = shares(table.value_added(), table.gross_output());
        let value_added_by_origin = by_origin(table, &inverse, Some(&value_added_share));
        Ok(Self { table, inverse, value_added_share, value_added_by_origin })
    }

    /// The table.
    pub fn table(&self) -> &'a InputOutput {
        self.table
    }

    /// `L[i, j]`: output of industry i for a unit of final demand for the product of industry j.
    pub fn inverse(&self) -> MatRef<'_, f64> {
        self.inverse.as_ref()
    }

    /// Value-added share `v` by industry.
    pub fn value_added_share(&self) -> &[f64] {
        &self.value_added_share
    }

    /// Value added of a region in a unit of final demand for the product of an industry, `Σ_{i∈t} v_i L_ij`: region of
    /// origin × industry. Columns of industries with output add up to one.
    ///
    /// Equation: indicators.md (11.2)
    pub fn value_added_by_origin(&self) -> &Array2<Region, Industry> {
        &self.value_added_by_origin
    }

    /// Gross output of a region in a unit of final demand for the product of an industry, `Σ_{i∈t} L_ij`: region of origin
    /// × industry.
    pub fn output_by_origin(&self) -> Array2<Region, Industry> {
        by_origin(self.table, &self.inverse, None)
    }

    /// Output by industry that final demand of each region calls for, `L Y`: industry × region.
    pub(crate) fn output_for_final_demand(&self) -> Mat<f64> {
        &self.inverse * &self.table.final_demand
    }
}

/// `I − S` of a table of shares: what is solved for what they come to at any remove.
pub(crate) fn identity_less(size: usize, share: impl Fn(usize, usize) -> f64) -> Mat<f64> {
    Mat::from_fn(size, size, |i, j| f64::from(u8::from(i == j)) - share(i, j))
}

/// Output multipliers are finite and positive: with cells that are not negative they are so if and only if the spectral radius of
/// the input shares is below one.
fn check_productive(table: &InputOutput, inverse: &Mat<f64>) -> Result<(), IndicatorError> {
    let multipliers: Vec<f64> = inverse.col_iter().map(|column| column.iter().sum()).collect();
    let x = table.gross_output();
    let inputs = |j: usize| ratio_or_zero(table.intermediate.col(j).iter().sum(), x[j]);
    // of a singular table no multiplier is one
    let badness = |j: usize| match multipliers[j].is_finite() {
        true => -multipliers[j],
        false => inputs(j),
    };
    let finite = multipliers.iter().all(|multiplier| multiplier.is_finite());
    let worst = (0..multipliers.len())
        .filter(|&j| finite || !multipliers[j].is_finite())
        .max_by(|&i, &j| badness(i).total_cmp(&badness(j)));
    match worst.filter(|&j| !(multipliers[j].is_finite() && multipliers[j] > 0.0)) {
        Some(industry) => Err(IndicatorError::NotProductive { industry, inputs: inputs(industry) }),
        None => Ok(()),
    }
}

/// A share of output: zero where there is no output, as the accounts have it.
pub(crate) fn ratio_or_zero(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// A share of a total: missing (NaN) where there is no total.
pub(crate) fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { f64::NAN } else { part / whole }
}

fn shares(parts: &[f64], wholes: &[f64]) -> Vec<f64> {
    parts.iter().zip(wholes).map(|(&part, &whole)| ratio_or_zero(part, whole)).collect()
}

/// Sums of the rows of each region, each row times its weight.
fn by_origin(table: &InputOutput, matrix: &Mat<f64>, weight: Option<&[f64]>) -> Array2<Region, Industry> {
    let mut sums = Array2::zeros([table.regions(), table.industries()]);
    for (j, column) in matrix.col_iter().enumerate() {
        for (i, cell) in column.iter().enumerate() {
            let value = weight.map_or(*cell, |weight| weight[i] * cell);
            sums[(table.region_of(Industry::new(i)), Industry::new(j))] += value;
        }
    }
    sums
}
