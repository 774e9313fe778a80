//! The result tables: `regions`, `sectors`, `trade` and the summary, whose columns and variables are a stable interface.
//!
//! Hats are new over baseline (unit `ratio`), `_pct` are changes in per cent (unit `percent`), levels are in the world's
//! unit: a level after the shock has the plain name, its baseline the ending `_baseline`. Missing numbers (regions
//! whose price level is unbounded, hats of what was zero) are NaN here, null in Parquet and empty in CSV.

mod borders;
pub(crate) mod decomposition;
mod description;
mod draws;
mod emissions;
mod equilibria;
mod factors;
mod households;
mod regions;
mod saved;
mod sectors;
mod sensitivity;
mod summary;
mod trade;

pub use description::{ColumnDescription, RESULT_TABLES, TableDescription, Unit, VariableDescription};
pub use saved::Results;

use crate::run::RunResult;
use oblate_tables::Table;

/// Code of the pseudo-region that is the whole world.
pub const WORLD: &str = "WLD";

/// Unit of hats.
const RATIO: &str = "ratio";
/// Unit of changes in per cent.
const PERCENT: &str = "percent";
/// Unit of what is counted: stages, borders.
const COUNT: &str = "count";

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
    /// `variant, elasticity_set, region, variable, value, unit`: the change of real income under every published set
    /// of trade elasticities.
    pub sensitivity: Table,
    /// `variant, region, split, part, sector, partner, value, unit`: what brings the change of real income.
    pub decomposition: Table,
    /// `variant, region, group, variable, value, unit`; none without groups of households.
    pub households: Option<Table>,
    /// `variant, region, sector, factor, variable, value, unit`; none where all sectors of a region pay one price.
    pub factors: Option<Table>,
    /// `variant, region, variable, value, unit`; none where carbon has no price.
    pub emissions: Option<Table>,
    /// `variant, equilibrium, starts, region, variable, value, unit`; none where no random starts were asked for.
    pub equilibria: Option<Table>,
    /// `variant, draw, region, variable, value, unit`: the change of real income in every draw of the elasticities; none
    /// where no draws were asked for, as of the next two.
    pub draws: Option<Table>,
    /// `variant, region, variable, statistic, value, unit`: mean, spread and quantiles of the draws.
    pub uncertainty: Option<Table>,
    /// `variant, draw, parameter, sector, value`: the elasticities of every draw.
    pub drawn_elasticities: Option<Table>,
    /// One line for each variant and region, with the changes that people look for first.
    pub summary: Table,
}

impl Tables {
    pub(crate) fn of(result: &RunResult) -> Self {
        let (variants, unit) = (result.variants.as_slice(), result.unit.as_str());
        let told: Vec<_> = variants.iter().map(|variant| regions::variables(variant, result)).collect();
        Self {
            regions: regions::table("regions", variants, &told),
            summary: summary::table(variants, &told),
            sectors: sectors::table(variants, unit),
            trade: trade::table(variants, unit),
            sensitivity: sensitivity::table(result),
            decomposition: decomposition::table(variants),
            households: households::table(variants, unit),
            factors: factors::table(variants),
            emissions: emissions::table(result),
            equilibria: equilibria::table(result),
            draws: draws::draws(result),
            uncertainty: draws::uncertainty(result),
            drawn_elasticities: draws::drawn_elasticities(result),
        }
    }

    /// The tables that are written in the form that the user chooses; the summary is always CSV.
    pub fn tidy(&self) -> Vec<&Table> {
        let always = [&self.regions, &self.sectors, &self.trade, &self.sensitivity, &self.decomposition];
        let often = [&self.households, &self.factors, &self.emissions, &self.equilibria];
        let often = often.into_iter().chain([&self.draws, &self.uncertainty, &self.drawn_elasticities]);
        always.into_iter().chain(often.flatten()).collect()
    }
}

/// `new / old`; missing where there was nothing.
fn hat(new: f64, old: f64) -> f64 {
    if old == 0.0 { f64::NAN } else { new / old }
}
