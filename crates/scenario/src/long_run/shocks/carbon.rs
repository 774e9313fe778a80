//! Prices of carbon: tonnes of emissions on purchases of fuels, and on output for adjustment at the border.

use oblate_equilibrium::{BorderAdjustment, ShockKind, Use};
use oblate_world::{Array2, Array3, Id, Region, Satellite, Sector, World};

use super::cells::{Bound, Quantity, Step};
use super::change::RawChange;
use super::purchases::column_words;
use super::{Builder, Stepper};
use crate::log::Warning;
use crate::text::{At, Name, ProblemCode, Words, table};
use crate::words::{Cells, KeyColumn, Regions};

table! {
    /// A price of carbon in regions.
    CarbonPrice {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Fuels, whose purchases by a sector carry its emissions, in proportion to their value.
        #[schemars(extend("default" = ["B", "C19", "D35", "D"]))]
        on: Option<At<Words>>,
        /// Whether imports pay for the carbon that their origin has not charged.
        #[schemars(extend("default" = false))]
        border_adjustment: Option<At<bool>>,
        /// Products whose imports pay it.
        #[schemars(extend("default" = "all"))]
        border_sectors: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

/// Sectors whose products carry the emissions of those that burn them, in common classifications.
const FUELS: [&str; 4] = ["B", "C19", "D35", "D"];
/// Name of the satellite with emissions.
const EMISSIONS: &str = "co2";

/// A price of carbon.
#[derive(Debug, Clone)]
pub(crate) struct CarbonStep {
    pub step: Step,
    /// The fuels whose purchases carry it.
    pub fuels: Vec<Sector>,
    /// The products whose imports pay for carbon; none without border adjustment.
    pub border: Option<Vec<Sector>>,
}

impl Stepper<'_, '_, '_> {
    pub(super) fn carbon(&mut self, shocks: &[At<CarbonPrice>]) -> Vec<CarbonStep> {
        shocks.iter().filter_map(|shock| self.carbon_one(shock)).collect()
    }

    fn carbon_one(&mut self, shock: &At<CarbonPrice>) -> Option<CarbonStep> {
        let CarbonPrice { name, on: _, border_adjustment, border_sectors, places, change } = &shock.value;
        let vocabulary = self.vocabulary;
        let axes = vocabulary.world.axes();
        self.report_no_emissions(shock);
        let fuels = self.fuels(shock);
        let at_border = border_adjustment.as_ref().is_some_and(|flag| flag.value);
        if let Some(sectors) = border_sectors.as_ref().filter(|_| !at_border) {
            let message = "`border_sectors` goes with `border_adjustment = true` only";
            self.findings.report.problem(ProblemCode::WrongKeys, &sectors.place, message);
        }
        let border = self.findings.find(&vocabulary.sectors, border_sectors.as_ref(), axes.sectors.len());
        let cells = places.find(self.vocabulary, self.findings).map(|regions| Cells {
            shape: vec![axes.regions.len()],
            selected: regions.into_iter().map(Id::index).collect(),
            empty: None,
            columns: vec![KeyColumn::new("region", true, &vocabulary.regions)],
        });
        let step = self.step(&shock.place, name.as_ref(), change, Bound::NotNegative, cells);
        Some(CarbonStep { step: step?, fuels: fuels?, border: border.filter(|_| at_border) })
    }

    /// The fuels that a price names; without words, the usual ones that the world has.
    fn fuels(&mut self, shock: &At<CarbonPrice>) -> Option<Vec<Sector>> {
        let axis = &self.vocabulary.world.axes().sectors;
        if shock.value.on.is_some() {
            return self.findings.find(&self.vocabulary.sectors, shock.value.on.as_ref(), axis.len());
        }
        let fuels: Vec<Sector> = FUELS.iter().filter_map(|code| axis.find(code)).collect();
        if fuels.is_empty() {
            let message =
                format!("no sector of this world is called {}: name the fuels by `on`", FUELS.join(", "));
            self.findings.report.problem(ProblemCode::Needs, &shock.place, message).among("", axis.codes());
        }
        Some(fuels)
    }

    fn report_no_emissions(&mut self, shock: &At<CarbonPrice>) {
        let world = self.vocabulary.world;
        let message = match emissions(world) {
            None => format!(
                "a price of carbon needs emissions, and `{}` has no satellite `{EMISSIONS}`",
                world.accounts().description.name
            ),
            Some(satellite) if tonnes(&satellite.unit).is_none() => format!(
                "the satellite `{EMISSIONS}` counts in `{}`: a price of carbon needs t, kt, Mt or Gt",
                satellite.unit
            ),
            Some(_) => return,
        };
        self.findings.report.problem(ProblemCode::Needs, &shock.place, message);
    }
}

/// The emissions of a world by region and sector, where it tells them.
pub(crate) fn emissions(world: &World) -> Option<&Satellite> {
    world.accounts().satellites.iter().find(|satellite| satellite.name == EMISSIONS)
}

/// The unit in which a world tells its emissions of CO2, and how many tonnes it is; none where carbon can have no price.
pub fn emissions_unit(world: &World) -> Option<(&str, f64)> {
    let unit = emissions(world)?.unit.as_str();
    Some((unit, tonnes(unit)?))
}

/// How many tonnes a unit of emissions is.
pub(crate) fn tonnes(unit: &str) -> Option<f64> {
    match unit.trim() {
        "t" | "tonnes" => Some(1.0),
        "kt" | "thousand tonnes" => Some(1e3),
        "Mt" | "million tonnes" => Some(1e6),
        "Gt" | "billion tonnes" => Some(1e9),
        _ => None,
    }
}

impl Builder<'_, '_, '_> {
    pub(super) fn carbon(&mut self, steps: &[CarbonStep]) -> Option<oblate_equilibrium::CarbonPrice> {
        let regions = &self.vocabulary.world.axes().regions;
        let cell = |at: usize| regions.code(Region::new(at)).to_owned();
        let baseline = vec![0.0; regions.len()];
        let prices: Vec<Step> = steps.iter().map(|carbon| carbon.step.clone()).collect();
        let quantity =
            Quantity { name: "the price of carbon", baseline, bound: Bound::NotNegative, cell: &cell };
        let price = self.values(ShockKind::CarbonPrice, quantity, &prices)?;
        let tonnes = self.tonnes(&price)?;
        let scale = currency(&self.vocabulary.world.accounts().description.unit);
        Some(oblate_equilibrium::CarbonPrice {
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
