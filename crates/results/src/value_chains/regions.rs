//! The table `chain_regions`: how each region takes part in value chains.

use oblate_indicators::trade::{BorinMancini, KoopmanWangWei, Participation};
use oblate_indicators::{Lengths, Leontief};
use oblate_world::{Id, Region};

use super::exports::chain_terms;
use super::rows::Rows;
use oblate_engine::{Chain, EngineError, Wanted};
use oblate_tables::Table;

pub(super) fn table(
    chain: &Chain<'_>,
    leontief: &Leontief<'_>,
    wanted: &Wanted,
) -> Result<Table, EngineError> {
    let table = &chain.table;
    let participation = Participation::new(leontief);
    let nine = KoopmanWangWei::new(leontief);
    let lengths = Lengths::of_regions(table).map_err(|reason| EngineError::Indicators { reason })?;
    let chains = BorinMancini::new(leontief);
    let imports = imports(chain);
    let mut rows = Rows::new("chain_regions", &[chain.group_words()]);
    for c in table.region_ids().filter(|&c| chain.wants(wanted, c)) {
        let at = c.index();
        let members = table.of_region(c);
        let over_members = |values: &[f64]| -> f64 { members.iter().map(|&i| values[i]).sum() };
        let flows = table.industry_ids().filter(|&i| table.region_of(i) == c);
        let terms = chains.sum(flows.flat_map(|i| table.region_ids().map(move |r| (i, r))));
        let part = &participation[at];
        let own = [
            over_members(table.gross_output()),
            over_members(table.value_added()),
            part.exports,
            imports[at],
            part.value_added_exports,
            part.value_added_ratio(),
            part.foreign_content,
            part.content_of_others_exports,
            part.backward(),
            part.forward(),
            part.index(),
            part.position(),
            lengths.upstreamness[at],
            lengths.downstreamness[at],
        ];
        let numbers: Vec<f64> = own.into_iter().chain(chain_terms(&terms)).chain(nine[at].terms()).collect();
        rows.push(&[at], &numbers);
    }
    Ok(rows.finish())
}

fn imports(chain: &Chain<'_>) -> Vec<f64> {
    let exports = chain.table.exports();
    let of = |r: Region| chain.table.industry_ids().map(|i| exports[(i, r)]).sum();
    chain.table.region_ids().map(of).collect()
}
