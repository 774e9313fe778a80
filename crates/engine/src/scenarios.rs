//! Scenarios by name or path.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use oblate_scenario::{LibraryEntry, Override, ScenarioFile, library, read};
use oblate_world::World;

use crate::error::EngineError;
use crate::worlds::{DEFAULT_WORLD, open_world, world_names};

/// No scenario that somebody wrote is longer than this.
const MOST_BYTES: u64 = 4 << 20;

/// A scenario as it was found, with the overrides of the request.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name: that of the library, or that of its file without the ending.
    pub name: String,
    /// What it says.
    pub file: ScenarioFile,
    /// How the user named it, for messages.
    pub(crate) shown: String,
    /// Where its tables and its world file are looked for.
    pub(crate) folder: PathBuf,
    pub(crate) overrides: Vec<Override>,
    /// The overrides as they were written.
    pub(crate) override_texts: Vec<String>,
}

/// The names of the scenarios of the library.
pub fn scenario_names() -> Vec<String> {
    library().iter().map(|entry| entry.name.to_owned()).collect()
}

/// A scenario by its name in the library or by the path of its file, with overrides `key=value`.
///
/// Its own mistakes are kept: [`crate::plan`] and [`crate::run`] report them together with those that show on a world.
///
/// # Errors
/// [`EngineError`] of class `Scenario`: there is none of that name, the file cannot be read, is no text or is huge,
/// or overrides cannot be read (all of them at once).
pub fn load_scenario(name_or_path: &str, overrides: &[String]) -> Result<Scenario, EngineError> {
    let (file, folder) = match library().iter().find(|entry| entry.name == name_or_path) {
        Some(entry) => (of_library(entry), PathBuf::new()),
        None => of_path(Path::new(name_or_path))?,
    };
    let (mut parsed, mut problems) = (Vec::new(), Vec::new());
    for text in overrides {
        match Override::parse(text) {
            Ok(change) => parsed.push(change),
            Err(problem) => problems.push(*problem),
        }
    }
    let shown = name_or_path.to_owned();
    if !problems.is_empty() {
        return Err(EngineError::Scenario { shown, text: file.text().to_owned(), problems });
    }
    let name = Path::new(name_or_path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| shown.clone());
    Ok(Scenario { name, file, shown, folder, overrides: parsed, override_texts: overrides.to_vec() })
}

fn of_library(entry: &LibraryEntry) -> ScenarioFile {
    read(entry.text, entry.name)
}

fn of_path(path: &Path) -> Result<(ScenarioFile, PathBuf), EngineError> {
    if !path.exists() {
        let name = path.display().to_string();
        return Err(EngineError::UnknownScenario { name, known: scenario_names() });
    }
    let text = text_of(path)?;
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok((read(&text, &file_name), folder))
}

pub(crate) fn text_of(path: &Path) -> Result<String, EngineError> {
    let cannot = |reason| EngineError::ReadScenario { path: path.to_owned(), reason };
    let file = File::open(path).map_err(cannot)?;
    let bytes = file.metadata().map_err(cannot)?.len();
    if bytes > MOST_BYTES {
        return Err(EngineError::HugeScenario { path: path.to_owned(), bytes, most: MOST_BYTES });
    }
    let mut content = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut content).map_err(cannot)?;
    String::from_utf8(content).map_err(|error| EngineError::NotText {
        path: path.to_owned(),
        byte: error.utf8_error().valid_up_to(),
    })
}

impl Scenario {
    /// The world that the request asks for, else the one of the scenario, else the default one.
    ///
    /// # Errors
    /// As [`open_world`].
    pub fn open_world(&self, asked: Option<&str>) -> Result<World, EngineError> {
        world_of(asked, self.file.world(), &self.folder)
    }
}

/// The world that a request asks for, else the one that a file in a folder names, which may lie beside it, else the default one.
pub(crate) fn world_of(
    asked: Option<&str>,
    named: Option<&str>,
    folder: &Path,
) -> Result<World, EngineError> {
    if let Some(name) = asked {
        return open_world(name);
    }
    let Some(name) = named else { return open_world(DEFAULT_WORLD) };
    if world_names().iter().any(|known| known == name) {
        return open_world(name);
    }
    let beside = folder.join(name);
    if beside.exists() { open_world(&beside.display().to_string()) } else { open_world(name) }
}
