//! The tables `reliance` and `reliance_of_regions`: who relies on whom, at face value and looking through the chain.

use oblate_indicators::{Leontief, Reliance};
use oblate_world::Id;

use super::rows::Rows;
use oblate_engine::{BetweenRegions, Chain, Wanted};
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
