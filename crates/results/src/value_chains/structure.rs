//! The tables `structure` and `sales_between_sectors`: every industry's weight, links and place in the chain, and what sectors buy of
//! each other.

use oblate_indicators::{
    Extraction, Lengths, Leontief, Structure, borders_crossed, influence, supplier_page_rank,
};
use oblate_world::Id;

use super::rows::Rows;
use oblate_engine::{Chain, EngineError, Wanted};
use oblate_tables::Table;

/// Labour's share in cost, of the measure of influence.
const LABOUR_SHARE: f64 = 0.5;
/// Probability with which a walk follows a purchase.
const DAMPING: f64 = 0.85;

pub(super) fn tables(
    chain: &Chain<'_>,
    leontief: &Leontief<'_>,
    wanted: &Wanted,
) -> Result<[Table; 2], EngineError> {
    Ok([of_industries(chain, leontief, wanted)?, between_sectors(chain, wanted)])
}

fn of_industries(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> Result<Table, EngineError> {
    let table = &chain.table;
    let lengths = Lengths::new(table).map_err(|reason| chain.refusal(reason))?;
    let borders = borders_crossed(table).map_err(|reason| chain.refusal(reason))?;
    let structure = Structure::new(leontief);
    let (influence, rank) = (influence(table, LABOUR_SHARE), supplier_page_rank(table, DAMPING));
    let lost = leontief.extraction_of_value_added(Extraction::Total);
    let mut rows = Rows::new("structure", &[chain.region_words(), chain.sector_words()]);
    for i in chain.industries(wanted) {
        let at = i.index();
        let world_loss: f64 = table.region_ids().map(|c| lost[(c, i)]).sum();
        rows.push(
            &[chain.home(i).index(), table.sector_of(i).index()],
            &[
                table.gross_output()[at],
                table.value_added()[at],
                structure.value_added_share[at],
                structure.final_use_share[at],
                lengths.upstreamness[at],
                lengths.downstreamness[at],
                borders[at],
                structure.output_multiplier[at],
                structure.supply_multiplier[at],
                structure.backward_linkage[at],
                structure.forward_linkage[at],
                structure.forward_linkage_leontief[at],
                structure.domar_weight[at],
                influence[at],
                rank[at],
                world_loss,
            ],
        );
    }
    Ok(rows.finish())
}

/// The rows of a sector are those in which it sells or buys.
fn between_sectors(chain: &Chain<'_>, wanted: &Wanted) -> Table {
    let sectors = chain.accounts.axes.sectors.ids();
    let mut rows = Rows::new("sales_between_sectors", &[chain.sector_words(), chain.sector_words()]);
    for product in sectors.clone() {
        for user in sectors.clone().filter(|&user| wanted.sector(product) || wanted.sector(user)) {
            let sales = chain.sales_between_sectors[(product, user)];
            rows.push(&[product.index(), user.index()], &[sales]);
        }
    }
    rows.finish()
}
