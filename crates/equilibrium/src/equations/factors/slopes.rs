//! Slopes of the factor markets for the preconditioner: at given demand and shares.

use super::{FactorMarkets, Kind, Market, MarketPoint, Numeraire};
use crate::economy::share;

/// A price that one cell alone pays: the row of its market reads `κ w − Σ_g pull_g W_g − r − d ln φ`, with the cell's log
/// receipts `r` and the means `W` of those who choose ([`MeanPrice`]); that of an idle one reads `w`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnPrice {
    pub market: usize,
    /// Who pays it, `(j·S + k)·F + f`.
    pub place: usize,
    /// `κ`, one where nobody chooses.
    pub shape: f64,
    pub idle: bool,
}

/// What a group that chooses among sectors earns on average, `W = Σ_k weight_k w_k`, over its markets from `first` on.
#[derive(Debug, Clone)]
pub(crate) struct MeanPrice {
    pub first: usize,
    pub weight: Vec<f64>,
    /// `(κ − 1)` times the group's part in what each market earns.
    pub pull: Vec<f64>,
}

impl FactorMarkets {
    /// Whether some price is paid by one cell alone.
    pub(crate) fn has_own_prices(&self) -> bool {
        self.markets.iter().any(|market| market.own)
    }

    /// The prices that one cell alone pays, but for those that numeraires replace.
    pub(crate) fn own_prices(&self) -> Vec<OwnPrice> {
        let mut own: Vec<Option<OwnPrice>> = vec![None; self.markets.len()];
        for (place, &market) in self.market_of.iter().enumerate() {
            let Market { own: alone, idle, .. } = self.markets[market];
            own[market] = alone.then_some(OwnPrice { market, place, shape: 1.0, idle });
        }
        for roy in &self.roy {
            own[roy.first..][..roy.sectors()].iter_mut().flatten().for_each(|price| price.shape = roy.shape);
        }
        self.numeraire_markets().for_each(|market| own[market] = None);
        own.into_iter().flatten().collect()
    }

    /// The means of those who choose.
    pub(crate) fn mean_prices(&self, point: &MarketPoint) -> Vec<MeanPrice> {
        let mut means = Vec::new();
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            for row in chosen.chunks_exact(roy.sectors()) {
                let total: f64 = row.iter().sum();
                let income = &point.income[roy.first..];
                let part = |(earned, income): (&f64, &f64)| (roy.shape - 1.0) * share(*earned, *income);
                means.push(MeanPrice {
                    first: roy.first,
                    weight: row.iter().map(|earned| share(*earned, total)).collect(),
                    pull: row.iter().zip(income).map(part).collect(),
                });
            }
        }
        means
    }

    /// How residuals move with log prices: row, market, slope. Numeraires are not in place yet.
    pub(crate) fn price_slopes(&self, point: &MarketPoint) -> Vec<(usize, usize, f64)> {
        let own = |(at, market): (usize, &Market)| {
            (market.kind != Kind::Chosen || market.idle).then_some((at, at, 1.0))
        };
        let mut slopes: Vec<_> = self.markets.iter().enumerate().filter_map(own).collect();
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            let m = roy.sectors();
            for k in (0..m).filter(|k| !self.markets[roy.first + k].idle) {
                let row = roy.first + k;
                slopes.push((row, row, roy.shape));
                for chosen in chosen.chunks_exact(m) {
                    let total: f64 = chosen.iter().sum();
                    let part = if total == 0.0 {
                        0.0
                    } else {
                        (1.0 - roy.shape) * chosen[k] / point.income[row] / total
                    };
                    slopes.extend(
                        chosen.iter().enumerate().map(|(l, earned)| (row, roy.first + l, part * earned)),
                    );
                }
            }
        }
        slopes
    }

    /// How earnings move with log prices: market, place, slope.
    pub(crate) fn earned_slopes(&self, point: &MarketPoint) -> Vec<(usize, usize, f64)> {
        let owned = self.owners.iter().filter(|(market, ..)| !self.is_long_run(*market));
        let mut slopes: Vec<_> =
            owned.map(|&(market, place, share)| (market, place, share * point.income[market])).collect();
        for (roy, chosen) in self.roy.iter().zip(&point.chosen) {
            for (g, row) in chosen.chunks_exact(roy.sectors()).enumerate() {
                slopes.extend(
                    row.iter().enumerate().map(|(k, earned)| (roy.first + k, roy.place + g, *earned)),
                );
            }
        }
        slopes
    }

    /// How world factor income moves with log prices: the row of each numeraire, its markets with slopes.
    pub(crate) fn numeraire_slopes(&self, point: &MarketPoint) -> Vec<(usize, Vec<(usize, f64)>)> {
        let row = |numeraire: &Numeraire| {
            let paid: f64 = numeraire.members.iter().map(|&at| point.income[at]).sum();
            let members = numeraire.members.iter().filter(|&&at| !self.is_long_run(at));
            (numeraire.market, members.map(|&at| (at, point.income[at] / paid)).collect())
        };
        self.numeraires.iter().map(row).collect()
    }
}
