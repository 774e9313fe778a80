//! The book: its pages hang together, mdBook and KaTeX build it without a warning, and the result needs no network.

mod code;
mod html;
mod pages;
mod stage;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::markdown;
use crate::project::{Project, cannot_start, read};
use crate::step::Fault;
use crate::tool::Tool;
use pages::{Pages, SOURCE, is_external};

/// The version that the preprocessor below was built against; it warns of any other.
const MDBOOK: Tool =
    Tool { name: "mdbook", version: "0.5.3", features: &["--no-default-features", "--features", "search"] };
/// The preprocessor that makes MathML of LaTeX, by KaTeX.
const KATEX: Tool = Tool { name: "mdbook-katex", version: "0.10.0", features: &[] };

/// Checks the links of all Markdown files, then builds the book.
pub fn check(project: &Project) -> Result<(), Fault> {
    check_sources(project)?;
    build(project)
}

/// Builds the book into `target/book` and checks the result.
pub fn build(project: &Project) -> Result<(), Fault> {
    let (mdbook, katex) = (MDBOOK.path(project)?, KATEX.path(project)?);
    let source = stage::stage(project)?;
    let book = project.target().join("book");
    let mut command = Command::new(&mdbook);
    command
        .arg("build")
        .arg(&source)
        .arg("--dest-dir")
        .arg(std::path::absolute(&book).unwrap_or(book.clone()));
    command.env("PATH", path_with(&katex)?).env("RUST_LOG", "warn").env("NO_COLOR", "1");
    let output = command.output().map_err(|error| cannot_start(&command, &error))?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    // an equation that KaTeX cannot read is a warning to mdBook
    if !output.status.success() || said.contains("WARN") || said.contains("ERROR") {
        return Err(Fault::new(format!("mdbook: {}\n{said}", output.status)));
    }
    html::check(&book)?;
    println!("   the book: {}", book.join("index.html").display());
    Ok(())
}

/// The PATH, with the folder of this program in front.
fn path_with(program: &Path) -> Result<std::ffi::OsString, Fault> {
    let mut paths: Vec<PathBuf> = program.parent().map(Path::to_owned).into_iter().collect();
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    std::env::join_paths(paths).map_err(|error| Fault::new(format!("cannot extend PATH: {error}")))
}

/// Checks the summary of the book and the relative links of all Markdown files.
fn check_sources(project: &Project) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for path in project.files("", "md")? {
        let page = read(&path)?;
        let name = project.relative(&path);
        faults.extend(dead_links(&path, &page)?.into_iter().map(|fault| format!("{name}:{fault}")));
    }
    faults.extend(missing_from_summary(project)?);
    Fault::unless_empty(&faults)
}

/// `line: target` for each link that leads nowhere.
fn dead_links(path: &Path, page: &str) -> Result<Vec<String>, Fault> {
    let mut dead = Vec::new();
    for (number, line) in markdown::prose(page) {
        for target in markdown::links(&line) {
            if !is_external(target) && !leads_somewhere(path, page, target)? {
                dead.push(format!("{number}: link to `{target}` leads nowhere"));
            }
        }
    }
    Ok(dead)
}

fn leads_somewhere(path: &Path, page: &str, target: &str) -> Result<bool, Fault> {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let has_anchor = |page: &str| anchor.is_empty() || markdown::anchors(page).iter().any(|id| id == anchor);
    if file.is_empty() {
        return Ok(has_anchor(page));
    }
    let file = path.parent().unwrap_or(Path::new("")).join(file);
    if anchor.is_empty() || !file.exists() {
        return Ok(file.exists());
    }
    Ok(has_anchor(&read(&file)?))
}

/// Pages of the book that its summary does not list: nobody would find them.
fn missing_from_summary(project: &Project) -> Result<Vec<String>, Fault> {
    let listed = Pages::read(project)?;
    let pages = project.files(SOURCE, "md")?.into_iter().filter(|page| !page.ends_with("SUMMARY.md"));
    let missing = pages.map(|page| project.relative(&page)).filter(|page| !listed.holds(Path::new(page)));
    Ok(missing.map(|page| format!("{page} is not in {SOURCE}/SUMMARY.md")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_hang_together() {
        check_sources(&Project::here()).unwrap();
    }

    #[test]
    fn dead_links_are_found_with_their_lines() {
        let path = Project::here().root.join("README.md");
        let page =
            "# Top\n[a](Cargo.toml) [b](#top)\n[c](no-such-file.md) [d](#nowhere) [e](https://x.org/y)\n";
        let expected = ["3: link to `no-such-file.md` leads nowhere", "3: link to `#nowhere` leads nowhere"];
        assert_eq!(dead_links(&path, page).unwrap(), expected);
    }
}
