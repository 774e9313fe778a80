//! The book hangs together: every page is in the summary, every link of every page leads somewhere.

use std::path::Path;

use crate::markdown;
use crate::project::{Project, read};
use crate::step::Fault;

/// Checks the summary of the book and the relative links of all Markdown files.
pub fn check(project: &Project) -> Result<(), Fault> {
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

fn is_external(target: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
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
    let source = project.root.join("docs/src");
    let summary = read(&source.join("SUMMARY.md"))?;
    let listed: Vec<_> = summary.lines().flat_map(markdown::links).map(|link| source.join(link)).collect();
    let pages = project.files("docs/src", "md")?.into_iter().filter(|page| !page.ends_with("SUMMARY.md"));
    let missing = pages.filter(|page| !listed.contains(page));
    Ok(missing.map(|page| format!("{} is not in docs/src/SUMMARY.md", project.relative(&page))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_hangs_together() {
        check(&Project::here()).unwrap();
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
