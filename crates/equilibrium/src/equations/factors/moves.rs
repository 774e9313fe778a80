//! How factor markets move: the directional derivative of [`super`] and its transpose.

use oblate_world::Id;

use super::{FactorMarkets, Kind, MarketPoint};
use crate::economy::WageFloor;

/// What moves the factor markets.
#[derive(Debug)]
pub(crate) struct MarketMoves<'a> {
    /// Unknowns.
    pub x: &'a [f64],
    /// Log factor prices.
    pub wage: &'a [f64],
    /// What sectors pay.
    pub demand: &'a [f64],
    /// Log price of investment by region.
    pub investment_price: &'a [f64],
    /// Log supply, region × factor; empty where it does not move.
    pub supply: &'a [f64],
}

/// What the same weigh in a sum.
#[derive(Debug)]
pub(crate) struct MarketWeights<'a> {
    pub x: &'a mut [f64],
    pub wage: &'a mut [f64],
    pub demand: &'a mut [f64],
    pub investment_price: &'a mut [f64],
    /// Log supply, region × factor.
    pub supply: &'a mut [f64],
}

impl FactorMarkets {
    /// How log factor prices move.
    pub(crate) fn price_tangent(
        &self,
        point: &MarketPoint,
        dx: &[f64],
        consumer_price: &[f64],
        into: &mut [f64],
    ) {
        for (at, market) in self.markets.iter().enumerate() {
            let own = if point.at_floor[at] { 0.0 } else { dx[at] };
            let floor = if market.kind == Kind::Rigid(WageFloor::Real) {
                consumer_price[market.region.index()]
            } else {
                0.0
            };
            into[at] = own + floor;
        }
    }

    /// The transpose of [`FactorMarkets::price_tangent`]; adds to `x` and `consumer_price`.
    pub(crate) fn price_adjoint(
        &self,
        point: &MarketPoint,
        wage: &[f64],
        x: &mut [f64],
        consumer_price: &mut [f64],
    ) {
        for (at, market) in self.markets.iter().enumerate() {
            if !point.at_floor[at] {
                x[at] += wage[at];
            }
            if market.kind == Kind::Rigid(WageFloor::Real) {
                consumer_price[market.region.index()] += wage[at];
            }
        }
    }

    /// How residuals and earnings move with prices, unknowns and demand.
    pub(crate) fn tangent(
        &self,
        point: &MarketPoint,
        moves: &MarketMoves<'_>,
        rows: &mut [f64],
        earned: &mut [f64],
    ) {
        let mut income = vec![0.0; self.markets.len()];
        for (at, market) in self.markets.iter().enumerate() {
            income[at] = match market.kind {
                Kind::Cleared => point.income[at] * moves.wage[at],
                Kind::Rigid(_) => {
                    let employment = if point.at_floor[at] { moves.x[at] } else { 0.0 };
                    point.income[at] * (moves.wage[at] + employment)
                }
                Kind::LongRun => moves.demand[at],
                Kind::Chosen => 0.0,
            };
        }
        earned.fill(0.0);
        for &(market, place, share) in &self.owners {
            earned[place] += share * income[market];
        }
        self.supply_tangent(point, moves.supply, &mut income, earned);
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            let m = roy.sectors();
            let wage = &moves.wage[roy.first..][..m];
            for (g, row) in chosen.chunks_exact(m).enumerate() {
                let total: f64 = row.iter().sum();
                let mean = if total == 0.0 {
                    0.0
                } else {
                    row.iter().zip(wage).map(|(e, w)| e * w).sum::<f64>() / total
                };
                for k in 0..m {
                    let change = row[k] * (roy.shape * wage[k] + (1.0 - roy.shape) * mean);
                    income[roy.first + k] += change;
                    earned[roy.place + g] += change;
                }
            }
        }
        for (at, market) in self.markets.iter().enumerate() {
            rows[at] = match market.kind {
                _ if market.idle => moves.x[at],
                Kind::LongRun => moves.wage[at] - moves.investment_price[market.region.index()],
                _ => income[at] / point.income[at] - moves.demand[at] / point.demand[at],
            };
        }
        for numeraire in &self.numeraires {
            let paid: f64 = numeraire.members.iter().map(|&at| point.income[at]).sum();
            rows[numeraire.market] = numeraire.members.iter().map(|&at| income[at]).sum::<f64>() / paid;
        }
    }

    /// What more supply earns at given prices.
    fn supply_tangent(&self, point: &MarketPoint, supply: &[f64], income: &mut [f64], earned: &mut [f64]) {
        if supply.is_empty() {
            return;
        }
        for &(market, place, share) in self.owners.iter().filter(|(market, ..)| !self.is_long_run(*market)) {
            let more = share * point.income[market] * supply[place / self.groups];
            income[market] += more;
            earned[place] += more;
        }
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            for (g, row) in chosen.chunks_exact(roy.sectors()).enumerate() {
                for (k, level) in row.iter().enumerate() {
                    let more = level * supply[roy.place / self.groups];
                    income[roy.first + k] += more;
                    earned[roy.place + g] += more;
                }
            }
        }
    }

    /// The transpose of [`FactorMarkets::supply_tangent`].
    fn supply_adjoint(&self, point: &MarketPoint, income: &[f64], earned: &[f64], supply: &mut [f64]) {
        for &(market, place, share) in self.owners.iter().filter(|(market, ..)| !self.is_long_run(*market)) {
            supply[place / self.groups] += share * point.income[market] * (income[market] + earned[place]);
        }
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            for (g, row) in chosen.chunks_exact(roy.sectors()).enumerate() {
                for (k, level) in row.iter().enumerate() {
                    supply[roy.place / self.groups] +=
                        level * (income[roy.first + k] + earned[roy.place + g]);
                }
            }
        }
    }

    /// The transpose of [`FactorMarkets::tangent`]: from what rows and earnings weigh; adds to all parts of `into`.
    pub(crate) fn adjoint(
        &self,
        point: &MarketPoint,
        rows: &[f64],
        earned: &[f64],
        into: &mut MarketWeights<'_>,
    ) {
        let mut income = vec![0.0; self.markets.len()];
        let mut replaced = vec![false; self.markets.len()];
        for numeraire in &self.numeraires {
            replaced[numeraire.market] = true;
            let paid: f64 = numeraire.members.iter().map(|&at| point.income[at]).sum();
            numeraire.members.iter().for_each(|&at| income[at] += rows[numeraire.market] / paid);
        }
        for (at, market) in self.markets.iter().enumerate() {
            if market.idle {
                into.x[at] += rows[at];
            } else if replaced[at] {
            } else if market.kind == Kind::LongRun {
                into.wage[at] += rows[at];
                into.investment_price[market.region.index()] -= rows[at];
            } else {
                income[at] += rows[at] / point.income[at];
                into.demand[at] -= rows[at] / point.demand[at];
            }
        }
        self.supply_adjoint(point, &income, earned, into.supply);
        for &(market, place, share) in &self.owners {
            income[market] += share * earned[place];
        }
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            let m = roy.sectors();
            for (g, row) in chosen.chunks_exact(m).enumerate() {
                let weight = |k: usize| income[roy.first + k] + earned[roy.place + g];
                let total: f64 = row.iter().sum();
                let weighted: f64 = (0..m).map(|k| row[k] * weight(k)).sum();
                for k in 0..m {
                    let share = if total == 0.0 { 0.0 } else { row[k] / total };
                    into.wage[roy.first + k] +=
                        roy.shape * row[k] * weight(k) + (1.0 - roy.shape) * share * weighted;
                }
            }
        }
        for (at, market) in self.markets.iter().enumerate() {
            match market.kind {
                Kind::Cleared => into.wage[at] += point.income[at] * income[at],
                Kind::Rigid(_) => {
                    into.wage[at] += point.income[at] * income[at];
                    if point.at_floor[at] {
                        into.x[at] += point.income[at] * income[at];
                    }
                }
                Kind::LongRun => into.demand[at] += income[at],
                Kind::Chosen => {}
            }
        }
    }
}
