//! Trade shares of each use: by-use sourcing. Equation: model.md (2.3) [Antràs & Chor 2018].

use oblate_world::{Array3, FinalUse, Flows, Id, Region, World};

use super::final_demand::uses_of_columns;
use crate::error::CalibrationError;
use crate::parameters::Demand;

/// A product for one use: position `s·U + u`, where the `U` uses are the using sectors and then the columns of final demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bundle(u32);

impl Id for Bundle {
    const KIND: &'static str = "bundle";
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("an axis has fewer than 2^32 entries"))
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

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
    super::divide_rows(shares.as_mut_slice(), n);
    Ok(shares)
}
