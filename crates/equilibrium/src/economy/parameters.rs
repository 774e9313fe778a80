//! What the baseline table cannot tell: elasticities, market structures, technology, demand, factor markets.

mod demand;
mod factors;
mod migration;
mod structure;
mod technology;

use oblate_world::{Id, Sector};

pub use demand::{Demand, FinalUses, HouseholdGroup, Preferences};
pub use factors::{FactorMarket, WageFloor};
pub use migration::Migration;
pub use structure::{MarketStructure, Sourcing, trade_elasticity_of_tariffs};
pub(crate) use technology::Tree;
pub use technology::{Elasticity, Members, Nest, Technology};

/// The numbers and choices that make an economy out of a world, on that world's axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Trade elasticity `θ_s > 0`, of trade shares to iceberg costs, by sector.
    pub trade_elasticity: Vec<f64>,
    /// Scale elasticity `ψ_s ≥ 0`, of productivity to the sector's input bundle, by sector.
    pub scale_elasticity: Vec<f64>,
    /// Selection `η_s = θ_s/(ς_s − 1) − 1 ≥ 0`, by sector; zero without selection.
    pub selection: Vec<f64>,
    /// Whether the uses of a product in a region share its sources.
    pub sourcing: Sourcing,
    /// The technology of each using sector.
    pub technology: Technology,
    /// Final demand.
    pub demand: Demand,
    /// The market of each factor, in the order of the world's factors; those beyond its end are mobile.
    pub factor_markets: Vec<FactorMarket>,
    /// Migration within countries, if people move.
    pub migration: Option<Migration>,
}

impl Parameters {
    /// These trade elasticities under perfect competition, common sourcing, Cobb–Douglas technology and demand.
    pub fn new(trade_elasticity: Vec<f64>) -> Self {
        let sectors = trade_elasticity.len();
        Self {
            trade_elasticity,
            scale_elasticity: vec![0.0; sectors],
            selection: vec![0.0; sectors],
            sourcing: Sourcing::Common,
            technology: Technology::cobb_douglas(sectors),
            demand: Demand::default(),
            factor_markets: Vec::new(),
            migration: None,
        }
    }

    /// Gives one sector a market structure. Equations: model.md (3.5)-(3.8).
    pub fn set_structure(&mut self, sector: Sector, structure: MarketStructure) {
        let at = sector.index();
        let (scale, selection) = structure.numbers(self.trade_elasticity[at]);
        (self.scale_elasticity[at], self.selection[at]) = (scale, selection);
    }

    /// Gives all sectors the same market structure.
    #[must_use]
    pub fn with_structure(mut self, structure: MarketStructure) -> Self {
        (0..self.trade_elasticity.len()).for_each(|s| self.set_structure(Sector::new(s), structure));
        self
    }

    /// Whether any sector has economies of scale or selection.
    pub fn has_scale(&self) -> bool {
        self.scale_elasticity.iter().chain(&self.selection).any(|&elasticity| elasticity != 0.0)
    }

    /// Whether any sector has selection.
    pub(crate) fn selects(&self) -> bool {
        self.selection.iter().any(|&eta| eta != 0.0)
    }

    /// The trade elasticity of one sector.
    pub fn theta(&self, sector: Sector) -> f64 {
        self.trade_elasticity[sector.index()]
    }

    /// Elasticity of trade to the prices that buyers pay, `θ + η`. Equation: model.md (3.6).
    pub fn price_elasticity(&self, sector: usize) -> f64 {
        self.trade_elasticity[sector] + self.selection[sector]
    }

    /// Elasticity of competitiveness to a sector's input bundle, `θψ`. Equation: model.md (3.5).
    pub(crate) fn bundle_elasticity(&self, sector: usize) -> f64 {
        self.trade_elasticity[sector] * self.scale_elasticity[sector]
    }

    /// Whether entry is free, `θψ = 1`: the sector can close, and the price of a variety does not fall with the sector's size.
    pub(crate) fn has_free_entry(&self, sector: usize) -> bool {
        (self.bundle_elasticity(sector) - 1.0).abs() < 1e-12
    }

    /// Elasticity of competitiveness to unit costs at given receipts, `θ + η + θψ`, without its sign. Equation: model.md (3.5).
    pub(crate) fn cost_elasticity(&self, sector: usize) -> f64 {
        self.price_elasticity(sector) + self.bundle_elasticity(sector)
    }

    /// The market of one factor.
    pub fn factor_market(&self, factor: usize) -> FactorMarket {
        self.factor_markets.get(factor).copied().unwrap_or_default()
    }
}
