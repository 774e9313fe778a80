//! The book as built: every link leads somewhere, nothing is fetched from a network, no mathematics is left as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::pages::{beside, is_external};
use crate::project::{files_below, read};
use crate::step::Fault;

/// Elements whose text is no prose.
const LITERAL: [&[u8]; 4] = [b"code", b"pre", b"script", b"style"];

/// What one page of HTML says.
#[derive(Default)]
struct Page {
    /// Its anchors: the values of `id`.
    anchors: BTreeSet<String>,
    /// The targets of its links.
    links: BTreeSet<String>,
    /// What a browser loads to show it: scripts, style sheets, pictures.
    parts: BTreeSet<String>,
    /// Pieces of prose with a dollar sign.
    dollars: Vec<String>,
}

/// Checks all pages below `folder`.
pub fn check(folder: &Path) -> Result<(), Fault> {
    let mut pages = BTreeMap::new();
    for path in files_below(folder, "html")? {
        let place = path.strip_prefix(folder).unwrap_or(&path).to_owned();
        pages.insert(place, Page::of(&read(&path)?));
    }
    let faults: Vec<String> =
        pages.iter().flat_map(|(place, page)| page.faults(place, folder, &pages)).collect();
    Fault::unless_empty(&faults)
}

impl Page {
    fn of(html: &str) -> Self {
        let mut page = Self::default();
        let mut literal = 0_usize;
        let mut emitter = DefaultEmitter::default();
        // so that scripts are not read as tags
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    literal += usize::from(LITERAL.contains(&tag.name.as_slice()));
                    page.read(&tag);
                }
                Token::EndTag(tag) if LITERAL.contains(&tag.name.as_slice()) => {
                    literal = literal.saturating_sub(1);
                }
                Token::String(text) if literal == 0 && text.contains(&b'$') => {
                    page.dollars.push(String::from_utf8_lossy(&text).trim().to_owned());
                }
                _ => {}
            }
        }
        page
    }

    fn read<S: html5gum::SpanBound>(&mut self, tag: &StartTag<S>) {
        let attribute = |key: &[u8]| {
            tag.attributes.get(key).map(|value| String::from_utf8_lossy(&value.value).into_owned())
        };
        self.anchors.extend(attribute(b"id"));
        match tag.name.as_slice() {
            b"a" => self.links.extend(attribute(b"href")),
            b"link" => self.parts.extend(attribute(b"href")),
            _ => self.parts.extend(attribute(b"src")),
        }
    }

    fn faults(&self, place: &Path, folder: &Path, pages: &BTreeMap<PathBuf, Page>) -> Vec<String> {
        let name = place.display();
        let fetched = self.parts.iter().filter(|target| is_external(target) || target.starts_with("//"));
        let mut faults: Vec<_> =
            fetched.map(|target| format!("{name} needs the network for `{target}`")).collect();
        let links = self.links.iter().chain(&self.parts).filter(|target| !is_external(target));
        let dead = links.filter(|target| !leads_somewhere(place, target, folder, pages));
        faults.extend(dead.map(|target| format!("{name}: link to `{target}` leads nowhere")));
        faults.extend(self.dollars.iter().map(|text| format!("{name}: mathematics left as text: `{text}`")));
        faults
    }
}

fn leads_somewhere(place: &Path, target: &str, folder: &Path, pages: &BTreeMap<PathBuf, Page>) -> bool {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() { place.to_owned() } else { beside(place, file) };
    match pages.get(&path) {
        Some(page) => anchor.is_empty() || page.anchors.contains(anchor),
        None => folder.join(&path).is_file(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(html: &str) -> Vec<String> {
        let pages = BTreeMap::from([
            (PathBuf::from("a/b.html"), Page::of(html)),
            (PathBuf::from("c.html"), Page::of("<p id='there'>")),
        ]);
        pages[Path::new("a/b.html")].faults(Path::new("a/b.html"), Path::new("no such folder"), &pages)
    }

    #[test]
    fn links_to_pages_and_anchors_are_followed() {
        let html =
            "<h1 id=x></h1><a href='#x'>1</a><a href='../c.html#there'>2</a><a href='https://x.org'>3</a>";
        assert_eq!(faults(html), [""; 0]);
        let html = "<a href='#x'>1</a><a href='../c.html#here'>2</a><a href='c.html'>3</a>";
        assert_eq!(faults(html).len(), 3, "{:?}", faults(html));
    }

    #[test]
    fn what_needs_the_network_is_a_fault() {
        let found = faults("<script src='https://x.org/a.js'></script><link href='//x.org/a.css'>");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].contains("needs the network"), "{found:?}");
    }

    #[test]
    fn dollars_are_legal_in_code_alone() {
        assert_eq!(faults("<pre><code>echo $HOME</code></pre><script>'$'</script>"), [""; 0]);
        assert_eq!(faults("<p>with $x$ left</p>"), ["a/b.html: mathematics left as text: `with $x$ left`"]);
    }
}
