//! What can be wrong with a table from which indicators are asked.

use thiserror::Error;

/// Why a table has no indicators.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum IndicatorError {
    /// An array has another number of cells than the axes need.
    #[error("{what} has {found} cells; {regions} regions and {sectors} sectors need {wanted}")]
    Shape {
        /// Which array.
        what: &'static str,
        /// Its cells.
        found: usize,
        /// The cells that the axes need.
        wanted: usize,
        /// Regions of the table.
        regions: usize,
        /// Sectors of the table.
        sectors: usize,
    },
    /// A cell is not a number.
    #[error("cell {position} of {what} is {value}, not a finite number")]
    NotFinite {
        /// Which array.
        what: &'static str,
        /// The position in it, row by row.
        position: usize,
        /// What stands there.
        value: f64,
    },
    /// The inputs of some industries cannot be made: `I − A` is singular, or its inverse has negative multipliers.
    #[error(
        "the table is not productive: industry {industry} (counted from 0, regions one after the other) has an output \
         multiplier of {multiplier}; check rows whose sales do not cover their inputs"
    )]
    NotProductive {
        /// The industry with the worst multiplier.
        industry: usize,
        /// Its output multiplier.
        multiplier: f64,
    },
    /// A group of regions names a region twice, or none.
    #[error("a map of {found} regions was given for {wanted}")]
    Groups {
        /// Regions in the map.
        found: usize,
        /// Regions of the table.
        wanted: usize,
    },
}
