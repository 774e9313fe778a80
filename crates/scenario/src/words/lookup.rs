//! Regions and sectors by words that stand in no file: in a request, on a command line.

use oblate_world::{Axis, Id, Region, Sector};

use super::dictionary::{Dictionary, Meaning};
use super::groups::{Groups, regions, sectors};

/// A word that names no entry of an axis and no group of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// What it should name: "region", "sector".
    pub kind: &'static str,
    /// The word.
    pub word: String,
    /// Why a group that exists cannot be used; none if nothing has that name.
    pub reason: Option<String>,
    /// The words that there are.
    pub known: Vec<String>,
}

/// The regions that words stand for (codes, ISO 3166 codes, built-in groups such as `@EU27`, `all`), in the order of the
/// axis, each once. Members of a group that the world lacks are left out.
///
/// # Errors
/// [`UnknownWord`] for the first word that names nothing here.
pub fn find_regions(
    words: &[String],
    axis: &Axis<Region>,
    groups: &dyn Groups,
) -> Result<Vec<Region>, UnknownWord> {
    regions(axis, groups).members(words)
}

/// The sectors that words stand for (codes, built-in groups such as `goods`, `all`), as [`find_regions`].
///
/// # Errors
/// [`UnknownWord`] for the first word that names nothing here.
pub fn find_sectors(
    words: &[String],
    axis: &Axis<Sector>,
    groups: &dyn Groups,
) -> Result<Vec<Sector>, UnknownWord> {
    sectors(axis, groups).members(words)
}

impl<I: Id> Dictionary<I> {
    fn members(&self, words: &[String]) -> Result<Vec<I>, UnknownWord> {
        let mut found = Vec::new();
        for word in words {
            match self.words.get(word) {
                Some(Meaning::Label(ids) | Meaning::Group(ids, _)) => found.extend(ids),
                Some(Meaning::Untold(reason)) => return Err(self.unknown_word(word, Some(reason.clone()))),
                Some(Meaning::Wrong) | None => return Err(self.unknown_word(word, None)),
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn unknown_word(&self, word: &str, reason: Option<String>) -> UnknownWord {
        let known = self.words.keys().cloned().collect();
        UnknownWord { kind: I::KIND, word: word.to_owned(), reason, known }
    }
}
