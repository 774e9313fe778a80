//! Writes the generated files: the schemas of scenarios and of files of shocks, the pages of the book on formats and on the library, and the
//! pictures of the library; run by
//! `cargo xtask generate`.

mod library;
mod pictures;
mod scenario_page;
mod tables_page;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A generated file: its path from the project's root, and its text.
type Generated = (String, String);

fn main() -> ExitCode {
    let root = root();
    let (mut files, mut faults) = texts(&root);
    let (pictures, undrawn) = pictures::pictures();
    files.extend(pictures);
    faults.extend(undrawn);
    for (path, text) in files {
        if let Err(error) = write(&root.join(&path), &text) {
            eprintln!("cannot write {path}: {error}");
            return ExitCode::FAILURE;
        }
        println!("wrote {path}");
    }
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All generated files but the pictures, and what is wrong with what they are made from.
fn texts(root: &Path) -> (Vec<Generated>, Vec<String>) {
    let schema = oblate_scenario::json_schema();
    let shocks = oblate_scenario::shock_schema();
    let mut files = vec![
        ("docs/src/formats/scenario.md".to_owned(), scenario_page::page(&schema)),
        ("docs/src/formats/tables.md".to_owned(), tables_page::page()),
        ("schemas/scenario.schema.json".to_owned(), schema),
        ("docs/src/formats/shocks.md".to_owned(), scenario_page::shocks_page(&shocks)),
        ("schemas/shock.schema.json".to_owned(), shocks),
    ];
    let (pages, faults) = library::pages(root);
    files.extend(pages);
    (files, faults)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(path))?;
    std::fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    // the pictures are held to the runs of the library by the tests that make these runs
    #[test]
    fn the_committed_files_are_the_generated_ones() {
        let (files, faults) = texts(&root());
        assert_eq!(faults, [""; 0]);
        for (path, text) in files {
            let committed = std::fs::read_to_string(root().join(&path)).unwrap_or_default();
            assert!(committed == text, "{path} is stale: run `cargo xtask generate` and commit the result");
        }
    }
}
