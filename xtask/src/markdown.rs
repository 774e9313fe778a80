//! What the checks need to know of a Markdown page: its fenced blocks, links and anchors.

/// A fenced block and what stands right before it.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// The line number of its opening fence, from 1.
    pub line: usize,
    /// The content of the comment `<!-- … -->` on the line before the fence, if there is one.
    pub mark: Option<String>,
    /// The language after the fence.
    pub language: String,
    /// The text between the fences.
    pub text: String,
}

/// The fenced blocks of a page, in order.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut before = "";
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, text)| text).take_while(|text| !text.starts_with("```"));
            let text: String = inside.flat_map(|text| [text, "\n"]).collect();
            blocks.push(Block { line: number + 1, mark: comment(before), language: language.into(), text });
        }
        before = line;
    }
    blocks
}

fn comment(line: &str) -> Option<String> {
    let content = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    Some(content.trim().to_owned())
}

/// The lines of a page outside its fenced blocks, with line numbers from 1 and inline code blanked out.
pub fn prose(page: &str) -> Vec<(usize, String)> {
    let mut fenced = false;
    let mut prose = Vec::new();
    for (number, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let outside = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
            prose.push((number + 1, outside));
        }
    }
    prose
}

/// The targets of the links `[text](target)` in one line of prose.
pub fn links(line: &str) -> Vec<&str> {
    let targets = line.split("](").skip(1);
    targets.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// The page with each link's target replaced by what `replace` makes of it; code is left alone.
pub fn map_links<E>(page: &str, mut replace: impl FnMut(&str) -> Result<String, E>) -> Result<String, E> {
    let mut fenced = false;
    let mut mapped = String::new();
    for line in page.split_inclusive('\n') {
        let fence = line.starts_with("```");
        fenced ^= fence;
        if fence || fenced {
            mapped.push_str(line);
            continue;
        }
        for (at, part) in line.split('`').enumerate() {
            if at > 0 {
                mapped.push('`');
            }
            mapped.push_str(&if at % 2 == 0 { map_links_of(part, &mut replace)? } else { part.to_owned() });
        }
    }
    Ok(mapped)
}

fn map_links_of<E>(text: &str, replace: &mut impl FnMut(&str) -> Result<String, E>) -> Result<String, E> {
    let mut parts = text.split("](");
    let mut mapped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        mapped.push_str("](");
        match part.split_once(')') {
            Some((target, rest)) => mapped.extend([replace(target)?.as_str(), ")", rest]),
            None => mapped.push_str(part),
        }
    }
    Ok(mapped)
}

/// What links can point to inside a page: its `id="…"`s and the slugs of its headings.
pub fn anchors(page: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    for (_, line) in prose(page) {
        let ids = line.split("id=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        anchors.extend(ids.map(|(id, _)| id.to_owned()));
    }
    let headings = page.lines().filter(|line| line.starts_with('#'));
    anchors.extend(headings.map(|line| slug(line.trim_start_matches('#').trim())));
    anchors
}

/// The anchor that renderers give to a heading.
pub fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A title, with `code`\nsee [b](b.md#x) and `[no](link)`\n<!-- run -->\n```sh\n[no](link)\n```\n<a id=\"eq-3-5\"></a>\n";

    #[test]
    fn a_block_knows_its_mark_language_and_line() {
        let text = "[no](link)\n".to_owned();
        let block = Block { line: 4, mark: Some("run".into()), language: "sh".into(), text };
        assert_eq!(blocks(PAGE), [block]);
    }

    #[test]
    fn links_in_code_are_not_links() {
        let prose = prose(PAGE);
        let found: Vec<_> = prose.iter().flat_map(|(_, line)| links(line)).collect();
        assert_eq!(found, ["b.md#x"]);
    }

    #[test]
    fn links_are_mapped_outside_code_only() {
        let mapped = map_links(PAGE, |target| Ok::<_, ()>(format!("up/{target}"))).unwrap();
        assert_eq!(mapped, PAGE.replace("b.md#x", "up/b.md#x"));
    }

    #[test]
    fn anchors_are_ids_and_headings() {
        assert_eq!(anchors(PAGE), ["eq-3-5", "a-title-with-code"]);
    }
}
