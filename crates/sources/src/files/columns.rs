//! Columns of numbers by sector, and by pair of regions.

use oblate_tables::{FaultKind, Legal, TableFile};
use oblate_world::{Array2, Axis, Id, Region, Sector};

use super::keyed::Keyed;
use crate::error::SourceError;

/// A column of numbers by sector, one row for each.
pub(crate) fn by_sector(
    file: &TableFile,
    column: &str,
    legal: Legal,
    sectors: &Axis<Sector>,
) -> Result<Vec<f64>, SourceError> {
    let mut keyed = Keyed::read(file, [("sector", sectors)], [(column, legal)])?;
    let missing = sectors.ids().filter(|sector| !keyed.cells().contains(&sector.index()));
    for sector in missing.collect::<Vec<_>>() {
        keyed.rows.table_fault(FaultKind::MissingRow { key: format!("sector {}", sectors.code(sector)) });
    }
    keyed.values(column, f64::NAN)
}

/// Facts about pairs of regions, by the columns `origin` and `destination`; NaN where they are missing or have no row.
pub(crate) fn by_pair<N: AsRef<str>>(
    file: &TableFile,
    columns: &[N],
    regions: &Axis<Region>,
) -> Result<Vec<Array2<Region, Region>>, SourceError> {
    let numbers = columns.iter().map(|column| (column.as_ref(), Legal::OrMissing));
    let keyed = Keyed::read(file, [("origin", regions), ("destination", regions)], numbers)?;
    columns.iter().map(|column| keyed.array(column.as_ref(), f64::NAN)).collect()
}
