//! The table `propagation_length`: how many stages lie between two industries.

use oblate_indicators::Leontief;
use oblate_world::Id;

use super::rows::Rows;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

pub(super) fn table(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> Table {
    let (regions, sectors) = (chain.region_words(), chain.sector_words());
    let words = [regions.clone(), sectors.clone(), regions, sectors];
    let mut rows = Rows::new("propagation_length", &words);
    let table = &chain.table;
    for i in chain.industries(wanted) {
        let lengths = leontief.average_propagation_length(i);
        for (j, length) in table.industry_ids().zip(lengths).filter(|(_, length)| length.is_finite()) {
            let place = |i| [chain.home(i).index(), table.sector_of(i).index()];
            let ([region, sector], [user_region, user_sector]) = (place(i), place(j));
            let strength = leontief.inverse()[(i.index(), j.index())];
            rows.push(&[region, sector, user_region, user_sector], &[length, strength]);
        }
    }
    rows.finish()
}
