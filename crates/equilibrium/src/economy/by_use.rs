//! Trade shares of each use: by-use sourcing. Equation: model.md (2.3) [Antràs & Chor 2018].

use oblate_world::{Array3, FinalUse, Flows, Id, Region, World};

use super::error::CalibrationError;
use super::final_demand::uses_of_columns;
use super::ids::Bundle;
use super::parameters::Demand;
use super::shares::divide_rows;

/// Trade shares `π` by use, purchasers' values.
///
/// # Errors
/// [`CalibrationError::CommonFlows`] if the world does not tell the sources of its uses apart.
pub(super) fn trade_shares(
    world: &World,
    demand: &Demand,
) -> Result<Array3<Bundle, Region, Region>, CalibrationError> {
    let Flows::ByUse { intermediate, final_use } = &world.accounts().flows else {
        return Err(CalibrationError::CommonFlows { world: world.accounts().description.name.clone() });
    };
    let axes = world.axes();
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let columns = uses_of_columns(axes, demand);
    let uses = m + columns.len();
    let mut shares: Array3<Bundle, Region, Region> = Array3::zeros([m * uses, n, n]);
    for i in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let row = i.index() * m + s.index();
            for j in axes.regions.ids() {
                let gross = 1.0 + world.tariff(s, j, i);
                let to_sectors = &intermediate[(row * n + j.index()) * m..][..m];
                let to_final = &final_use[(row * n + j.index()) * c..][..c];
                for (u, value) in to_sectors.iter().enumerate() {
                    shares[(Bundle::new(s.index() * uses + u), j, i)] = gross * value;
                }
                for (column, members) in columns.iter().enumerate() {
                    let bought: f64 = members.iter().map(|u: &FinalUse| to_final[u.index()]).sum();
                    shares[(Bundle::new(s.index() * uses + m + column), j, i)] = gross * bought;
                }
            }
        }
    }
    divide_rows(shares.as_mut_slice(), n);
    Ok(shares)
}
