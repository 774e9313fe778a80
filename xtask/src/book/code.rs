//! From the equations of the book to the code: a page that shows where each computed equation is computed.

use crate::equations::{COMPUTED, Citation};
use crate::project::{Project, read};
use crate::step::Fault;

/// The generated page, in the book's source.
pub const PAGE: &str = "model-code.md";

/// Longest excerpt, in lines; longer items are cut.
const LONGEST: usize = 48;

/// A page of equations with a link to the code behind the mark of each computed equation.
pub fn with_links(model: &str) -> String {
    let mut tag = String::new();
    let mut linked = String::new();
    for line in model.split_inclusive('\n') {
        if let Some((_, rest)) = line.split_once("<a id=\"eq-") {
            tag = rest.split('"').next().unwrap_or_default().to_owned();
        }
        match line.strip_prefix(COMPUTED) {
            Some(rest) if !tag.is_empty() => {
                linked.push_str(&format!("{COMPUTED} [code]({PAGE}#eq-{tag}){rest}"));
                tag.clear();
            }
            _ => linked.push_str(line),
        }
    }
    linked
}

/// The page of the code that cites equations: by tag, each place with an excerpt.
pub fn page(project: &Project, citations: &[Citation]) -> Result<String, Fault> {
    let mut page = String::from(
        "# Where it is computed\n\nFor each equation that is marked ● on the pages of [the model](model.md), [the \
         indicators](indicators.md) and [the short run](propagation.md): the code that cites it. The excerpts are those of the version that this book was built from.\n",
    );
    let mut last = None;
    for citation in citations.iter().filter(|citation| citation.computes()) {
        let tag = citation.tag.to_string();
        if last.replace(citation.tag) != Some(citation.tag) {
            let anchor = citation.tag.anchor();
            page.push_str(&format!(
                "\n<a id=\"{anchor}\"></a>\n\n## Equation ({tag})\n\n[to the equation]({}#{anchor})\n",
                citation.tag.page()
            ));
        }
        let text = read(&project.root.join(&citation.file))?;
        let excerpt = excerpt(&text, citation.line);
        page.push_str(&format!("\n`{}`, line {}\n\n```rust\n{excerpt}```\n", citation.file, citation.line));
    }
    Ok(page)
}

/// The comment around a line (counted from 1) and the item that follows it, with the indentation taken away.
fn excerpt(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_comment = |line: &str| line.trim_start().starts_with("//");
    let at = line - 1;
    let start = (0..at).rev().take_while(|&i| is_comment(lines[i])).last().unwrap_or(at);
    let item = (at..lines.len()).find(|&i| !is_comment(lines[i])).unwrap_or(lines.len());
    let depth = indentation(lines[start]);
    let closes = |line: &str| indentation(line) <= depth && line.ends_with(['}', ';', ',']);
    let end = match lines.get(item) {
        Some(first) if !first.trim().is_empty() => {
            (item..lines.len()).find(|&i| closes(lines[i])).map_or(lines.len(), |i| i + 1)
        }
        _ => item,
    };
    let shown = lines[start..end].iter().take(LONGEST);
    let mut excerpt: String = shown.flat_map(|line| [line.get(depth..).unwrap_or_default(), "\n"]).collect();
    if end - start > LONGEST {
        excerpt.push_str("    // …\n");
    }
    excerpt
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "//! Top (1.1).\n\nimpl A {\n    /// A sum.\n    /// Equation: (3.5).\n    fn sum(\n        a: f64,\n    ) -> f64 {\n        a\n    }\n}\n";

    #[test]
    fn an_excerpt_is_the_comment_and_its_item() {
        assert_eq!(excerpt(CODE, 1), "//! Top (1.1).\n");
        let item = "/// A sum.\n/// Equation: (3.5).\nfn sum(\n    a: f64,\n) -> f64 {\n    a\n}\n";
        assert_eq!(excerpt(CODE, 5), item);
    }

    #[test]
    fn the_mark_after_an_anchor_gets_a_link() {
        let page =
            "- ● computed\n<a id=\"eq-3-5\"></a>\n\n$$ x \\tag{3.5} $$\n\n● Costs.\n\n● Not an equation.\n";
        let linked = with_links(page);
        assert_eq!(linked, page.replace("● Costs", "● [code](model-code.md#eq-3-5) Costs"));
    }
}
