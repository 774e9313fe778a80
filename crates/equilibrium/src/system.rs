//! The equations as one system: from a vector of unknowns to residuals, with the exact directional derivative and its transpose.
//!
//! Two sweeps over the trade links: prices up (3.7)-(3.8), demand down (3.9)-(3.10); in between the nests,
//! final demand and the factor markets, region by region. Powers are taken per origin and sector only. Each file holds
//! one stage: its values, how they move along a direction, and from what they weigh to what lies before them.

mod counterfactual;
mod factors;
mod income;
mod layout;
mod moves;
mod point;
mod prices;
mod purchases;
mod residuals;
mod sales;
mod seeds;

use std::borrow::Cow;

use oblate_world::{Id, Region, Sector};

use crate::economy::Economy;
use crate::equations::demand::Consumption;
use crate::equations::factors::FactorMarkets;
use crate::equations::migration::Movers;
use crate::equations::technology::Technology;
use crate::shocks::{ShockError, Shocks};

use counterfactual::Counterfactual;
pub(crate) use layout::{Layout, Parts, Shape};
use moves::add;
pub(crate) use moves::{Adjoint, OutcomeWeights, Seeds, Tangent};
use point::Point;

/// The equations of one counterfactual of one economy.
pub(crate) struct Equations<'e> {
    pub economy: &'e Economy,
    pub shocks: &'e Shocks,
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
    pub redundant: f64,
    /// How slowly the inputs of sectors with economies of scale adjust, see [`oblate_numerics::Transient`].
    pub inertia: f64,
}

impl<'e> Equations<'e> {
    /// The equations after these shocks.
    ///
    /// # Errors
    /// [`ShockError`] if the shocks cannot be applied.
    pub(crate) fn new(economy: &'e Economy, shocks: &'e Shocks) -> Result<Self, ShockError> {
        let counterfactual = Counterfactual::new(economy, Cow::Borrowed(shocks))?;
        let shape = Shape::new(economy, &counterfactual);
        let markets = FactorMarkets::new(economy, &counterfactual.factor_supply_hat, &counterfactual.reach);
        let movers = Movers::new(economy);
        let [regions, sectors, factors] = economy.factor_share.shape();
        let selects = economy.parameters.selects();
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
            redundant: 0.0,
            inertia: 0.0,
            economy,
            shocks,
            counterfactual,
            markets,
            movers,
            layout,
            shape,
        })
    }

    /// Goes to a position on the path from no shock to the whole one.
    ///
    /// # Errors
    /// [`ShockError`] if the shocks cannot be applied there.
    pub(crate) fn go_to(&mut self, position: f64) -> Result<(), ShockError> {
        let shocks = if position < 1.0 {
            Cow::Owned(self.shocks.part(self.economy, position))
        } else {
            Cow::Borrowed(self.shocks)
        };
        self.consumption =
            Consumption::new(self.economy, shocks.preference_hat.as_ref(), self.shape.use_width);
        self.counterfactual = Counterfactual::new(self.economy, shocks)?;
        let reach = &self.counterfactual.reach;
        self.markets = FactorMarkets::new(self.economy, &self.counterfactual.factor_supply_hat, reach);
        Ok(())
    }

    /// Hats of one.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut start = vec![0.0; self.layout.size()];
        let parts = self.layout.parts_mut(&mut start);
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

    /// Whether the inputs of a sector adjust to what it sells: it has economies of scale.
    pub(crate) fn adjusts(&self, sector: usize) -> bool {
        self.economy.parameters.scale_elasticity[sector] > 0.0
    }

    /// Inertia of the inputs of a cell.
    pub(crate) fn inertia_of(&self, at: usize) -> f64 {
        if self.adjusts(at % self.layout.sectors) { self.inertia } else { 0.0 }
    }

    /// Whether a cell is solved for: it produces, in a region whose price level is bounded.
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

/// The three passes through all stages.
impl Equations<'_> {
    /// All stages at `x`, and the residuals.
    pub(crate) fn evaluate(&mut self, x: &[f64], residual: &mut [f64]) {
        let layout = self.layout;
        let x = layout.parts(x);
        self.receipts(x.receipts);
        self.competitiveness(&x);
        self.phi(&x);
        self.prices(x.price);
        self.factor_prices(x.wage);
        self.unit_costs();
        self.factor_demand();
        self.final_demand(x.income);
        self.expenditure();
        self.sales();
        self.factor_earnings(&x);
        self.income();
        self.residuals(&x, &mut layout.parts_mut(residual));
    }

    /// The Jacobian at the last point times a direction, and what moves directly; leaves in `tangent` how all stages move.
    pub(crate) fn product(
        &self,
        direction: &[f64],
        seeds: &Seeds,
        tangent: &mut Tangent,
        product: &mut [f64],
    ) {
        let direction = self.layout.parts(direction);
        self.sellers_tangent(&direction, seeds, tangent);
        self.phi_tangent(&direction, seeds, tangent);
        self.prices_tangent(direction.price, seeds, tangent);
        self.factor_prices_tangent(direction.wage, tangent);
        self.unit_costs_tangent(tangent);
        self.factor_demand_tangent(tangent);
        self.final_demand_tangent(direction.income, tangent);
        self.expenditure_tangent(seeds, tangent);
        self.demand_tangent(tangent);
        self.sales_tangent(seeds, tangent);
        self.residual_tangent(&direction, seeds, tangent, &mut self.layout.parts_mut(product));
    }

    /// The transposed Jacobian at the last point times weights of residuals, and what the unknowns weigh in an outcome;
    /// returns what the stages weigh in both.
    pub(crate) fn backward(&self, weights: &[f64], outcome: &OutcomeWeights, product: &mut [f64]) -> Adjoint {
        let weights = self.layout.parts(weights);
        product.fill(0.0);
        let mut into = self.layout.parts_mut(product);
        let mut adjoint = Adjoint::new(self);
        adjoint.add_welfare(&outcome.welfare);
        add(&mut adjoint.receipts, &outcome.receipts);
        self.residual_adjoint(&weights, &mut adjoint, &mut into);
        self.sales_adjoint(&mut adjoint);
        self.demand_adjoint(&mut adjoint);
        let [input, bought] = self.expenditure_adjoint(&mut adjoint);
        self.final_demand_adjoint(&bought, &mut adjoint, into.income);
        let factor = self.factor_demand_adjoint(&mut adjoint);
        self.unit_costs_adjoint(weights.cost, (&input, &factor), &mut adjoint);
        self.factor_prices_adjoint(&mut adjoint, into.wage);
        self.prices_adjoint(&mut adjoint, into.price);
        self.phi_adjoint(&mut adjoint, &mut into);
        self.sellers_adjoint(&adjoint, &mut into);
        add(into.income, &outcome.income);
        adjoint
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
