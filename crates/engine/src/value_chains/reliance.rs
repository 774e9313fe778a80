//! Reliance of whole regions on each other.

use oblate_indicators::{Leontief, Reliance};
use oblate_world::{Array2, Id, Region};

/// Reliance of whole regions on each other: region of origin × region that relies.
#[derive(Debug, Clone)]
pub struct BetweenRegions {
    /// Of output, in itself and in what its makers buy: means over industries weighted by output.
    pub face_value: Array2<Region, Region>,
    /// Of output at any remove, weighted alike.
    pub look_through: Array2<Region, Region>,
    /// The share of the origin's value added in what the region's final users buy.
    pub final_value_added: Array2<Region, Region>,
    /// The share of the region's value added that the first region's final users buy in the end.
    pub market: Array2<Region, Region>,
}

impl BetweenRegions {
    /// From the reliance of industries, weighted by their output.
    pub fn new(leontief: &Leontief<'_>, reliance: &Reliance) -> Self {
        let table = leontief.table();
        let used = leontief.value_added_in_final_demand();
        let mut flows = Array2::<Region, Region>::zeros([table.regions(), table.regions()]);
        for i in table.industry_ids() {
            for c in table.region_ids() {
                flows[(table.region_of(i), c)] += used[(i, c)];
            }
        }
        let all = |cell: &dyn Fn(Region) -> f64| -> f64 { table.region_ids().map(cell).sum() };
        let shape = flows.shape();
        let weighted = |shares: &Array2<Region, oblate_indicators::Industry>| {
            let mean = |c: Region, r: Region| {
                let members = || {
                    table.industry_ids().filter(|&j| table.region_of(j) == r && shares[(c, j)].is_finite())
                };
                let output: f64 = members().map(|j| table.gross_output()[j.index()]).sum();
                members().map(|j| shares[(c, j)] * table.gross_output()[j.index()]).sum::<f64>() / output
            };
            Array2::from_fn(shape, mean)
        };
        Self {
            face_value: weighted(&reliance.face_value),
            look_through: weighted(&reliance.look_through),
            final_value_added: Array2::from_fn(shape, |c, r| flows[(c, r)] / all(&|d| flows[(d, r)])),
            market: Array2::from_fn(shape, |c, r| flows[(r, c)] / all(&|d| flows[(r, d)])),
        }
    }
}
