//! The source of the book as mdBook takes it: all pages in one folder, with links that hold there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::code;
use super::pages::{Pages, SOURCE};
use crate::equations;
use crate::markdown;
use crate::project::{Project, cannot_write, files_below, read};
use crate::step::Fault;

/// Writes the source into `target/book-source` and returns that folder.
pub fn stage(project: &Project) -> Result<PathBuf, Fault> {
    let folder = project.target().join("book-source");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(cannot_write(&folder))?;
    }
    let pages = Pages::read(project)?;
    let mut files = BTreeSet::new();
    for (path, place) in pages.iter() {
        let text = read(&project.root.join(path))?;
        let mut text = markdown::map_links(&text, |target| pages.link(path, target, &mut files))?;
        if equations::PAGES.iter().any(|(page, _)| path == Path::new(SOURCE).join(page)) {
            text = code::with_links(&text);
        }
        write(&folder, place, &text)?;
    }
    write(&folder, Path::new("SUMMARY.md"), &summary(project, &pages)?)?;
    write(&folder, Path::new(code::PAGE), &code::page(project, &equations::citations(project)?)?)?;
    for file in &files {
        copy(&project.root.join(file), &folder.join("src/files").join(file))?;
    }
    let docs = project.root.join("docs");
    for file in ["book.toml", "book.css", "katex/katex.min.css"] {
        copy(&docs.join(file), &folder.join(file))?;
    }
    // mdBook takes fonts along from among the pages only
    for font in files_below(&docs.join("katex/fonts"), "woff2")? {
        let place = font.strip_prefix(&docs).unwrap_or(&font);
        copy(&font, &folder.join("src").join(place))?;
    }
    Ok(folder)
}

/// The summary, with the page of the code below that of the model.
fn summary(project: &Project, pages: &Pages) -> Result<String, Fault> {
    let path = Path::new(SOURCE).join("SUMMARY.md");
    let mut summary = String::new();
    for line in read(&project.root.join(&path))?.lines() {
        let line = markdown::map_links(line, |target| pages.link(&path, target, &mut BTreeSet::new()))?;
        summary.push_str(&line);
        summary.push('\n');
        if line.ends_with("](model.md)") {
            summary.push_str(&format!("  - [Where it is computed]({})\n", code::PAGE));
        }
    }
    Ok(summary)
}

fn write(folder: &Path, place: &Path, text: &str) -> Result<(), Fault> {
    let path = folder.join("src").join(place);
    std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(cannot_write(&path))?;
    std::fs::write(&path, text).map_err(cannot_write(&path))
}

fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(to.parent().unwrap_or(to)).map_err(cannot_write(to))?;
    std::fs::copy(from, to).map(|_| ()).map_err(cannot_write(to))
}
