//! The table `extraction`: value added that is lost, by region, when an industry is taken out of the table.

use oblate_indicators::{Extraction, Industry, Leontief};
use oblate_world::Id;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::rows::Rows;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

pub(super) fn table(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> Table {
    let words = [chain.region_words(), chain.sector_words(), chain.group_words()];
    let mut rows = Rows::new("extraction", &words);
    let lost = [Extraction::Total, Extraction::Backward, Extraction::Forward]
        .map(|extraction| leontief.extraction_of_value_added(extraction));
    let industries = chain.industries(wanted);
    let replaced: Vec<Vec<f64>> = industries.par_iter().map(|&k| with_substitution(leontief, k)).collect();
    for (&k, replaced) in industries.iter().zip(&replaced) {
        for c in chain.table.region_ids() {
            let [total, backward, forward] = [0, 1, 2].map(|at: usize| lost[at][(c, k)]);
            rows.push(
                &[chain.home(k).index(), chain.table.sector_of(k).index(), c.index()],
                &[total, backward, forward, -replaced[c.index()]],
            );
        }
    }
    rows.finish()
}

/// Change of value added by region where customers turn to other sources.
fn with_substitution(leontief: &Leontief<'_>, industry: Industry) -> Vec<f64> {
    let table = leontief.table();
    let mut change = vec![0.0; table.regions()];
    let outputs = leontief.extraction_with_substitution(industry);
    for (i, output) in table.industry_ids().zip(outputs) {
        change[table.region_of(i).index()] += leontief.value_added_share()[i.index()] * output;
    }
    change
}
