//! Splitting a region into stylised parts that differ in size alone.

use crate::accounts::{Accounts, Flows, PairCovariate, RegionCovariate, Satellite};
use crate::axes::{Array2, Array3, Axes, Axis, Id, Label, Region, Sector, TradeTensor};
use crate::error::SplitError;
use crate::world::World;

/// How far the shares of parts may miss a sum of one.
const SHARES_TOLERANCE: f64 = 1e-9;
/// The fact about regions that adds up; others are those of the whole.
const POPULATION: &str = "population";

/// A part of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionPart {
    /// Its label.
    pub label: Label,
    /// Its share of everything that the region makes, buys, owns and counts; above 0.
    pub share: f64,
}

/// A region split into parts, which take its place on the axis.
///
/// The parts make, buy and own the same things in the same proportions. They trade with others in proportion to their size. Of
/// what the region buys at home, each part buys the share `own` (from 0 to 1) from itself, and the rest from all parts
/// in proportion to their size: with 0 the parts are one market, with 1 they are closed to each other. Population and satellites are
/// shared out; other facts about regions and pairs are those of the whole. All accounts balance as before.
///
/// # Errors
/// [`SplitError`] if there are fewer than two parts, if shares are not positive or do not add up to one, if `own` is not between
/// 0 and 1, or if the code of a part is taken.
pub fn split_region(
    world: &World,
    region: Region,
    parts: &[RegionPart],
    own: f64,
) -> Result<World, SplitError> {
    check(parts, own)?;
    let spread = Spread::new(world, region, parts, own);
    let old = world.accounts();
    let mut description = old.description.clone();
    description.caveats.push(spread.caveat());
    Ok(World::new(Accounts {
        description,
        axes: Axes { regions: Axis::new(spread.labels(parts))?, ..old.axes.clone() },
        flows: spread.flows(&old.flows),
        tariff: old.tariff.as_ref().map(|tariff| spread.links(tariff, |_, _| 1.0)),
        factor_income: spread.cells(&old.factor_income),
        production_tax: spread.table(&old.production_tax),
        trade_elasticity: old.trade_elasticity.clone(),
        satellites: old.satellites.iter().map(|satellite| spread.satellite(satellite)).collect(),
        region_covariates: old.region_covariates.iter().map(|fact| spread.fact(fact)).collect(),
        pair_covariates: old.pair_covariates.iter().map(|fact| spread.pairs(fact)).collect(),
        mends: old.mends.clone(),
    })?)
}

fn check(parts: &[RegionPart], own: f64) -> Result<(), SplitError> {
    if parts.len() < 2 {
        return Err(SplitError::Parts { found: parts.len() });
    }
    if let Some(part) = parts.iter().find(|part| !(part.share > 0.0 && part.share.is_finite())) {
        return Err(SplitError::Part { part: part.label.code.clone(), share: part.share });
    }
    let sum: f64 = parts.iter().map(|part| part.share).sum();
    if (sum - 1.0).abs() > SHARES_TOLERANCE {
        return Err(SplitError::Sum { sum });
    }
    if !(0.0..=1.0).contains(&own) {
        return Err(SplitError::Own { own });
    }
    Ok(())
}

/// From the regions of a world to those of the finer one.
struct Spread<'a> {
    world: &'a World,
    split: Region,
    own: f64,
    /// By new region: the old one, and its share of it.
    from: Vec<(Region, f64)>,
}

impl<'a> Spread<'a> {
    fn new(world: &'a World, split: Region, parts: &[RegionPart], own: f64) -> Self {
        let of = |old: Region| -> Vec<(Region, f64)> {
            if old == split { parts.iter().map(|part| (old, part.share)).collect() } else { vec![(old, 1.0)] }
        };
        Self { world, split, own, from: world.axes().regions.ids().flat_map(of).collect() }
    }

    fn caveat(&self) -> String {
        let shares: Vec<String> = self.parts().map(|(_, share)| share.to_string()).collect();
        format!(
            "`{}` was split into {} stylised parts with shares {} that differ in size alone; each buys the share {} at home from itself",
            self.world.axes().regions.code(self.split),
            shares.len(),
            shares.join(", "),
            self.own
        )
    }

    fn parts(&self) -> impl Iterator<Item = (Region, f64)> {
        self.from.iter().copied().filter(|(old, _)| *old == self.split)
    }

    fn labels(&self, parts: &[RegionPart]) -> Vec<Label> {
        let of = |old: Region| match old == self.split {
            true => parts.iter().map(|part| part.label.clone()).collect(),
            false => vec![self.world.axes().regions.label(old).clone()],
        };
        self.world.axes().regions.ids().flat_map(of).collect()
    }

    fn len(&self) -> usize {
        self.from.len()
    }

    fn old(&self, new: Region) -> Region {
        self.from[new.index()].0
    }

    fn share(&self, new: Region) -> f64 {
        self.from[new.index()].1
    }

    /// What of the trade between the old regions passes between two new ones.
    fn passes(&self, to: Region, from: Region) -> f64 {
        let (buys, sells) = (self.share(to), self.share(from));
        if self.old(to) != self.split || self.old(from) != self.split {
            return buys * sells;
        }
        let itself = if to == from { self.own } else { 0.0 };
        buys * ((1.0 - self.own) * sells + itself)
    }

    fn table<K: Id>(&self, old: &Array2<Region, K>) -> Array2<Region, K> {
        let [_, columns] = old.shape();
        Array2::from_fn([self.len(), columns], |j, k| self.share(j) * old[(self.old(j), k)])
    }

    fn cells<A: Id, B: Id>(&self, old: &Array3<Region, A, B>) -> Array3<Region, A, B> {
        let [_, rows, columns] = old.shape();
        Array3::from_fn([self.len(), rows, columns], |j, a, b| self.share(j) * old[(self.old(j), a, b)])
    }

    fn links(&self, old: &TradeTensor, part: impl Fn(Region, Region) -> f64) -> TradeTensor {
        let [sectors, ..] = old.shape();
        TradeTensor::from_fn([sectors, self.len(), self.len()], |s, j, i| {
            part(j, i) * old[(s, self.old(j), self.old(i))]
        })
    }

    fn flows(&self, old: &Flows) -> Flows {
        let axes = self.world.axes();
        match old {
            Flows::Common { trade, intermediate, final_use } => Flows::Common {
                trade: self.links(trade, |j, i| self.passes(j, i)),
                intermediate: self.cells(intermediate),
                final_use: self.cells(final_use),
            },
            Flows::ByUse { intermediate, final_use } => Flows::ByUse {
                intermediate: self.rows(intermediate, axes.sectors.len()),
                final_use: self.rows(final_use, axes.final_uses.len()),
            },
        }
    }

    /// Sales of every origin and product to every destination and use.
    fn rows(&self, old: &[f64], uses: usize) -> Vec<f64> {
        let axes = self.world.axes();
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        let regions = || (0..self.len()).map(Region::new);
        let mut new = Vec::with_capacity(self.len() * m * self.len() * uses);
        for i in regions() {
            for s in axes.sectors.ids() {
                let row = &old[(self.old(i).index() * m + s.index()) * n * uses..][..n * uses];
                for j in regions() {
                    let part = self.passes(j, i);
                    let cells = &row[self.old(j).index() * uses..][..uses];
                    new.extend(cells.iter().map(|cell| part * cell));
                }
            }
        }
        new
    }

    fn satellite(&self, old: &Satellite) -> Satellite {
        let values: Array2<Region, Sector> = self.table(&old.values);
        Satellite { values, ..old.clone() }
    }

    fn fact(&self, old: &RegionCovariate) -> RegionCovariate {
        let part = |share: f64| if old.name == POPULATION { share } else { 1.0 };
        let values = self.from.iter().map(|(region, share)| part(*share) * old.values[region.index()]);
        RegionCovariate { values: values.collect(), ..old.clone() }
    }

    fn pairs(&self, old: &PairCovariate) -> PairCovariate {
        let values = Array2::from_fn([self.len(), self.len()], |i, j| old.values[(self.old(i), self.old(j))]);
        PairCovariate { values, ..old.clone() }
    }
}
