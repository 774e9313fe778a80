//! What an equilibrium means for the real income of each region.

use oblate_world::{Array2, Id, Region, Sector};

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
    /// The three parts by sector of the product that is traded.
    pub first_order_by_sector: FirstOrderParts<Sector>,
    /// The three parts by trade partner, the region itself among them.
    pub first_order_by_partner: FirstOrderParts<Region>,
}

/// The parts of first-order welfare by sector or by partner: region × sector, or region × partner, per cent of the region's
/// baseline income. Of each part the row of a region adds up to its value in [`Welfare`]; NaN where the price level is
/// unbounded.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstOrderParts<A> {
    /// Export prices against import prices.
    pub terms_of_trade_pct: Array2<Region, A>,
    /// Tariff revenue from more or less imports.
    pub volume_of_trade_pct: Array2<Region, A>,
    /// What iceberg costs and productivity save or waste directly.
    pub technology_pct: Array2<Region, A>,
}

/// Exact welfare, and the first-order split of Caliendo & Parro (2015, eq. 22) at the baseline's tariffs, also by sector and by
/// partner.
///
/// The split is evaluated once on the finite change, `dln x = x̂ − 1` as published. Prices are those at
/// the origin's border; an iceberg cost on imports enters as a technology term, which is zero where only
/// tariffs change. Factor supplies, subsidies and deficits have no part in it.
pub fn welfare(baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks) -> Welfare {
    let consumer_price_hat = equilibrium.consumer_price_hat(baseline);
    let split = FirstOrder::new(baseline, equilibrium, shocks);
    let regions = || baseline.axes.regions.ids();
    let percent = |j: Region, value: f64| 100.0 * if equilibrium.is_unbounded(j) { f64::NAN } else { value };
    let part_of_income = |j: Region, value: f64| percent(j, value / baseline.income[j.index()]);
    let of_income =
        |values: &[f64]| -> Vec<f64> { regions().map(|j| part_of_income(j, values[j.index()])).collect() };
    let real = |nominal: &dyn Fn(Region) -> f64| -> Vec<f64> {
        regions().map(|j| percent(j, nominal(j) / consumer_price_hat[j.index()] - 1.0)).collect()
    };
    let [terms_of_trade_pct, volume_of_trade_pct, technology_pct] =
        split.regions.each_ref().map(|values| of_income(values));
    let total = |at: usize| terms_of_trade_pct[at] + volume_of_trade_pct[at] + technology_pct[at];
    Welfare {
        welfare_first_order_pct: (0..consumer_price_hat.len()).map(total).collect(),
        real_income_pct: real(&|j| equilibrium.real_income_hat[j.index()] * consumer_price_hat[j.index()]),
        real_wage_pct: real(&|j| mean_wage(baseline, equilibrium, j)),
        terms_of_trade_pct,
        volume_of_trade_pct,
        technology_pct,
        first_order_by_sector: parts(&split.sectors, part_of_income),
        first_order_by_partner: parts(&split.partners, part_of_income),
        consumer_price_hat,
    }
}

fn parts<A: Id>(
    amounts: &[Array2<Region, A>; PARTS],
    of_income: impl Fn(Region, f64) -> f64,
) -> FirstOrderParts<A> {
    let [terms_of_trade_pct, volume_of_trade_pct, technology_pct] = amounts
        .each_ref()
        .map(|amounts| Array2::from_fn(amounts.shape(), |j, at| of_income(j, amounts[(j, at)])));
    FirstOrderParts { terms_of_trade_pct, volume_of_trade_pct, technology_pct }
}

fn mean_wage(baseline: &Economy, equilibrium: &Equilibrium, j: Region) -> f64 {
    let weights = baseline.factor_income.row(j);
    let sum: f64 = weights.iter().zip(equilibrium.wage_hat.row(j)).map(|(weight, hat)| weight * hat).sum();
    sum / weights.iter().sum::<f64>()
}

/// Number of parts.
const PARTS: usize = 3;
const TERMS_OF_TRADE: usize = 0;
const VOLUME_OF_TRADE: usize = 1;
const TECHNOLOGY: usize = 2;

/// The parts in the world's unit: by region, by region and sector, by region and partner.
struct FirstOrder {
    regions: [Vec<f64>; PARTS],
    sectors: [Array2<Region, Sector>; PARTS],
    partners: [Array2<Region, Region>; PARTS],
}

impl FirstOrder {
    fn new(baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks) -> Self {
        let (n, m) = (baseline.axes.regions.len(), baseline.axes.sectors.len());
        let mut split = Self {
            regions: std::array::from_fn(|_| vec![0.0; n]),
            sectors: std::array::from_fn(|_| Array2::zeros([n, m])),
            partners: std::array::from_fn(|_| Array2::zeros([n, n])),
        };
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

    fn add(&mut self, part: usize, (s, region, partner): (Sector, Region, Region), amount: f64) {
        self.regions[part][region.index()] += amount;
        self.sectors[part][(region, s)] += amount;
        self.partners[part][(region, partner)] += amount;
    }

    fn add_link(&mut self, baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks, link: Link) {
        let Link { s, j, i, spent } = link;
        let (seller, buyer) = ((s, i, j), (s, j, i));
        let rate = rate(baseline.tariff.as_ref(), buyer);
        let value = spent / (1.0 + rate);
        let productivity = shocks.productivity_hat.as_ref().map_or(1.0, |hat| hat[(i, s)]);
        let price = equilibrium.unit_cost_hat[(i, s)] / productivity - 1.0;
        let cost = shocks.iceberg_hat.as_ref().map_or(0.0, |hat| hat[buyer] - 1.0);
        self.add(TERMS_OF_TRADE, seller, value * price);
        self.add(TERMS_OF_TRADE, buyer, -value * price);
        self.add(TECHNOLOGY, seller, value * (productivity - 1.0));
        if cost.is_finite() {
            self.add(TECHNOLOGY, buyer, -value * cost);
        }
        if rate != 0.0 {
            let value_hat = equilibrium.trade(s, j, i) / value;
            self.add(VOLUME_OF_TRADE, buyer, rate * value * (value_hat - 1.0 - price - cost));
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
