//! Who matters in the network of industries: multipliers, linkages, weights, influence, centrality.

mod extraction;
mod lengths;

use faer::Mat;
use faer::linalg::solvers::Solve;

use crate::table::{InputOutput, Leontief, identity_less, ratio, ratio_or_zero};
pub use extraction::Extraction;
pub use lengths::{Lengths, borders_crossed};

/// Weights and linkages by industry.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// World output for a unit of final demand, `Σ_i L_ij`.
    pub output_multiplier: Vec<f64>,
    /// World output that a unit of primary inputs supports, the row sum of the Ghosh inverse `Σ_j L_ij x_j / x_i`.
    pub supply_multiplier: Vec<f64>,
    /// Backward linkage [Rasmussen 1956]: the output multiplier over its mean over industries.
    pub backward_linkage: Vec<f64>,
    /// Forward linkage [Rasmussen 1956]: the row sum of `L` over its mean.
    pub forward_linkage_leontief: Vec<f64>,
    /// Forward linkage from the supply side: the row sum of the Ghosh inverse over its mean.
    pub forward_linkage: Vec<f64>,
    /// Domar weight: output over world value added.
    pub domar_weight: Vec<f64>,
    /// Final use in output; missing without output.
    pub final_use_share: Vec<f64>,
    /// Value added in output; missing without output.
    pub value_added_share: Vec<f64>,
}

impl Structure {
    /// All of them from one inverse.
    ///
    /// Equation: indicators.md (12.3) [Miller & Blair 2009, ch. 12; Hulten 1978]
    pub fn new(leontief: &Leontief<'_>) -> Self {
        let table = leontief.table();
        let x = table.gross_output();
        let inverse = leontief.inverse();
        let output_multiplier: Vec<f64> = inverse.col_iter().map(|column| column.iter().sum()).collect();
        let mut row_sum = vec![0.0; x.len()];
        let mut supply = vec![0.0; x.len()];
        for (column, &output) in inverse.col_iter().zip(x) {
            for (i, &cell) in column.iter().enumerate() {
                row_sum[i] += cell;
                supply[i] += cell * output;
            }
        }
        let supply_multiplier: Vec<f64> =
            supply.iter().zip(x).map(|(&sum, &x)| if x == 0.0 { 1.0 } else { sum / x }).collect();
        let world: f64 = table.value_added().iter().sum();
        let finally = |i: usize| -> f64 { table.final_demand.row(i).iter().sum() };
        Self {
            backward_linkage: over_mean(&output_multiplier),
            forward_linkage_leontief: over_mean(&row_sum),
            forward_linkage: over_mean(&supply_multiplier),
            domar_weight: x.iter().map(|&x| ratio(x, world)).collect(),
            final_use_share: (0..x.len()).map(|i| ratio(finally(i), x[i])).collect(),
            value_added_share: table.value_added().iter().zip(x).map(|(&va, &x)| ratio(va, x)).collect(),
            output_multiplier,
            supply_multiplier,
        }
    }
}

fn over_mean(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| value / mean).collect()
}

/// Influence of industries on world output when each final good has the same weight and labour the share `labour_share` in
/// cost: `v = (α/p) [I − (1 − α) W′]⁻¹ 1`, with `W` the shares of suppliers in an industry's purchases of inputs. Adds
/// up to one where all industries buy inputs.
///
/// Equation: indicators.md (12.4) [Acemoglu, Carvalho, Ozdaglar & Tahbaz-Salehi 2012, eq. 4]
pub fn influence(table: &InputOutput, labour_share: f64) -> Vec<f64> {
    let weight = labour_share / table.industries() as f64;
    let walk = purchase_walk(table, 1.0 - labour_share);
    walk.into_iter().map(|value| value * weight).collect()
}

/// PageRank of industries as suppliers: where a walk ends up that follows each purchase to a supplier with the probability
/// `damping`, by the supplier's share, and jumps to any industry otherwise, or from an industry that buys nothing.
///
/// Equation: indicators.md (12.5) [Brin & Page 1998]
pub fn supplier_page_rank(table: &InputOutput, damping: f64) -> Vec<f64> {
    // jumps out of industries that buy nothing go everywhere alike: they change the level, which is set here
    let walk = purchase_walk(table, damping);
    let total: f64 = walk.iter().sum();
    walk.into_iter().map(|value| value / total).collect()
}

/// Solves `(I − d S) w = 1` with `S_ij = Z_ij / Σ_i Z_ij`.
fn purchase_walk(table: &InputOutput, damping: f64) -> Vec<f64> {
    let p = table.industries();
    let bought: Vec<f64> = table.intermediate.col_iter().map(|column| column.iter().sum()).collect();
    let system = identity_less(p, |i, j| damping * ratio_or_zero(table.intermediate[(i, j)], bought[j]));
    system.partial_piv_lu().solve(Mat::<f64>::ones(p, 1)).col(0).iter().copied().collect()
}
