//! Slopes of the factor markets for the preconditioner: at given demand and shares.

use super::{FactorMarkets, Kind, Market, MarketPoint, Numeraire};

impl FactorMarkets {
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
