//! The commands shown in README.md and the book are run, so that none of them is stale.
//!
//! A fenced block after `<!-- run -->` is a shell script; a block after `<!-- file: NAME -->` is a file
//! that the scripts of the same page find beside them. Each page has an empty folder of its own, in which its
//! blocks are taken in order. `cargo run --release --` stands for the program that is tested. A script that
//! names `$OBLATE_DATA` is left out where the data folder is absent.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::markdown::{self, Block};
use crate::project::{Project, cannot_start, read};
use crate::step::Fault;

/// Runs all marked blocks of README.md and docs/src.
pub fn run(project: &Project) -> Result<(), Fault> {
    let program = project.program()?;
    let mut pages = vec![project.root.join("README.md")];
    pages.extend(project.files("docs/src", "md")?);
    for path in pages {
        run_page(project, &program, &path)?;
    }
    Ok(())
}

fn run_page(project: &Project, program: &Path, path: &Path) -> Result<(), Fault> {
    let name = project.relative(path);
    let page = read(path)?;
    let steps =
        markdown::blocks(&page).into_iter().filter_map(|block| action(&block).map(|a| (block.line, a)));
    let steps: Vec<_> = steps.collect();
    if steps.is_empty() {
        return Ok(());
    }
    let folder = empty_folder(project, &name)?;
    for (line, action) in steps {
        perform(project, program, &folder, &action)
            .map_err(|fault| Fault::new(format!("{name}:{line}: {fault}")))?;
        println!("   {name}:{line}");
    }
    Ok(())
}

/// What a block asks for.
#[derive(Debug, PartialEq)]
enum Action {
    /// Run this script.
    Run(String),
    /// Write this file with this text.
    Write(String, String),
}

fn action(block: &Block) -> Option<Action> {
    let mark = block.mark.as_deref()?;
    if mark == "run" {
        return Some(Action::Run(block.text.replace("cargo run --release --", "oblate")));
    }
    let file = mark.strip_prefix("file:")?.trim();
    Some(Action::Write(file.to_owned(), block.text.clone()))
}

/// The folder in which the blocks of a page are run.
pub fn folder(project: &Project, page: &str) -> PathBuf {
    project.target().join("examples-of-the-book").join(page.replace(['/', '\\'], "-"))
}

fn empty_folder(project: &Project, page: &str) -> Result<PathBuf, Fault> {
    let folder = folder(project, page);
    let cannot = |error| Fault::new(format!("cannot make {} anew: {error}", folder.display()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(cannot)?;
    }
    std::fs::create_dir_all(&folder).map_err(cannot)?;
    Ok(folder)
}

fn perform(project: &Project, program: &Path, folder: &Path, action: &Action) -> Result<(), Fault> {
    match action {
        Action::Write(file, text) => {
            let path = folder.join(file);
            std::fs::write(&path, text)
                .map_err(|e| Fault::new(format!("cannot write {}: {e}", path.display())))
        }
        Action::Run(script) if script.contains("$OBLATE_DATA") && project.lacks_data("left out")? => Ok(()),
        Action::Run(script) => run_script(project, program, folder, script),
    }
}

fn run_script(project: &Project, program: &Path, folder: &Path, script: &str) -> Result<(), Fault> {
    let mut paths = Vec::from_iter(program.parent().map(Path::to_owned));
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(paths).map_err(|e| Fault::new(format!("cannot extend PATH: {e}")))?;
    let data = std::path::absolute(project.data()).unwrap_or_else(|_| project.data());
    let mut command = Command::new("sh");
    command.args(["-e", "-u", "-c", script]).current_dir(folder).env("PATH", path).env("OBLATE_DATA", data);
    let output = command.output().map_err(|error| cannot_start(&command, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Fault::new(format!("{}\n{script}{}", output.status, String::from_utf8_lossy(&said))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_blocks_are_taken() {
        let page = "<!-- run -->\n```sh\ncargo run --release -- world list\n```\n\n```sh\nrm -r x\n```\n\
                    <!-- file: a.toml -->\n```toml\ntitle = 1\n```\n";
        let actions: Vec<_> = markdown::blocks(page).iter().filter_map(action).collect();
        let expected = [
            Action::Run("oblate world list\n".to_owned()),
            Action::Write("a.toml".to_owned(), "title = 1\n".to_owned()),
        ];
        assert_eq!(actions, expected);
    }

    #[test]
    fn a_script_that_fails_is_told_with_its_output() {
        let project = Project::here();
        let script = "echo before\nfalse\necho after\n";
        let fault = run_script(&project, Path::new("oblate"), &project.root, script).unwrap_err().to_string();
        assert!(fault.ends_with("before\n"), "{fault}");
    }
}
