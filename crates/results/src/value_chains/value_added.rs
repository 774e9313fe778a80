//! The table `value_added`: where the value that an industry adds ends up.

use oblate_indicators::Leontief;
use oblate_indicators::trade::ForeignFinalDemand;
use oblate_world::Id;

use super::rows::Rows;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

pub(super) fn table(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> Table {
    let table = &chain.table;
    let used = leontief.value_added_in_final_demand();
    let others = ForeignFinalDemand::new(leontief);
    let words = [chain.region_words(), chain.sector_words(), chain.group_words()];
    let mut rows = Rows::new("value_added", &words);
    for i in chain.industries(wanted) {
        for c in table.region_ids() {
            rows.push(
                &[chain.home(i).index(), table.sector_of(i).index(), c.index()],
                &[used[(i, c)], others.in_partner_exports[(i, c)], others.of_partner_in_exports[(i, c)]],
            );
        }
    }
    rows.finish()
}
