//! The table `trade_elasticity` of a folder: one number above zero for each sector.

use std::path::Path;

use oblate_world::{Axis, Id, Sector};

use crate::error::SourceError;
use crate::fault::FaultKind;
use crate::table::{Legal, TableFile, Wanted};

/// The trade elasticities of a folder by sector; none if it has no such table.
pub(super) fn read(folder: &Path, sectors: &Axis<Sector>) -> Result<Option<Vec<f64>>, SourceError> {
    match TableFile::find(folder, "trade_elasticity")? {
        None => Ok(None),
        Some(file) => by_sector(&file, "trade_elasticity", Legal::Positive, sectors).map(Some),
    }
}

/// A column of numbers by sector, one row for each.
pub(crate) fn by_sector(
    file: &TableFile,
    column: &str,
    legal: Legal,
    sectors: &Axis<Sector>,
) -> Result<Vec<f64>, SourceError> {
    let mut table = file.read(&Wanted::default().text("sector").number(column, legal))?;
    let rows = table.ids("sector", sectors);
    table.unique(sectors.len(), |row| rows[row].index(), &["sector"]);
    for sector in sectors.ids().filter(|sector| !rows.contains(sector)) {
        table.table_fault(FaultKind::MissingRow { key: format!("sector {}", sectors.code(sector)) });
    }
    table.check()?;
    let mut values = vec![f64::NAN; sectors.len()];
    for (sector, value) in rows.iter().zip(table.numbers(column)) {
        values[sector.index()] = *value;
    }
    Ok(values)
}
