//! What is known at one point, between the unknowns and the residuals.

use super::layout::{Layout, Shape};
use crate::equations::demand::ConsumptionPoint;
use crate::equations::factors::MarketPoint;
use crate::equations::live::LivePoint;
use crate::equations::technology::Nests;

/// Everything at one point. Names of model.md; sellers run `s·N + i`, buyers `b·N + j` ("by bundle"), the others
/// region by region.
#[derive(Debug, Clone, Default)]
pub(crate) struct Point {
    /// Competitiveness `v̂` of sellers.
    pub competitiveness: Vec<f64>,
    /// Its slopes in the unknowns of receipts and of unit costs.
    pub competitiveness_slope: [Vec<f64>; 2],
    /// `Φ̂` of buyers.
    pub phi: Vec<f64>,
    /// `Φ̂` net of tariffs and export taxes, of buyers.
    pub phi_net: Vec<f64>,
    /// `ln P̂`, region × bundle.
    pub ln_price: Vec<f64>,
    /// Log of the price that uses pay, (region × product) × use.
    pub ln_use_price: Vec<f64>,
    /// Its slope in `ln P̂`, and what a seller gets of a use's payment; empty without taxes on purchases.
    pub use_slope: Vec<f64>,
    pub use_net: Vec<f64>,
    pub live: LivePoint,
    /// Log factor prices, (region × sector) × factor.
    pub ln_factor: Vec<f64>,
    pub nests: Nests,
    /// `R'`, region × sector.
    pub receipts: Vec<f64>,
    /// Its slope in the unknown.
    pub receipts_slope: Vec<f64>,
    /// `I'`, region × group.
    pub income: Vec<f64>,
    pub consumption: ConsumptionPoint,
    /// `X'`, region × bundle.
    pub expenditure: Vec<f64>,
    /// `X'/Φ̂` of buyers.
    pub demand: Vec<f64>,
    /// `Y'/v̂` of sellers.
    pub sales: Vec<f64>,
    pub markets: MarketPoint,
    /// Slopes of the log of those who choose a region, by country.
    pub movers: Vec<Vec<f64>>,
    /// `I'` from (3.13), region × group.
    pub income_from_sources: Vec<f64>,
    /// Slopes of the goods markets' residuals in the unknowns of receipts and of unit costs, and in sales.
    pub goods_slope: [Vec<f64>; 3],
}

impl Point {
    pub(super) fn new(layout: &Layout, shape: &Shape) -> Self {
        let cells = || vec![0.0; layout.cells()];
        let bundles = || vec![0.0; layout.cells() * shape.bundle_width];
        Self {
            competitiveness: cells(),
            competitiveness_slope: [cells(), cells()],
            phi: bundles(),
            phi_net: bundles(),
            ln_price: bundles(),
            ln_use_price: vec![0.0; layout.cells() * shape.use_width],
            ln_factor: vec![0.0; layout.cells() * layout.factors],
            receipts: cells(),
            receipts_slope: cells(),
            expenditure: bundles(),
            demand: bundles(),
            sales: cells(),
            goods_slope: [cells(), cells(), cells()],
            ..Self::default()
        }
    }
}
