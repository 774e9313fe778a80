//! What is embodied along the chain: jobs, capital, CO2, by where it arises and whose final use it serves.

use faer::Mat;
use oblate_world::{Array2, Id, Region, Sector};

use crate::table::{Industry, Leontief, ratio_or_zero};

/// The accounts of one satellite: what arises in an industry (jobs, capital, emissions), traced to final use.
///
/// Equation: indicators.md (15.1) [Miller & Blair 2009, ch. 10]
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    /// What arises in an industry for the final use of a region, `s_i Σ_j L_ij Y_jc`: industry × region of final use. Its
    /// rows add up to what arises in the industry (production account), its columns to what the final use of a region calls for
    /// (consumption account). What arises in an industry without output serves nobody and is left out.
    pub by_industry: Array2<Industry, Region>,
    /// What a unit of final use of an industry's product calls for, `Σ_i s_i L_ij`, by industry.
    pub multiplier: Vec<f64>,
    /// What the final use of a region calls for, by product: region × sector.
    pub by_product: Array2<Region, Sector>,
    /// Industries whose own amount is missing; they are counted as zero, so that the accounts are lower bounds.
    pub missing: Vec<Industry>,
}

impl Leontief<'_> {
    /// Traces an amount by industry; NaN where it is missing.
    pub fn footprint(&self, amount: &[f64]) -> Footprint {
        let table = self.table();
        let x = table.gross_output();
        let missing =
            table.industry_ids().filter(|i| amount[i.index()].is_nan() && x[i.index()] != 0.0).collect();
        let known = |amount: f64| if amount.is_nan() { 0.0 } else { amount };
        let intensity: Vec<f64> = amount.iter().zip(x).map(|(&f, &x)| ratio_or_zero(known(f), x)).collect();
        let output: Mat<f64> = self.output_for_final_demand();
        let multiplier: Vec<f64> = (self.inverse().col_iter())
            .map(|column| column.iter().zip(&intensity).map(|(cell, s)| cell * s).sum())
            .collect();
        let mut by_product = Array2::zeros([table.regions(), table.sectors()]);
        for j in table.industry_ids() {
            for c in table.region_ids() {
                by_product[(c, table.sector_of(j))] += multiplier[j.index()] * table.final_sales(j, c);
            }
        }
        let by_industry = Array2::from_fn([table.industries(), table.regions()], |i: Industry, c: Region| {
            intensity[i.index()] * output[(i.index(), c.index())]
        });
        Footprint { by_industry, multiplier, by_product, missing }
    }
}

impl Footprint {
    /// What arises in one region for the final use of another: region of origin × region of final use.
    pub fn between_regions(&self, leontief: &Leontief<'_>) -> Array2<Region, Region> {
        let table = leontief.table();
        let mut sums = Array2::zeros([table.regions(), table.regions()]);
        for i in table.industry_ids() {
            for c in table.region_ids() {
                sums[(table.region_of(i), c)] += self.by_industry[(i, c)];
            }
        }
        sums
    }
}
