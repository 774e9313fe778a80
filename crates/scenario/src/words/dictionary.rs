//! All words for the entries of one axis: labels, built-in groups, groups of the file.

use indexmap::{IndexMap, IndexSet};
use oblate_world::{Axis, Id};

use crate::text::{At, Map, ProblemCode, Report, Words, nearest};

/// Groups may contain groups, this deep and no deeper.
const DEEPEST: usize = 32;

/// All words for the entries of one axis.
pub(crate) struct Dictionary<I> {
    pub(super) words: IndexMap<String, Meaning<I>>,
    /// Names and partial codes that people write, each with the word that they should have written.
    pub(super) synonyms: Vec<(String, String)>,
}

/// What a word stands for.
pub(super) enum Meaning<I> {
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

impl<I: Id> Dictionary<I> {
    pub(super) fn of_labels(axis: &Axis<I>) -> Self {
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
        for word in words.value.of.iter().chain(&words.value.except) {
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
        let found = self.all(&words.value.of, absent, report);
        let mut left = found?;
        for word in &words.value.except {
            let excepted = self.word(word, &mut Vec::new(), report)?;
            let before = left.len();
            left.retain(|id| !excepted.contains(id));
            if left.len() == before {
                let message =
                    format!("`{}` is not among what is selected, or is left out already", word.value);
                report.problem(ProblemCode::WrongKeys, &word.place, message);
                return None;
            }
        }
        if left.is_empty() && !words.value.except.is_empty() {
            report.problem(ProblemCode::WrongKeys, &words.place, "the exceptions leave nothing");
            return None;
        }
        Some(left)
    }

    /// What all of these words stand for, in the order of the axis, each once.
    fn all(&self, words: &[At<String>], absent: &mut Vec<Absent>, report: &mut Report<'_>) -> Option<Vec<I>> {
        let mut found = Some(Vec::new());
        for word in words {
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

    /// The members of a group that this axis can tell.
    pub(crate) fn group(&self, word: &str) -> Option<&[I]> {
        match self.words.get(word) {
            Some(Meaning::Group(members, _)) => Some(members),
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

/// What is wrong with a group that is reached through the groups `above` it.
fn nesting_fault(name: &str, above: &[&str]) -> Option<String> {
    if let Some(start) = above.iter().position(|&earlier| earlier == name) {
        let circle: IndexSet<&str> = above[start..].iter().copied().collect();
        let circle: Vec<&str> = circle.into_iter().chain([name]).collect();
        return Some(format!("groups go round in a circle: {}", circle.join(" → ")));
    }
    (above.len() >= DEEPEST).then(|| format!("groups nest more than {DEEPEST} deep"))
}
