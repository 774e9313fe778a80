//! What stops when an industry stops, many industries in parallel.

use oblate_indicators::{Industry, Leontief, LossNetwork, SystemicRisk};
use oblate_world::Array2;
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use super::chain::Chain;
use crate::error::EngineError;

/// Industries whose stops one thread follows before it looks whether the user wants to stop.
const BATCH: usize = 16;

/// The losses from the stops of these industries, in their order, in parallel.
///
/// # Errors
/// [`EngineError::Interrupted`].
pub fn stops_of(
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
