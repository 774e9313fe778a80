//! Which files of the project are pages of the book, where each stands in it, and what its links become.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::markdown;
use crate::project::{Project, read};
use crate::step::Fault;

/// The folder of the book's own pages, from the project's root.
pub const SOURCE: &str = "docs/src";

/// The pages that the summary lists: the path from the project's root, and the path in the book.
pub struct Pages(BTreeMap<PathBuf, PathBuf>);

impl Pages {
    /// Reads `docs/src/SUMMARY.md`.
    pub fn read(project: &Project) -> Result<Self, Fault> {
        let summary = Path::new(SOURCE).join("SUMMARY.md");
        let text = read(&project.root.join(&summary))?;
        let targets = text.lines().flat_map(markdown::links);
        let paths = targets.map(|target| beside(&summary, target));
        Ok(Self(paths.map(|path| (path.clone(), place(&path))).collect()))
    }

    /// Each page: its path from the project's root, and its path in the book.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Path)> {
        self.0.iter().map(|(path, place)| (path.as_path(), place.as_path()))
    }

    /// Whether the file with this path from the project's root is a page.
    pub fn holds(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    /// What a link on the page `from` becomes in the book. A file that is no page is taken along: it
    /// is put among `files`, by its path from the root, and stands in the book under `files/`.
    pub fn link(&self, from: &Path, target: &str, files: &mut BTreeSet<PathBuf>) -> Result<String, Fault> {
        let (file, anchor) = target.split_once('#').map_or((target, None), |(f, a)| (f, Some(a)));
        if is_external(target) || file.is_empty() {
            return Ok(target.to_owned());
        }
        let path = beside(from, file);
        let there = match self.0.get(&path) {
            Some(there) => there.clone(),
            None if path.extension().is_some_and(|e| e != "md") || is_licence(&path) => {
                files.insert(path.clone());
                Path::new("files").join(&path)
            }
            None => {
                return Err(Fault::new(format!(
                    "{}: `{target}` is neither a page of {SOURCE}/SUMMARY.md nor a file that a book can take along",
                    from.display()
                )));
            }
        };
        let here = self.0.get(from).map_or_else(|| place(from), Clone::clone);
        let way = relative(&here, &there);
        Ok(anchor.map_or(way.clone(), |anchor| format!("{way}#{anchor}")))
    }
}

/// Whether a link leads out of the project.
pub fn is_external(target: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
}

fn is_licence(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("LICENSE-"))
}

/// Where a page stands in the book: the book's own at their places, others by a plain name:
/// `NOTATION.md` is `notation.md`, and `parameters/README.md` is `parameters.md`.
fn place(path: &Path) -> PathBuf {
    if let Ok(own) = path.strip_prefix(SOURCE) {
        return own.to_owned();
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    if path.ends_with("README.md") && folder != Path::new("") {
        return folder.with_extension("md");
    }
    folder.join(path.file_name().unwrap_or_default().to_string_lossy().to_lowercase())
}

/// The path of a link's target, from the project's root.
pub fn beside(from: &Path, target: &str) -> PathBuf {
    let mut path = from.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path
}

/// The way from one file of the book to another.
fn relative(here: &Path, there: &Path) -> String {
    let here: Vec<_> = here.parent().into_iter().flat_map(Path::components).collect();
    let there_parts: Vec<_> = there.components().collect();
    let common = here.iter().zip(&there_parts).take_while(|(a, b)| a == b).count();
    let up = here[common..].iter().map(|_| "..".to_owned());
    let down = there_parts[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Pages {
        let paths = ["docs/src/index.md", "docs/src/guides/a.md", "NOTATION.md", "parameters/README.md"];
        Pages(paths.map(|path| (PathBuf::from(path), place(Path::new(path)))).into())
    }

    fn link(from: &str, target: &str) -> Result<String, Fault> {
        pages().link(Path::new(from), target, &mut BTreeSet::new())
    }

    #[test]
    fn links_between_pages_lead_to_their_places_in_the_book() {
        assert_eq!(link("docs/src/guides/a.md", "../../../NOTATION.md#top").unwrap(), "../notation.md#top");
        assert_eq!(link("NOTATION.md", "docs/src/guides/a.md").unwrap(), "guides/a.md");
        assert_eq!(link("docs/src/index.md", "../../parameters/README.md").unwrap(), "parameters.md");
        assert_eq!(link("docs/src/index.md", "#here").unwrap(), "#here");
        assert_eq!(link("docs/src/index.md", "https://x.org/a.md").unwrap(), "https://x.org/a.md");
    }

    #[test]
    fn a_file_that_is_no_page_is_taken_along() {
        let mut files = BTreeSet::new();
        let way = pages().link(Path::new("NOTATION.md"), "schemas/a.json", &mut files).unwrap();
        assert_eq!(way, "files/schemas/a.json");
        assert_eq!(files.into_iter().collect::<Vec<_>>(), [Path::new("schemas/a.json")]);
    }

    #[test]
    fn a_page_that_is_not_in_the_summary_is_a_fault() {
        let fault = link("docs/src/index.md", "other.md").unwrap_err().to_string();
        assert!(fault.contains("`other.md`"), "{fault}");
    }
}
