//! The independent check of an equilibrium in levels: plain sums over its own tables.

mod demand;
mod factors;
mod flows;
mod prices;

use oblate_world::{Id, Region, Sector};

use super::equilibrium::{Equilibrium, Residuals};
use crate::economy::Economy;
use crate::shocks::Shocks;

use flows::Flows;

/// Largest relative errors of all accounts; unbounded regions are left out.
pub(super) fn residuals(economy: &Economy, shocks: &Shocks, equilibrium: &Equilibrium) -> Residuals {
    Case { economy, shocks, equilibrium }.residuals()
}

/// An equilibrium beside the economy and the shocks that it is said to follow from.
struct Case<'a> {
    economy: &'a Economy,
    shocks: &'a Shocks,
    equilibrium: &'a Equilibrium,
}

fn keep(largest: &mut f64, found: f64, wanted: f64, scale: f64) {
    let gap = if found == wanted { 0.0 } else { (found - wanted).abs() / scale.abs() };
    // a NaN is kept and shown
    if gap > *largest || gap.is_nan() {
        *largest = gap;
    }
}

impl Case<'_> {
    fn residuals(&self) -> Residuals {
        let Self { economy, equilibrium, .. } = *self;
        let flows = Flows::new(self);
        let mut residuals = Residuals::default();
        for j in economy.axes.regions.ids().filter(|&j| !equilibrium.is_unbounded(j)) {
            let income = equilibrium.income[j.index()];
            keep(&mut residuals.budgets, flows.income[j.index()], income, income);
            // factors that are used elsewhere bring income from abroad
            let earned: f64 = equilibrium.factor_income.row(j).iter().sum();
            let from_abroad = earned - self.all_factor_payments(j);
            let balance = flows.imports[j.index()] - flows.exports[j.index()] - from_abroad;
            keep(&mut residuals.walras, balance, equilibrium.deficit[j.index()], income);
            let ln_use_prices = self.ln_use_prices(j);
            for s in economy.axes.sectors.ids() {
                let output = equilibrium.gross_output[(j, s)];
                keep(&mut residuals.goods_markets, flows.sales[(j, s)], output, output);
                if equilibrium.expenditure[(j, s)] > 0.0 {
                    let sum = equilibrium.trade_share.row(s, j).iter().sum();
                    keep(&mut residuals.trade_shares, sum, 1.0, 1.0);
                }
                if output > 0.0 {
                    let cost = self.unit_cost(&ln_use_prices, (j, s));
                    keep(&mut residuals.unit_costs, cost, equilibrium.unit_cost_hat[(j, s)], cost);
                }
                self.check_prices((j, s), &mut residuals.prices);
                self.check_purchases((j, s), &mut residuals.purchases);
            }
            self.check_factors(j, &mut residuals.factor_markets);
        }
        self.check_world_factors(&mut residuals.factor_markets);
        residuals
    }

    /// Places of the bundles of a product: one, or one for each use.
    fn bundles(&self, s: Sector) -> std::ops::Range<usize> {
        let Self { economy, equilibrium, .. } = *self;
        let width = if equilibrium.by_use.is_some() { economy.uses() } else { 1 };
        s.index() * width..(s.index() + 1) * width
    }

    /// Price index of a product as a use sees it.
    fn use_price(&self, (j, s, u): (Region, Sector, usize)) -> f64 {
        let Self { economy, equilibrium, .. } = *self;
        match &equilibrium.by_use {
            None => equilibrium.price_index_hat[(j, s)],
            Some(by_use) => by_use.price_index_hat[(j, Id::new(s.index() * economy.uses() + u))],
        }
    }

    /// What a use pays for a product over its price: `1 + τ' + τ'_C m / P̂`. Equations: model.md (4.1), (4.2).
    fn purchase_wedge(&self, (j, s, u): (Region, Sector, usize)) -> f64 {
        let tax = self.shocks.purchase_tax.as_ref().map_or(0.0, |tax| tax[(j, s, Id::new(u))]);
        let charge = self.shocks.carbon.as_ref().map_or(0.0, |carbon| {
            let price = self.use_price((j, s, u));
            carbon.price[j.index()] * carbon.intensity[(j, s, Id::new(u))] / price
        });
        1.0 + tax + charge
    }
}
