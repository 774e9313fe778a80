//! The table `trade_elasticity` of a folder: one number above zero for each sector.

use std::path::Path;

use oblate_tables::Legal;
use oblate_world::{Axis, Sector};

use crate::error::SourceError;
use crate::files::{by_sector, find};

/// The trade elasticities of a folder by sector; none if it has no such table.
pub(super) fn read(folder: &Path, sectors: &Axis<Sector>) -> Result<Option<Vec<f64>>, SourceError> {
    let Some(file) = find(folder, "trade_elasticity")? else { return Ok(None) };
    by_sector(&file, "trade_elasticity", Legal::Positive, sectors).map(Some)
}
