//! The equations of the book and of the code are the same: a tag in the code has its anchor on a page of
//! docs/src, and an equation that is marked as computed is cited by the code that computes it.

use std::collections::BTreeMap;
use std::fmt;

use crate::project::{Project, read};
use crate::step::Fault;

/// The pages of docs/src that hold equations, each with its first section: sections are numbered through all of them.
pub const PAGES: [(&str, u32); 3] = [("model.md", 1), ("indicators.md", 11), ("propagation.md", 21)];

/// The mark, on these pages, of an equation that the code computes.
pub const COMPUTED: &str = "●";
/// The mark of an equation that waits for its code.
const WAITING: &str = "○";

/// Section and number of an equation: `3.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag(u32, u32);

impl Tag {
    fn parse(text: &str, separator: char) -> Option<Self> {
        let (section, equation) = text.split_once(separator)?;
        Some(Self(section.parse().ok()?, equation.parse().ok()?))
    }

    /// The page on which the equation stands.
    pub fn page(self) -> &'static str {
        let begun = PAGES.iter().rev().find(|(_, first)| self.0 >= *first);
        begun.map_or(PAGES[0].0, |(page, _)| page)
    }

    /// The anchor of the equation on its page.
    pub fn anchor(self) -> String {
        format!("eq-{}-{}", self.0, self.1)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// A place in a Rust file that cites an equation.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The equation.
    pub tag: Tag,
    /// The file, from the project's root.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Whether the file is a crate's own code, not a test.
    pub in_code: bool,
}

impl Citation {
    /// Whether what stands there computes the equation. The limits of section 8 are what tests compute, to compare
    /// the engine with.
    pub fn computes(&self) -> bool {
        self.in_code || self.tag.0 == 8
    }
}

/// Whether each equation of the pages is marked as computed.
type Marks = BTreeMap<Tag, bool>;

/// Compares the tags in the code with the marks on the pages, both ways.
pub fn check(project: &Project) -> Result<(), Fault> {
    let mut all = Marks::new();
    for (page, _) in PAGES {
        all.extend(marks(page, &read(&project.root.join("docs/src").join(page))?)?);
    }
    Fault::unless_empty(&faults(&all, &citations(project)?))
}

/// All citations of equations in the crates, in the order of tags, then of files and lines.
pub fn citations(project: &Project) -> Result<Vec<Citation>, Fault> {
    let mut citations = Vec::new();
    for path in project.files("crates", "rs")? {
        let (file, in_code) = (project.relative(&path), path.iter().any(|part| part == "src"));
        let cited = tags(&read(&path)?);
        citations.extend(cited.into_iter().map(|(tag, line)| Citation {
            tag,
            file: file.clone(),
            line,
            in_code,
        }));
    }
    citations.sort_by_key(|citation| citation.tag);
    Ok(citations)
}

/// The equations of a page: an anchor `<a id="eq-3-5"></a>`, the equation with `\tag{3.5}`, and a
/// line of text that begins with a mark.
fn marks(page: &str, text: &str) -> Result<Marks, Fault> {
    let mut marks = Marks::new();
    for part in text.split("<a id=\"eq-").skip(1) {
        let anchor = part.split('"').next().unwrap_or_default();
        let fault = |what: String| Fault::new(format!("docs/src/{page}, anchor eq-{anchor}: {what}"));
        let tag = Tag::parse(anchor, '-').ok_or_else(|| fault("it is no section and number".to_owned()))?;
        if tag.page() != page {
            return Err(fault(format!("section {} belongs to {}", tag.0, tag.page())));
        }
        let mut formulas = part.split("$$");
        let told = formulas.nth(1).unwrap_or_default();
        if !told.contains(&format!("\\tag{{{tag}}}")) {
            return Err(fault(format!("the equation below it has no `\\tag{{{tag}}}`")));
        }
        let text = formulas.next().unwrap_or_default().trim_start();
        let computed = text.starts_with(COMPUTED);
        if !computed && !text.starts_with(WAITING) {
            return Err(fault(format!("below the equation stands {COMPUTED} or {WAITING}, then its text")));
        }
        if marks.insert(tag, computed).is_some() {
            return Err(fault("the equation stands twice".to_owned()));
        }
    }
    Ok(marks)
}

/// The tags that follow the name of a page in a source file, each with its line: `model.md (3.1)-(3.3), (3.6)` gives 3.1,
/// 3.2, 3.3 and 3.6.
fn tags(code: &str) -> Vec<(Tag, usize)> {
    let mut tags = Vec::new();
    let names = PAGES.iter().flat_map(|(page, _)| code.match_indices(page));
    for (at, name) in names {
        let line = code[..at].matches('\n').count() + 1;
        let mut rest = code[at + name.len()..].trim_start_matches('`');
        let mut last: Option<Tag> = None;
        while let Some((tag, remaining)) = next_tag(rest.strip_prefix(['-', '–']).unwrap_or(rest)) {
            let range = last.filter(|last| rest.starts_with(['-', '–']) && last.0 == tag.0);
            let first = range.map_or(tag.1, |last| last.1 + 1);
            tags.extend((first..=tag.1).map(|equation| (Tag(tag.0, equation), line)));
            (rest, last) = (remaining, Some(tag));
        }
    }
    tags
}

/// The tag at the start of the text, and what follows it; commas, "and" and the break of a comment's line are
/// passed over.
fn next_tag(text: &str) -> Option<(Tag, &str)> {
    let text = text.trim_start_matches([' ', ',', '\n', '/', '!']);
    let text = text.strip_prefix("and ").unwrap_or(text);
    let (tag, rest) = text.strip_prefix('(')?.split_once(')')?;
    Some((Tag::parse(tag, '.')?, rest))
}

fn faults(marks: &Marks, citations: &[Citation]) -> Vec<String> {
    let mut faults = Vec::new();
    for Citation { tag, file, line, .. } in citations {
        match marks.get(tag) {
            Some(true) => {}
            Some(false) => faults.push(format!(
                "{file}:{line} cites ({tag}), which docs/src/{} marks {WAITING} (waiting)",
                tag.page()
            )),
            None => {
                let page = tag.page();
                faults.push(format!("{file}:{line} cites ({tag}), which has no anchor in docs/src/{page}"));
            }
        }
    }
    for tag in marks.iter().filter(|(_, computed)| **computed).map(|(tag, _)| tag) {
        if !citations.iter().any(|citation| citation.tag == *tag && citation.computes()) {
            faults.push(format!("docs/src/{} marks ({tag}) {COMPUTED}, but no code cites it", tag.page()));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<a id=\"eq-3-5\"></a>\n\n$$\nv = c \\tag{3.5}\n$$\n\n● Costs.\n\n\
                        <a id=\"eq-3-6\"></a>\n\n$$\nk = d \\tag{3.6}\n$$\n\n○ Later.\n";

    fn cited(code: &str, in_code: bool) -> Vec<Citation> {
        let cited = tags(code).into_iter();
        cited.map(|(tag, line)| Citation { tag, line, file: "a.rs".to_owned(), in_code }).collect()
    }

    fn found(code: &str) -> Vec<String> {
        faults(&marks("model.md", PAGE).unwrap(), &cited(code, true))
    }

    fn told(code: &str) -> Vec<String> {
        tags(code).into_iter().map(|(tag, line)| format!("{line}: {tag}")).collect()
    }

    #[test]
    fn the_code_and_the_book_agree() {
        check(&Project::here()).unwrap();
    }

    #[test]
    fn a_cited_and_computed_equation_is_in_order() {
        assert!(found("// model.md (3.5)").is_empty());
    }

    #[test]
    fn a_list_of_tags_may_break_its_line() {
        let code = "\n    /// model.md (3.1), (3.2),\n    /// (3.3) and section 4 (9.9)";
        assert_eq!(told(code), ["2: 3.1", "2: 3.2", "2: 3.3"]);
    }

    #[test]
    fn a_range_stands_for_all_between() {
        assert_eq!(told("Equations: model.md (3.1)-(3.3), (8.1)."), ["1: 3.1", "1: 3.2", "1: 3.3", "1: 8.1"]);
    }

    #[test]
    fn a_test_computes_the_limits_of_section_8_and_nothing_else() {
        let page = PAGE.replace("eq-3-6", "eq-8-1").replace("3.6", "8.1").replace('○', "●");
        let faults = faults(&marks("model.md", &page).unwrap(), &cited("model.md (3.5), (8.1)", false));
        assert_eq!(faults, ["docs/src/model.md marks (3.5) ●, but no code cites it"]);
    }

    #[test]
    fn disagreement_is_found_both_ways() {
        assert_eq!(found(""), ["docs/src/model.md marks (3.5) ●, but no code cites it"]);
        let faults = found("/// Equations: `model.md` (3.5), (3.6) and (9.9).");
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("a.rs:1 cites (3.6), which docs/src/model.md marks ○"), "{faults:?}");
        assert!(faults[1].contains("cites (9.9), which has no anchor"), "{faults:?}");
    }

    #[test]
    fn sections_are_numbered_through_all_pages() {
        assert_eq!(Tag(3, 5).page(), "model.md");
        assert_eq!(Tag(12, 1).page(), "indicators.md");
        assert_eq!(told("/// Equation: indicators.md (12.1)"), ["1: 12.1"]);
        let fault = marks("indicators.md", PAGE).unwrap_err().to_string();
        assert!(fault.contains("section 3 belongs to model.md"), "{fault}");
    }

    #[test]
    fn an_equation_without_a_mark_or_with_a_wrong_tag_is_a_fault() {
        let fault = marks("model.md", &PAGE.replace('●', "")).unwrap_err().to_string();
        assert!(fault.contains("eq-3-5: below the equation stands ●"), "{fault}");
        let fault = marks("model.md", &PAGE.replace("{3.6}", "{3.7}")).unwrap_err().to_string();
        assert!(fault.contains(r"eq-3-6: the equation below it has no `\tag{3.6}`"), "{fault}");
    }
}
