//! Embeds the library: every folder of `scenarios/` and of `shocks/`, ordered by name.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders that hold scenarios: their names, their files, and the kind of question that these ask.
const PARTS: [(&str, &str, &str); 2] =
    [("scenarios", "scenario.toml", "LongRun"), ("shocks", "shocks.toml", "ShortRun")];

/// The fields of an entry, and the files that they hold beside the one with the question.
const FILES: [(&str, &str); 2] = [("readme", "README.md"), ("expected", "expected.csv")];

fn main() -> io::Result<()> {
    let mut entries = Vec::new();
    for (part, file, kind) in PARTS {
        let folders = folders(part)?;
        entries.extend(folders.iter().map(|folder| (name(folder), entry(folder, file, kind))));
    }
    entries.sort();
    let entries: String = entries.into_iter().map(|(_, entry)| entry).collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    fs::write(out.join("library.rs"), format!("&[\n{entries}]\n"))
}

/// The folders of one part of the library.
fn folders(part: &str) -> io::Result<Vec<PathBuf>> {
    let library = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part))?;
    // a new folder changes the time of the one that holds it
    println!("cargo:rerun-if-changed={}", library.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(&library)? {
        let path = entry?.path();
        folders.extend(path.is_dir().then_some(path));
    }
    Ok(folders)
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// One entry; a file that is missing stops the compiler with its name.
fn entry(folder: &Path, text: &str, kind: &str) -> String {
    let mut entry = format!("LibraryEntry {{ kind: Kind::{kind}, name: {:?}, ", name(folder));
    for (field, file) in [("text", text)].into_iter().chain(FILES) {
        let _ = write!(entry, "{field}: include_str!({:?}), ", folder.join(file));
    }
    entry + "},\n"
}
