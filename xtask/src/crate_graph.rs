//! A crate uses only what stands left of it in ARCHITECTURE.md's line of crates.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::project::{Project, cannot_start, cargo, read};
use crate::step::Fault;

/// Compares the dependencies between the project's crates (tests' excepted) with the line in ARCHITECTURE.md.
pub fn check(project: &Project) -> Result<(), Fault> {
    let layers = layers(&read(&project.root.join("ARCHITECTURE.md"))?)?;
    Fault::unless_empty(&faults(&layers, &dependencies()?))
}

/// The position of each crate in the line `a ← b ← {c, d} ← e`: the number of arrows left of it.
fn layers(page: &str) -> Result<BTreeMap<String, usize>, Fault> {
    let line = page.lines().find(|line| line.starts_with('`') && line.contains(" ← world ← "));
    let line = line.ok_or_else(|| Fault::new("ARCHITECTURE.md has no line `… ← world ← …`"))?;
    let mut layers = BTreeMap::new();
    for (layer, crates) in line.trim_matches('`').split('←').enumerate() {
        for name in crates.split(['{', ',', '}']).map(str::trim).filter(|name| !name.is_empty()) {
            layers.insert(name.to_owned(), layer);
        }
    }
    Ok(layers)
}

/// The project's crates and the project's crates that each uses, by the names of their folders.
fn dependencies() -> Result<BTreeMap<String, Vec<String>>, Fault> {
    let mut command = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let output = command.output().map_err(|error| cannot_start(&command, &error))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Fault::new(format!("cargo metadata gave no JSON: {error}")))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(packages.iter().filter_map(|package| Some((short_name(&package["name"])?, used(package)))).collect())
}

fn used(package: &Value) -> Vec<String> {
    let all = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    // `kind` is null for what the crate itself uses, "dev" for its tests, "build" for its build script
    all.iter().filter(|d| d["kind"] != "dev").filter_map(|d| short_name(&d["name"])).collect()
}

/// `world` for `oblate-world`, `cli` for `oblate`; none for what is no crate of the line.
fn short_name(name: &Value) -> Option<String> {
    match name.as_str()? {
        "oblate" => Some("cli".to_owned()),
        name => name.strip_prefix("oblate-").map(str::to_owned),
    }
}

fn faults(layers: &BTreeMap<String, usize>, uses: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, used) in uses {
        let Some(layer) = layers.get(name) else {
            faults.push(format!("crate `{name}` is not in ARCHITECTURE.md's line of crates"));
            continue;
        };
        let wrong = used.iter().filter(|other| layers.get(*other).is_none_or(|below| below >= layer));
        faults.extend(wrong.map(|other| format!("`{name}` uses `{other}`, which does not stand left of it")));
    }
    let absent = layers.keys().filter(|name| !uses.contains_key(*name));
    faults.extend(absent.map(|name| format!("ARCHITECTURE.md names crate `{name}`, which does not exist")));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(uses: &[(&str, &[&str])]) -> Vec<String> {
        let layers = layers("text\n`numerics ← world ← {sources, equilibrium}`\n").unwrap();
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        faults(&layers, &uses.iter().map(|(name, used)| ((*name).to_owned(), owned(used))).collect())
    }

    #[test]
    fn the_crates_use_only_what_stands_left_of_them() {
        check(&Project::here()).unwrap();
    }

    #[test]
    fn wrong_directions_neighbours_and_strangers_are_found() {
        let faults = found(&[
            ("numerics", &["world"]),
            ("world", &["numerics"]),
            ("sources", &["equilibrium", "world"]),
            ("server", &[]),
        ]);
        let expected = [
            "`numerics` uses `world`, which does not stand left of it",
            "crate `server` is not in ARCHITECTURE.md's line of crates",
            "`sources` uses `equilibrium`, which does not stand left of it",
            "ARCHITECTURE.md names crate `equilibrium`, which does not exist",
        ];
        assert_eq!(faults, expected);
    }
}
