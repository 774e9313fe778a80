//! What sectors and final spending ask for. Equations: model.md (3.10), (3.12).

use oblate_world::{Id, Region, Sector};

use super::{Case, keep};
use crate::economy::{Bundle, Group};

impl Case<'_> {
    /// Purchases of a product against the tables.
    pub(super) fn check_purchases(&self, (j, s): (Region, Sector), largest: &mut f64) {
        let paid = self.payments((j, s));
        let net = |u: usize| paid[u] / self.purchase_wedge((j, s, u));
        match &self.equilibrium.by_use {
            None => {
                let asked = (0..paid.len()).map(net).sum();
                keep(largest, asked, self.equilibrium.expenditure[(j, s)], asked);
            }
            Some(by_use) => {
                for (u, b) in self.bundles(s).enumerate() {
                    keep(largest, net(u), by_use.expenditure[(j, Bundle::new(b))], net(u));
                }
            }
        }
    }

    /// What each use pays for a product: the using sectors, then the columns of final demand.
    pub(super) fn payments(&self, (j, s): (Region, Sector)) -> Vec<f64> {
        let Self { economy, equilibrium, .. } = *self;
        let shares = equilibrium.input_share.as_ref().unwrap_or(&economy.input_share);
        let inputs = shares.row(j, s).iter().zip(equilibrium.receipts.row(j));
        let mut payments = Vec::with_capacity(economy.uses());
        payments.extend(inputs.map(|(share, receipts)| share * receipts));
        let column = |(at, spending): (usize, &Vec<f64>)| {
            if at == 0 {
                self.household_purchases((j, s))
            } else {
                economy.final_demand[at].share[(j, s)] * spending[j.index()]
            }
        };
        payments.extend(equilibrium.final_spending.iter().enumerate().map(column));
        payments
    }

    /// What households spend on a product: their shares are recomputed from prices, incomes and utility.
    fn household_purchases(&self, (j, s): (Region, Sector)) -> f64 {
        let Self { economy, shocks, equilibrium } = *self;
        let spending = equilibrium.final_spending[0][j.index()];
        let Some(shares) = &equilibrium.group_share else {
            let share = &economy.final_demand[0].share;
            let Some(hat) = &shocks.preference_hat else { return share[(j, s)] * spending };
            // a shock to tastes: shares are weighted and scaled to add up to one
            let sum: f64 = share.row(j).iter().zip(hat.row(j)).map(|(share, hat)| share * hat).sum();
            return if sum == 0.0 { 0.0 } else { share[(j, s)] * hat[(j, s)] / sum * spending };
        };
        let groups = economy.group_income.shape()[1];
        let products = economy.axes.sectors.len();
        let total = equilibrium.income[j.index()];
        let of = |g: usize| {
            let part = equilibrium.group_income[(j, Group::new(g))] / total;
            shares[((j.index() * groups) + g) * products + s.index()] * part * spending
        };
        (0..groups).map(of).sum()
    }
}
