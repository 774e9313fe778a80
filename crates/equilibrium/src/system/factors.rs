//! Factors: what they cost each sector, what sectors pay them, and what they earn.

use oblate_world::Id;

use super::Equations;
use super::layout::{Layout, Parts};
use super::moves::{Adjoint, Tangent};

/// Prices.
impl Equations<'_> {
    /// Log factor prices of all cells.
    pub(super) fn factor_prices(&mut self, x: &[f64]) {
        let mut floor = vec![0.0; self.layout.regions];
        self.consumption.mean_price(0, &self.point.ln_use_price, &mut floor);
        self.markets.prices(x, &floor, &mut self.point.markets);
        for (ln, &market) in self.point.ln_factor.iter_mut().zip(self.markets.market_of()) {
            *ln = self.point.markets.ln_wage[market];
        }
    }

    /// How they move.
    pub(super) fn factor_prices_tangent(&self, direction: &[f64], tangent: &mut Tangent) {
        let mut floor = vec![0.0; self.layout.regions];
        self.consumption.mean_price(0, tangent.use_price(), &mut floor);
        self.markets.price_tangent(&self.point.markets, direction, &floor, &mut tangent.wage);
        for (change, &market) in tangent.factor.iter_mut().zip(self.markets.market_of()) {
            *change = tangent.wage[market];
        }
    }

    /// From what they weigh to the unknowns and to consumer prices, on which floors may stand.
    pub(super) fn factor_prices_adjoint(&self, adjoint: &mut Adjoint, into: &mut [f64]) {
        for (weight, &market) in adjoint.factor.iter().zip(self.markets.market_of()) {
            adjoint.wage[market] += weight;
        }
        let mut floor = vec![0.0; self.layout.regions];
        self.markets.price_adjoint(&self.point.markets, &adjoint.wage, into, &mut floor);
        self.consumption.mean_price_adjoint(0, &floor, &mut adjoint.use_price);
    }
}

/// Payments.
impl Equations<'_> {
    /// What sectors pay in each factor market. Equation: model.md (3.11).
    pub(super) fn factor_demand(&mut self) {
        let f = self.layout.factors;
        let shares = self.technology.factor_share(&self.point.nests).as_slice();
        self.point.markets.demand.clear();
        self.point.markets.demand.resize(self.layout.markets, 0.0);
        for (at, (share, &market)) in shares.iter().zip(self.markets.market_of()).enumerate() {
            self.point.markets.demand[market] += share * self.point.receipts[at / f];
        }
    }

    /// How payments move.
    pub(super) fn factor_demand_tangent(&self, tangent: &mut Tangent) {
        let Layout { sectors: m, factors: f, .. } = self.layout;
        let shares = self.technology.factor_share(&self.point.nests).as_slice();
        tangent.factor_demand.fill(0.0);
        for (at, (share, &market)) in shares.iter().zip(self.markets.market_of()).enumerate() {
            let cell = at / f;
            let place = (cell / m, cell % m, at % f);
            let moved = self.technology.factor_change(&tangent.nests, place, tangent.factor[at]);
            tangent.factor_demand[market] +=
                share * (tangent.receipts[cell] + self.point.receipts[cell] * moved);
        }
    }

    /// From what payments weigh to receipts; returns what log factor shares weigh, region × sector × factor, where they move.
    pub(super) fn factor_demand_adjoint(&self, adjoint: &mut Adjoint) -> Vec<f64> {
        let f = self.layout.factors;
        let shares = self.technology.factor_share(&self.point.nests).as_slice();
        let moves = !self.technology.fixed_shares;
        let mut factor = if moves { vec![0.0; shares.len()] } else { Vec::new() };
        for (at, (share, &market)) in shares.iter().zip(self.markets.market_of()).enumerate() {
            let weight = share * adjoint.factor_demand[market];
            adjoint.receipts[at / f] += weight;
            if moves {
                factor[at] = weight * self.point.receipts[at / f];
            }
        }
        factor
    }

    /// Growth of the capital that is in the long run, `V̂_K`, by region; empty where none is. Equation: model.md section 5
    /// `capital`.
    pub(super) fn capital_hat(&self, demand: &[f64]) -> Vec<f64> {
        if self.consumption.investment_column().is_none() {
            return Vec::new();
        }
        let mut sums = vec![(0.0, 0.0); self.layout.regions];
        for market in (0..self.layout.markets).filter(|&market| self.markets.is_long_run(market)) {
            let (paid, baseline) = &mut sums[self.markets.region(market).index()];
            *paid += demand[market];
            *baseline += self.markets.supply(market);
        }
        sums.into_iter().map(|(paid, baseline)| if baseline == 0.0 { 0.0 } else { paid / baseline }).collect()
    }

    /// The transpose of the growth of capital by region; adds to `demand`.
    pub(super) fn capital_adjoint(&self, weights: &[f64], demand: &mut [f64]) {
        if self.consumption.investment_column().is_none() {
            return;
        }
        let long_run = || (0..self.layout.markets).filter(|&market| self.markets.is_long_run(market));
        let mut baseline = vec![0.0; self.layout.regions];
        long_run()
            .for_each(|market| baseline[self.markets.region(market).index()] += self.markets.supply(market));
        for market in long_run() {
            let j = self.markets.region(market).index();
            if baseline[j] > 0.0 {
                demand[market] += weights[j] / baseline[j];
            }
        }
    }
}

/// Earnings.
impl Equations<'_> {
    /// What factors earn, those who moved among them.
    pub(super) fn factor_earnings(&mut self, x: &Parts<'_>) {
        let supply = self.ln_supply(x.population, &[]);
        self.markets.earn(x.wage, &supply, &mut self.point.markets);
    }

    /// Log factor supplies, region × factor, with the people who moved; empty where neither they nor a shock move any.
    pub(super) fn ln_supply(&self, population: &[f64], of_shock: &[f64]) -> Vec<f64> {
        let mut supply = of_shock.to_vec();
        if self.layout.movers > 0 {
            supply.resize(self.layout.regions * self.layout.factors, 0.0);
            self.movers.add_supply(population, &mut supply);
        }
        supply
    }

    /// Sums over factors of what stands at places (region, factor, group): region × group.
    pub(super) fn factor_income_by_group(&self, earned: &[f64]) -> Vec<f64> {
        let Layout { factors: f, groups, .. } = self.layout;
        let mut sums = vec![0.0; self.layout.regions * groups];
        for (at, earned) in earned.iter().enumerate() {
            sums[at / (f * groups) * groups + at % groups] += earned;
        }
        sums
    }

    /// Sums of what stands at places (region, factor, group), by region.
    pub(crate) fn factor_income_by_region(&self, earned: &[f64]) -> Vec<f64> {
        let Layout { factors: f, groups, .. } = self.layout;
        earned.chunks_exact(f * groups).map(|places| places.iter().sum()).collect()
    }
}
