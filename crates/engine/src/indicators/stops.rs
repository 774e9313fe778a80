//! The table `stops`: what stops when an industry stops.

use oblate_indicators::{Industry, Leontief, LossNetwork, SystemicRisk};
use oblate_world::{Array2, Id};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use super::Chain;
use super::rows::Rows;
use crate::error::EngineError;
use crate::results::WORLD;
use oblate_tables::Table;

/// Industries whose stops one thread follows before it looks whether the user wants to stop.
const BATCH: usize = 16;

/// The losses from the stops of these industries, in their order, in parallel.
pub(crate) fn stops_of(
    chain: &Chain<'_>,
    leontief: &Leontief<'_>,
    industries: &[Industry],
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<SystemicRisk, EngineError> {
    let network = LossNetwork::new(leontief, &chain.essential);
    let parts: Vec<Option<SystemicRisk>> = (industries.par_chunks(BATCH).with_max_len(1))
        .map(|batch| (!stop()).then(|| network.stops(batch)))
        .collect();
    let mut loss = Array2::zeros([chain.table.regions(), industries.len()]);
    let mut index = Vec::with_capacity(industries.len());
    for part in parts {
        let Some(part) = part else {
            return Err(EngineError::Interrupted { during: "following the stops of industries".to_owned() });
        };
        for c in chain.table.region_ids() {
            let into = &mut loss.row_mut(c)[index.len()..][..part.index.len()];
            into.copy_from_slice(part.loss.row(c));
        }
        index.extend(part.index);
    }
    Ok(SystemicRisk { loss, index })
}

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
