//! Embeds the library: every folder of `scenarios/` and of `shocks/`, ordered by name.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The fields of an entry, and the files that they hold beside the one that the part is about.
const FILES: [(&str, &str); 2] = [("readme", "README.md"), ("expected", "expected.csv")];

fn main() -> io::Result<()> {
    embed("scenarios", "scenario.toml", "library.rs")?;
    embed("shocks", "shocks.toml", "shocks.rs")
}

/// Writes a list of the folders of one part of the library.
fn embed(part: &str, text: &str, list: &str) -> io::Result<()> {
    let library = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part))?;
    // a new folder changes the time of the one that holds it
    println!("cargo:rerun-if-changed={}", library.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(&library)? {
        let path = entry?.path();
        folders.extend(path.is_dir().then_some(path));
    }
    folders.sort();
    let entries: String = folders.iter().map(|folder| entry(folder, text)).collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    fs::write(out.join(list), format!("&[\n{entries}]\n"))
}

/// One entry; a file that is missing stops the compiler with its name.
fn entry(folder: &Path, text: &str) -> String {
    let name = folder.file_name().unwrap_or_default();
    let mut entry = format!("LibraryEntry {{ name: {name:?}, ");
    for (field, file) in [("text", text)].into_iter().chain(FILES) {
        let _ = write!(entry, "{field}: include_str!({:?}), ", folder.join(file));
    }
    entry + "},\n"
}
