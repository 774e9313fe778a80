//! Sets of shocks by name or path.

use std::path::{Path, PathBuf};

use oblate_scenario::{ShockFile, read_shocks, shock_library};
use oblate_world::World;

use crate::error::EngineError;
use crate::scenarios::{text_of, world_of};

/// A set of shocks as it was found.
#[derive(Debug, Clone)]
pub struct ShockScenario {
    /// Its name: that of the library, or that of its file without the ending.
    pub name: String,
    /// What it says.
    pub file: ShockFile,
    /// How the user named it, for messages.
    pub(crate) shown: String,
    /// Where its world file is looked for.
    folder: PathBuf,
}

/// The names of the sets of shocks of the library.
pub fn shock_names() -> Vec<String> {
    shock_library().iter().map(|entry| entry.name.to_owned()).collect()
}

/// A set of shocks by its name in the library or by the path of its file. Its own mistakes are kept:
/// [`crate::run_shocks`] reports them together with those that show on a world.
///
/// # Errors
/// [`EngineError`] of class `Scenario`: there is none of that name, or the file cannot be read, is no text or is huge.
pub fn load_shocks(name_or_path: &str) -> Result<ShockScenario, EngineError> {
    let shown = name_or_path.to_owned();
    if let Some(entry) = shock_library().iter().find(|entry| entry.name == name_or_path) {
        let file = read_shocks(entry.text, entry.name);
        return Ok(ShockScenario { name: shown.clone(), file, shown, folder: PathBuf::new() });
    }
    let path = Path::new(name_or_path);
    if !path.exists() {
        return Err(EngineError::UnknownShocks { name: shown, known: shock_names() });
    }
    let text = text_of(path)?;
    let part = |name: Option<&std::ffi::OsStr>| name.map(|name| name.to_string_lossy().into_owned());
    let file = read_shocks(&text, &part(path.file_name()).unwrap_or_default());
    let name = part(path.file_stem()).unwrap_or_else(|| shown.clone());
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok(ShockScenario { name, file, shown, folder })
}

impl ShockScenario {
    /// The world that the request asks for, else the one of the file, else the default one.
    ///
    /// # Errors
    /// As [`crate::open_world`].
    pub fn open_world(&self, asked: Option<&str>) -> Result<World, EngineError> {
        world_of(asked, self.file.world(), &self.folder)
    }
}
