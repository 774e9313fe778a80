//! What files of the library find around them: the built-in groups of regions and sectors, and no tables.

use std::path::Path;

use oblate_scenario::{Groups, ShockTable, TableError, TableSource};
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

/// A question of the library is one file.
pub struct NoTables;

impl TableSource for NoTables {
    fn table(&self, path: &str, _: Option<&str>) -> Result<ShockTable, TableError> {
        panic!("a file of the library reads `{path}`")
    }

    fn table_of_days(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError> {
        self.table(path, column)
    }
}

/// The names of the folders in a folder, in order.
pub fn folders_in(folder: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = folders
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
