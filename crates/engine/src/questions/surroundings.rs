//! What a scenario finds around it: tables beside its file, built-in groups, sets of elasticities.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oblate_scenario::{Groups, ShockRow, ShockTable, TableError, TableSource, Warning};
use oblate_sources::{
    Fault, FaultKind, ReadError, SectorGroup, SourceError, builtin_group, builtin_group_names,
    elasticity_sets, read_days_table, read_shock_table,
};
use oblate_world::{Axis, Sector};

/// Tables in the folder of a scenario; remembers the hash of each one that was read.
pub(crate) struct TablesBeside {
    folder: PathBuf,
    /// Names of files, as written in the scenario, and the BLAKE3 hashes of their bytes.
    read: RefCell<BTreeMap<String, String>>,
    /// Names of files that are written with other marks than usual, and how they were read.
    unusual: RefCell<BTreeMap<String, String>>,
}

impl TablesBeside {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, read: RefCell::default(), unusual: RefCell::default() }
    }

    /// What a reader must know of how the files were read.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        let warning = |(table, read_as): (&String, &String)| Warning::TableReadAs {
            table: table.clone(),
            read_as: read_as.clone(),
        };
        self.unusual.borrow().iter().map(warning).collect()
    }

    /// The files that were read, with their hashes.
    pub(crate) fn into_read(self) -> BTreeMap<String, String> {
        self.read.into_inner()
    }
}

impl TableSource for TablesBeside {
    fn table(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError> {
        self.remembered(path, |place| read_shock_table(place, column))
    }

    fn table_of_days(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError> {
        self.remembered(path, |place| read_days_table(place, column))
    }
}

impl TablesBeside {
    /// Reads a table, and remembers the hash of its file and how it was read.
    fn remembered(
        &self,
        path: &str,
        read: impl FnOnce(&Path) -> Result<oblate_sources::ShockTable, SourceError>,
    ) -> Result<ShockTable, TableError> {
        let place = self.folder.join(path);
        let table = read(&place).map_err(table_error)?;
        let hash = hash(&place).map_err(|reason| TableError::Unreadable(Box::new(reason)))?;
        self.read.borrow_mut().insert(path.to_owned(), hash);
        self.unusual
            .borrow_mut()
            .extend(table.read_as().map(|read_as| (path.to_owned(), read_as.to_owned())));
        let line = |row: usize| table.place(row).number() as usize;
        let labels = |row: usize| table.keys().iter().map(|(_, labels)| labels.get(row).to_owned()).collect();
        let cells = table.values().iter().enumerate();
        let rows =
            cells.map(|(row, &value)| ShockRow { line: line(row), labels: labels(row), value }).collect();
        Ok(ShockTable {
            key_columns: table.keys().iter().map(|(name, _)| (*name).to_owned()).collect(),
            rows,
        })
    }
}

fn hash(path: &Path) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// A missing column is told apart: its legal words are the columns that there are.
fn table_error(error: SourceError) -> TableError {
    if let SourceError::Table(ReadError::Mistakes { faults, .. }) = &error
        && let [Fault { kind: FaultKind::MissingColumn { name, found }, .. }] = faults.shown()
    {
        return TableError::Column { column: name.clone(), columns: found.clone() };
    }
    TableError::Unreadable(Box::new(error))
}

/// The groups that every world knows.
#[derive(Debug, Clone, Copy)]
pub struct BuiltinGroups;

impl Groups for BuiltinGroups {
    fn region_group(&self, name: &str) -> Option<Vec<String>> {
        Some(builtin_group(name)?.iter().map(|&code| code.to_owned()).collect())
    }

    fn region_group_names(&self) -> Vec<String> {
        builtin_group_names().into_iter().map(str::to_owned).collect()
    }

    fn sector_group(&self, name: &str, sectors: &Axis<Sector>) -> Option<Vec<Sector>> {
        let group = SectorGroup::from_name(name)?;
        let told: Vec<(Sector, Option<bool>)> =
            sectors.ids().map(|id| (id, group.contains(sectors.label(id)))).collect();
        let coded = told.iter().any(|(_, inside)| inside.is_some());
        coded
            .then(|| told.into_iter().filter(|(_, inside)| *inside == Some(true)).map(|(id, _)| id).collect())
    }

    fn sector_group_names(&self) -> Vec<String> {
        SectorGroup::ALL.iter().map(|group| group.name().to_owned()).collect()
    }
}

/// The names of the published sets that have scale elasticities too.
pub(crate) fn scale_elasticity_set_names() -> Vec<String> {
    let sets = elasticity_sets().iter().filter(|set| set.has_scale_elasticities());
    sets.map(|set| set.name.clone()).collect()
}

/// The names of the published sets of trade elasticities.
pub(crate) fn elasticity_set_names() -> Vec<String> {
    elasticity_sets().iter().map(|set| set.name.clone()).collect()
}
