//! The flows of the source: two wide tables, one row for each selling industry, one column for each buyer.

use std::path::Path;

use oblate_tables::Legal;
use oblate_world::{Axes, Axis, Id, Region};

use crate::error::SourceError;
use crate::files::{Keyed, Words, need};

/// Intermediate use and final use, row by row as in [`oblate_world::Flows::ByUse`].
pub(super) fn read(data: &Path, axes: &Axes) -> Result<(Vec<f64>, Vec<f64>), SourceError> {
    let industries = columns(&axes.regions, &axes.sectors);
    let uses = columns(&axes.regions, &axes.final_uses);
    Ok((wide(data, "Z", &industries, &industries)?, wide(data, "F", &industries, &uses)?))
}

/// `AUS_A`, `AUS_B`, …
fn columns<I: Id>(regions: &Axis<Region>, entries: &Axis<I>) -> Vec<String> {
    let of_region = |region| entries.codes().map(move |entry| format!("{region}_{entry}"));
    regions.codes().flat_map(of_region).collect()
}

/// A table with a column `row` of labels; cells in the order of `rows` and `columns`.
fn wide(
    data: &Path,
    stem: &'static str,
    rows: &[String],
    columns: &[String],
) -> Result<Vec<f64>, SourceError> {
    let industries = Words { kind: "industry", words: rows };
    let numbers = columns.iter().map(|column| (column.as_str(), Legal::Finite));
    let keyed = Keyed::read(&need(data, stem)?, [("row", &industries)], numbers)?;
    let mut cells = vec![0.0; rows.len() * columns.len()];
    for (at, column) in columns.iter().enumerate() {
        for (row, value) in keyed.values(column, 0.0)?.into_iter().enumerate() {
            cells[row * columns.len() + at] = value;
        }
    }
    Ok(cells)
}
