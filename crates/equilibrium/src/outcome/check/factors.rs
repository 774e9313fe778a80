//! Factor markets in levels, by their kind. Equations: model.md section 5.

use oblate_world::{Factor, Id, Region, Sector};

use super::{Case, keep};
use crate::economy::{FactorMarket, Group, WageFloor};

impl Case<'_> {
    /// Supply of a factor over the baseline, with the people who moved.
    fn factor_supply(&self, (j, f): (Region, Factor)) -> f64 {
        let Self { economy, shocks, equilibrium } = *self;
        let hat = shocks.factor_supply_hat.as_ref().map_or(1.0, |hat| hat[(j, f)]);
        let moves = economy.parameters.migration.as_ref().is_some_and(|migration| migration.moves[f.index()]);
        let here = equilibrium.migration.iter().find(|moved| moves && moved.region == j);
        hat * here.map_or(1.0, |moved| moved.population_hat)
    }

    /// What a sector pays a factor.
    fn factor_payment(&self, j: Region, k: Sector, f: Factor) -> f64 {
        let Self { economy, equilibrium, .. } = *self;
        let shares = equilibrium.factor_share.as_ref().unwrap_or(&economy.factor_share);
        shares[(j, k, f)] * equilibrium.receipts[(j, k)]
    }

    fn factor_payments(&self, j: Region, f: Factor) -> f64 {
        self.economy.axes.sectors.ids().map(|k| self.factor_payment(j, k, f)).sum()
    }

    /// What all sectors of a region pay all factors.
    pub(super) fn all_factor_payments(&self, j: Region) -> f64 {
        self.economy.axes.factors.ids().map(|f| self.factor_payments(j, f)).sum()
    }

    /// The markets of one region.
    pub(super) fn check_factors(&self, j: Region, largest: &mut f64) {
        let Self { economy, equilibrium, .. } = *self;
        for f in economy.axes.factors.ids() {
            let (wage, paid) = (equilibrium.wage_hat[(j, f)], self.factor_payments(j, f));
            let offered = self.factor_supply((j, f)) * economy.factor_income[(j, f)];
            match economy.parameters.factor_market(f.index()) {
                FactorMarket::Mobile => keep(largest, paid, wage * offered, wage * offered),
                FactorMarket::Specific => self.check_specific((j, f), largest),
                FactorMarket::Roy { shape } => self.check_roy((j, f), shape, largest),
                FactorMarket::World => {}
                FactorMarket::LongRun => {
                    let price = self.investment_price(j);
                    keep(largest, wage, price, price);
                }
                FactorMarket::Rigid { floor } => {
                    let floor = match floor {
                        WageFloor::Nominal => 1.0,
                        WageFloor::Real => self.column_price((j, 0)),
                    };
                    let (wage_gap, work_gap) = (wage / floor - 1.0, 1.0 - paid / (wage * offered));
                    // neither below the floor nor more work than there is, and one of both exactly
                    keep(largest, wage_gap.min(work_gap), 0.0, 1.0);
                }
            }
        }
    }

    fn check_specific(&self, (j, f): (Region, Factor), largest: &mut f64) {
        let Self { economy, equilibrium, .. } = *self;
        let Some(wages) = &equilibrium.sector_wage_hat else { return };
        for k in economy.axes.sectors.ids().filter(|&k| equilibrium.receipts[(j, k)] > 0.0) {
            let offered = self.factor_supply((j, f)) * economy.factor_income_of(j, k, f) * wages[(j, k, f)];
            keep(largest, self.factor_payment(j, k, f), offered, offered);
        }
    }

    /// Sectors pay what the groups that choose them earn there.
    fn check_roy(&self, (j, f): (Region, Factor), shape: f64, largest: &mut f64) {
        let Self { economy, equilibrium, .. } = *self;
        let Some(wages) = &equilibrium.sector_wage_hat else { return };
        let groups = economy.group_income.shape()[1];
        let baseline = |g: usize, k: Sector| {
            economy.owner_share(Group::new(g), k, f) * economy.factor_income_of(j, k, f)
        };
        let mean: Vec<f64> = (0..groups)
            .map(|g| {
                let total: f64 = economy.axes.sectors.ids().map(|k| baseline(g, k)).sum();
                let sum: f64 =
                    economy.axes.sectors.ids().map(|k| baseline(g, k) * wages[(j, k, f)].powf(shape)).sum();
                (sum / total).powf(1.0 / shape)
            })
            .collect();
        for k in economy.axes.sectors.ids().filter(|&k| equilibrium.receipts[(j, k)] > 0.0) {
            let earned = |g: usize| {
                let base = baseline(g, k);
                if base == 0.0 {
                    0.0
                } else {
                    base * wages[(j, k, f)].powf(shape) * mean[g].powf(1.0 - shape)
                }
            };
            let earned = self.factor_supply((j, f)) * (0..groups).map(earned).sum::<f64>();
            keep(largest, self.factor_payment(j, k, f), earned, earned);
        }
    }

    /// Price index of a column of final demand at its baseline shares.
    fn column_price(&self, (j, column): (Region, usize)) -> f64 {
        let m = self.economy.axes.sectors.len();
        let ln = |s: Sector| {
            let share = self.economy.final_demand[column].share[(j, s)];
            if share == 0.0 {
                return 0.0;
            }
            let bought = (j, s, m + column);
            let price = self.use_price(bought);
            share * (price * self.purchase_wedge(bought)).ln()
        };
        self.economy.axes.sectors.ids().map(ln).sum::<f64>().exp()
    }

    fn investment_price(&self, j: Region) -> f64 {
        self.economy.investment().map_or(f64::NAN, |column| self.column_price((j, column)))
    }

    /// The markets that span the regions of a bloc: payments against what owners earn.
    pub(super) fn check_world_factors(&self, largest: &mut f64) {
        let Self { economy, equilibrium, .. } = *self;
        for f in economy.axes.factors.ids() {
            if economy.parameters.factor_market(f.index()) != FactorMarket::World {
                continue;
            }
            let regions = || economy.axes.regions.ids().filter(|&j| !equilibrium.is_unbounded(j));
            let paid: f64 = regions().map(|j| self.factor_payments(j, f)).sum();
            let earned = |j: Region| {
                equilibrium.wage_hat[(j, f)] * self.factor_supply((j, f)) * economy.factor_income[(j, f)]
            };
            let earned: f64 = regions().map(earned).sum();
            keep(largest, paid, earned, earned);
        }
    }
}
