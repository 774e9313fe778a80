//! The built-in groups of regions and sectors, for files of the library.

use oblate_scenario::Groups;
use oblate_sources::{SectorGroup, builtin_group, builtin_group_names};
use oblate_world::{Axis, Sector};

/// All built-in groups.
pub struct Builtin;

impl Groups for Builtin {
    fn region_group(&self, name: &str) -> Option<Vec<String>> {
        Some(builtin_group(name)?.iter().map(|&code| code.to_owned()).collect())
    }
    fn region_group_names(&self) -> Vec<String> {
        builtin_group_names().into_iter().map(str::to_owned).collect()
    }
    fn sector_group(&self, name: &str, sectors: &Axis<Sector>) -> Option<Vec<Sector>> {
        let group = SectorGroup::from_name(name)?;
        Some(sectors.ids().filter(|&s| group.contains(sectors.label(s)) == Some(true)).collect())
    }
    fn sector_group_names(&self) -> Vec<String> {
        SectorGroup::ALL.iter().map(|group| group.name().to_owned()).collect()
    }
}
