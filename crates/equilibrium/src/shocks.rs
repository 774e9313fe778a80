//! What a scenario changes: wedges, technology, tastes, endowments and deficits, on the axes of one world.

mod check;
mod direction;
mod error;
mod path;

use oblate_world::{Array2, Array3, Factor, Region, Sector, TradeTensor};

use crate::economy::Use;

pub(crate) use check::check;
pub use direction::{Direction, ShockKind};
pub use error::ShockError;

/// The shocks of one counterfactual. `None` leaves the baseline as it is.
///
/// Rates are levels after the shock in rate points (0.1 is 10 %); hats are new over baseline.
/// Equations: model.md (3.5), (3.6), (3.9), section 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shocks {
    /// Import tariff `t'` after the shock, > −1: sector × destination × origin.
    pub tariff: Option<TradeTensor>,
    /// Export tax `e'` after the shock, > −1 (baseline: zero): sector × destination × origin.
    pub export_tax: Option<TradeTensor>,
    /// Iceberg trade cost `d̂`, > 0; infinity is an embargo: sector × destination × origin.
    pub iceberg_hat: Option<TradeTensor>,
    /// Fixed cost of market access `f̂`, > 0; acts where there is selection: sector × destination × origin.
    pub fixed_cost_hat: Option<TradeTensor>,
    /// Caps on quantities traded.
    pub quantity_caps: Vec<QuantityCap>,
    /// Net output subsidy `b'` after the shock, > −1 (baseline: minus the net production tax over output).
    pub subsidy: Option<Array2<Region, Sector>>,
    /// Tax on purchases `τ'` after the shock, > −1 (baseline: zero), by region, product and use: a consumption tax, or a
    /// subsidy on inputs where negative.
    pub purchase_tax: Option<Array3<Region, Sector, Use>>,
    /// Carbon prices.
    pub carbon: Option<CarbonPrice>,
    /// Productivity `Â` in variable cost, > 0.
    pub productivity_hat: Option<Array2<Region, Sector>>,
    /// Factor supply `L̂`, > 0.
    pub factor_supply_hat: Option<Array2<Region, Factor>>,
    /// Weights of products in the preferences of households `b̂`, > 0; shares are scaled to add up to one.
    pub preference_hat: Option<Array2<Region, Sector>>,
    /// How deficits behave.
    pub deficits: DeficitRule,
    /// Deficits after the shock by region, in the world's unit, instead of the baseline's (with [`DeficitRule::Fixed`]).
    pub deficit: Option<Vec<f64>>,
}

/// A cap on the quantity that one trade link carries. Equation: model.md (4.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantityCap {
    /// The product.
    pub sector: Sector,
    /// Where it goes.
    pub destination: Region,
    /// Where it comes from.
    pub origin: Region,
    /// The most that may pass, as a share of the baseline's quantity, > 0 (an embargo is an infinite iceberg cost).
    pub cap: f64,
    /// Who earns the rent of a cap that binds.
    pub rent: Rent,
}

/// Who earns the rent of a quantity cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rent {
    /// The origin: a voluntary export restraint, an export quota.
    #[default]
    Origin,
    /// The destination: an import quota whose licences are auctioned.
    Destination,
    /// Nobody: the cap wastes it as queues and red tape do.
    Nobody,
}

/// Prices of carbon, zero in the baseline. Equation: model.md (4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct CarbonPrice {
    /// Price of a tonne after the shock by region, in the world's unit of value.
    pub price: Vec<f64>,
    /// Tonnes per unit of value of baseline purchases, by region, product and use.
    pub intensity: Array3<Region, Sector, Use>,
    /// Border adjustment, if there is one.
    pub border: Option<BorderAdjustment>,
}

/// A tariff on the carbon of imports that their origin has not charged. Equation: model.md (4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct BorderAdjustment {
    /// Whether a region charges it on its imports, by region.
    pub destinations: Vec<bool>,
    /// Tonnes per unit of value of baseline output that it counts: region × sector; zero where it does not apply.
    pub intensity: Array2<Region, Sector>,
}

/// How trade deficits behave in a counterfactual. Equation: model.md (3.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeficitRule {
    /// Deficits keep their value in units of the numeraire (world factor income).
    #[default]
    Fixed,
    /// No deficits: the baseline is first solved without them, and changes are told against it.
    Zero,
    /// Deficits keep their share in the region's factor income, surpluses adjusting in proportion.
    Share,
}
