//! The equilibrium as a system of equations: residuals, their exact directional derivative and its transpose.
//!
//! Two sweeps over the trade links: prices up (3.7)-(3.8), demand down (3.9)-(3.10); in between the nests,
//! final demand and the factor markets, region by region. Powers are taken per origin and sector only.
//! [`stages`] evaluates the stages, [`tangent`] moves them along a direction, [`adjoint`] transposes that.

mod adjoint;
mod seeds;
mod stages;
mod tangent;

use std::borrow::Cow;

use oblate_numerics::{Homotopy, OutOfDomain, System, Transient, TransposedSystem};
use oblate_world::{Id, Region, Sector};

use crate::consumption::{Consumption, ConsumptionPoint};
use crate::counterfactual::Counterfactual;
use crate::economy::Economy;
use crate::error::ShockError;
use crate::factors::{FactorMarkets, MarketPoint};
use crate::live::LivePoint;
use crate::migration::Movers;
use crate::preconditioner::Preconditioner;
use crate::shocks::Shocks;
use crate::technology::{Nests, Technology};
use crate::unknowns::Layout;

pub(crate) use adjoint::{Adjoint, OutcomeWeights};
pub(crate) use seeds::Seeds;
pub(crate) use tangent::Tangent;

/// The equations of one counterfactual of one economy.
pub(crate) struct Equations<'e> {
    pub economy: &'e Economy,
    shocks: &'e Shocks,
    pub counterfactual: Counterfactual<'e>,
    pub technology: Technology<'e>,
    pub consumption: Consumption,
    pub markets: FactorMarkets,
    pub movers: Movers,
    pub layout: Layout,
    pub shape: Shape,
    /// What is known at the last point.
    pub point: Point,
    /// Largest residual of the factor markets that numeraires replace: zero by Walras' law, up to rounding.
    redundant: f64,
    tangent: Tangent,
    preconditioner: Option<Preconditioner>,
    /// How slowly the inputs of sectors with economies of scale adjust, see [`Transient`].
    inertia: f64,
    stop: &'e (dyn Fn() -> bool + Sync),
}

/// Sizes and places of the vectors in between.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// Bundles per product in the trade links: 1, or the number of uses.
    pub bundle_width: usize,
    /// Entries per product in the prices that uses pay: 1, or the number of uses.
    pub use_width: usize,
    /// Uses: the using sectors and the columns of final demand.
    pub uses: usize,
    /// Whether purchases are taxed.
    pub wedges: bool,
    /// Whether a sector can close, `θψ = 1`, by sector.
    pub closes: Vec<bool>,
    /// Baseline purchases by region and bundle, where there is selection.
    pub baseline_expenditure: Vec<f64>,
}

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

impl<'e> Equations<'e> {
    /// The equations after these shocks.
    ///
    /// # Errors
    /// [`ShockError`] if the shocks cannot be applied.
    pub(crate) fn new(
        economy: &'e Economy,
        shocks: &'e Shocks,
        stop: &'e (dyn Fn() -> bool + Sync),
    ) -> Result<Self, ShockError> {
        let counterfactual = Counterfactual::new(economy, Cow::Borrowed(shocks))?;
        let shape = Shape::new(economy, &counterfactual);
        let markets = FactorMarkets::new(economy, &counterfactual.factor_supply_hat, &counterfactual.reach);
        let movers = Movers::new(economy);
        let [regions, sectors, factors] = economy.factor_share.shape();
        let selects = economy.parameters.selection.iter().any(|&eta| eta != 0.0);
        let layout = Layout {
            regions,
            sectors,
            factors,
            markets: markets.len(),
            groups: economy.group_income.shape()[1],
            prices: if selects { regions * sectors * shape.bundle_width } else { 0 },
            caps: counterfactual.live.caps(),
            movers: movers.len(),
        };
        Ok(Self {
            technology: Technology::new(economy, shape.use_width),
            consumption: Consumption::new(economy, shocks.preference_hat.as_ref(), shape.use_width),
            point: Point::new(&layout, &shape),
            tangent: Tangent::new(&layout, &shape),
            redundant: 0.0,
            economy,
            shocks,
            counterfactual,
            markets,
            movers,
            layout,
            shape,
            preconditioner: None,
            inertia: 0.0,
            stop,
        })
    }

    /// Whether an approximate inverse of the Jacobian is at hand, made at the last point or on the way there.
    pub(crate) fn is_prepared(&self) -> bool {
        self.preconditioner.is_some()
    }

    /// Takes over the approximate inverse of the Jacobian at a point near by, of the same economy under shocks near by.
    pub(crate) fn set_preconditioner(&mut self, preconditioner: Option<Preconditioner>) {
        self.preconditioner = preconditioner;
    }

    /// Gives the approximate inverse away.
    pub(crate) fn take_preconditioner(&mut self) -> Option<Preconditioner> {
        self.preconditioner.take()
    }

    /// Hats of one.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut start = vec![0.0; self.layout.size()];
        let layout = self.layout;
        let parts = layout.parts_mut(&mut start);
        for (at, receipts) in parts.receipts.iter_mut().enumerate() {
            *receipts = self.idle_receipts(at);
        }
        self.counterfactual.live.start(parts.cap);
        start
    }

    /// The unknown of receipts at a hat of one.
    fn idle_receipts(&self, at: usize) -> f64 {
        if self.shape.closes[at % self.layout.sectors] { 1.0 } else { 0.0 }
    }

    /// Inertia of the inputs of a cell.
    pub(crate) fn inertia_of(&self, at: usize) -> f64 {
        let s = at % self.layout.sectors;
        if self.economy.parameters.scale_elasticity[s] > 0.0 { self.inertia } else { 0.0 }
    }

    pub(crate) fn active(&self, at: usize) -> bool {
        let (j, k) = (Region::new(at / self.layout.sectors), Sector::new(at % self.layout.sectors));
        self.counterfactual.reach.active(j, k) && !self.counterfactual.reach.is_unbounded(j)
    }

    /// The place of a seller, by sector, from its place by region.
    pub(crate) fn seller(&self, at: usize) -> usize {
        at % self.layout.sectors * self.layout.regions + at / self.layout.sectors
    }

    /// Bundles of a region.
    pub(crate) fn bundles(&self) -> usize {
        self.layout.sectors * self.shape.bundle_width
    }
}

impl Shape {
    fn new(economy: &Economy, counterfactual: &Counterfactual<'_>) -> Self {
        let uses = economy.uses();
        let bundle_width = counterfactual.links.width();
        let parameters = &economy.parameters;
        let scale = parameters.trade_elasticity.iter().zip(&parameters.scale_elasticity);
        Self {
            wedges: counterfactual.purchase_wedge.is_some(),
            bundle_width,
            use_width: if bundle_width > 1 || counterfactual.purchase_wedge.is_some() { uses } else { 1 },
            uses,
            closes: scale.map(|(theta, psi)| (theta * psi - 1.0).abs() < 1e-12).collect(),
            baseline_expenditure: if parameters.selection.iter().any(|&eta| eta != 0.0) {
                baseline_expenditure(economy, bundle_width)
            } else {
                Vec::new()
            },
        }
    }

    /// Whether the prices that uses pay differ from those of the links.
    pub fn splits(&self) -> bool {
        self.wedges
    }

    /// The place among bundles of a region of what a use buys of a product.
    pub(crate) fn bundle(&self, s: usize, u: usize) -> usize {
        if self.bundle_width == 1 { s } else { s * self.bundle_width + u }
    }
}

/// Purchases by region and bundle in the baseline.
fn baseline_expenditure(economy: &Economy, width: usize) -> Vec<f64> {
    if width == 1 {
        return economy.expenditure().as_slice().to_vec();
    }
    let mut bought = Vec::new();
    for j in economy.axes.regions.ids() {
        for s in economy.axes.sectors.ids() {
            let inputs = economy.input_share.row(j, s).iter().zip(economy.receipts.row(j));
            bought.extend(inputs.map(|(share, receipts)| share * receipts));
            let columns = economy.final_demand.iter();
            bought.extend(columns.map(|column| column.share[(j, s)] * column.spending[j.index()]));
        }
    }
    bought
}

impl System for Equations<'_> {
    fn size(&self) -> usize {
        self.layout.size()
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.evaluate(x, residual);
        if residual.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(OutOfDomain) }
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        let mut tangent = std::mem::take(&mut self.tangent);
        self.product(direction, &Seeds::default(), &mut tangent, product);
        self.tangent = tangent;
    }

    fn prepare_preconditioner(&mut self) {
        self.preconditioner = Some(Preconditioner::new(self));
    }

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        let Some(mut preconditioner) = self.preconditioner.take() else {
            step.copy_from_slice(residual);
            return;
        };
        let mut sweep = std::mem::take(&mut self.tangent);
        preconditioner.apply(self, &mut sweep, residual, step);
        self.tangent = sweep;
        self.preconditioner = Some(preconditioner);
    }

    fn error(&self, residual: &[f64]) -> f64 {
        residual.iter().fold(self.redundant, |largest, value| largest.max(value.abs()))
    }

    fn interrupted(&self) -> bool {
        (self.stop)()
    }
}

impl Transient for Equations<'_> {
    fn set_inertia(&mut self, inertia: f64) {
        self.inertia = inertia;
    }
}

impl TransposedSystem for Equations<'_> {
    fn jacobian_transposed(&mut self, weights: &[f64], product: &mut [f64]) {
        self.backward(weights, &OutcomeWeights::default(), product);
    }

    fn precondition_transposed(&mut self, weights: &[f64], step: &mut [f64]) {
        let Some(mut preconditioner) = self.preconditioner.take() else {
            step.copy_from_slice(weights);
            return;
        };
        preconditioner.apply_transposed(self, weights, step);
        self.preconditioner = Some(preconditioner);
    }
}

impl Homotopy for Equations<'_> {
    fn set_path(&mut self, position: f64) -> Result<(), OutOfDomain> {
        let shocks = if position < 1.0 {
            Cow::Owned(self.shocks.part(self.economy, position))
        } else {
            Cow::Borrowed(self.shocks)
        };
        self.consumption =
            Consumption::new(self.economy, shocks.preference_hat.as_ref(), self.shape.use_width);
        self.counterfactual = Counterfactual::new(self.economy, shocks).map_err(|_| OutOfDomain)?;
        let reach = &self.counterfactual.reach;
        self.markets = FactorMarkets::new(self.economy, &self.counterfactual.factor_supply_hat, reach);
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
