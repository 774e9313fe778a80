//! One region's own chains: its block of the inverse and of the input shares.

use faer::Mat;
use faer::linalg::solvers::DenseSolveCore;
use oblate_world::{Id, Region};

use crate::table::{Industry, Leontief, identity_less, ratio_or_zero};

/// A region's industries with the inverse of their inputs from home.
pub(super) struct Local {
    /// The region's industries, positions in the table.
    pub members: Vec<usize>,
    /// `H_s = (I − A_ss)⁻¹`, over the members.
    pub inverse: Mat<f64>,
    /// `V_s H_s`, over the members: domestic value added in a unit of output that has not left the region before.
    pub value_added: Vec<f64>,
}

impl Local {
    /// Of every region, in order.
    pub fn all(leontief: &Leontief<'_>) -> Vec<Self> {
        leontief.table().region_ids().map(|region| Self::new(leontief, region)).collect()
    }

    pub fn new(leontief: &Leontief<'_>, region: Region) -> Self {
        let table = leontief.table();
        let members = table.of_region(region);
        let x = table.gross_output();
        let system = identity_less(members.len(), |a, b| {
            let (i, j) = (members[a], members[b]);
            ratio_or_zero(table.intermediate[(i, j)], x[j])
        });
        let inverse = system.partial_piv_lu().inverse();
        let share = leontief.value_added_share();
        let value_added = inverse
            .col_iter()
            .map(|column| column.iter().zip(&members).map(|(cell, &i)| share[i] * cell).sum())
            .collect();
        Self { members, inverse, value_added }
    }

    /// `H_s` times a vector over the members.
    pub fn outputs(&self, demand: &[f64]) -> Vec<f64> {
        let mut outputs = vec![0.0; demand.len()];
        for (column, &amount) in self.inverse.col_iter().zip(demand) {
            column.iter().zip(&mut outputs).for_each(|(cell, sum)| *sum += cell * amount);
        }
        outputs
    }
}

/// `H_r d_r` by industry: output for a demand of all regions, each making it from its own inputs alone.
pub(super) fn home_outputs(locals: &[Local], demand: &[f64]) -> Vec<f64> {
    let mut outputs = vec![0.0; demand.len()];
    for local in locals {
        let own: Vec<f64> = local.members.iter().map(|&i| demand[i]).collect();
        local.members.iter().zip(local.outputs(&own)).for_each(|(&i, output)| outputs[i] = output);
    }
    outputs
}

/// `Y_rr` by industry: sales to final users at home.
pub(super) fn home_demand(leontief: &Leontief<'_>) -> Vec<f64> {
    let table = leontief.table();
    table.industry_ids().map(|i| table.final_sales(i, table.region_of(i))).collect()
}

/// `F_s` over the industries of a region: value added of all others in a unit of output of each.
pub(super) fn foreign_content(leontief: &Leontief<'_>, region: Region, members: &[usize]) -> Vec<f64> {
    let others = leontief.table().region_ids().filter(|&t| t != region);
    let origin = leontief.value_added_by_origin();
    members.iter().map(|&i| others.clone().map(|t| origin[(t, Industry::new(i))]).sum()).collect()
}
