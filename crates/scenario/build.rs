//! Embeds the library: every folder of `scenarios/` and of `shocks/`, ordered by name.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const SCENARIO: &[(&str, &str)] =
    &[("text", "scenario.toml"), ("readme", "README.md"), ("expected", "expected.csv")];
const SHOCKS: &[(&str, &str)] =
    &[("text", "shocks.toml"), ("readme", "README.md"), ("expected", "expected.csv")];

fn main() -> io::Result<()> {
    embed("scenarios", "LibraryEntry", SCENARIO, "library.rs")?;
    embed("shocks", "ShockEntry", SHOCKS, "shocks.rs")
}

/// Writes a list of the folders of one part of the library.
fn embed(part: &str, kind: &str, files: &[(&str, &str)], list: &str) -> io::Result<()> {
    let library = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part))?;
    // a new folder changes the time of the one that holds it
    println!("cargo:rerun-if-changed={}", library.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(&library)? {
        let path = entry?.path();
        folders.extend(path.is_dir().then_some(path));
    }
    folders.sort();
    let entries: String = folders.iter().map(|folder| entry(folder, kind, files)).collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    fs::write(out.join(list), format!("&[\n{entries}]\n"))
}

/// One entry; a file that is missing stops the compiler with its name.
fn entry(folder: &Path, kind: &str, files: &[(&str, &str)]) -> String {
    let name = folder.file_name().unwrap_or_default();
    let mut text = format!("{kind} {{ name: {name:?}, ");
    for (field, file) in files {
        let _ = write!(text, "{field}: include_str!({:?}), ", folder.join(file));
    }
    text + "},\n"
}
