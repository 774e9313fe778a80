//! What an equilibrium means for the real income of each region.

use oblate_world::{Id, Region, Sector};

use super::equilibrium::Equilibrium;
use crate::economy::{Economy, rate};
use crate::shocks::Shocks;

/// Real income and its first-order parts, by region; NaN where the price level is unbounded.
#[derive(Debug, Clone, PartialEq)]
pub struct Welfare {
    /// Exact change of real income `Î/P̂ − 1`, per cent. Equation: model.md (3.15) with homothetic demand.
    pub real_income_pct: Vec<f64>,
    /// Change of the real wage `ŵ/P̂ − 1`, per cent; `ŵ` is the mean over factors, weighted by baseline income.
    pub real_wage_pct: Vec<f64>,
    /// Price index of final spending `P̂`.
    pub consumer_price_hat: Vec<f64>,
    /// First order: export prices against import prices, per cent of income.
    pub terms_of_trade_pct: Vec<f64>,
    /// First order: tariff revenue from more or less imports, per cent of income.
    pub volume_of_trade_pct: Vec<f64>,
    /// First order: what iceberg costs and productivity save or waste directly, per cent of income.
    pub technology_pct: Vec<f64>,
    /// First order: the sum of terms of trade, volume of trade and technology, per cent.
    pub welfare_first_order_pct: Vec<f64>,
}

/// Exact welfare, and the first-order split of Caliendo & Parro (2015, eq. 22) at the baseline's tariffs.
///
/// The split is evaluated once on the finite change, `dln x = x̂ − 1` as published. Prices are those at
/// the origin's border; an iceberg cost on imports enters as a technology term, which is zero where only
/// tariffs change. Factor supplies, subsidies and deficits have no part in it.
pub fn welfare(baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks) -> Welfare {
    let consumer_price_hat = equilibrium.consumer_price_hat(baseline);
    let split = FirstOrder::new(baseline, equilibrium, shocks);
    let regions = || baseline.axes.regions.ids();
    let percent = |j: Region, value: f64| 100.0 * if equilibrium.is_unbounded(j) { f64::NAN } else { value };
    let of_income = |values: &[f64]| -> Vec<f64> {
        regions().map(|j| percent(j, values[j.index()] / baseline.income[j.index()])).collect()
    };
    let real = |nominal: &dyn Fn(Region) -> f64| -> Vec<f64> {
        regions().map(|j| percent(j, nominal(j) / consumer_price_hat[j.index()] - 1.0)).collect()
    };
    let terms_of_trade_pct = of_income(&split.terms_of_trade);
    let volume_of_trade_pct = of_income(&split.volume_of_trade);
    let technology_pct = of_income(&split.technology);
    let total = |at: usize| terms_of_trade_pct[at] + volume_of_trade_pct[at] + technology_pct[at];
    Welfare {
        welfare_first_order_pct: (0..consumer_price_hat.len()).map(total).collect(),
        real_income_pct: real(&|j| equilibrium.real_income_hat[j.index()] * consumer_price_hat[j.index()]),
        real_wage_pct: real(&|j| mean_wage(baseline, equilibrium, j)),
        terms_of_trade_pct,
        volume_of_trade_pct,
        technology_pct,
        consumer_price_hat,
    }
}

fn mean_wage(baseline: &Economy, equilibrium: &Equilibrium, j: Region) -> f64 {
    let weights = baseline.factor_income.row(j);
    let sum: f64 = weights.iter().zip(equilibrium.wage_hat.row(j)).map(|(weight, hat)| weight * hat).sum();
    sum / weights.iter().sum::<f64>()
}

/// The parts in the world's unit, by region.
struct FirstOrder {
    terms_of_trade: Vec<f64>,
    volume_of_trade: Vec<f64>,
    technology: Vec<f64>,
}

impl FirstOrder {
    fn new(baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks) -> Self {
        let n = baseline.axes.regions.len();
        let mut split =
            Self { terms_of_trade: vec![0.0; n], volume_of_trade: vec![0.0; n], technology: vec![0.0; n] };
        let expenditure = baseline.expenditure();
        for s in baseline.axes.sectors.ids() {
            for j in baseline.axes.regions.ids() {
                let spent = expenditure[(j, s)];
                for (at, share) in baseline.trade_share.row(s, j).iter().enumerate() {
                    if *share > 0.0 && spent > 0.0 {
                        split.add_link(
                            baseline,
                            equilibrium,
                            shocks,
                            Link { s, j, i: Region::new(at), spent: spent * share },
                        );
                    }
                }
            }
        }
        split
    }

    fn add_link(&mut self, baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks, link: Link) {
        let Link { s, j, i, spent } = link;
        let rate = rate(baseline.tariff.as_ref(), (s, j, i));
        let value = spent / (1.0 + rate);
        let productivity = shocks.productivity_hat.as_ref().map_or(1.0, |hat| hat[(i, s)]);
        let price = equilibrium.unit_cost_hat[(i, s)] / productivity - 1.0;
        let cost = shocks.iceberg_hat.as_ref().map_or(0.0, |hat| hat[(s, j, i)] - 1.0);
        self.terms_of_trade[i.index()] += value * price;
        self.terms_of_trade[j.index()] -= value * price;
        self.technology[i.index()] += value * (productivity - 1.0);
        if cost.is_finite() {
            self.technology[j.index()] -= value * cost;
        }
        if rate != 0.0 {
            let value_hat = equilibrium.trade(s, j, i) / value;
            self.volume_of_trade[j.index()] += rate * value * (value_hat - 1.0 - price - cost);
        }
    }
}

/// One trade link of the baseline, with what the destination spends on it.
struct Link {
    s: Sector,
    j: Region,
    i: Region,
    spent: f64,
}
