//! The shocks of Pichler et al. as their inputs give them: a table for every day.

use oblate_propagation::{DemandChange, Effect, Shock, Timing};
use oblate_world::{FinalUse, Id, Region, Sector};

/// Part of the spending on unwanted products that is saved.
const SAVED: f64 = 0.5;

/// What drives a run, day by day.
pub struct Inputs<'a> {
    /// Labour that cannot work, by industry.
    pub supply: &'a [Vec<f64>],
    /// Shares of products in consumption.
    pub preference: &'a [Vec<f64>],
    /// Other final demand.
    pub other: &'a [Vec<f64>],
    /// Part of consumption that is saved.
    pub fear: &'a [f64],
    /// Expected income over income before.
    pub expectation: &'a [f64],
    /// Consumption and other final demand before, and labour income.
    pub households: &'a [f64],
    pub other_before: &'a [f64],
    pub labour: &'a [f64],
}

impl Inputs<'_> {
    pub fn shocks(&self) -> Vec<Shock> {
        let region = Region::new(0);
        let mut shocks = Vec::new();
        let mut add = |values: Vec<f64>, effect: Effect| {
            shocks.push(Shock::new("input", Timing::table(0.0, values), effect));
        };
        for k in 0..self.households.len() {
            let product = Sector::new(k);
            let losses = self.supply.iter().map(|day| day[k]).collect();
            add(losses, Effect::Labour(vec![((region, product), 1.0)]));
            add(self.unwanted(k), demand(region, 0, product));
            let before = self.other_before[k];
            if before > 0.0 {
                let fall = self.other.iter().map(|day| 1.0 - day[k] / before).collect();
                add(fall, demand(region, 1, product));
            }
        }
        let losses = self.expectation.iter().map(|expected| 1.0 - expected).collect();
        add(losses, Effect::IncomeExpectation(vec![(region, 1.0)]));
        shocks
    }

    /// Part of a product that households no longer want, from its share and from what is saved:
    /// `θ = (1−ε) θ0/Σ(1−ε) θ0` and `saved (1 − Σ(1−ε) θ0)`.
    fn unwanted(&self, k: usize) -> Vec<f64> {
        let total: f64 = self.households.iter().sum();
        let days = self.preference.iter().zip(self.fear);
        days.map(|(preference, fear)| {
            let wanted = 1.0 - fear / SAVED;
            if self.households[k] == 0.0 {
                0.0
            } else {
                1.0 - preference[k] * wanted * total / self.households[k]
            }
        })
        .collect()
    }
}

fn demand(region: Region, use_: usize, product: Sector) -> Effect {
    let changes = vec![((region, FinalUse::new(use_)), product, -1.0)];
    Effect::FinalDemand(DemandChange { changes, rebound: None })
}
