//! Indicators of value chains on a world: what was asked for, as tables.

mod chain;
mod description;
mod dispersion;
mod exports;
mod extraction;
mod folder;
mod footprint;
mod highlights;
mod lengths;
mod regions;
mod reliance;
mod rows;
mod stops;
mod structure;
mod value_added;

use oblate_indicators::{ProductSales, Reliance, chokepoints};
use oblate_scenario::{find_regions, find_sectors};
use oblate_world::{Id, Region, Sector, World};

use crate::error::EngineError;
use crate::run::in_pool;
use crate::surroundings::BuiltinGroups;
use oblate_tables::Table;

pub(crate) use chain::Chain;
pub use description::INDICATOR_TABLES;
pub use folder::{IndicatorsFolder, IndicatorsManifest};
pub use highlights::Highlights;
pub(crate) use reliance::BetweenRegions;
pub(crate) use stops::stops_of;

/// Indicators that belong together: what `--only` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Multipliers, linkages, length of chains, influence.
    Structure,
    /// Value added by origin and final use, and in exports of others.
    ValueAdded,
    /// Exports taken apart: Borin–Mancini, OECD.
    Exports,
    /// Regions: participation in chains, Koopman–Wang–Wei, length of chains.
    Regions,
    /// Reliance at face value and look-through.
    Reliance,
    /// Concentration, distance and likeness of sources; chokepoints.
    Dispersion,
    /// What is lost when an industry is taken out of the table.
    Extraction,
    /// Satellites along the chain: jobs, capital, CO2.
    Footprint,
    /// What stops when an industry stops.
    Stops,
    /// Average propagation length between industries: a row for every pair, so that it is computed only where it is named.
    PropagationLength,
}

impl Family {
    /// All families, in the order of their tables.
    pub const ALL: [Family; 10] = [
        Self::Structure,
        Self::Regions,
        Self::ValueAdded,
        Self::Exports,
        Self::Reliance,
        Self::Dispersion,
        Self::Extraction,
        Self::Footprint,
        Self::Stops,
        Self::PropagationLength,
    ];

    /// The word by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Regions => "regions",
            Self::ValueAdded => "value-added",
            Self::Exports => "exports",
            Self::Reliance => "reliance",
            Self::Dispersion => "dispersion",
            Self::Extraction => "extraction",
            Self::Footprint => "footprint",
            Self::Stops => "stops",
            Self::PropagationLength => "propagation-length",
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct IndicatorsRequest<'a> {
    /// The world.
    pub world: &'a World,
    /// Groups of regions that count as one where trade crosses borders: a name, and codes or groups that it holds.
    pub groups: &'a [(String, Vec<String>)],
    /// The families that are computed; all but [`Family::PropagationLength`] if there is none.
    pub only: &'a [Family],
    /// Codes or groups of the regions whose rows are wanted; all if there is none.
    pub regions: &'a [String],
    /// Codes or groups of the sectors whose rows are wanted; all if there is none.
    pub sectors: &'a [String],
    /// Threads at most; zero is one per core. Results do not depend on it.
    pub threads: usize,
}

/// The indicators that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicators {
    /// What they are of.
    pub manifest: IndicatorsManifest,
    /// The tables, in the order of [`INDICATOR_TABLES`].
    pub tables: Vec<Table>,
    /// What people look for first.
    pub highlights: Highlights,
}

/// The rows that are wanted.
pub(crate) struct Wanted {
    regions: Vec<bool>,
    sectors: Vec<bool>,
}

impl Wanted {
    /// Whether the rows of an industry are wanted; regions are those of the world.
    pub fn holds(&self, region: Region, sector: Sector) -> bool {
        self.region(region) && self.sector(sector)
    }

    pub fn region(&self, region: Region) -> bool {
        self.regions[region.index()]
    }

    pub fn sector(&self, sector: Sector) -> bool {
        self.sectors[sector.index()]
    }
}

/// Computes indicators.
///
/// # Errors
/// [`EngineError::UnknownLabel`] for a region, group or sector that the world does not have, [`EngineError::OverlappingGroups`],
/// [`EngineError::Indicators`] for a table whose chains have no end, and [`EngineError::Interrupted`].
pub fn indicators(
    request: &IndicatorsRequest<'_>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Indicators, EngineError> {
    let wanted = wanted(request)?;
    let chain = Chain::new(request.world, request.groups)?;
    let families = families(request.only);
    let found = in_pool(request.threads, || compute(&chain, &families, &wanted, stop))?;
    let (tables, highlights) = found?;
    Ok(Indicators {
        manifest: IndicatorsManifest::of(request, &chain, &families, &tables),
        tables,
        highlights,
    })
}

fn families(only: &[Family]) -> Vec<Family> {
    let asked = |family: &Family| match only {
        [] => *family != Family::PropagationLength,
        only => only.contains(family),
    };
    Family::ALL.into_iter().filter(asked).collect()
}

fn wanted(request: &IndicatorsRequest<'_>) -> Result<Wanted, EngineError> {
    let axes = request.world.axes();
    let mut wanted =
        Wanted { regions: vec![true; axes.regions.len()], sectors: vec![true; axes.sectors.len()] };
    if !request.regions.is_empty() {
        let found = find_regions(request.regions, &axes.regions, &BuiltinGroups)?;
        wanted.regions = axes.regions.ids().map(|region| found.contains(&region)).collect();
    }
    if !request.sectors.is_empty() {
        let found = find_sectors(request.sectors, &axes.sectors, &BuiltinGroups)?;
        wanted.sectors = axes.sectors.ids().map(|sector| found.contains(&sector)).collect();
    }
    Ok(wanted)
}

fn compute(
    chain: &Chain<'_>,
    families: &[Family],
    wanted: &Wanted,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<(Vec<Table>, Highlights), EngineError> {
    let leontief = chain.leontief()?;
    let (mut tables, mut highlights) = (Vec::new(), Highlights::new(chain));
    for family in families {
        if stop() {
            return Err(EngineError::Interrupted { during: "computing indicators".to_owned() });
        }
        match family {
            Family::Structure => tables.push(structure::table(chain, &leontief, wanted)?),
            Family::Regions => tables.push(regions::table(chain, &leontief, wanted)?),
            Family::ValueAdded => tables.push(value_added::table(chain, &leontief, wanted)),
            Family::Exports => tables.extend(exports::tables(chain, &leontief, wanted)),
            Family::Reliance => {
                let reliance = Reliance::new(&leontief);
                tables.extend(reliance::tables(chain, &leontief, &reliance, wanted));
                highlights.reliance(chain, &leontief, &reliance);
            }
            Family::Dispersion => {
                let sales = ProductSales::new(&chain.table);
                let points = chokepoints(&sales);
                tables.push(dispersion::table(chain, &leontief, &sales, wanted));
                tables.push(dispersion::chokepoints(chain, &sales, &points, wanted));
                highlights.chokepoints(chain, &points, wanted);
            }
            Family::Extraction => tables.push(extraction::table(chain, &leontief, wanted)),
            Family::PropagationLength => tables.push(lengths::table(chain, &leontief, wanted)),
            Family::Footprint => tables.extend(footprint::tables(chain, &leontief, wanted)),
            Family::Stops => {
                let industries = chain.industries(wanted);
                let risk = stops_of(chain, &leontief, &industries, stop)?;
                highlights.stops(chain, &industries, &risk);
                tables.push(stops::table(chain, &industries, &risk));
            }
        }
    }
    Ok((tables, highlights))
}
