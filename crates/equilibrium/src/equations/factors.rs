//! The factor markets: one price per market, what it earns, and whether it clears.
//!
//! Equations: model.md (3.11), section 5. A market is a price that some cells (region, sector, factor) pay:
//! all sectors of a region (`mobile`, `rigid`, `long_run`), one sector (`specific`, `roy`), or all regions of a
//! bloc (`world`). Earnings stand at places `(j·F + f)·G + g`: region, factor, group of households.

mod build;
mod moves;
mod slopes;

use oblate_world::{Id, Region};

use crate::economy::WageFloor;

pub(crate) use moves::{MarketMoves, MarketWeights};
pub(crate) use slopes::{MeanPrice, OwnPrice};

/// The factor markets of one counterfactual.
#[derive(Debug, Clone)]
pub(crate) struct FactorMarkets {
    markets: Vec<Market>,
    /// Market in which a cell `(j·S + k)·F + f` buys.
    market_of: Vec<usize>,
    /// Who earns what a market pays: market, place, share.
    owners: Vec<(usize, usize, f64)>,
    roy: Vec<RoyMarket>,
    numeraires: Vec<Numeraire>,
    places: usize,
    groups: usize,
}

/// One market.
#[derive(Debug, Clone, Copy)]
struct Market {
    kind: Kind,
    /// A region that it belongs to; a market of the world belongs to the first region of its bloc.
    region: Region,
    /// Value of the supply at baseline prices, `L̂ V`.
    supply: f64,
    /// Whether it is not solved for: nothing is paid there, or the region's price level is unbounded.
    idle: bool,
    /// Whether one cell alone buys there.
    own: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// All of the supply finds work at one price.
    Cleared,
    /// A sector among which groups choose.
    Chosen,
    /// A price that does not fall below its floor.
    Rigid(WageFloor),
    /// The return is the price of investment.
    LongRun,
}

/// The sectors of one factor of one region among which groups choose.
#[derive(Debug, Clone)]
struct RoyMarket {
    shape: f64,
    /// The first of its markets, one per sector in order.
    first: usize,
    /// `L̂ I_g` by group.
    income: Vec<f64>,
    /// Sector shares of each group: group × sector.
    share: Vec<f64>,
    /// The first of its places, one per group.
    place: usize,
}

/// The market that the numeraire of a bloc replaces, the bloc's markets and its baseline factor income.
#[derive(Debug, Clone)]
struct Numeraire {
    market: usize,
    members: Vec<usize>,
    baseline: f64,
}

/// The factor markets at one point.
#[derive(Debug, Clone, Default)]
pub(crate) struct MarketPoint {
    /// Log factor price by market.
    pub ln_wage: Vec<f64>,
    /// What sectors pay, by market.
    pub demand: Vec<f64>,
    /// What factors earn from the supply side, by market.
    pub income: Vec<f64>,
    /// What factors earn, by place.
    pub earned: Vec<f64>,
    /// Earnings in each sector of each group that chooses: by Roy market, group × sector.
    chosen: Vec<Vec<f64>>,
    /// Whether a floor binds, by market.
    at_floor: Vec<bool>,
}

impl FactorMarkets {
    /// Number of markets.
    pub(crate) fn len(&self) -> usize {
        self.markets.len()
    }

    /// The market in which each cell `(j·S + k)·F + f` buys.
    pub(crate) fn market_of(&self) -> &[usize] {
        &self.market_of
    }

    /// The markets that numeraires replace.
    pub(crate) fn numeraire_markets(&self) -> impl Iterator<Item = usize> + '_ {
        self.numeraires.iter().map(|numeraire| numeraire.market)
    }

    /// Whether a numeraire replaces it, by market.
    pub(crate) fn replaced(&self) -> Vec<bool> {
        let mut replaced = vec![false; self.markets.len()];
        self.numeraire_markets().for_each(|market| replaced[market] = true);
        replaced
    }

    /// The region of a market.
    pub(crate) fn region(&self, market: usize) -> Region {
        self.markets[market].region
    }

    /// Value of the supply of a market at baseline prices, `L̂ V`.
    pub(crate) fn supply(&self, market: usize) -> f64 {
        self.markets[market].supply
    }

    /// Whether a market is not solved for.
    pub(crate) fn is_idle(&self, market: usize) -> bool {
        self.markets[market].idle
    }

    /// Whether the return of a market is the price of investment.
    pub(crate) fn is_long_run(&self, market: usize) -> bool {
        self.markets[market].kind == Kind::LongRun
    }

    /// Log factor prices, given the unknowns and the log consumer prices of regions.
    pub(crate) fn prices(&self, x: &[f64], consumer_price: &[f64], point: &mut MarketPoint) {
        point.ln_wage.clear();
        point.at_floor.clear();
        for (market, &x) in self.markets.iter().zip(x) {
            let floor = market.kind != Kind::Cleared && matches!(market.kind, Kind::Rigid(_)) && x < 0.0;
            point.at_floor.push(floor);
            point.ln_wage.push(match market.kind {
                Kind::Rigid(WageFloor::Nominal) => x.max(0.0),
                Kind::Rigid(WageFloor::Real) => consumer_price[market.region.index()] + x.max(0.0),
                _ => x,
            });
        }
    }

    /// What factors earn, once demand is known; `ln_supply`, region × factor, adds to the supplies of the shock.
    pub(crate) fn earn(&self, x: &[f64], ln_supply: &[f64], point: &mut MarketPoint) {
        point.income.clear();
        for (at, market) in self.markets.iter().enumerate() {
            let paid = point.ln_wage[at].exp() * market.supply;
            point.income.push(match market.kind {
                Kind::Cleared => paid,
                // an unknown below zero is the log of employment at the floor
                Kind::Rigid(_) => paid * x[at].min(0.0).exp(),
                Kind::LongRun => point.demand[at],
                Kind::Chosen => 0.0,
            });
        }
        point.earned.clear();
        point.earned.resize(self.places, 0.0);
        if !ln_supply.is_empty() {
            self.add_supply(ln_supply, point);
        }
        for &(market, place, share) in &self.owners {
            point.earned[place] += share * point.income[market];
        }
        point.chosen.resize(self.roy.len(), Vec::new());
        for (roy, chosen) in self.roy.iter().zip(&mut point.chosen) {
            let more = ln_supply.get(roy.place / self.groups).map_or(1.0, |ln| ln.exp());
            roy.choose(&point.ln_wage, chosen);
            chosen.iter_mut().for_each(|earned| *earned *= more);
            for (g, row) in chosen.chunks_exact(roy.sectors()).enumerate() {
                for (k, earned) in row.iter().enumerate() {
                    point.income[roy.first + k] += earned;
                    point.earned[roy.place + g] += earned;
                }
            }
        }
    }

    /// More supply earns more at the same price. People do not move between regions that share a market of the world.
    fn add_supply(&self, ln_supply: &[f64], point: &mut MarketPoint) {
        let mut seen = vec![false; self.markets.len()];
        for &(market, place, _) in &self.owners {
            if !self.is_long_run(market) && !std::mem::replace(&mut seen[market], true) {
                point.income[market] *= ln_supply[place / self.groups].exp();
            }
        }
    }

    /// Residuals: factors are paid what they earn, and world factor income is the numeraire; returns the largest
    /// residual of the markets that numeraires replace. Equations: model.md (3.11), (3.14).
    pub(crate) fn residuals(
        &self,
        x: &[f64],
        investment_price: &[f64],
        point: &MarketPoint,
        into: &mut [f64],
    ) -> f64 {
        for (at, market) in self.markets.iter().enumerate() {
            into[at] = match market.kind {
                _ if market.idle => x[at],
                Kind::LongRun => point.ln_wage[at] - investment_price[market.region.index()],
                _ => (point.income[at] / point.demand[at]).ln(),
            };
        }
        let mut redundant = 0.0;
        for numeraire in &self.numeraires {
            redundant = f64::max(redundant, into[numeraire.market].abs());
            let paid: f64 = numeraire.members.iter().map(|&at| point.income[at]).sum();
            into[numeraire.market] = (paid / numeraire.baseline).ln();
        }
        redundant
    }
}

impl RoyMarket {
    fn sectors(&self) -> usize {
        self.share.len() / self.income.len()
    }

    /// Earnings of each group in each sector: `L̂ I_g Î_g share_gk ŵ_k^κ / Î_g^κ` with `Î_g = (Σ_k share_gk ŵ_k^κ)^(1/κ)`
    /// [Galle, Rodríguez-Clare & Yi 2023, eq. 13-15].
    fn choose(&self, ln_wage: &[f64], earned: &mut Vec<f64>) {
        let m = self.sectors();
        let power: Vec<f64> = ln_wage[self.first..][..m].iter().map(|ln| (self.shape * ln).exp()).collect();
        earned.clear();
        for (share, income) in self.share.chunks_exact(m).zip(&self.income) {
            let sum: f64 = share.iter().zip(&power).map(|(share, power)| share * power).sum();
            let scale = if sum > 0.0 { income * sum.powf(1.0 / self.shape - 1.0) } else { 0.0 };
            earned.extend(share.iter().zip(&power).map(|(share, power)| scale * share * power));
        }
    }
}
