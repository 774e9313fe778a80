//! Inputs from which trials begin, as the library, the cases of the data folder and the generator of valid questions hold them.

use std::path::{Path, PathBuf};

use oblate_scenario::{Kind, Scenario};

use super::valid::Dice;

/// Files that are longer say nothing that shorter ones do not.
const LONGEST: u64 = 12 << 10;
/// Random valid questions.
const MADE: u64 = 60;

/// The checkout, and the data folder beside it where there is one.
fn roots() -> Vec<PathBuf> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.join("scenarios").is_dir());
    let root = root.expect("the crate lies in the checkout").to_owned();
    let data = std::env::var_os("OBLATE_DATA").map_or_else(|| root.join("../shared"), PathBuf::from);
    vec![root.join("scenarios"), data.join("cases")]
}

/// Questions of this kind that somebody wrote, in the words of the small world, and random ones.
pub fn questions(kind: Kind, make: fn(&mut Dice) -> String) -> Vec<Vec<u8>> {
    let written = files("toml").into_iter().filter_map(|bytes| String::from_utf8(bytes).ok());
    let asks = |text: &String| Scenario::read(text, "seed.toml").could_ask(kind);
    let written = written.filter(asks).map(|text| in_its_words(&text).into_bytes());
    written.chain((0..MADE).map(|seed| make(&mut Dice(seed)).into_bytes())).collect()
}

/// The text with regions and sectors of the small world in place of codes such as `"CHN"` and `"C26"`.
fn in_its_words(text: &str) -> String {
    let word = |(at, part): (usize, &str)| {
        let code = part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let number = 1 + part.bytes().map(usize::from).sum::<usize>() % 3;
        match part.len() {
            _ if at % 2 == 0 || part.is_empty() => part.to_owned(),
            3 if code && part.bytes().all(|byte| byte.is_ascii_uppercase()) => format!("R{number}"),
            1..=6 if code => format!("s{number}"),
            _ if part.starts_with('@') => format!("R{number}"),
            _ => part.to_owned(),
        }
    };
    let parts: Vec<String> = text.split('"').enumerate().map(word).collect();
    parts.join("\"")
}

/// The contents of all files with this ending that are not long.
pub fn files(ending: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    below(&roots(), &mut |path| {
        if path.extension().is_some_and(|own| own == ending) {
            found.extend(short(path));
        }
    });
    found
}

/// All folders that hold a file of this name.
pub fn folders_with(name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(&roots(), &mut |path| {
        if path.file_name().is_some_and(|own| own == name) {
            found.extend(path.parent().map(Path::to_owned));
        }
    });
    found
}

/// The names and contents of the files in a folder that are not long.
pub fn all_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let named = |path: &PathBuf| Some((path.file_name()?.to_str()?.to_owned(), short(path)?));
    sorted(folder).iter().filter_map(named).collect()
}

fn short(path: &Path) -> Option<Vec<u8>> {
    let about = path.metadata().ok()?;
    (about.is_file() && about.len() <= LONGEST).then(|| std::fs::read(path).ok())?
}

fn below(folders: &[PathBuf], hears: &mut impl FnMut(&Path)) {
    for folder in folders {
        for path in sorted(folder) {
            if path.is_dir() { below(&[path], hears) } else { hears(&path) }
        }
    }
}

/// What lies in a folder; nothing where there is none.
fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
