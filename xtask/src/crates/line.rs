//! A crate uses only what stands left of it in ARCHITECTURE.md's line of crates.

use std::collections::BTreeMap;

use super::Crate;
use crate::project::{Project, read};
use crate::step::Fault;

/// What is wrong between the crates' dependencies and the line in ARCHITECTURE.md.
pub fn faults(project: &Project, crates: &[Crate]) -> Result<Vec<String>, Fault> {
    let layers = layers(&read(&project.root.join("ARCHITECTURE.md"))?)?;
    Ok(compared(&layers, &crates.iter().map(|c| (c.name.clone(), c.uses.clone())).collect()))
}

/// The position of each crate in the line `a ← b ← {c, d} ← e`: the number of arrows left of it.
fn layers(page: &str) -> Result<BTreeMap<String, usize>, Fault> {
    let line = page.lines().find(|line| line.starts_with('`') && line.contains(" ← "));
    let line =
        line.ok_or_else(|| Fault::new("ARCHITECTURE.md has no line of crates such as `a ← {b, c} ← d`"))?;
    let mut layers = BTreeMap::new();
    for (layer, crates) in line.trim_matches('`').split('←').enumerate() {
        for name in crates.split(['{', ',', '}']).map(str::trim).filter(|name| !name.is_empty()) {
            layers.insert(name.to_owned(), layer);
        }
    }
    Ok(layers)
}

fn compared(layers: &BTreeMap<String, usize>, uses: &BTreeMap<String, Vec<String>>) -> Vec<String> {
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

    fn found(line: &str, uses: &[(&str, &[&str])]) -> Vec<String> {
        let layers = layers(&format!("text\n`{line}`\n")).unwrap();
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        compared(&layers, &uses.iter().map(|(name, used)| ((*name).to_owned(), owned(used))).collect())
    }

    #[test]
    fn wrong_directions_neighbours_and_strangers_are_found() {
        let faults = found(
            "numerics ← world ← {sources, equilibrium}",
            &[
                ("numerics", &["world"]),
                ("world", &["numerics"]),
                ("sources", &["equilibrium", "world"]),
                ("server", &[]),
            ],
        );
        let expected = [
            "`numerics` uses `world`, which does not stand left of it",
            "crate `server` is not in ARCHITECTURE.md's line of crates",
            "`sources` uses `equilibrium`, which does not stand left of it",
            "ARCHITECTURE.md names crate `equilibrium`, which does not exist",
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn the_line_may_begin_with_several_crates() {
        let faults = found(
            "{numerics, tables} ← world",
            &[("numerics", &[]), ("tables", &["numerics"]), ("world", &["numerics", "tables"])],
        );
        assert_eq!(faults, ["`tables` uses `numerics`, which does not stand left of it"]);
    }
}
