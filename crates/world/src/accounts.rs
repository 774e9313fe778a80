//! The accounts that make up a world before they are checked.

pub(crate) mod check;
mod mend;
mod national;
mod pool;

use crate::axes::{Array2, Array3, Axes, Factor, FinalUse, Region, Sector, TradeTensor};
pub(crate) use mend::ROUNDING;
pub use mend::{Mend, MendRule};
pub use national::National;
pub(crate) use pool::Pooled;

/// What a world is, where it comes from, and under which terms it may be used.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Description {
    /// Short name, as used in `--world`: `world-2014`.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The year of the flows.
    pub year: Option<i32>,
    /// The unit of all values: `million current US dollars`.
    pub unit: String,
    /// Licence of this table as it stands.
    pub licence: String,
    /// How to cite this table.
    pub citation: String,
    /// Sentences that every user of results must know ("the product mix of bilateral flows is estimated").
    pub caveats: Vec<String>,
    /// The sources from which it was made.
    pub sources: Vec<Source>,
}

/// One published source of a world.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its licence.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// The files that were read.
    pub files: Vec<SourceFile>,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceFile {
    /// File name, without the folder it happened to lie in.
    pub name: String,
    /// BLAKE3 hash of its bytes, in hexadecimal.
    pub blake3: String,
}

/// The flows of goods between regions and uses.
///
/// `U = S + C` uses: the S sectors' intermediate uses first, then the C final uses.
#[derive(Debug, Clone, PartialEq)]
pub enum Flows {
    /// Every use has its own sources, as in a multi-regional input-output table.
    ByUse {
        /// `Z[(i,s), (j,k)]`, sales at basic prices to intermediate uses: N·S rows of N·S cells.
        intermediate: Vec<f64>,
        /// `F[(i,s), (j,c)]`, sales at basic prices to final uses: N·S rows of N·C cells.
        final_use: Vec<f64>,
    },
    /// All uses of a product in a region share its sources (proportionality).
    Common {
        /// Sales at basic prices, sector × destination × origin.
        trade: TradeTensor,
        /// Purchases at purchasers' prices (tariffs included): using region × product × using sector.
        intermediate: Array3<Region, Sector, Sector>,
        /// Purchases at purchasers' prices (tariffs included): using region × product × final use.
        final_use: Array3<Region, Sector, FinalUse>,
    },
}

/// Something counted per region and sector that has no price in the accounts: employment, CO2, capital stock.
#[derive(Debug, Clone, PartialEq)]
pub struct Satellite {
    /// Its name: `employment`.
    pub name: String,
    /// Its unit: `thousand persons`.
    pub unit: String,
    /// Region × sector; NaN where the source has none (missing is not zero).
    pub values: Array2<Region, Sector>,
}

/// A fact about each region: population, UN ideal point, latitude.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionCovariate {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// By region; NaN where missing.
    pub values: Vec<f64>,
}

/// A fact about each pair of regions: distance, common language, distance of UN ideal points.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCovariate {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Origin × destination; NaN where missing.
    pub values: Array2<Region, Region>,
}

/// The accounts of a world, not yet checked. [`crate::World::new`] checks them.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounts {
    /// What the world is and where it comes from.
    pub description: Description,
    /// Its axes.
    pub axes: Axes,
    /// Flows of goods.
    pub flows: Flows,
    /// Ad-valorem import tariffs `t` in rate points (0.1 is 10 %), sector × destination × origin; none means zero.
    pub tariff: Option<TradeTensor>,
    /// Factor income `V`: region × sector × factor.
    pub factor_income: Array3<Region, Sector, Factor>,
    /// Net tax on production `T` (negative: a subsidy): region × sector.
    pub production_tax: Array2<Region, Sector>,
    /// Trade elasticities by sector that came with the table: what a run takes unless it is told otherwise.
    pub trade_elasticity: Option<Vec<f64>>,
    /// Satellites.
    pub satellites: Vec<Satellite>,
    /// Facts about regions.
    pub region_covariates: Vec<RegionCovariate>,
    /// Facts about pairs of regions.
    pub pair_covariates: Vec<PairCovariate>,
    /// The mends that were made on the way from the sources to these accounts.
    pub mends: Vec<Mend>,
}
