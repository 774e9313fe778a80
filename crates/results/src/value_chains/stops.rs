//! The table `stops`: what stops when an industry stops.

use oblate_engine::Chain;
use oblate_indicators::{Industry, SystemicRisk};
use oblate_tables::Table;
use oblate_world::Id;

use super::rows::Rows;
use crate::WORLD;

pub(super) fn table(chain: &Chain<'_>, industries: &[Industry], risk: &SystemicRisk) -> Table {
    let losers: Vec<String> = chain.group_words().into_iter().chain([WORLD.to_owned()]).collect();
    let mut rows = Rows::new("stops", &[chain.region_words(), chain.sector_words(), losers]);
    for (at, &i) in industries.iter().enumerate() {
        let mut tell = |place: usize, loss: f64| {
            rows.push(&[chain.home(i).index(), chain.table.sector_of(i).index(), place], &[100.0 * loss]);
        };
        tell(chain.regions.len(), risk.index[at]);
        for c in chain.table.region_ids() {
            tell(c.index(), risk.loss[(c, Industry::new(at))]);
        }
    }
    rows.finish()
}
