//! Worlds by name or path: opening, importing, aggregating, exporting, checking.

mod check;
mod concordance_file;
mod mends;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use oblate_equilibrium::{Parameters, Settings, balance_national};
use oblate_scenario::ParameterChoice;
use oblate_sources::{
    ImportNote, ImportOptions, NATIONAL_LAYOUT, TABLE_LAYOUT, builtin, builtin_names, export_national,
    export_table, import_table, read_national,
};
use oblate_world::{MendRule, PublishedTable, World};

use crate::elasticities::run_parameters;
use crate::error::EngineError;
use concordance_file::ConcordanceFile;
use oblate_tables::Format;

pub use check::{Flow, Gap, HomeSupplyGap, Share, WorldReport, ZeroCells, check_world};
pub use mends::{MendCount, mend_counts};

/// The world that a run takes when neither the request nor the scenario names one.
pub const DEFAULT_WORLD: &str = "world-2014";

/// The names of the built-in worlds.
pub fn world_names() -> Vec<String> {
    builtin_names().iter().map(|&name| name.to_owned()).collect()
}

/// A world by the name of a built-in one or by the path of a world file.
///
/// # Errors
/// [`EngineError::UnknownWorld`] if there is neither, [`EngineError::Source`] if the file is no world.
pub fn open_world(name_or_path: &str) -> Result<World, EngineError> {
    if let Some(world) = builtin(name_or_path) {
        return Ok(world?);
    }
    let path = Path::new(name_or_path);
    if !path.exists() {
        return Err(EngineError::UnknownWorld { name: name_or_path.to_owned(), known: world_names() });
    }
    Ok(oblate_sources::read_world(path)?)
}

/// A folder of layout [`Layout::Table`] as published, for indicators alone.
///
/// # Errors
/// [`EngineError`] of class `Data`.
pub fn open_published(folder: &Path) -> Result<PublishedTable, EngineError> {
    Ok(oblate_sources::read_published(folder)?)
}

/// The plain layouts of folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Every flow in one table.
    Table,
    /// National accounts and bilateral trade side by side.
    National,
}

/// A folder that is to become a world.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Its layout.
    pub layout: Layout,
    /// The folder.
    pub folder: PathBuf,
    /// Mend rules that are switched off.
    pub mends_off: BTreeSet<MendRule>,
    /// Name of the world, instead of the folder's.
    pub name: Option<String>,
    /// Title of the world, instead of the folder's.
    pub title: Option<String>,
}

/// The mend rule of this name.
///
/// # Errors
/// [`EngineError::UnknownRule`] with the names that exist.
pub fn mend_rule(name: &str) -> Result<MendRule, EngineError> {
    MendRule::from_name(name).ok_or_else(|| EngineError::UnknownRule {
        name: name.to_owned(),
        known: MendRule::ALL.iter().map(|rule| rule.name().to_owned()).collect(),
    })
}

/// Reads a folder of plain tables and makes it a world. The pieces of layout [`Layout::National`] are balanced by
/// solving the baseline at its own policies; the gap is among the mends.
///
/// # Errors
/// [`EngineError`] of class `Data`, or `NotSolved` if the baseline has no solution.
pub fn import_world(request: &ImportRequest, stop: &(dyn Fn() -> bool + Sync)) -> Result<World, EngineError> {
    let options = ImportOptions {
        mends_off: request.mends_off.clone(),
        name: request.name.clone(),
        title: request.title.clone(),
        ..ImportOptions::default()
    };
    match request.layout {
        Layout::Table => Ok(import_table(&request.folder, &options)?),
        Layout::National => import_national(&request.folder, &options, stop),
    }
}

/// What lies in the folder of an import and is not read: other files, and columns without a use.
///
/// # Errors
/// [`EngineError`] of class `Data`.
pub fn import_notes(request: &ImportRequest) -> Result<Vec<ImportNote>, EngineError> {
    let layout = match request.layout {
        Layout::Table => &TABLE_LAYOUT[..],
        Layout::National => &NATIONAL_LAYOUT[..],
    };
    Ok(oblate_sources::import_notes(&request.folder, layout)?)
}

fn import_national(
    folder: &Path,
    options: &ImportOptions,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<World, EngineError> {
    let national = read_national(folder, options)?;
    let choice = ParameterChoice::default();
    let chosen = run_parameters(&national.axes.sectors, national.trade_elasticity.as_deref(), &choice)?;
    let parameters = Parameters::new(chosen.trade_elasticity);
    let settings = Settings { stop, ..Settings::default() };
    let shown = || folder.display().to_string();
    let accounts = balance_national(&national, &parameters, &settings)
        .map_err(|reason| EngineError::national(shown(), reason))?;
    World::new(accounts)
        .map_err(|reason| EngineError::NotBalanced { folder: shown(), reason: Box::new(reason) })
}

/// Merges regions and sectors by files of pairs, CSV with the columns `from,to` and, for people, `name`; an axis
/// without a file stays as it is.
///
/// # Errors
/// [`EngineError::ReadConcordance`], [`EngineError::Concordance`] with all mistakes of a file at once.
pub fn aggregate_world(
    world: &World,
    regions: Option<&Path>,
    sectors: Option<&Path>,
    name: Option<&str>,
) -> Result<World, EngineError> {
    let regions = concordance_file::concordance(&world.axes().regions, ConcordanceFile::read_some(regions)?)?;
    let sectors = concordance_file::concordance(&world.axes().sectors, ConcordanceFile::read_some(sectors)?)?;
    let mut aggregated = oblate_world::aggregate(world, &regions, &sectors)?;
    if let Some(name) = name {
        let mut accounts = aggregated.into_accounts();
        name.clone_into(&mut accounts.description.name);
        aggregated = World::new(accounts).map_err(oblate_world::AggregationError::from)?;
    }
    Ok(aggregated)
}

/// Writes a world file. One that exists is replaced only if `overwrite` says so.
///
/// # Errors
/// [`EngineError`] of class `Output`.
pub fn save_world(world: &World, path: &Path, overwrite: bool) -> Result<(), EngineError> {
    Ok(oblate_sources::write_world(world, path, overwrite)?)
}

/// Writes a world as a folder of plain tables.
///
/// # Errors
/// [`EngineError`] of class `Output`, or of class `Data` if the layout has no place for the world.
pub fn export_world(
    world: &World,
    layout: Layout,
    folder: &Path,
    format: Format,
    overwrite: bool,
) -> Result<(), EngineError> {
    match layout {
        Layout::Table => export_table(world, folder, format, overwrite)?,
        Layout::National => export_national(world, folder, format, overwrite)?,
    }
    Ok(())
}
