//! The words that name regions, sectors and factors: labels, built-in groups, groups of the scenario.

use indexmap::{IndexMap, IndexSet};
use oblate_world::{Axis, Factor, FinalUse, Id, Region, Sector};

use crate::problem::{ProblemCode, nearest};
use crate::read::{At, Report};
use crate::values::{Map, Words};

/// Built-in groups: data that this crate is given, not holds. Names are without `@`.
pub trait Groups {
    /// ISO 3166 alpha-3 codes of the members of a region group.
    fn region_group(&self, name: &str) -> Option<Vec<String>>;
    /// The names of all region groups.
    fn region_group_names(&self) -> Vec<String>;
    /// The members of a sector group on this axis; none if its sectors carry no standard codes to tell by.
    fn sector_group(&self, name: &str, sectors: &Axis<Sector>) -> Option<Vec<Sector>>;
    /// The names of all sector groups.
    fn sector_group_names(&self) -> Vec<String>;
}

/// A group of regions that a case defines or names, with its members in the order of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionGroup {
    /// Its name, with `@` if it is a built-in one.
    pub name: String,
    /// Its members that are in the world, at least one.
    pub members: Vec<Region>,
}

/// The scenario's own groups in the order of the file, then the built-in ones that `named` or own groups name.
pub(crate) fn told(
    own: Option<&Map<At<Words>>>,
    named: &IndexSet<String>,
    dictionary: &Dictionary<Region>,
) -> Vec<RegionGroup> {
    let own = || own.iter().flat_map(|groups| &groups.0);
    let inside = own().flat_map(|(_, words)| &words.value.0).map(|word| word.value.as_str());
    let builtin = inside.chain(named.iter().map(String::as_str)).filter(|word| word.starts_with('@'));
    let names: IndexSet<&str> = own().map(|(name, _)| name.value.as_str()).chain(builtin).collect();
    let group = |name: &str| match dictionary.words.get(name) {
        Some(Meaning::Group(members, _)) if !members.is_empty() => {
            let mut members = members.clone();
            members.sort_unstable();
            members.dedup();
            Some(RegionGroup { name: name.to_owned(), members })
        }
        _ => None,
    };
    names.into_iter().filter_map(group).collect()
}

/// Groups may contain groups, this deep and no deeper.
const DEEPEST: usize = 32;

/// All words for the entries of one axis.
pub(crate) struct Dictionary<I> {
    words: IndexMap<String, Meaning<I>>,
    /// Names and partial codes that people write, each with the word that they should have written.
    synonyms: Vec<(String, String)>,
}

/// What a word stands for.
enum Meaning<I> {
    /// One label of the axis; several, where they share a standard code.
    Label(Vec<I>),
    /// A group, and its members that this axis does not have.
    Group(Vec<I>, Vec<String>),
    /// A group that exists, but whose members this world cannot tell, with the reason.
    Untold(String),
    /// A group whose definition was wrong, which has been reported.
    Wrong,
}

/// A group of which some members are not in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Absent {
    pub group: String,
    pub members: Vec<String>,
}

/// Regions by code, ISO 3166 code and built-in group.
pub(crate) fn regions(axis: &Axis<Region>, groups: &dyn Groups) -> Dictionary<Region> {
    let mut dictionary = Dictionary::of_labels(axis);
    for region in axis.ids() {
        if let Some(iso) = &axis.label(region).standard
            && axis.find(iso).is_none()
            && let Meaning::Label(regions) =
                dictionary.words.entry(iso.clone()).or_insert(Meaning::Label(Vec::new()))
        {
            regions.push(region);
        }
    }
    let coded = axis.labels().iter().any(|label| label.standard.is_some());
    for name in groups.region_group_names() {
        let members = groups.region_group(&name).unwrap_or_default();
        let meaning = dictionary.region_group(&members, coded);
        dictionary.words.insert(format!("@{name}"), meaning);
    }
    dictionary
}

/// Sectors by code and built-in group.
pub(crate) fn sectors(axis: &Axis<Sector>, groups: &dyn Groups) -> Dictionary<Sector> {
    let mut dictionary = Dictionary::of_labels(axis);
    for label in axis.labels() {
        let parts = label.standard.iter().flat_map(|standard| standard.split(';'));
        dictionary.synonyms.extend(parts.map(|part| (part.trim().to_owned(), label.code.clone())));
    }
    for name in groups.sector_group_names() {
        let meaning = match groups.sector_group(&name, axis) {
            Some(members) if !members.is_empty() => Meaning::Group(members, Vec::new()),
            Some(_) => Meaning::Untold("this world has no such sector".to_owned()),
            None => Meaning::Untold(
                "the sectors of this world carry no ISIC codes; list its members under [sector_groups]"
                    .to_owned(),
            ),
        };
        dictionary.words.entry(name).or_insert(meaning);
    }
    dictionary
}

/// Factors by code.
pub(crate) fn factors(axis: &Axis<Factor>) -> Dictionary<Factor> {
    Dictionary::of_labels(axis)
}

/// Final uses by code.
pub(crate) fn final_uses(axis: &Axis<FinalUse>) -> Dictionary<FinalUse> {
    Dictionary::of_labels(axis)
}

impl Dictionary<Region> {
    fn region_group(&self, members: &[String], coded: bool) -> Meaning<Region> {
        let (mut present, mut absent) = (Vec::new(), Vec::new());
        for member in members {
            match self.words.get(member) {
                Some(Meaning::Label(regions)) => present.extend(regions),
                _ => absent.push(member.clone()),
            }
        }
        match (present.is_empty(), coded) {
            (false, _) => Meaning::Group(present, absent),
            (true, true) => Meaning::Untold("none of its members is in this world".to_owned()),
            (true, false) => Meaning::Untold(
                "the regions of this world carry no ISO 3166 codes; list its members under [groups]"
                    .to_owned(),
            ),
        }
    }
}

impl<I: Id> Dictionary<I> {
    fn of_labels(axis: &Axis<I>) -> Self {
        let mut words: IndexMap<String, Meaning<I>> =
            axis.ids().map(|id| (axis.code(id).to_owned(), Meaning::Label(vec![id]))).collect();
        words.entry("all".to_owned()).or_insert(Meaning::Group(axis.ids().collect(), Vec::new()));
        let names = axis.labels().iter().map(|label| (label.name.clone(), label.code.clone()));
        Self { words, synonyms: names.collect() }
    }

    /// Adds the scenario's own groups; a group may name groups that stand before or after it.
    pub(crate) fn define(&mut self, groups: Option<&Map<At<Words>>>, report: &mut Report<'_>) {
        let Some(Map(groups)) = groups else { return };
        let mut own: IndexMap<&str, (&At<String>, &At<Words>)> = IndexMap::new();
        for (name, words) in groups {
            match self.cannot_name(&name.value) {
                None => _ = own.insert(&name.value, (name, words)),
                Some(reason) => {
                    let message = format!("a group cannot be called `{}`: {reason}", name.value);
                    report.problem(ProblemCode::BadName, &name.place, message);
                }
            }
        }
        for name in own.keys() {
            self.define_one(name, &own, &mut Vec::new(), report);
        }
    }

    fn cannot_name(&self, name: &str) -> Option<&'static str> {
        match self.words.get(name) {
            _ if name.starts_with('@') => Some("`@` marks built-in groups"),
            _ if name.trim().is_empty() => Some("a name has letters"),
            Some(Meaning::Label(_)) => Some("an entry of the world has that code"),
            Some(_) => Some("a built-in group has that name"),
            None => None,
        }
    }

    fn define_one<'w>(
        &mut self,
        name: &'w str,
        own: &IndexMap<&'w str, (&'w At<String>, &'w At<Words>)>,
        above: &mut Vec<&'w str>,
        report: &mut Report<'_>,
    ) {
        let Some(&(key, words)) = own.get(name) else { return };
        if self.words.contains_key(name) {
            return;
        }
        if let Some(fault) = nesting_fault(name, above) {
            report.problem(ProblemCode::GroupCycle, &key.place, fault);
            self.words.insert(name.to_owned(), Meaning::Wrong);
            return;
        }
        above.push(name);
        for word in &words.value.0 {
            self.define_one(&word.value, own, above, report);
        }
        above.pop();
        let mut absent = Vec::new();
        let meaning = match self.find(words, &mut absent, report) {
            Some(members) => {
                Meaning::Group(members, absent.into_iter().flat_map(|group| group.members).collect())
            }
            None => Meaning::Wrong,
        };
        self.words.entry(name.to_owned()).or_insert(meaning);
    }

    /// The entries that these words stand for, in the order of the axis, each once; `None` when a word is
    /// wrong, which is reported. Groups with members that the world lacks are added to `absent`.
    pub(crate) fn find(
        &self,
        words: &At<Words>,
        absent: &mut Vec<Absent>,
        report: &mut Report<'_>,
    ) -> Option<Vec<I>> {
        let mut found = Some(Vec::new());
        for word in &words.value.0 {
            let members = self.word(word, absent, report);
            found = found.zip(members).map(|(mut all, members)| {
                all.extend(members);
                all
            });
        }
        found.map(|mut all| {
            all.sort_unstable();
            all.dedup();
            all
        })
    }

    fn word(&self, word: &At<String>, absent: &mut Vec<Absent>, report: &mut Report<'_>) -> Option<Vec<I>> {
        match self.words.get(&word.value) {
            Some(Meaning::Label(ids)) => Some(ids.clone()),
            Some(Meaning::Group(ids, missing)) => {
                if !missing.is_empty() {
                    absent.push(Absent { group: word.value.clone(), members: missing.clone() });
                }
                Some(ids.clone())
            }
            Some(Meaning::Untold(reason)) => {
                let message = format!("group `{}` cannot be used here: {reason}", word.value);
                report.problem(ProblemCode::UnknownLabel, &word.place, message);
                None
            }
            Some(Meaning::Wrong) => None,
            None => {
                self.unknown(word, report);
                None
            }
        }
    }

    /// The one entry with this label, if it names one alone.
    pub(crate) fn label(&self, word: &str) -> Option<I> {
        match self.words.get(word) {
            Some(Meaning::Label(ids)) if ids.len() == 1 => ids.first().copied(),
            _ => None,
        }
    }

    /// All labels, without groups.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        let labels = self.words.iter().filter(|(_, meaning)| matches!(meaning, Meaning::Label(_)));
        labels.map(|(word, _)| word.as_str())
    }

    /// Reports a word that names nothing.
    pub(crate) fn unknown(&self, word: &At<String>, report: &mut Report<'_>) {
        let group = word.value.starts_with('@');
        let legal = self.words.keys().filter(|legal| !group || legal.starts_with('@'));
        let legal: Vec<&str> = legal.map(String::as_str).collect();
        let what = if group { "group" } else { I::KIND };
        let message = format!("unknown {what} `{}`", word.value);
        let nearest = self.nearest(&word.value, &legal);
        let problem = report.problem(ProblemCode::UnknownLabel, &word.place, message);
        problem.among(&word.value, legal).nearest = nearest;
    }

    /// The word that was probably meant; a name or a part of a standard code leads to its label.
    pub(crate) fn nearest(&self, word: &str, legal: &[&str]) -> Option<String> {
        let synonyms = self.synonyms.iter().map(|(name, _)| name.as_str());
        let best = nearest(word, legal.iter().copied().chain(synonyms))?;
        let code = self.synonyms.iter().find(|(name, _)| name == best).map_or(best, |(_, code)| code);
        Some(code.to_owned())
    }
}

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

/// What is wrong with a group that is reached through the groups `above` it.
fn nesting_fault(name: &str, above: &[&str]) -> Option<String> {
    if let Some(start) = above.iter().position(|&earlier| earlier == name) {
        let circle: IndexSet<&str> = above[start..].iter().copied().collect();
        let circle: Vec<&str> = circle.into_iter().chain([name]).collect();
        return Some(format!("groups go round in a circle: {}", circle.join(" → ")));
    }
    (above.len() >= DEEPEST).then(|| format!("groups nest more than {DEEPEST} deep"))
}
