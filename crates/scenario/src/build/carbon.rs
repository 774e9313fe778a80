//! Prices of carbon: tonnes of emissions on purchases of fuels, and on output for adjustment at the border.

use oblate_equilibrium::{BorderAdjustment, CarbonPrice, ShockKind, Use};
use oblate_world::{Array2, Array3, Id, Region, Sector};

use super::Builder;
use crate::cells::{Bound, Quantity, Step};
use crate::log::Warning;
use crate::steps::{CarbonStep, column_words, emissions, tonnes};

impl Builder<'_, '_, '_> {
    pub(super) fn carbon(&mut self, steps: &[CarbonStep]) -> Option<CarbonPrice> {
        let regions = &self.vocabulary.world.axes().regions;
        let cell = |at: usize| regions.code(Region::new(at)).to_owned();
        let baseline = vec![0.0; regions.len()];
        let prices: Vec<Step> = steps.iter().map(|carbon| carbon.step.clone()).collect();
        let quantity =
            Quantity { name: "the price of carbon", baseline, bound: Bound::NotNegative, cell: &cell };
        let price = self.values(ShockKind::CarbonPrice, quantity, &prices)?;
        let tonnes = self.tonnes(&price)?;
        let scale = currency(&self.vocabulary.world.accounts().description.unit);
        Some(CarbonPrice {
            intensity: self.intensity(steps, &tonnes, &price),
            border: self.border(steps, &tonnes),
            price: price.into_iter().map(|price| price / scale).collect(),
        })
    }

    /// Tonnes emitted by each sector of each region; missing ones count nothing, and are warned of where they have a
    /// price.
    fn tonnes(&mut self, price: &[f64]) -> Option<Array2<Region, Sector>> {
        let world = self.vocabulary.world;
        let satellite = emissions(world)?;
        let unit = tonnes(&satellite.unit)?;
        let (values, output) = (&satellite.values, world.gross_output());
        let missing = |j: &Region| {
            let sectors = world.axes().sectors.ids();
            let absent = |k: Sector| values[(*j, k)].is_nan() && output[(*j, k)] > 0.0;
            price[j.index()] > 0.0 && sectors.into_iter().any(absent)
        };
        let regions: Vec<String> = world
            .axes()
            .regions
            .ids()
            .filter(missing)
            .map(|j| world.axes().regions.code(j).to_owned())
            .collect();
        if !regions.is_empty() {
            self.findings.warn(Warning::EmissionsMissing { regions });
        }
        let told = |value: f64| if value.is_nan() { 0.0 } else { value * unit };
        Some(Array2::from_fn(values.shape(), |j: Region, k: Sector| told(values[(j, k)])))
    }

    /// Tonnes per unit of value of each purchase: the emissions of a sector over its purchases of fuels.
    fn intensity(
        &mut self,
        steps: &[CarbonStep],
        tonnes: &Array2<Region, Sector>,
        price: &[f64],
    ) -> Array3<Region, Sector, Use> {
        let world = self.vocabulary.world;
        let axes = world.axes();
        let m = axes.sectors.len();
        let columns = column_words(axes, &self.model.demand).len();
        let mut intensity = Array3::zeros([axes.regions.len(), m, m + columns]);
        let mut without = Vec::new();
        for j in axes.regions.ids() {
            let Some(fuels) = fuels(steps, j) else { continue };
            for k in axes.sectors.ids().filter(|&k| tonnes[(j, k)] > 0.0) {
                let bought: f64 = fuels.iter().map(|&s| world.intermediate()[(j, s, k)]).sum();
                if bought > 0.0 {
                    for &s in fuels.iter().filter(|&&s| world.intermediate()[(j, s, k)] != 0.0) {
                        intensity[(j, s, Use::new(k.index()))] = tonnes[(j, k)] / bought;
                    }
                } else if price[j.index()] > 0.0 {
                    without.push(format!("{} in {}", axes.sectors.code(k), axes.regions.code(j)));
                }
            }
        }
        if !without.is_empty() {
            let fuels = steps.iter().flat_map(|carbon| &carbon.fuels);
            let mut fuels: Vec<Sector> = fuels.copied().collect();
            fuels.sort_unstable();
            fuels.dedup();
            let fuels = fuels.into_iter().map(|s| axes.sectors.code(s).to_owned()).collect();
            self.findings.warn(Warning::NoFuel { fuels, sectors: without });
        }
        intensity
    }

    /// The adjustment at the border: tonnes per unit of output of the products that pay it.
    fn border(&self, steps: &[CarbonStep], tonnes: &Array2<Region, Sector>) -> Option<BorderAdjustment> {
        let world = self.vocabulary.world;
        let mut destinations = vec![false; world.axes().regions.len()];
        let mut products = vec![false; world.axes().sectors.len()];
        for carbon in steps {
            for s in carbon.border.iter().flatten() {
                products[s.index()] = true;
                carbon.step.cells.iter().for_each(|&(region, _)| destinations[region] = true);
            }
        }
        let output = world.gross_output();
        let per_output = |j: Region, s: Sector| {
            let counts = products[s.index()] && output[(j, s)] > 0.0;
            if counts { tonnes[(j, s)] / output[(j, s)] } else { 0.0 }
        };
        let charged = destinations.contains(&true);
        charged.then(|| BorderAdjustment {
            destinations,
            intensity: Array2::from_fn(output.shape(), per_output),
        })
    }
}

/// The fuels of a region: those of the last price that names it, else of the first price.
fn fuels(steps: &[CarbonStep], j: Region) -> Option<&Vec<Sector>> {
    let named = |carbon: &&CarbonStep| carbon.step.cells.iter().any(|&(region, _)| region == j.index());
    steps.iter().rev().find(named).or(steps.first()).map(|carbon| &carbon.fuels)
}

/// How many units of currency a world's unit of value is: a million for `million current US dollars`.
fn currency(unit: &str) -> f64 {
    let sizes = [("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];
    sizes.into_iter().find(|(word, _)| unit.contains(word)).map_or(1.0, |(_, size)| size)
}
