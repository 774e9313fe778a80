//! The tables `footprint` and `footprint_of_products`: satellites along the chain.

use oblate_indicators::Leontief;
use oblate_world::Id;

use super::rows::Rows;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

pub(super) fn tables(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> [Table; 2] {
    let satellites = &chain.accounts.satellites;
    let names: Vec<String> = satellites.iter().map(|satellite| satellite.name.clone()).collect();
    let units: Vec<String> = satellites.iter().map(|satellite| satellite.unit.clone()).collect();
    let words = [names.clone(), units.clone(), chain.group_words(), chain.group_words()];
    let mut between = Rows::new("footprint", &words);
    let words = [names, units, chain.group_words(), chain.sector_words()];
    let mut products = Rows::new("footprint_of_products", &words);
    for (at, satellite) in satellites.iter().enumerate() {
        let found = leontief.footprint(satellite.values.as_slice());
        let regions = found.between_regions(leontief);
        for c in chain.table.region_ids().filter(|&c| chain.wants(wanted, c)) {
            for d in chain.table.region_ids() {
                between.push(&[at, at, c.index(), d.index()], &[regions[(c, d)]]);
            }
            for k in chain.accounts.axes.sectors.ids().filter(|&k| wanted.sector(k)) {
                products.push(&[at, at, c.index(), k.index()], &[found.by_product[(c, k)]]);
            }
        }
    }
    [between.finish(), products.finish()]
}
