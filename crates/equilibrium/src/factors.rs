//! The factor markets: one price per market, what it earns, and whether it clears.
//!
//! Equations: model.md (3.11), section 5. A market is a price that some cells (region, sector, factor) pay:
//! all sectors of a region (`mobile`, `rigid`, `long_run`), one sector (`specific`, `roy`), or all regions of a
//! bloc (`world`). Earnings stand at places `(j·F + f)·G + g`: region, factor, group of households.

mod moves;

use oblate_world::{Array2, Factor, Id, Region, Sector};

use crate::economy::{Economy, Group};
use crate::parameters::{FactorMarket, WageFloor};
use crate::reach::Reach;

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
    pub(crate) fn new(economy: &Economy, supply: &Array2<Region, Factor>, reach: &Reach) -> Self {
        let [n, m, f] = economy.factor_share.shape();
        let groups = economy.group_income.shape()[1];
        let mut new = Self {
            markets: Vec::new(),
            market_of: vec![usize::MAX; n * m * f],
            owners: Vec::new(),
            roy: Vec::new(),
            numeraires: Vec::new(),
            places: n * f * groups,
            groups,
        };
        for j in economy.axes.regions.ids() {
            for g in economy.axes.factors.ids() {
                match economy.parameters.factor_market(g.index()) {
                    FactorMarket::Mobile => new.add_region(economy, supply, reach, (j, g), Kind::Cleared),
                    FactorMarket::Rigid { floor } => {
                        new.add_region(economy, supply, reach, (j, g), Kind::Rigid(floor));
                    }
                    FactorMarket::LongRun => new.add_region(economy, supply, reach, (j, g), Kind::LongRun),
                    FactorMarket::Specific => new.add_sectors(economy, supply, reach, (j, g), Kind::Cleared),
                    FactorMarket::Roy { shape } => {
                        new.add_roy(economy, supply[(j, g)], (j, g), shape);
                        new.add_sectors(economy, supply, reach, (j, g), Kind::Chosen);
                    }
                    FactorMarket::World => {}
                }
            }
        }
        for g in economy.axes.factors.ids() {
            if economy.parameters.factor_market(g.index()) == FactorMarket::World {
                for bloc in reach.all_blocs() {
                    new.add_world(economy, supply, reach, bloc, g);
                }
            }
        }
        new.numeraires = new.choose_numeraires(economy, reach);
        new
    }

    fn add_market(&mut self, kind: Kind, region: Region, supply: f64, reach: &Reach) -> usize {
        let idle = supply == 0.0 || reach.is_unbounded(region);
        self.markets.push(Market { kind, region, supply, idle });
        self.markets.len() - 1
    }

    fn add_region(
        &mut self,
        economy: &Economy,
        supply: &Array2<Region, Factor>,
        reach: &Reach,
        (j, f): (Region, Factor),
        kind: Kind,
    ) {
        let [_, m, factors] = economy.factor_share.shape();
        // in the long run the stock adapts, whatever it was
        let hat = if kind == Kind::LongRun { 1.0 } else { supply[(j, f)] };
        let market = self.add_market(kind, j, hat * economy.factor_income[(j, f)], reach);
        (0..m).for_each(|k| self.market_of[(j.index() * m + k) * factors + f.index()] = market);
        self.add_owners(economy, market, (j, f), 1.0);
    }

    /// Groups own a region's factor in proportion to what they earn from it in the baseline.
    fn add_owners(&mut self, economy: &Economy, market: usize, (j, f): (Region, Factor), part: f64) {
        let (groups, factors) = (economy.group_income.shape()[1], economy.axes.factors.len());
        for g in 0..groups {
            let earned = |k| economy.owner_share(Group::new(g), k, f) * economy.factor_income_of(j, k, f);
            let total = economy.factor_income[(j, f)];
            let share = if groups == 1 || total == 0.0 {
                1.0 / groups as f64
            } else {
                economy.axes.sectors.ids().map(earned).sum::<f64>() / total
            };
            self.owners.push((market, (j.index() * factors + f.index()) * groups + g, part * share));
        }
    }

    fn add_sectors(
        &mut self,
        economy: &Economy,
        supply: &Array2<Region, Factor>,
        reach: &Reach,
        (j, f): (Region, Factor),
        kind: Kind,
    ) {
        let [_, m, factors] = economy.factor_share.shape();
        let groups = economy.group_income.shape()[1];
        for k in economy.axes.sectors.ids() {
            let value = supply[(j, f)] * economy.factor_income_of(j, k, f);
            let market = self.add_market(kind, j, value, reach);
            self.market_of[(j.index() * m + k.index()) * factors + f.index()] = market;
            if !reach.active(j, k) {
                // a sector that is closed pays nothing; what is fixed in it lies idle
                self.markets[market].idle = true;
                self.markets[market].supply = 0.0;
            }
            if kind == Kind::Cleared {
                for g in 0..groups {
                    let place = (j.index() * factors + f.index()) * groups + g;
                    self.owners.push((market, place, economy.owner_share(Group::new(g), k, f)));
                }
            }
        }
    }

    fn add_roy(&mut self, economy: &Economy, supply: f64, (j, f): (Region, Factor), shape: f64) {
        let [_, m, factors] = economy.factor_share.shape();
        let groups = economy.group_income.shape()[1];
        let earned = |g: usize, k: usize| {
            let (group, sector) = (Group::new(g), Sector::new(k));
            economy.owner_share(group, sector, f) * economy.factor_income_of(j, sector, f)
        };
        let income: Vec<f64> = (0..groups).map(|g| (0..m).map(|k| earned(g, k)).sum()).collect();
        let share = |g: usize, k: usize| if income[g] == 0.0 { 0.0 } else { earned(g, k) / income[g] };
        self.roy.push(RoyMarket {
            shape,
            first: self.markets.len(),
            share: (0..groups).flat_map(|g| (0..m).map(move |k| (g, k))).map(|(g, k)| share(g, k)).collect(),
            income: income.iter().map(|income| supply * income).collect(),
            place: (j.index() * factors + f.index()) * groups,
        });
    }

    fn add_world(
        &mut self,
        economy: &Economy,
        supply: &Array2<Region, Factor>,
        reach: &Reach,
        bloc: &[Region],
        f: Factor,
    ) {
        let [_, m, factors] = economy.factor_share.shape();
        let owned = |j: Region| supply[(j, f)] * economy.factor_income[(j, f)];
        let total: f64 = bloc.iter().map(|&j| owned(j)).sum();
        let market = self.add_market(Kind::Cleared, bloc[0], total, reach);
        for &j in bloc {
            (0..m).for_each(|k| self.market_of[(j.index() * m + k) * factors + f.index()] = market);
            if total > 0.0 {
                self.add_owners(economy, market, (j, f), owned(j) / total);
            }
        }
    }

    /// Per bloc the largest market: it collects all rounding.
    fn choose_numeraires(&self, economy: &Economy, reach: &Reach) -> Vec<Numeraire> {
        let numeraire = |bloc: &[Region]| {
            let inside = |at: &usize| bloc.contains(&self.markets[*at].region) && !self.markets[*at].idle;
            let members: Vec<usize> = (0..self.markets.len()).filter(inside).collect();
            let replaceable = |at: &usize| self.markets[*at].kind != Kind::LongRun;
            let size = |at: usize| self.markets[at].supply;
            let largest =
                members.iter().copied().filter(replaceable).max_by(|&a, &b| size(a).total_cmp(&size(b)));
            Numeraire {
                market: largest.unwrap_or_default(),
                baseline: bloc.iter().flat_map(|&j| economy.factor_income.row(j)).sum(),
                members,
            }
        };
        reach.blocs().map(numeraire).collect()
    }

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

/// Slopes for the preconditioner: at given demand and shares.
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
