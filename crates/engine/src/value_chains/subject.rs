//! The subject of a profile: which region, group or sector it is, and which indicators tell it.

use oblate_scenario::{find_regions, find_sectors};
use oblate_world::World;

use super::{Family, IndicatorsRequest};
use crate::error::EngineError;
use crate::questions::BuiltinGroups;

/// A region, a group of regions or a sector of which a profile tells.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileSubject {
    /// Its code in the tables of indicators: of a group its name.
    pub code: String,
    groups: Vec<(String, Vec<String>)>,
    sectors: Vec<String>,
    families: &'static [Family],
}

/// What a profile of a region is told from. All rows: who depends on it is told by the rows of others.
const OF_REGION: [Family; 8] = [
    Family::Structure,
    Family::Regions,
    Family::ValueAdded,
    Family::Exports,
    Family::Reliance,
    Family::Dispersion,
    Family::Footprint,
    Family::Stops,
];

/// What a profile of a sector is told from.
const OF_SECTOR: [Family; 5] =
    [Family::Structure, Family::Exports, Family::Reliance, Family::Dispersion, Family::Stops];

impl ProfileSubject {
    /// A region, or a group of regions, which then counts as one.
    ///
    /// # Errors
    /// [`EngineError::UnknownLabel`].
    pub fn region(world: &World, word: &str) -> Result<Self, EngineError> {
        let (axis, words) = (&world.axes().regions, [word.to_owned()]);
        let (code, groups) = match find_regions(&words, axis, &BuiltinGroups)?[..] {
            [region] => (axis.code(region).to_owned(), Vec::new()),
            _ => {
                let name = word.trim_start_matches('@').to_owned();
                (name.clone(), vec![(name, words.to_vec())])
            }
        };
        Ok(Self { code, groups, sectors: Vec::new(), families: &OF_REGION })
    }

    /// A sector.
    ///
    /// # Errors
    /// [`EngineError::UnknownLabel`], [`EngineError::NotOne`] for a group of sectors.
    pub fn sector(world: &World, word: &str) -> Result<Self, EngineError> {
        let axis = &world.axes().sectors;
        let sectors = vec![word.to_owned()];
        let found = find_sectors(&sectors, axis, &BuiltinGroups)?;
        let [sector] = found[..] else {
            return Err(EngineError::NotOne { asked: word.to_owned(), found: found.len() });
        };
        Ok(Self { code: axis.code(sector).to_owned(), groups: Vec::new(), sectors, families: &OF_SECTOR })
    }

    /// The request for the indicators that tell it, on no more than so many threads; zero is one per core.
    pub fn request<'a>(&'a self, world: &'a World, threads: usize) -> IndicatorsRequest<'a> {
        IndicatorsRequest {
            of: world.into(),
            groups: &self.groups,
            only: self.families,
            regions: &[],
            sectors: &self.sectors,
            threads,
        }
    }
}
