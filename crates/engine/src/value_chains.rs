//! Value chains: a world made ready for indicators, and which of them and of their rows are wanted.

mod chain;
mod reliance;
mod stops;
mod subject;

use oblate_scenario::{find_regions, find_sectors};
use oblate_world::{Accounts, Id, PublishedTable, Region, Sector, World};

use crate::error::EngineError;
use crate::questions::BuiltinGroups;

pub use chain::{Chain, DISTANCES};
pub use reliance::BetweenRegions;
pub use stops::stops_of;
pub use subject::ProfileSubject;

/// Indicators that belong together: what `--only` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Multipliers, linkages, length of chains, influence.
    Structure,
    /// Value added by origin and final use, and in exports of others.
    ValueAdded,
    /// Exports taken apart: Borin–Mancini, Wang–Wei–Zhu, OECD.
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

/// What indicators are of.
#[derive(Debug, Clone, Copy)]
pub enum TableOf<'a> {
    /// A world.
    World(&'a World),
    /// A table as published, which may be no world.
    Published(&'a PublishedTable),
}

impl<'a> TableOf<'a> {
    /// Its accounts.
    pub fn accounts(self) -> &'a Accounts {
        match self {
            Self::World(world) => world.accounts(),
            Self::Published(table) => table.accounts(),
        }
    }

    /// Whether its cells are as published, mended by nothing.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Published(_))
    }
}

impl<'a> From<&'a World> for TableOf<'a> {
    fn from(world: &'a World) -> Self {
        Self::World(world)
    }
}

impl<'a> From<&'a PublishedTable> for TableOf<'a> {
    fn from(table: &'a PublishedTable) -> Self {
        Self::Published(table)
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct IndicatorsRequest<'a> {
    /// The world or the table.
    pub of: TableOf<'a>,
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

/// The rows that are wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    regions: Vec<bool>,
    sectors: Vec<bool>,
}

impl Wanted {
    /// Whether the rows of an industry are wanted; regions are those of the world.
    pub fn holds(&self, region: Region, sector: Sector) -> bool {
        self.region(region) && self.sector(sector)
    }

    /// Whether the rows of a region of the world are wanted.
    pub fn region(&self, region: Region) -> bool {
        self.regions[region.index()]
    }

    /// Whether the rows of a sector are wanted.
    pub fn sector(&self, sector: Sector) -> bool {
        self.sectors[sector.index()]
    }
}

impl IndicatorsRequest<'_> {
    /// The families that are wanted, in the order of their tables.
    pub fn families(&self) -> Vec<Family> {
        let asked = |family: &Family| match self.only {
            [] => *family != Family::PropagationLength,
            only => only.contains(family),
        };
        Family::ALL.into_iter().filter(asked).collect()
    }

    /// The rows that are wanted.
    ///
    /// # Errors
    /// [`EngineError::UnknownLabel`] for a region, group or sector that the world does not have.
    pub fn wanted(&self) -> Result<Wanted, EngineError> {
        let axes = &self.of.accounts().axes;
        let mut wanted =
            Wanted { regions: vec![true; axes.regions.len()], sectors: vec![true; axes.sectors.len()] };
        if !self.regions.is_empty() {
            let found = find_regions(self.regions, &axes.regions, &BuiltinGroups)?;
            wanted.regions = axes.regions.ids().map(|region| found.contains(&region)).collect();
        }
        if !self.sectors.is_empty() {
            let found = find_sectors(self.sectors, &axes.sectors, &BuiltinGroups)?;
            wanted.sectors = axes.sectors.ids().map(|sector| found.contains(&sector)).collect();
        }
        Ok(wanted)
    }
}
