//! A crate's `src` can be taken in at a glance: few entries stand at its top.

use std::collections::BTreeSet;
use std::path::Path;

use super::Crate;
use crate::step::Fault;

/// The most entries at the top of a `src`, `lib.rs` and `main.rs` not counted.
const MOST: usize = 10;

/// The finding on a crate whose `src` has too many entries.
pub fn of(each: &Crate) -> Result<Option<String>, Fault> {
    let folder = each.folder.join("src");
    let cannot = |error| Fault::new(format!("cannot list {}: {error}", folder.display()));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(cannot)? {
        names.extend(entry.map_err(cannot)?.file_name().into_string());
    }
    Ok(too_many(&each.name, &names))
}

fn too_many(name: &str, files: &[String]) -> Option<String> {
    let entries = entries(files);
    let listed = || entries.iter().copied().collect::<Vec<_>>().join(", ");
    let told = || format!("crates/{name}/src has {} entries, more than {MOST}: {}", entries.len(), listed());
    (entries.len() > MOST).then(told)
}

/// A file and the folder of its children are one entry.
fn entries(files: &[String]) -> BTreeSet<&str> {
    let stems = files.iter().filter_map(|file| Path::new(file).file_stem()?.to_str());
    stems.filter(|stem| !["lib", "main"].contains(stem)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_file_with_its_folder_is_one_entry_and_the_root_none() {
        let files = owned(&["lib.rs", "main.rs", "solve.rs", "solve", "shocks", "words.toml"]);
        assert_eq!(Vec::from_iter(entries(&files)), ["shocks", "solve", "words"]);
        assert!(too_many("small", &files).is_none());
    }

    #[test]
    fn too_many_entries_are_named() {
        let files: Vec<_> = ('a'..='k').map(|letter| format!("{letter}.rs")).collect();
        let told = too_many("large", &files).unwrap();
        assert!(told.starts_with("crates/large/src has 11 entries, more than 10: a, b, c"), "{told}");
    }
}
