//! The equations of the book and of the code are the same: a tag in the code has its anchor in
//! docs/src/model.md, and an equation that is marked as computed is cited by the code that computes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::{Project, read};
use crate::step::Fault;

/// The mark, in docs/src/model.md, of an equation that the code computes.
const COMPUTED: &str = "●";
/// The mark of an equation that waits for its code.
const WAITING: &str = "○";

/// Whether each equation of the model's page is marked as computed, by tag (`3.5`).
type Marks = BTreeMap<String, bool>;

/// The first file that cites each tag: among the crates' own code, and among their tests.
#[derive(Default)]
struct Citations {
    code: BTreeMap<String, String>,
    tests: BTreeMap<String, String>,
}

/// Compares the tags in the code with the marks on the model's page, both ways.
pub fn check(project: &Project) -> Result<(), Fault> {
    let marks = marks(&read(&project.root.join("docs/src/model.md"))?)?;
    let mut cited = Citations::default();
    for path in project.files("crates", "rs")? {
        let code = path.iter().any(|part| part == "src");
        let files = if code { &mut cited.code } else { &mut cited.tests };
        for tag in tags(&read(&path)?) {
            files.entry(tag).or_insert_with(|| project.relative(&path));
        }
    }
    Fault::unless_empty(&faults(&marks, &cited))
}

/// The equations of the model's page: lines such as `<a id="eq-3-5"></a>**(3.5)** ● …`.
fn marks(page: &str) -> Result<Marks, Fault> {
    let mut marks = Marks::new();
    for (number, line) in page.lines().enumerate() {
        let Some((_, rest)) = line.split_once("<a id=\"eq-") else { continue };
        let place = format!("docs/src/model.md:{}", number + 1);
        let tag = rest.split('"').next().unwrap_or_default().replacen('-', ".", 1);
        let computed = match rest.split_once(&format!("**({tag})** ")).map(|(_, text)| text) {
            Some(text) if text.starts_with(COMPUTED) => true,
            Some(text) if text.starts_with(WAITING) => false,
            _ => {
                return Err(Fault::new(format!(
                    "{place}: after the anchor of {tag} stands `**({tag})** `, then {COMPUTED} or {WAITING}"
                )));
            }
        };
        if marks.insert(tag.clone(), computed).is_some() {
            return Err(Fault::new(format!("{place}: equation ({tag}) stands twice")));
        }
    }
    Ok(marks)
}

/// The tags that follow `model.md` in a source file: `model.md (3.1)-(3.3), (3.6)` gives 3.1, 3.2, 3.3 and 3.6.
fn tags(code: &str) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    for after in code.split("model.md").skip(1) {
        let mut rest = after.trim_start_matches('`');
        let mut last = None;
        while let Some((tag, remaining)) = next_tag(rest.strip_prefix(['-', '–']).unwrap_or(rest)) {
            let range = last.filter(|(section, _)| rest.starts_with(['-', '–']) && *section == tag.0);
            let first = range.map_or(tag.1, |(_, equation)| equation);
            tags.extend((first..=tag.1).map(|equation| format!("{}.{equation}", tag.0)));
            (rest, last) = (remaining, Some(tag));
        }
    }
    tags
}

/// Section and number of a tag at the start of the text, and what follows it; commas, "and" and the break of a
/// comment's line are passed over.
fn next_tag(text: &str) -> Option<((u32, u32), &str)> {
    let text = text.trim_start_matches([' ', ',', '\n', '/', '!']);
    let text = text.strip_prefix("and ").unwrap_or(text);
    let (tag, rest) = text.strip_prefix('(')?.split_once(')')?;
    let (section, equation) = tag.split_once('.')?;
    Some(((section.parse().ok()?, equation.parse().ok()?), rest))
}

fn faults(marks: &Marks, cited: &Citations) -> Vec<String> {
    let mut faults = Vec::new();
    for (tag, file) in cited.code.iter().chain(&cited.tests) {
        match marks.get(tag) {
            Some(true) => {}
            Some(false) => faults
                .push(format!("{file} cites ({tag}), which docs/src/model.md marks {WAITING} (waiting)")),
            None => faults.push(format!("{file} cites ({tag}), which has no anchor in docs/src/model.md")),
        }
    }
    for tag in marks.iter().filter(|(_, computed)| **computed).map(|(tag, _)| tag) {
        // the limits of section 8 are what tests compute, to compare the engine with
        let by_test = tag.starts_with("8.") && cited.tests.contains_key(tag);
        if !by_test && !cited.code.contains_key(tag) {
            faults.push(format!("docs/src/model.md marks ({tag}) {COMPUTED}, but no code cites it"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "- <a id=\"eq-3-5\"></a>**(3.5)** ● v = c\n- <a id=\"eq-3-6\"></a>**(3.6)** ○ k = d\n";

    fn found(code: &str) -> Vec<String> {
        let code = tags(code).into_iter().map(|tag| (tag, "a.rs".to_owned())).collect();
        faults(&marks(PAGE).unwrap(), &Citations { code, tests: BTreeMap::new() })
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
        let expected = ["3.1", "3.2", "3.3"].map(str::to_owned);
        assert_eq!(
            tags("    /// model.md (3.1), (3.2),\n    /// (3.3) and section 4 (9.9)"),
            expected.into()
        );
    }

    #[test]
    fn a_range_stands_for_all_between() {
        let expected = ["3.1", "3.2", "3.3", "8.1"].map(str::to_owned);
        assert_eq!(tags("Equations: model.md (3.1)-(3.3), (8.1)."), expected.into());
    }

    #[test]
    fn a_test_computes_the_limits_of_section_8_and_nothing_else() {
        let marks = marks("<a id=\"eq-3-5\"></a>**(3.5)** ●\n<a id=\"eq-8-1\"></a>**(8.1)** ●").unwrap();
        let tests = tags("model.md (3.5), (8.1)").into_iter().map(|tag| (tag, "t.rs".to_owned())).collect();
        let faults = faults(&marks, &Citations { code: BTreeMap::new(), tests });
        assert_eq!(faults, ["docs/src/model.md marks (3.5) ●, but no code cites it"]);
    }

    #[test]
    fn disagreement_is_found_both_ways() {
        assert_eq!(found(""), ["docs/src/model.md marks (3.5) ●, but no code cites it"]);
        let faults = found("/// Equations: `model.md` (3.5), (3.6) and (9.9).");
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("cites (3.6), which docs/src/model.md marks ○"), "{faults:?}");
        assert!(faults[1].contains("cites (9.9), which has no anchor"), "{faults:?}");
    }

    #[test]
    fn an_equation_without_a_mark_is_a_fault() {
        let fault = marks("<a id=\"eq-3-5\"></a>**(3.5)** v = c").unwrap_err().to_string();
        assert!(fault.contains("model.md:1"), "{fault}");
    }
}
