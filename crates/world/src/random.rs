//! Random balanced worlds: the one generator that all tests and benchmarks share.

use crate::accounts::{Accounts, Description, Flows, PairCovariate, RegionCovariate, Satellite};
use crate::axes::{Array2, Axes, Axis, Id, Region};
use crate::error::AxisError;
use crate::world::World;

mod draw;
mod levels;
mod split;

use draw::{Draw, Shares, Stream};
use levels::Levels;

/// What a random world looks like; the same description and seed give the same world on every machine.
///
/// Shares of trade, inputs, final spending and factors are drawn; outputs and spending are the fixed point
/// of the accounts at these shares, so that the world balances to rounding (below 1e-12). Regions are
/// called `R1`, `R2`, …, sectors `s1`, …, factors `f1`, … and final uses `c1`, …. Every kind of draw has its
/// own stream of numbers: switching tariffs on does not change the trade shares. The world has trade
/// elasticities, a satellite (`employment`), a covariate of regions (`population`) and one of pairs
/// (`distance`); nothing in it is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomWorld {
    /// Number of regions, at least 1.
    pub regions: usize,
    /// Number of sectors, at least 1.
    pub sectors: usize,
    /// Number of factors, at least 1.
    pub factors: usize,
    /// Number of final uses, at least 1.
    pub final_uses: usize,
    /// Share of the links between different regions that exist, 0 to 1. Each region buys something
    /// from the next and from the previous one, whatever the share.
    pub trade_density: f64,
    /// Typical share of a region's purchases that it makes itself, above 0 and below 1.
    pub home_bias: f64,
    /// Number of sectors, the last ones, whose products do not cross borders.
    pub untraded: usize,
    /// Whether there are tariffs, up to 30 %, on links between different regions.
    pub tariffs: bool,
    /// Whether there are net taxes on production, −5 % to 10 % of output.
    pub production_taxes: bool,
    /// Whether regions have deficits and surpluses. As shares of income they stay below half the smallest
    /// share of final spending that goes abroad; where nothing is traded there are none.
    pub deficits: bool,
    /// Number of industries (a sector in a region) without output. They are among the traded sectors; each
    /// of these and each region keep one traded industry that lives, so that there may be fewer.
    pub dead_sectors: usize,
    /// Whether every use has its own sources ([`Flows::ByUse`]). The pooled flows are those of the same
    /// world without this.
    pub by_use: bool,
    /// Seed of all draws.
    pub seed: u64,
}

impl Default for RandomWorld {
    /// Four regions and five sectors, one of them untraded, with all wedges, deficits and no dead sector.
    fn default() -> Self {
        Self {
            regions: 4,
            sectors: 5,
            factors: 2,
            final_uses: 2,
            trade_density: 0.8,
            home_bias: 0.7,
            untraded: 1,
            tariffs: true,
            production_taxes: true,
            deficits: true,
            dead_sectors: 0,
            by_use: false,
            seed: 1,
        }
    }
}

impl RandomWorld {
    /// The world.
    ///
    /// # Panics
    /// If the description is not of a world: no regions, a home bias of zero, or regions so closed that
    /// incomes do not settle.
    pub fn build(&self) -> World {
        assert!(self.home_bias > 0.0 && self.home_bias < 1.0, "home bias lies above 0 and below 1");
        let axes = self.axes().expect("a random world has at least one entry on each axis");
        let shares = Shares::draw(self);
        let levels = Levels::settle(&shares);
        let satellites = vec![self.employment(&levels)];
        let region_covariates = vec![self.population(&levels)];
        let accounts = Accounts {
            description: self.description(),
            axes,
            flows: self.flows(&shares, &levels),
            factor_income: levels.factor_income,
            production_tax: levels.production_tax,
            tariff: self.tariffs.then_some(shares.tariff),
            trade_elasticity: Some(self.trade_elasticities()),
            satellites,
            region_covariates,
            pair_covariates: vec![self.distance()],
            mends: Vec::new(),
        };
        World::new(accounts).expect("a random world balances by construction")
    }

    /// Trade elasticities by sector, spread over 1.5 to 12 with more low ones than high ones.
    pub fn trade_elasticities(&self) -> Vec<f64> {
        let mut draw = Draw::new(self.seed, Stream::Elasticities);
        (0..self.sectors).map(|_| 1.5 + 10.5 * draw.unit() * draw.unit()).collect()
    }

    fn axes(&self) -> Result<Axes, AxisError> {
        fn axis<I: Id>(letter: char, len: usize) -> Result<Axis<I>, AxisError> {
            Axis::of_codes((1..=len).map(|number| format!("{letter}{number}")))
        }
        Ok(Axes {
            regions: axis('R', self.regions)?,
            sectors: axis('s', self.sectors)?,
            final_uses: axis('c', self.final_uses)?,
            factors: axis('f', self.factors)?,
        })
    }

    fn description(&self) -> Description {
        Description {
            name: format!("random-{}x{}-{}", self.regions, self.sectors, self.seed),
            title: "A random balanced world".to_owned(),
            unit: "million".to_owned(),
            ..Description::default()
        }
    }

    fn flows(&self, shares: &Shares, levels: &Levels) -> Flows {
        if self.by_use {
            let mut draw = Draw::new(self.seed, Stream::Sources);
            split::by_use(shares, levels, &mut draw)
        } else {
            Flows::Common {
                trade: levels.flows.trade.clone(),
                intermediate: levels.flows.intermediate.clone(),
                final_use: levels.flows.final_use.clone(),
            }
        }
    }

    fn employment(&self, levels: &Levels) -> Satellite {
        let mut draw = Draw::new(self.seed, Stream::Satellites);
        let values =
            Array2::from_fn(levels.output.shape(), |j, k| levels.output[(j, k)] * draw.between(0.01, 0.05));
        Satellite { name: "employment".to_owned(), unit: "thousand persons".to_owned(), values }
    }

    fn population(&self, levels: &Levels) -> RegionCovariate {
        let mut draw = Draw::new(self.seed, Stream::Populations);
        let values = levels.spending.iter().map(|spending| spending * draw.between(0.02, 0.2)).collect();
        RegionCovariate { name: "population".to_owned(), unit: "thousand persons".to_owned(), values }
    }

    /// Distances of points in a square of 10 000 km.
    fn distance(&self) -> PairCovariate {
        let mut draw = Draw::new(self.seed, Stream::Places);
        let places: Vec<[f64; 2]> =
            (0..self.regions).map(|_| [draw.between(0.0, 1e4), draw.between(0.0, 1e4)]).collect();
        let values = Array2::from_fn([self.regions; 2], |i: Region, j: Region| {
            let ([x, y], [u, v]) = (places[i.index()], places[j.index()]);
            ((x - u) * (x - u) + (y - v) * (y - v)).sqrt()
        });
        PairCovariate { name: "distance".to_owned(), unit: "km".to_owned(), values }
    }
}
