//! The tables `reliance` and `reliance_of_regions`: who relies on whom, at face value and looking through the chain.

use oblate_indicators::{Leontief, Reliance};
use oblate_world::{Array2, Id, Region};

use super::rows::Rows;
use super::{Chain, Wanted};
use oblate_tables::Table;

pub(super) fn tables(
    chain: &Chain<'_>,
    leontief: &Leontief<'_>,
    reliance: &Reliance,
    wanted: &Wanted,
) -> [Table; 2] {
    let words = [chain.region_words(), chain.sector_words(), chain.group_words()];
    let mut rows = Rows::new("reliance", &words);
    let table = &chain.table;
    for j in chain.industries(wanted) {
        for c in table.region_ids() {
            let at = (c, j);
            rows.push(
                &[chain.home(j).index(), table.sector_of(j).index(), c.index()],
                &[
                    reliance.face_value[at],
                    reliance.look_through[at],
                    reliance.inputs_face_value[at],
                    reliance.inputs_look_through[at],
                    reliance.value_added[at],
                    reliance.market_face_value[at],
                    reliance.market_look_through[at],
                ],
            );
        }
    }
    [rows.finish(), of_regions(chain, leontief, reliance, wanted)]
}

fn of_regions(chain: &Chain<'_>, leontief: &Leontief<'_>, reliance: &Reliance, wanted: &Wanted) -> Table {
    let table = &chain.table;
    let between = BetweenRegions::new(leontief, reliance);
    let mut rows = Rows::new("reliance_of_regions", &[chain.group_words(), chain.group_words()]);
    for r in table.region_ids().filter(|&r| chain.wants(wanted, r)) {
        for c in table.region_ids() {
            let at = (c, r);
            rows.push(
                &[r.index(), c.index()],
                &[
                    between.face_value[at],
                    between.look_through[at],
                    between.look_through[at] - between.face_value[at],
                    between.final_value_added[at],
                    between.market[at],
                ],
            );
        }
    }
    rows.finish()
}

/// Reliance of whole regions on each other: region of origin × region that relies.
pub(crate) struct BetweenRegions {
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
