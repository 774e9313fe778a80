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
    /// Chains have no end: `I − A` is singular, or its inverse has multipliers that are not positive, as where the spectral radius
    /// of `A` is one or more. The industry is that with the worst multiplier, whose inputs are worth more than its output in
    /// every table of cells that are not negative.
    #[error(
        "the table is not productive: the inputs of industry {industry} (counted from 0, regions one after the other) are worth \
         {inputs:.3} times its output; check its column of inputs, and the row of its sales"
    )]
    NotProductive {
        /// The industry.
        industry: usize,
        /// Its inputs over its output.
        inputs: f64,
    },
    /// The number of stages or borders between an industry and an end of the chain is not finite.
    #[error(
        "industry {industry} (counted from 0, regions one after the other) has no finite distance to an end of the chain"
    )]
    Endless {
        /// The industry.
        industry: usize,
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

impl IndicatorError {
    /// The industry of the table that is at fault; none where it is not one.
    pub fn industry(&self) -> Option<usize> {
        match *self {
            Self::NotProductive { industry, .. } | Self::Endless { industry } => Some(industry),
            Self::Shape { .. } | Self::NotFinite { .. } | Self::Groups { .. } => None,
        }
    }
}
