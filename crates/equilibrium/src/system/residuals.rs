//! Residuals: what each equation misses.

use super::Equations;
use super::layout::{Parts, PartsMut};
use super::moves::{Adjoint, Seeds, Tangent, add};
use crate::equations::factors::{MarketMoves, MarketWeights};

impl Equations<'_> {
    /// All of them; keeps their slopes that are known on the way.
    pub(super) fn residuals(&mut self, x: &Parts<'_>, into: &mut PartsMut<'_>) {
        self.goods_residuals(x, into);
        let investment = self.investment_price(&self.point.ln_use_price);
        self.redundant = self.markets.residuals(x.wage, &investment, &self.point.markets, into.wage);
        self.income_residuals(x.income, into.income);
        self.price_residuals(x.price, into.price);
        self.counterfactual.live.residuals(&self.point.live, x.cap, into.cap);
        if self.layout.movers > 0 {
            let real_income: Vec<f64> = self.real_incomes().0.iter().map(|hat| hat.ln()).collect();
            self.point.movers = self.movers.residuals(&real_income, x.population, into.population);
        }
    }

    /// How they move.
    pub(super) fn residual_tangent(
        &self,
        direction: &Parts<'_>,
        seeds: &Seeds,
        tangent: &mut Tangent,
        into: &mut PartsMut<'_>,
    ) {
        self.goods_residual_tangent(direction, tangent, into);
        add(into.receipts, &seeds.goods);
        let moves = MarketMoves {
            x: direction.wage,
            wage: &tangent.wage,
            demand: &tangent.factor_demand,
            investment_price: &self.investment_price(tangent.use_price()),
            supply: &self.ln_supply(direction.population, &seeds.supply),
        };
        self.markets.tangent(&self.point.markets, &moves, into.wage, &mut tangent.earned);
        self.income_tangent(direction.income, seeds, tangent, into.income);
        self.price_residual_tangent(direction.price, tangent, into.price);
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.residual_tangent(point, &tangent.live, direction.cap, into.cap);
        add(into.cap, &seeds.caps);
        if self.layout.movers > 0 {
            let real_income = self.consumption.real_income_tangent(
                &self.point.consumption,
                &self.point.ln_use_price,
                &tangent.consumption,
                tangent.use_price(),
            );
            self.movers.tangent(&self.point.movers, &real_income, direction.population, into.population);
        }
    }

    /// From residuals to the stages; writes what the unknowns weigh in residuals directly.
    pub(super) fn residual_adjoint(
        &self,
        weights: &Parts<'_>,
        adjoint: &mut Adjoint,
        into: &mut PartsMut<'_>,
    ) {
        self.goods_residual_adjoint(weights, adjoint, into);
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.residual_adjoint(point, weights.cap, &mut adjoint.live, into.cap);
        self.price_residual_adjoint(weights.price, adjoint, into.price);
        if self.layout.movers > 0 {
            let mut real_income = vec![0.0; self.layout.regions];
            self.movers.adjoint(&self.point.movers, weights.population, &mut real_income, into.population);
            let (point, ln_price) = (&self.point.consumption, &self.point.ln_use_price);
            adjoint.add_welfare(&self.consumption.welfare_weights(point, ln_price, &real_income));
        }
        self.income_adjoint(weights.income, adjoint, into.income);
        let mut investment = vec![0.0; self.layout.regions];
        self.markets.adjoint(
            &self.point.markets,
            weights.wage,
            &adjoint.earned,
            &mut MarketWeights {
                x: into.wage,
                wage: &mut adjoint.wage,
                demand: &mut adjoint.factor_demand,
                investment_price: &mut investment,
                supply: &mut adjoint.supply,
            },
        );
        self.movers.supply_adjoint(&adjoint.supply, into.population);
        if let Some(column) = self.consumption.investment_column() {
            self.consumption.mean_price_adjoint(column, &investment, &mut adjoint.use_price);
        }
    }

    /// Log price of investment by region, where capital is in the long run.
    fn investment_price(&self, use_price: &[f64]) -> Vec<f64> {
        let mut price = vec![0.0; self.layout.regions];
        if let Some(column) = self.consumption.investment_column() {
            self.consumption.mean_price(column, use_price, &mut price);
        }
        price
    }
}

/// Unit costs and goods markets.
impl Equations<'_> {
    /// Unit costs and goods markets, with their slopes.
    fn goods_residuals(&mut self, x: &Parts<'_>, into: &mut PartsMut<'_>) {
        let parameters = &self.economy.parameters;
        for at in 0..self.layout.cells() {
            let (seller, s) = (self.seller(at), at % self.layout.sectors);
            if !self.active(at) {
                into.cost[at] = x.cost[at];
                into.receipts[at] = x.receipts[at] - self.idle_receipts(at);
                continue;
            }
            // (3.1)-(3.3): the unit cost is the price of its nests
            into.cost[at] = x.cost[at] - self.point.nests.ln_cost[at];
            let gross = 1.0 + self.counterfactual.subsidy.as_slice()[at];
            let sales = self.point.sales[seller];
            let (scale, cost) = (parameters.bundle_elasticity(s), parameters.cost_elasticity(s));
            let mut slopes = if self.shape.closes[s] {
                // section 3, corners: R ≥ 0 ⊥ 1 − m ≥ 0, with m the sales per receipts that entry would bring
                let advantage = self.counterfactual.ln_advantage.as_slice()[at];
                let per_receipts =
                    gross * (advantage - cost * x.cost[at]).exp() / self.economy.receipts.as_slice()[at];
                let m = per_receipts * sales;
                let closed = x.receipts[at] < 0.0;
                into.receipts[at] = 1.0 - m + x.receipts[at].min(0.0);
                [f64::from(u8::from(closed)), m * cost, -per_receipts]
            } else {
                // (3.4), (3.9): receipts are sales
                let sold = gross * self.point.competitiveness[seller] * sales;
                into.receipts[at] = (self.point.receipts[at] / sold).ln();
                [1.0 - scale, cost, -1.0 / sales]
            };
            // inputs `Q̂ = R̂/ĉ` that adjust slowly
            let inertia = self.inertia_of(at);
            slopes[0] += inertia;
            slopes[1] -= inertia * if self.shape.closes[s] { x.receipts[at].max(0.0) } else { 1.0 };
            for (list, slope) in self.point.goods_slope.iter_mut().zip(slopes) {
                list[at] = slope;
            }
        }
    }

    /// How they move.
    fn goods_residual_tangent(&self, direction: &Parts<'_>, tangent: &Tangent, into: &mut PartsMut<'_>) {
        let [by_receipts, by_cost, by_sales] = &self.point.goods_slope;
        for at in 0..self.layout.cells() {
            if !self.active(at) {
                (into.cost[at], into.receipts[at]) = (direction.cost[at], direction.receipts[at]);
                continue;
            }
            into.cost[at] = direction.cost[at] - tangent.nests.cost[at];
            into.receipts[at] = by_receipts[at] * direction.receipts[at]
                + by_cost[at] * direction.cost[at]
                + by_sales[at] * tangent.sales[self.seller(at)];
        }
    }

    /// From what they weigh to sales; writes what unit costs and receipts weigh directly.
    fn goods_residual_adjoint(&self, weights: &Parts<'_>, adjoint: &mut Adjoint, into: &mut PartsMut<'_>) {
        let [by_receipts, by_cost, by_sales] = &self.point.goods_slope;
        for at in 0..self.layout.cells() {
            if !self.active(at) {
                (into.cost[at], into.receipts[at]) = (weights.cost[at], weights.receipts[at]);
                continue;
            }
            into.cost[at] = weights.cost[at] + by_cost[at] * weights.receipts[at];
            into.receipts[at] = by_receipts[at] * weights.receipts[at];
            adjoint.sales[self.seller(at)] = by_sales[at] * weights.receipts[at];
        }
    }

    /// How the goods residual falls in the log of what a seller's receipts would bring: 1, or m where a sector can close.
    pub(crate) fn entry_slope(&self, at: usize) -> f64 {
        let s = at % self.layout.sectors;
        self.point.goods_slope[1][at] / self.economy.parameters.cost_elasticity(s)
    }
}

/// Prices that are unknowns.
impl Equations<'_> {
    /// `ln P̂ + (η ln X̂ + ln Φ̂)/θ`, where there is selection. Equation: model.md (3.8).
    fn price_residuals(&self, x: &[f64], into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        for (at, into) in into.iter_mut().enumerate() {
            let (j, b) = (at / bundles, at % bundles);
            let (phi, bought) = (self.point.phi[b * n + j], self.point.expenditure[at]);
            *into = x[at];
            if phi > 0.0 {
                let s = b / width;
                let eta = self.economy.parameters.selection[s];
                let ln_size =
                    if self.bought(at) { (bought / self.shape.baseline_expenditure[at]).ln() } else { 0.0 };
                *into += (eta * ln_size + phi.ln()) / self.economy.parameters.trade_elasticity[s];
            }
        }
    }

    /// How they move.
    fn price_residual_tangent(&self, direction: &[f64], tangent: &Tangent, into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        for (at, into) in into.iter_mut().enumerate() {
            *into = direction[at];
            let (s, buyer) = (at % bundles / width, at % bundles * n + at / bundles);
            let (eta, theta) =
                (self.economy.parameters.selection[s], self.economy.parameters.trade_elasticity[s]);
            if self.point.phi[buyer] > 0.0 {
                *into += tangent.phi[buyer] / (theta * self.point.phi[buyer]);
                if self.bought(at) {
                    *into += eta * tangent.expenditure[at] / (theta * self.point.expenditure[at]);
                }
            }
        }
    }

    /// From what they weigh to `Φ̂` and purchases; writes what prices weigh directly.
    fn price_residual_adjoint(&self, weights: &[f64], adjoint: &mut Adjoint, into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        for (at, &weight) in weights.iter().enumerate() {
            into[at] = weight;
            let (s, buyer) = (at % bundles / width, at % bundles * n + at / bundles);
            let eta = self.economy.parameters.selection[s];
            let weight = weight / self.economy.parameters.trade_elasticity[s];
            if self.point.phi[buyer] > 0.0 {
                adjoint.phi[buyer] += weight / self.point.phi[buyer];
                if self.bought(at) {
                    adjoint.expenditure[at] += weight * eta / self.point.expenditure[at];
                }
            }
        }
    }

    /// Whether a bundle is bought before and after; elsewhere `X̂` counts as one.
    fn bought(&self, at: usize) -> bool {
        self.point.expenditure[at].min(self.shape.baseline_expenditure[at]) > 0.0
    }
}
