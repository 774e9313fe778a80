//! Steps on prices of carbon: by region, with the fuels that carry them and the products that pay at the border.

use oblate_world::{Id, Satellite, Sector, World};

use super::Stepper;
use crate::cells::{Bound, Step};
use crate::problem::ProblemCode;
use crate::raw::CarbonPrice;
use crate::read::At;
use crate::table::{Cells, KeyColumn};

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
        let cells = self.regions(places).map(|regions| Cells {
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
