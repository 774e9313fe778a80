//! How the house is cut: crates use only what stands left of them, inside a crate imports run one way, and every file of
//! tests is part of a program.

mod circles;
mod entries;
mod line;
mod modules;
mod programs;
mod source;

use std::path::PathBuf;

use serde_json::Value;

use crate::project::{Project, list, metadata};
use crate::step::Fault;

/// One crate of the project.
pub struct Crate {
    /// The name of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The folders of the project's crates that it uses; those that only its tests use excepted.
    pub uses: Vec<String>,
    /// The roots of its test programs.
    pub programs: Vec<PathBuf>,
}

/// Compares the crates with ARCHITECTURE.md's line, and each crate's modules with the rules of a readable `src`.
pub fn check(project: &Project) -> Result<(), Fault> {
    let crates = crates(project)?;
    let mut faults = line::faults(project, &crates)?;
    faults.extend(programs::left_out(project, &crates)?);
    for each in &crates {
        faults.extend(entries::of(each)?);
        faults.extend(circles::of(each)?);
    }
    Fault::unless_empty(&faults)
}

/// The crates that lie in `crates/`, as cargo knows them.
fn crates(project: &Project) -> Result<Vec<Crate>, Fault> {
    let metadata = metadata(&["--no-deps"])?;
    let folder = project.root.join("crates");
    let known = |package: &Value| {
        let manifest = PathBuf::from(package["manifest_path"].as_str()?);
        let own = manifest.parent().filter(|own| own.parent() == Some(&folder))?;
        Some(Crate {
            name: name_of(own)?,
            folder: own.to_owned(),
            uses: used(package),
            programs: programs(package),
        })
    };
    let mut crates: Vec<_> = list(&metadata["packages"]).iter().filter_map(known).collect();
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

fn used(package: &Value) -> Vec<String> {
    // `kind` is null for what the crate itself uses, "dev" for its tests, "build" for its build script;
    // only a dependency on this machine has a path
    let own = list(&package["dependencies"]).iter().filter(|d| d["kind"] != "dev");
    own.filter_map(|d| name_of(&PathBuf::from(d["path"].as_str()?))).collect()
}

fn programs(package: &Value) -> Vec<PathBuf> {
    let tests =
        list(&package["targets"]).iter().filter(|target| list(&target["kind"]).contains(&"test".into()));
    tests.filter_map(|target| Some(PathBuf::from(target["src_path"].as_str()?))).collect()
}

/// The folder's own name, which is what ARCHITECTURE.md calls the crate.
fn name_of(folder: &std::path::Path) -> Option<String> {
    Some(folder.file_name()?.to_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_cut_as_it_should_be() {
        check(&Project::here()).unwrap();
    }
}
