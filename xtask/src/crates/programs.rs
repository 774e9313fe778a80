//! Every file of tests is part of a test program: one that no program takes in would never run.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::Crate;
use super::modules::{Modules, Texts};
use crate::project::{Project, files_below};
use crate::step::Fault;

/// The files of tests that no test program takes in.
pub fn left_out(project: &Project, crates: &[Crate]) -> Result<Vec<String>, Fault> {
    let taken =
        taken(crates.iter().flat_map(|each| &each.programs), &|path| std::fs::read_to_string(path).ok())?;
    let mut faults = Vec::new();
    for tests in crates.iter().map(|each| each.folder.join("tests")).filter(|tests| tests.is_dir()) {
        let left = files_below(&tests, "rs")?.into_iter().filter(|file| !taken.contains(file));
        faults.extend(left.map(|file| format!("{} is part of no test program", project.relative(&file))));
    }
    Ok(faults)
}

/// The files of all modules of these programs.
fn taken<'a>(
    programs: impl Iterator<Item = &'a PathBuf>,
    texts: &Texts<'_>,
) -> Result<BTreeSet<PathBuf>, Fault> {
    let mut files = BTreeSet::new();
    for program in programs {
        let modules = Modules::of("tests", program, texts)?;
        files.extend(modules.all().iter().map(|module| straight(&module.file)));
    }
    Ok(files)
}

/// A path without `..`.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(straight.pop()),
            part => straight.push(part),
        }
    }
    straight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_in_as_modules_also_from_elsewhere() {
        let text = |path: &Path| match path.to_str()? {
            "a/tests/main.rs" => {
                Some("mod one; mod shared; #[path = \"../../b/tests/other/mod.rs\"] mod other;".to_owned())
            }
            "a/tests/shared/mod.rs" => Some("#[path = \"../../../b/tests/third.rs\"] mod third;".to_owned()),
            "a/tests/one.rs"
            | "a/tests/../../b/tests/other/mod.rs"
            | "a/tests/shared/../../../b/tests/third.rs" => Some(String::new()),
            _ => None,
        };
        let files = taken([PathBuf::from("a/tests/main.rs")].iter(), &text).unwrap();
        let expected = [
            "a/tests/main.rs",
            "a/tests/one.rs",
            "a/tests/shared/mod.rs",
            "b/tests/other/mod.rs",
            "b/tests/third.rs",
        ];
        assert_eq!(files, expected.map(PathBuf::from).into());
    }
}
