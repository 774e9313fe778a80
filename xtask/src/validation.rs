//! The validation pages of the book, written from what the tests compared: no number there is written by hand.

mod figures;
mod fill;
mod page;
mod plan;
#[path = "../../crates/equilibrium/tests/validation/record.rs"]
mod record;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use record::{Property, Record};
use serde::de::DeserializeOwned;

use crate::project::{Project, cannot_write, cargo, changed, read, succeed};
use crate::step::Fault;

/// What the tests wrote down.
struct Records {
    tables: BTreeMap<String, Record>,
    properties: Vec<Property>,
}

/// Writes the pages anew (`cargo xtask validation`).
pub fn write(project: &Project) -> Result<(), Fault> {
    for (path, text) in pages(project)?.unwrap_or_default() {
        std::fs::write(&path, text)
            .map_err(|e| Fault::new(format!("cannot write {}: {e}", path.display())))?;
        println!("   wrote {}", project.relative(&path));
    }
    Ok(())
}

/// Compares the pages with what the tests compute.
pub fn check(project: &Project) -> Result<(), Fault> {
    let Some(pages) = pages(project)? else { return Ok(()) };
    let stale: Vec<_> = (pages.iter())
        .filter(|(path, text)| read(path).ok().as_ref() != Some(text))
        .map(|(path, _)| format!("{} does not say what the tests compute", project.relative(path)))
        .collect();
    Fault::unless_empty(&stale)
}

/// Each page and its text; none where the data folder is absent.
fn pages(project: &Project) -> Result<Option<Vec<(PathBuf, String)>>, Fault> {
    if project.lacks_data("skipped")? {
        return Ok(None);
    }
    let records = records(project)?;
    let folder = project.root.join("docs/src");
    let mut pages: Vec<_> = page::all(&records)?
        .into_iter()
        .map(|(file, text)| (folder.join("validation").join(file), text))
        .collect();
    for path in project.files("docs/src", "md")? {
        let text = read(&path)?;
        let fault = |fault| Fault::new(format!("{}: {fault}", project.relative(&path)));
        let filled = fill::fill(&text, &records).map_err(fault)?;
        if path.ends_with("docs/src/validation.md") {
            Fault::unless_empty(&fill::numbers_by_hand(&filled)).map_err(fault)?;
        }
        if filled != text || text.contains(fill::OPEN) {
            pages.push((path, filled));
        }
    }
    Ok(Some(pages))
}

/// What the tests wrote down. They are run if something changed since they were run last: in a run of all steps the step
/// `tests` has just done it.
fn records(project: &Project) -> Result<Records, Fault> {
    let folder = folder(project);
    if !fresh(project, &folder)? {
        // all packages, as in the step `tests`: another choice would build their dependencies anew
        let mut command = cargo(&["test", "--workspace", "--quiet"]);
        command.args(plan::PROGRAMS.iter().flat_map(|program| ["--test", program]));
        recorded(project, |variables| succeed(command.envs(variables)))?;
    }
    let tables: Vec<Record> = read_all(&folder.join("tables"))?;
    let tables = tables.into_iter().map(|record| (record.name.clone(), record)).collect();
    let records = Records { tables, properties: read_all(&folder.join("properties"))? };
    Fault::unless_empty(&plan::unplanned(&records)).map(|()| records)
}

/// Runs tests that write down what they compare, with the variables that tell them where. Records of an earlier run are
/// gone, and those of a run that fails do not count.
pub fn recorded(
    project: &Project,
    run: impl FnOnce([(&str, PathBuf); 2]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let (folder, begun) = (folder(project), SystemTime::now());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(cannot_write(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(cannot_write(&folder))?;
    let data = std::path::absolute(project.data()).unwrap_or_else(|_| project.data());
    run([("OBLATE_VALIDATION", folder.clone()), ("OBLATE_DATA", data)])?;
    let whole = folder.join(WHOLE);
    File::create(&whole).and_then(|file| file.set_modified(begun)).map_err(cannot_write(&whole))
}

fn folder(project: &Project) -> PathBuf {
    project.target().join("validation")
}

/// A file beside the records of a run that succeeded; its time is that at which the run began.
const WHOLE: &str = "whole";

/// Whether the records are of a whole run, and nothing that tests read has changed since it began.
fn fresh(project: &Project, folder: &Path) -> Result<bool, Fault> {
    let Ok(begun) = folder.join(WHOLE).metadata().and_then(|file| file.modified()) else { return Ok(false) };
    let mut read = vec![project.data()];
    read.extend(READ.map(|name| project.root.join(name)));
    for place in read {
        if changed(&place)? >= begun {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What tests read, beside the data folder.
const READ: [&str; 6] = ["crates", "parameters", "scenarios", "worlds", "Cargo.toml", "Cargo.lock"];

fn read_all<T: DeserializeOwned>(folder: &Path) -> Result<Vec<T>, Fault> {
    let cannot = |e: std::io::Error| Fault::new(format!("cannot list {}: {e}", folder.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        paths.push(entry.map_err(cannot)?.path());
    }
    paths.sort();
    let parse = |path: &PathBuf| {
        let wrong = |e| Fault::new(format!("{} is no record: {e}", path.display()));
        serde_json::from_str(&read(path)?).map_err(wrong)
    };
    paths.iter().map(parse).collect()
}

impl Records {
    fn table(&self, name: &str) -> Result<&Record, Fault> {
        self.tables.get(name).ok_or_else(|| Fault::new(format!("no test wrote the record `{name}`")))
    }

    fn properties(&self, file: &str) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| property.file == file)
    }
}
