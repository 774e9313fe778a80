//! The sweep from unit costs and incomes to sales, at given purchases of inputs, and its transpose.

use crate::equations::sums::dot;
use crate::system::{Equations, Layout, Tangent};

/// How final purchases follow log incomes at fixed shares: bundle × destination × group.
pub(super) struct FinalSlopes(Vec<f64>);

impl FinalSlopes {
    pub(super) fn new(equations: &Equations<'_>) -> Self {
        let Layout { regions: n, groups, .. } = equations.layout;
        let of = |at: usize| equations.final_slope(at / groups % n, at / (groups * n), at % groups);
        Self((0..equations.bundles() * n * groups).map(of).collect())
    }

    /// By group, at a buyer `b·N + j`.
    pub(super) fn of(&self, buyer: usize, groups: usize) -> &[f64] {
        &self.0[buyer * groups..][..groups]
    }
}

impl Equations<'_> {
    /// How log sales move with log unit costs and log incomes at given purchases of inputs and given receipts.
    pub(super) fn sales_effect(
        &self,
        slopes: &FinalSlopes,
        (cost, income): (&[f64], &[f64]),
        sweep: &mut Tangent,
        effect: &mut [f64],
    ) {
        let Layout { regions: n, groups, .. } = self.layout;
        let slope = &self.point.competitiveness_slope[1];
        for (at, cost) in cost.iter().enumerate() {
            let seller = self.seller(at);
            sweep.competitiveness[seller] = slope[seller] * cost;
        }
        self.counterfactual.links.gather(&sweep.competitiveness, &mut sweep.phi);
        for j in 0..n {
            for b in 0..self.bundles() {
                let at = b * n + j;
                let bought = dot(slopes.of(at, groups), &income[j * groups..][..groups]);
                let change = bought - self.point.demand[at] * sweep.phi[at];
                sweep.demand[at] = if self.point.phi[at] > 0.0 { change / self.point.phi[at] } else { 0.0 };
            }
        }
        self.counterfactual.links.scatter(
            &sweep.demand,
            &sweep.competitiveness,
            &mut sweep.sales,
            &mut sweep.phi_net,
        );
        let [_, by_cost, by_sales] = &self.point.goods_slope;
        for (at, effect) in effect.iter_mut().enumerate() {
            let moved = by_cost[at] * cost[at] + by_sales[at] * sweep.sales[self.seller(at)];
            *effect = if self.active(at) { -moved } else { 0.0 };
        }
    }

    /// The transpose of [`Equations::sales_effect`]; adds to `cost` and `income`.
    pub(super) fn sales_effect_transposed(
        &self,
        slopes: &FinalSlopes,
        effect: &[f64],
        cost: &mut [f64],
        income: &mut [f64],
    ) {
        let Layout { regions: n, groups, .. } = self.layout;
        let cells = self.layout.cells();
        let [_, by_cost, by_sales] = &self.point.goods_slope;
        let mut sales = vec![0.0; cells];
        for at in (0..cells).filter(|&at| self.active(at)) {
            cost[at] -= by_cost[at] * effect[at];
            sales[self.seller(at)] = -by_sales[at] * effect[at];
        }
        let buyers = vec![0.0; self.point.phi.len()];
        let (mut sellers, mut demand) = (vec![0.0; cells], vec![0.0; buyers.len()]);
        self.counterfactual.links.scatter(&buyers, &sales, &mut sellers, &mut demand);
        let mut phi = buyers;
        for j in 0..n {
            for b in 0..self.bundles() {
                let at = b * n + j;
                if self.point.phi[at] > 0.0 {
                    let weight = demand[at] / self.point.phi[at];
                    phi[at] = -weight * self.point.demand[at];
                    let slopes = slopes.of(at, groups).iter();
                    income[j * groups..].iter_mut().zip(slopes).for_each(|(income, s)| *income += weight * s);
                }
            }
        }
        self.counterfactual.links.add_gather_transposed(&phi, &mut sellers);
        let slope = &self.point.competitiveness_slope[1];
        for (at, cost) in cost.iter_mut().enumerate() {
            let seller = self.seller(at);
            *cost += slope[seller] * sellers[seller];
        }
    }

    /// Final purchases of a bundle that follow the log income of a group, at fixed shares.
    pub(super) fn final_slope(&self, j: usize, b: usize, g: usize) -> f64 {
        let m = self.layout.sectors;
        let (s, u) = (b / self.shape.bundle_width, b % self.shape.bundle_width);
        let column = match u.checked_sub(m) {
            _ if self.shape.bundle_width == 1 => None,
            Some(column) => Some(column),
            None => return 0.0,
        };
        self.consumption.income_slope(&self.point.consumption, &self.point.income, (j, s, g), column)
    }

    /// Wedges of caps at given purchases and costs.
    pub(super) fn cap_step(&self, from: &[f64], into: &mut [f64]) {
        self.counterfactual.live.own_slopes(&self.point.live, into);
        into.iter_mut().zip(from).for_each(|(into, from)| *into = from / *into);
    }

    /// Prices that are unknowns follow costs and receipts.
    pub(super) fn price_step(
        &self,
        residual: &[f64],
        cost: &[f64],
        receipts: &[f64],
        sweep: &mut Tangent,
        into: &mut [f64],
    ) {
        if into.is_empty() {
            return;
        }
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let [by_receipts, by_cost] = &self.point.competitiveness_slope;
        for at in 0..self.layout.cells() {
            let seller = self.seller(at);
            sweep.competitiveness[seller] = by_receipts[seller] * receipts[at] + by_cost[seller] * cost[at];
        }
        self.counterfactual.links.gather(&sweep.competitiveness, &mut sweep.phi);
        let bundles = self.bundles();
        for (at, into) in into.iter_mut().enumerate() {
            let (j, b) = (at / bundles, at % bundles);
            let theta = self.economy.parameters.trade_elasticity[b / (bundles / m)];
            let phi = self.point.phi[b * n + j];
            *into = residual[at] - if phi > 0.0 { sweep.phi[b * n + j] / (phi * theta) } else { 0.0 };
        }
    }
}
