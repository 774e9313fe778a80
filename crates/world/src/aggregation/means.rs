//! What does not simply add up when regions and sectors merge: rates, elasticities, satellites, covariates.

use crate::accounts::{PairCovariate, RegionCovariate, Satellite};
use crate::aggregation::Merge;
use crate::axes::{Array2, Id, Region, Sector, TradeTensor};

impl Merge<'_> {
    /// Tariffs weighted by trade; over links without trade, their plain mean.
    pub(super) fn tariff(&self, rates: &TradeTensor) -> TradeTensor {
        let trade = self.world.trade();
        let shape = trade.shape();
        let traded = self.trade(trade);
        let links = self.trade(&TradeTensor::filled(shape, 1.0));
        let mut weighted = TradeTensor::zeros(shape);
        for s in self.sectors.source().ids() {
            for j in self.regions.source().ids() {
                for i in self.regions.source().ids() {
                    let merged =
                        (self.sectors.target_of(s), self.regions.target_of(j), self.regions.target_of(i));
                    let weight = if traded[merged] > 0.0 {
                        trade[(s, j, i)] / traded[merged]
                    } else {
                        1.0 / links[merged]
                    };
                    weighted[(s, j, i)] = weight * rates[(s, j, i)];
                }
            }
        }
        self.trade(&weighted)
    }

    /// Trade elasticities weighted by trade between regions; without any, by output; without any, equally.
    pub(super) fn trade_elasticity(&self, theta: &[f64]) -> Vec<f64> {
        let output = self.world.gross_output();
        let regions = self.world.axes().regions.ids();
        let weights = |s: Sector| {
            let own: f64 = regions.clone().map(|i| self.world.trade()[(s, i, i)]).sum();
            let all: f64 = regions.clone().map(|i| output[(i, s)]).sum();
            // own sales of a product that is not traded are all of its sales only up to rounding
            let foreign = if all - own > 1e-12 * all { all - own } else { 0.0 };
            (foreign, all)
        };
        let merged = self.sectors.target().ids();
        merged
            .map(|target| {
                let members = || self.sectors.members(target);
                let by =
                    |weight: &dyn Fn(Sector) -> f64| mean(members().map(|s| (weight(s), theta[s.index()])));
                let theta = by(&|s| weights(s).0).or_else(|| by(&|s| weights(s).1));
                theta.or_else(|| by(&|_| 1.0)).expect("a target of a concordance has members")
            })
            .collect()
    }

    /// A satellite's sums, missing where an industry with output is missing or all are.
    pub(super) fn satellite(&self, satellite: &Satellite) -> Satellite {
        let output = self.world.gross_output();
        let values = Array2::from_fn(
            [self.regions.target().len(), self.sectors.target().len()],
            |j: Region, k: Sector| {
                let industries =
                    self.regions.members(j).flat_map(|i| self.sectors.members(k).map(move |s| (i, s)));
                let counted = industries
                    .filter(|&place| !(satellite.values[place].is_nan() && output[place] == 0.0))
                    .map(|place| satellite.values[place]);
                counted.reduce(|sum, value| sum + value).unwrap_or(f64::NAN)
            },
        );
        Satellite { values, ..satellite.clone() }
    }

    /// A covariate of regions, missing for those that merge.
    pub(super) fn region_covariate(&self, covariate: &RegionCovariate) -> RegionCovariate {
        let value = |target: Region| {
            let mut members = self.regions.members(target).map(|i| covariate.values[i.index()]);
            match (members.next(), members.next()) {
                (Some(value), None) => value,
                _ => f64::NAN,
            }
        };
        let values = self.regions.target().ids().map(value).collect();
        RegionCovariate { values, ..covariate.clone() }
    }

    /// A covariate of pairs, weighted by the product of the outputs of the two regions.
    pub(super) fn pair_covariate(&self, covariate: &PairCovariate) -> PairCovariate {
        let output = self.world.gross_output();
        let size = |i: Region| output.row(i).iter().sum::<f64>();
        let sizes: Vec<f64> = self.world.axes().regions.ids().map(size).collect();
        let regions = self.regions.target().len();
        let values = Array2::from_fn([regions, regions], |origin: Region, destination: Region| {
            let pairs = self
                .regions
                .members(origin)
                .flat_map(|i| self.regions.members(destination).map(move |j| (i, j)));
            let weighted =
                pairs.map(|(i, j)| (sizes[i.index()] * sizes[j.index()], covariate.values[(i, j)]));
            mean(weighted).unwrap_or(f64::NAN)
        });
        PairCovariate { values, ..covariate.clone() }
    }
}

/// The mean of values by weights (weight, value); none where there is no weight.
///
/// Weights are divided by their sum first, so that the mean of one value is that value to the last bit.
fn mean(weighted: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let total: f64 = weighted.clone().map(|(weight, _)| weight).sum();
    (total > 0.0).then(|| weighted.map(|(weight, value)| weight / total * value).sum())
}
