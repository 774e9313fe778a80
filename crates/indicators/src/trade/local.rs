//! One region's own chains: its block of the inverse and of the input shares.

use faer::Mat;
use faer::linalg::solvers::DenseSolveCore;
use oblate_world::Region;

use crate::table::{Leontief, identity_less, ratio_or_zero};

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
