//! A work with the fields of a reference list, and the list of works that are known.

use std::sync::LazyLock;

use serde::Deserialize;

/// What a work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Article,
    Chapter,
    Report,
    #[serde(skip)]
    Software,
    /// A data set, or a source of which only a name and a citation in words are known.
    #[default]
    #[serde(skip)]
    Dataset,
}

/// For which runs a work stands behind the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Behind {
    Every,
    Nests,
}

/// A work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    pub(super) key: String,
    pub(super) kind: Kind,
    /// Family and given names; an organisation has no given name.
    #[serde(default)]
    pub(super) authors: Vec<(String, String)>,
    pub(super) title: String,
    /// The journal or book.
    pub(super) container: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) number: Option<String>,
    pub(super) pages: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) doi: Option<String>,
    #[serde(skip)]
    pub(super) version: Option<String>,
    #[serde(skip)]
    pub(super) address: Option<String>,
    /// Words by which a citation is known to be of this work.
    pub(super) known_by: Option<String>,
    pub(super) behind: Option<Behind>,
    /// What the model has from it.
    pub(super) part: Option<String>,
}

#[derive(Deserialize)]
struct List {
    work: Vec<Work>,
}

static WORKS: LazyLock<Vec<Work>> = LazyLock::new(|| {
    let list: List =
        toml::from_str(include_str!("works.toml")).expect("the committed list is TOML, as the tests check");
    list.work
});

/// The works that are known.
pub(super) fn works() -> &'static [Work] {
    &WORKS
}

impl Work {
    /// The work that a citation in words is of, if it is a known one.
    pub(super) fn known(citation: &str) -> Option<Self> {
        let names = |work: &&Self| work.known_by.as_ref().is_some_and(|words| citation.contains(words));
        works().iter().find(names).cloned()
    }

    /// A work of which only a title is known, beside what a note says.
    pub(super) fn unknown(name: &str, title: &str) -> Self {
        Self { key: key(name), title: title.to_owned(), ..Self::default() }
    }

    /// Whether it is in the list, so that its fields say all that a citation in words does.
    pub(super) fn is_known(&self) -> bool {
        self.known_by.is_some()
    }

    /// `Author, A. and Author, B. (2015), Title, Journal 82(1), 1-44, doi:10.…`.
    pub(super) fn in_words(&self) -> String {
        let initials = |given: &str| {
            let first = |name: &str| name.chars().next().map(|letter| format!(" {letter}."));
            given.split_whitespace().filter_map(first).collect::<String>()
        };
        let names: Vec<String> =
            self.authors.iter().map(|(family, given)| format!("{family},{}", initials(given))).collect();
        let names = match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        };
        let year = self.year.map_or_else(String::new, |year| format!(" ({year})"));
        let number = self.number.as_ref().map_or_else(String::new, |number| format!("({number})"));
        let volume = self.volume.as_ref().map_or_else(String::new, |volume| format!(" {volume}{number}"));
        let container = self.container.as_ref().map(|container| format!("{container}{volume}"));
        let doi = self.doi.as_ref().map(|doi| format!("doi:{doi}"));
        let parts = [Some(self.title.clone()), container, self.pages.clone(), doi];
        format!("{names}{year}, {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// A key that BibTeX takes: lower-case letters, digits and hyphens.
fn key(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' };
    let words: String = name.chars().map(plain).collect();
    let key = words.split_whitespace().collect::<Vec<_>>().join("-");
    if key.is_empty() { "source".to_owned() } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_work_has_a_key_of_its_own_and_is_known_by_its_own_title() {
        for (at, work) in works().iter().enumerate() {
            assert!(works()[..at].iter().all(|other| other.key != work.key), "{}", work.key);
            assert_eq!(key(&work.key), work.key);
            assert_eq!(Work::known(&work.title).unwrap().key, work.key);
            assert_eq!(work.behind.is_some(), work.part.is_some());
            assert!(work.year.is_some() && !work.authors.is_empty());
        }
    }

    #[test]
    fn every_committed_citation_is_of_a_known_work() {
        let set = |set: &oblate_sources::ElasticitySet| [set.citation.clone(), set.services_citation.clone()];
        let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
        let sources = world.accounts().description.sources.iter().map(|source| source.citation.clone());
        for citation in oblate_sources::elasticity_sets().iter().flat_map(set).chain(sources) {
            let work = Work::known(&citation).unwrap_or_else(|| panic!("{citation}"));
            assert!(citation.contains(&work.year.unwrap().to_string()), "{citation}");
            assert!(citation.starts_with(&work.authors[0].0), "{citation}");
            if let (Some(pages), true) = (&work.pages, citation.contains('-')) {
                assert!(citation.contains(pages.as_str()), "{citation} {pages}");
            }
        }
    }

    #[test]
    fn a_work_in_words_is_a_citation_that_is_known_again() {
        let work = works().iter().find(|work| work.key == "dekle-eaton-kortum-2008").unwrap();
        assert_eq!(
            work.in_words(),
            "Dekle, R., Eaton, J. and Kortum, S. (2008), Global Rebalancing with Gravity: Measuring the Burden of \
             Adjustment, IMF Staff Papers 55(3), 511-540, doi:10.1057/imfsp.2008.17"
        );
        assert_eq!(key("  Tábla (2019): Ländertisch!"), "t-bla-2019-l-ndertisch");
        assert_eq!(key("世界"), "source");
    }
}
