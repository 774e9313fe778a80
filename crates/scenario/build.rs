//! Embeds the library: every folder of `scenarios/`, ordered by name.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The file of a folder that asks the question.
const SCENARIO: &str = "scenario.toml";

/// The tables by which files of the library say that they ask another question than the one on the long run; a test holds them to what
/// the reader of scenarios finds.
const TABLES: [(&str, &str); 1] = [("[short_run]", "ShortRun")];

/// The fields of an entry, and the files that they hold beside the one with the question.
const FILES: [(&str, &str); 2] = [("readme", "README.md"), ("expected", "expected.csv")];

fn main() -> io::Result<()> {
    let library = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"))?;
    // a new folder changes the time of the one that holds it
    println!("cargo:rerun-if-changed={}", library.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(&library)? {
        let path = entry?.path();
        folders.extend(path.is_dir().then_some(path));
    }
    folders.sort();
    let entries = folders.iter().map(|folder| entry(folder)).collect::<io::Result<String>>()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    fs::write(out.join("library.rs"), format!("&[\n{entries}]\n"))
}

/// One entry; a file that is missing stops the compiler with its name.
fn entry(folder: &Path) -> io::Result<String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join(SCENARIO);
    println!("cargo:rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path)?;
    let table = TABLES.iter().find(|(table, _)| text.lines().any(|line| line.trim_end() == *table));
    let kind = table.map_or("LongRun", |(_, kind)| kind);
    let mut entry = format!("LibraryEntry {{ kind: Kind::{kind}, name: {name:?}, ");
    for (field, file) in [("text", SCENARIO)].into_iter().chain(FILES) {
        let _ = write!(entry, "{field}: include_str!({:?}), ", folder.join(file));
    }
    Ok(entry + "},\n")
}
