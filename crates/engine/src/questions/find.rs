//! Scenarios and sets of shocks by name or path.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use oblate_scenario::{Kind, Override, Problem, Scenario, library, library_of};
use oblate_world::World;

use crate::error::EngineError;
use crate::worlds::{DEFAULT_WORLD, open_world, world_names};

/// No scenario that somebody wrote is longer than this.
const MOST_BYTES: u64 = 4 << 20;

/// A scenario as it was found, with the overrides of the request.
#[derive(Debug, Clone)]
pub struct FoundScenario {
    /// Its name: that of the library, or that of its file without the ending.
    pub name: String,
    /// What it says.
    pub file: Scenario,
    /// How the user named it, for messages.
    pub(crate) shown: String,
    /// Where its tables and its world file are looked for.
    pub(crate) folder: PathBuf,
    pub(crate) overrides: Vec<Override>,
    /// The overrides as they were written.
    pub override_texts: Vec<String>,
}

/// The names of all scenarios of the library, whatever they ask.
pub fn all_names() -> Vec<String> {
    library().iter().map(|entry| entry.name.to_owned()).collect()
}

/// The names of the scenarios of the library on the long run.
pub fn scenario_names() -> Vec<String> {
    names(Kind::LongRun)
}

/// The names of the sets of shocks of the library.
pub fn shock_names() -> Vec<String> {
    names(Kind::ShortRun)
}

fn names(kind: Kind) -> Vec<String> {
    library_of(kind).map(|entry| entry.name.to_owned()).collect()
}

/// A scenario of any kind by its name in the library or by the path of its file, with overrides `key=value`; its file says by its
/// tables which question it asks.
///
/// # Errors
/// As [`load_scenario`].
pub fn load(name_or_path: &str, overrides: &[String]) -> Result<FoundScenario, EngineError> {
    let unknown = |name| EngineError::UnknownScenario { name, known: all_names() };
    find(name_or_path, overrides, unknown)
}

/// A scenario on the long run by its name in the library or by the path of its file, with overrides `key=value`.
///
/// Its own mistakes are kept: [`crate::plan`] and [`crate::run`] report them together with those that show on a world.
///
/// # Errors
/// [`EngineError`] of class `Scenario`: there is none of that name, the file cannot be read, is no text or is huge,
/// or overrides cannot be read (all of them at once); or it asks another question.
pub fn load_scenario(name_or_path: &str, overrides: &[String]) -> Result<FoundScenario, EngineError> {
    let unknown = |name| EngineError::UnknownScenario { name, known: scenario_names() };
    asking(Kind::LongRun, find(name_or_path, overrides, unknown)?)
}

/// A set of shocks by its name in the library or by the path of its file, with overrides `key=value`. Its own mistakes are
/// kept: [`crate::run_shocks`] reports them together with those that show on a world.
///
/// # Errors
/// As [`load_scenario`].
pub fn load_shocks(name_or_path: &str, overrides: &[String]) -> Result<FoundScenario, EngineError> {
    let unknown = |name| EngineError::UnknownShocks { name, known: shock_names() };
    asking(Kind::ShortRun, find(name_or_path, overrides, unknown)?)
}

/// What was found, if it asks a question of this kind or may be taken for one.
fn asking(kind: Kind, found: FoundScenario) -> Result<FoundScenario, EngineError> {
    if found.file.kind() == kind || found.file.could_ask(kind) {
        return Ok(found);
    }
    Err(EngineError::OtherKind { name: found.name, asks: found.file.kind(), told: kind })
}

/// A file from the library, or from disk.
fn find(
    name_or_path: &str,
    overrides: &[String],
    unknown: impl FnOnce(String) -> EngineError,
) -> Result<FoundScenario, EngineError> {
    let read = Scenario::read;
    let (shown, path) = (name_or_path.to_owned(), Path::new(name_or_path));
    let part = |name: Option<&OsStr>| name.map(|name| name.to_string_lossy().into_owned());
    let (file, folder) = match library().iter().find(|entry| entry.name == name_or_path) {
        Some(entry) => (read(entry.text, name_or_path), PathBuf::new()),
        None if !path.exists() => return Err(unknown(path.display().to_string())),
        None => {
            let file = read(&text_of(path)?, &part(path.file_name()).unwrap_or_default());
            (file, path.parent().map(Path::to_owned).unwrap_or_default())
        }
    };
    let (mut parsed, mut problems) = (Vec::new(), Vec::new());
    for text in overrides {
        match Override::parse(text) {
            Ok(change) => parsed.push(change),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        return Err(EngineError::Scenario { shown, text: file.text().to_owned(), problems });
    }
    let name = part(path.file_stem()).unwrap_or_else(|| shown.clone());
    Ok(FoundScenario { name, file, shown, folder, overrides: parsed, override_texts: overrides.to_vec() })
}

fn text_of(path: &Path) -> Result<String, EngineError> {
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

impl From<Scenario> for FoundScenario {
    /// A scenario that stands in no file: its tables and its world file are looked for in the folder in which the program runs.
    fn from(file: Scenario) -> Self {
        let name = file.name().to_owned();
        let shown = name.clone();
        Self { name, file, shown, folder: PathBuf::new(), overrides: Vec::new(), override_texts: Vec::new() }
    }
}

impl FoundScenario {
    /// The world that the request asks for, else the one of the file, else the default one.
    ///
    /// # Errors
    /// As [`open_world`].
    pub fn open_world(&self, asked: Option<&str>) -> Result<World, EngineError> {
        if let Some(name) = asked {
            return open_world(name);
        }
        let Some(name) = &self.file.head().world else { return open_world(DEFAULT_WORLD) };
        if world_names().iter().any(|known| known == name) {
            return open_world(name);
        }
        // a world file may lie beside it
        let beside = self.folder.join(name);
        if beside.exists() { open_world(&beside.display().to_string()) } else { open_world(name) }
    }

    /// Its mistakes as the engine tells them.
    pub(crate) fn refused(&self, problems: Vec<Problem>) -> EngineError {
        EngineError::Scenario { shown: self.shown.clone(), text: self.file.text().to_owned(), problems }
    }
}
