//! Embeds the library: every folder of `scenarios/`, ordered by name.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

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
    let entries: String = folders.iter().map(|folder| entry(folder)).collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    fs::write(out.join("library.rs"), format!("&[\n{entries}]\n"))
}

/// One entry; a file that is missing stops the compiler with its name.
fn entry(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    let mut text = format!("LibraryEntry {{ name: {name:?}, ");
    for (field, file) in [("text", "scenario.toml"), ("readme", "README.md"), ("expected", "expected.csv")] {
        let _ = write!(text, "{field}: include_str!({:?}), ", folder.join(file));
    }
    text + "},\n"
}
