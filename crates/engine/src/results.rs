//! The result tables: `regions`, `sectors`, `trade` and the summary, whose columns and variables are a stable interface.
//!
//! Hats are new over baseline (unit `ratio`), `_pct` are changes in per cent (unit `percent`), levels are in the world's
//! unit: a level after the shock has the plain name, its baseline the ending `_baseline`. Missing numbers (regions
//! whose price level is unbounded, hats of what was zero) are NaN here, null in Parquet and empty in CSV.

mod borders;
mod description;
mod regions;
mod sectors;
mod summary;
mod trade;

pub use description::{ColumnDescription, RESULT_TABLES, TableDescription, Unit, VariableDescription};

use crate::run::VariantResult;
use crate::table::Table;

/// Code of the pseudo-region that is the whole world.
pub const WORLD: &str = "WLD";

/// Unit of hats.
const RATIO: &str = "ratio";
/// Unit of changes in per cent.
const PERCENT: &str = "percent";

/// All result tables of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// `variant, region, variable, value, unit`; regions are those of the world, then the groups of the scenario,
    /// then `WLD`. Of groups and the world, levels are sums, hats of levels are ratios of sums, and all other hats
    /// and changes in per cent are means weighted by baseline income; missing if a member's value is missing.
    pub regions: Table,
    /// `variant, region, sector, variable, value, unit`.
    pub sectors: Table,
    /// `variant, sector, origin, destination, value_baseline, value_new, unit`: sales at basic prices, every link.
    pub trade: Table,
    /// One line for each variant and region, with the changes that people look for first.
    pub summary: Table,
}

impl Tables {
    pub(crate) fn of(variants: &[VariantResult], unit: &str) -> Self {
        let told: Vec<_> = variants.iter().map(|variant| regions::variables(variant, unit)).collect();
        Self {
            regions: regions::table(variants, &told),
            summary: summary::table(variants, &told),
            sectors: sectors::table(variants, unit),
            trade: trade::table(variants, unit),
        }
    }

    /// The tables that are written in the form that the user chooses; the summary is always CSV.
    pub fn tidy(&self) -> [&Table; 3] {
        [&self.regions, &self.sectors, &self.trade]
    }
}

/// `new / old`; missing where there was nothing.
fn hat(new: f64, old: f64) -> f64 {
    if old == 0.0 { f64::NAN } else { new / old }
}
