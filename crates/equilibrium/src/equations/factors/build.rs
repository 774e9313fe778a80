//! The factor markets of an economy: who buys where, who owns what is paid, and what is the numeraire.

use oblate_world::{Array2, Factor, Id, Region, Sector};

use super::{FactorMarkets, Kind, Market, Numeraire, RoyMarket};
use crate::economy::{Economy, FactorMarket, Group, share};
use crate::equations::trade::Reach;

impl FactorMarkets {
    /// The markets at supplies `L̂`, region × factor.
    pub(crate) fn new(economy: &Economy, supply: &Array2<Region, Factor>, reach: &Reach) -> Self {
        let [n, m, f] = economy.factor_share.shape();
        let groups = economy.group_income.shape()[1];
        let built = Self {
            markets: Vec::new(),
            market_of: vec![usize::MAX; n * m * f],
            owners: Vec::new(),
            roy: Vec::new(),
            numeraires: Vec::new(),
            places: n * f * groups,
            groups,
        };
        let mut builder = Builder { economy, supply, reach, built };
        for j in economy.axes.regions.ids() {
            for g in economy.axes.factors.ids() {
                match economy.parameters.factor_market(g.index()) {
                    FactorMarket::Mobile => builder.add_region((j, g), Kind::Cleared),
                    FactorMarket::Rigid { floor } => builder.add_region((j, g), Kind::Rigid(floor)),
                    FactorMarket::LongRun => builder.add_region((j, g), Kind::LongRun),
                    FactorMarket::Specific => builder.add_sectors((j, g), Kind::Cleared),
                    FactorMarket::Roy { shape } => {
                        builder.add_roy((j, g), shape);
                        builder.add_sectors((j, g), Kind::Chosen);
                    }
                    FactorMarket::World => {}
                }
            }
        }
        for g in economy.axes.factors.ids() {
            if economy.parameters.factor_market(g.index()) == FactorMarket::World {
                reach.all_blocs().for_each(|bloc| builder.add_world(bloc, g));
            }
        }
        builder.finish()
    }
}

/// Factor markets as they are added one by one.
struct Builder<'a> {
    economy: &'a Economy,
    supply: &'a Array2<Region, Factor>,
    reach: &'a Reach,
    built: FactorMarkets,
}

impl Builder<'_> {
    fn add_market(&mut self, kind: Kind, region: Region, supply: f64) -> usize {
        let idle = supply == 0.0 || self.reach.is_unbounded(region);
        self.built.markets.push(Market { kind, region, supply, idle, own: false });
        self.built.markets.len() - 1
    }

    /// The cell in which a sector buys a factor.
    fn set_market(&mut self, (j, k, f): (Region, usize, Factor), market: usize) {
        let [_, m, factors] = self.economy.factor_share.shape();
        self.built.market_of[(j.index() * m + k) * factors + f.index()] = market;
    }

    /// The place of the first group that owns a factor of a region.
    fn place(&self, j: Region, f: Factor) -> usize {
        (j.index() * self.economy.axes.factors.len() + f.index()) * self.built.groups
    }

    /// What a group earns in a sector in the baseline.
    fn earned(&self, g: usize, j: Region, k: Sector, f: Factor) -> f64 {
        self.economy.owner_share(Group::new(g), k, f) * self.economy.factor_income_of(j, k, f)
    }

    /// One market for all sectors of a region.
    fn add_region(&mut self, (j, f): (Region, Factor), kind: Kind) {
        // in the long run the stock adapts, whatever it was
        let hat = if kind == Kind::LongRun { 1.0 } else { self.supply[(j, f)] };
        let market = self.add_market(kind, j, hat * self.economy.factor_income[(j, f)]);
        (0..self.economy.axes.sectors.len()).for_each(|k| self.set_market((j, k, f), market));
        self.add_owners(market, (j, f), 1.0);
    }

    /// Groups own a region's factor in proportion to what they earn from it in the baseline.
    fn add_owners(&mut self, market: usize, (j, f): (Region, Factor), part: f64) {
        let (groups, total) = (self.built.groups, self.economy.factor_income[(j, f)]);
        for g in 0..groups {
            let share = if groups == 1 || total == 0.0 {
                1.0 / groups as f64
            } else {
                self.economy.axes.sectors.ids().map(|k| self.earned(g, j, k, f)).sum::<f64>() / total
            };
            self.built.owners.push((market, self.place(j, f) + g, part * share));
        }
    }

    /// One market for each sector of a region.
    fn add_sectors(&mut self, (j, f): (Region, Factor), kind: Kind) {
        for k in self.economy.axes.sectors.ids() {
            let value = self.supply[(j, f)] * self.economy.factor_income_of(j, k, f);
            let market = self.add_market(kind, j, value);
            self.set_market((j, k.index(), f), market);
            self.built.markets[market].own = true;
            if !self.reach.active(j, k) {
                // a sector that is closed pays nothing; what is fixed in it lies idle
                self.built.markets[market].idle = true;
                self.built.markets[market].supply = 0.0;
            }
            if kind == Kind::Cleared {
                for g in 0..self.built.groups {
                    let share = self.economy.owner_share(Group::new(g), k, f);
                    self.built.owners.push((market, self.place(j, f) + g, share));
                }
            }
        }
    }

    /// The groups that choose among the sectors that are added next.
    fn add_roy(&mut self, (j, f): (Region, Factor), shape: f64) {
        let (groups, m) = (self.built.groups, self.economy.axes.sectors.len());
        let earned = |g: usize, k: usize| self.earned(g, j, Sector::new(k), f);
        let income: Vec<f64> = (0..groups).map(|g| (0..m).map(|k| earned(g, k)).sum()).collect();
        let share = |g: usize, k: usize| share(earned(g, k), income[g]);
        self.built.roy.push(RoyMarket {
            shape,
            first: self.built.markets.len(),
            share: (0..groups).flat_map(|g| (0..m).map(move |k| (g, k))).map(|(g, k)| share(g, k)).collect(),
            income: income.iter().map(|income| self.supply[(j, f)] * income).collect(),
            place: self.place(j, f),
        });
    }

    /// One market for all regions of a bloc.
    fn add_world(&mut self, bloc: &[Region], f: Factor) {
        let (supply, income) = (self.supply, &self.economy.factor_income);
        let owned = |j: Region| supply[(j, f)] * income[(j, f)];
        let total: f64 = bloc.iter().map(|&j| owned(j)).sum();
        let market = self.add_market(Kind::Cleared, bloc[0], total);
        for &j in bloc {
            (0..self.economy.axes.sectors.len()).for_each(|k| self.set_market((j, k, f), market));
            if total > 0.0 {
                self.add_owners(market, (j, f), owned(j) / total);
            }
        }
    }

    /// Per bloc the largest market is the numeraire: it collects all rounding.
    fn finish(self) -> FactorMarkets {
        let markets = &self.built.markets;
        let numeraire = |bloc: &[Region]| {
            let inside = |at: &usize| bloc.contains(&markets[*at].region) && !markets[*at].idle;
            let members: Vec<usize> = (0..markets.len()).filter(inside).collect();
            let replaceable = |at: &usize| markets[*at].kind != Kind::LongRun;
            let size = |at: usize| markets[at].supply;
            let largest =
                members.iter().copied().filter(replaceable).max_by(|&a, &b| size(a).total_cmp(&size(b)));
            Numeraire {
                market: largest.unwrap_or_default(),
                baseline: bloc.iter().flat_map(|&j| self.economy.factor_income.row(j)).sum(),
                members,
            }
        };
        let numeraires = self.reach.blocs().map(numeraire).collect();
        FactorMarkets { numeraires, ..self.built }
    }
}
