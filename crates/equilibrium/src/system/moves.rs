//! How everything in between moves along a direction, what it weighs in a sum, and what shocks move directly.

use super::Equations;
use super::layout::{Layout, Shape};
use crate::equations::demand::{ConsumptionTangent, WelfareWeights};
use crate::equations::live::LiveParts;
use crate::equations::technology::NestTangent;

/// How everything in between moves along a direction; places as in [`super::point::Point`].
#[derive(Debug, Default)]
pub(crate) struct Tangent {
    /// `dR'`.
    pub receipts: Vec<f64>,
    /// `dv̂` of sellers.
    pub competitiveness: Vec<f64>,
    /// `dΦ̂` of buyers, whole and net of taxes.
    pub phi: Vec<f64>,
    pub phi_net: Vec<f64>,
    /// `d ln P̂`.
    pub price: Vec<f64>,
    /// That of what uses pay, where purchases are taxed.
    pub(super) split_price: Vec<f64>,
    /// Log factor prices by market and by cell.
    pub wage: Vec<f64>,
    pub factor: Vec<f64>,
    pub nests: NestTangent,
    pub factor_demand: Vec<f64>,
    /// `d ln I'`, region × group.
    pub income: Vec<f64>,
    pub consumption: ConsumptionTangent,
    /// `dX'`.
    pub expenditure: Vec<f64>,
    /// `d(X'/Φ̂)` of buyers.
    pub demand: Vec<f64>,
    /// `d(Y'/v̂)` of sellers, at given `v̂`.
    pub sales: Vec<f64>,
    pub live: LiveParts,
    /// Purchase tax revenue by region.
    pub purchase_tax: Vec<f64>,
    /// Earnings by place.
    pub earned: Vec<f64>,
    /// Working space.
    pub(super) row: Vec<f64>,
}

impl Tangent {
    pub(crate) fn new(layout: &Layout, shape: &Shape) -> Self {
        let cells = || vec![0.0; layout.cells()];
        let bundles = || vec![0.0; layout.cells() * shape.bundle_width];
        Self {
            receipts: cells(),
            competitiveness: cells(),
            phi: bundles(),
            phi_net: bundles(),
            price: bundles(),
            split_price: vec![0.0; if shape.wedges { layout.cells() * shape.use_width } else { 0 }],
            wage: vec![0.0; layout.markets],
            factor: vec![0.0; layout.cells() * layout.factors],
            factor_demand: vec![0.0; layout.markets],
            expenditure: bundles(),
            demand: bundles(),
            sales: cells(),
            purchase_tax: vec![0.0; layout.regions],
            earned: vec![0.0; layout.regions * layout.factors * layout.groups],
            row: vec![0.0; layout.sectors],
            ..Self::default()
        }
    }

    /// Change of the log prices that uses pay.
    pub(crate) fn use_price(&self) -> &[f64] {
        if self.split_price.is_empty() { &self.price } else { &self.split_price }
    }
}

/// What everything in between weighs; places as in [`super::point::Point`].
#[derive(Debug)]
pub(crate) struct Adjoint {
    pub receipts: Vec<f64>,
    pub competitiveness: Vec<f64>,
    pub phi: Vec<f64>,
    pub phi_net: Vec<f64>,
    pub price: Vec<f64>,
    pub use_price: Vec<f64>,
    pub wage: Vec<f64>,
    pub factor: Vec<f64>,
    pub factor_demand: Vec<f64>,
    pub expenditure: Vec<f64>,
    pub demand: Vec<f64>,
    pub sales: Vec<f64>,
    pub live: LiveParts,
    /// What revenue and deficits weigh, by region.
    pub transfers: Vec<f64>,
    /// What earnings weigh, by place.
    pub earned: Vec<f64>,
    /// What log factor supply weighs, region × factor.
    pub supply: Vec<f64>,
    /// What spending weighs by spender, in levels.
    pub spending: Vec<f64>,
}

/// What stages weigh in a function of the equilibrium (an outcome); empty where it does not depend on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct OutcomeWeights {
    /// Spending, and log of what uses pay.
    pub welfare: WelfareWeights,
    /// Receipts, region × sector.
    pub receipts: Vec<f64>,
    /// Log income, region × group.
    pub income: Vec<f64>,
}

impl Adjoint {
    pub(crate) fn new(equations: &Equations<'_>) -> Self {
        let (layout, shape) = (&equations.layout, &equations.shape);
        let cells = || vec![0.0; layout.cells()];
        let bundles = || vec![0.0; layout.cells() * shape.bundle_width];
        Self {
            receipts: cells(),
            competitiveness: cells(),
            phi: bundles(),
            phi_net: bundles(),
            price: bundles(),
            use_price: vec![0.0; layout.cells() * shape.use_width],
            wage: vec![0.0; layout.markets],
            factor: vec![0.0; layout.cells() * layout.factors],
            factor_demand: vec![0.0; layout.markets],
            expenditure: bundles(),
            demand: bundles(),
            sales: cells(),
            live: LiveParts::new(equations.counterfactual.live.len()),
            transfers: vec![0.0; layout.regions],
            earned: vec![0.0; layout.regions * layout.factors * layout.groups],
            supply: vec![0.0; layout.regions * layout.factors],
            spending: vec![0.0; layout.regions * equations.consumption.spenders()],
        }
    }

    /// Adds what spending and prices of uses weigh in real incomes.
    pub(super) fn add_welfare(&mut self, weights: &WelfareWeights) {
        add(&mut self.use_price, &weights.use_price);
        add(&mut self.spending, &weights.spending);
    }
}

/// Direct moves of the stages; places as in [`super::point::Point`]. Empty where nothing moves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seeds {
    pub competitiveness: Vec<f64>,
    pub phi: Vec<f64>,
    pub phi_net: Vec<f64>,
    pub sales: Vec<f64>,
    /// Live links; their sales at given wedges.
    pub live: LiveParts,
    pub use_price: Vec<f64>,
    pub expenditure: Vec<f64>,
    /// Revenue and deficits by region; that of taxes on purchases is told apart too.
    pub transfers: Vec<f64>,
    pub purchase_revenue: Vec<f64>,
    /// Log factor supply, region × factor.
    pub supply: Vec<f64>,
    /// Residuals of goods markets and of caps.
    pub goods: Vec<f64>,
    pub caps: Vec<f64>,
}

/// Adds the seed, where there is one.
pub(super) fn add(sum: &mut [f64], seed: &[f64]) {
    sum.iter_mut().zip(seed).for_each(|(sum, seed)| *sum += seed);
}
