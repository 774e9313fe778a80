//! Concordances: to which entry of a coarser axis each entry of an axis belongs.

use crate::axes::{Axis, Id, Label};
use crate::error::ConcordanceError;

/// For each entry of a source axis, the entry of a target axis that it becomes part of.
///
/// Every source entry has exactly one target, and every target at least one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance<I> {
    source: Axis<I>,
    target: Axis<I>,
    targets: Vec<I>,
}

impl<I: Id> Concordance<I> {
    /// Maps by pairs of codes (source, target) onto a given target axis.
    ///
    /// # Errors
    /// All mistakes at once: unknown codes, sources mapped twice or not at all, targets without a source.
    pub fn new<S: AsRef<str>, T: AsRef<str>>(
        source: &Axis<I>,
        target: Axis<I>,
        pairs: &[(S, T)],
    ) -> Result<Self, Vec<ConcordanceError>> {
        let mut found: Vec<Option<(usize, I)>> = vec![None; source.len()];
        let mut errors = Vec::new();
        for (row, (from, to)) in pairs.iter().enumerate() {
            match place(source, &target, from.as_ref(), to.as_ref(), row) {
                Err(mistakes) => errors.extend(mistakes),
                Ok((from_id, to_id)) => match found[from_id.index()] {
                    None => found[from_id.index()] = Some((row, to_id)),
                    Some((first, _)) => errors.push(ConcordanceError::Twice {
                        kind: I::KIND,
                        code: from.as_ref().to_owned(),
                        first,
                        row,
                    }),
                },
            }
        }
        errors.extend(gaps(source, &target, &found, pairs));
        if !errors.is_empty() {
            return Err(errors);
        }
        let targets = found.into_iter().flatten().map(|(_, to)| to).collect();
        Ok(Self { source: source.clone(), target, targets })
    }

    /// Maps by pairs of codes (source, target); the targets form an axis in the order in which they first appear.
    ///
    /// A target that stands for one source of the same code keeps its label. Otherwise its name is its code,
    /// and its standard codes are those of its members, separated by `;`, if all have one.
    ///
    /// # Errors
    /// As [`Concordance::new`], and if a target's code is empty or there are no pairs.
    pub fn of_pairs<S: AsRef<str>, T: AsRef<str>>(
        source: &Axis<I>,
        pairs: &[(S, T)],
    ) -> Result<Self, Vec<ConcordanceError>> {
        let mut codes: Vec<&str> = Vec::new();
        for (_, target) in pairs {
            if !codes.contains(&target.as_ref()) {
                codes.push(target.as_ref());
            }
        }
        let labels = codes.into_iter().map(|code| merged_label(source, code, pairs)).collect();
        let target = Axis::new(labels).map_err(|error| vec![error.into()])?;
        Self::new(source, target, pairs)
    }

    /// Maps every entry to itself.
    pub fn identity(axis: &Axis<I>) -> Self {
        Self { source: axis.clone(), target: axis.clone(), targets: axis.ids().collect() }
    }

    /// The axis that is mapped.
    pub fn source(&self) -> &Axis<I> {
        &self.source
    }

    /// The axis onto which it is mapped.
    pub fn target(&self) -> &Axis<I> {
        &self.target
    }

    /// The target of one source entry.
    pub fn target_of(&self, id: I) -> I {
        self.targets[id.index()]
    }

    /// The source entries of one target.
    pub fn members(&self, target: I) -> impl Iterator<Item = I> + Clone + '_ {
        self.source.ids().filter(move |id| self.targets[id.index()] == target)
    }

    /// Whether no two entries are merged.
    pub fn is_one_to_one(&self) -> bool {
        self.source.len() == self.target.len()
    }
}

/// The two ends of one pair.
fn place<I: Id>(
    source: &Axis<I>,
    target: &Axis<I>,
    from: &str,
    to: &str,
    row: usize,
) -> Result<(I, I), Vec<ConcordanceError>> {
    let kind = I::KIND;
    let mut errors = Vec::new();
    let from_id = source.find(from);
    if from_id.is_none() {
        let (code, legal) = (from.to_owned(), list(source));
        errors.push(ConcordanceError::UnknownSource { kind, code, row, legal });
    }
    let to_id = target.find(to);
    if to_id.is_none() {
        let (code, legal) = (to.to_owned(), list(target));
        errors.push(ConcordanceError::UnknownTarget { kind, code, row, legal });
    }
    from_id.zip(to_id).ok_or(errors)
}

/// Sources that no pair names, and targets that no pair reaches.
fn gaps<I: Id, S: AsRef<str>, T: AsRef<str>>(
    source: &Axis<I>,
    target: &Axis<I>,
    found: &[Option<(usize, I)>],
    pairs: &[(S, T)],
) -> Vec<ConcordanceError> {
    let named = |code: &str| pairs.iter().any(|(from, _)| from.as_ref() == code);
    let missing = source.ids().filter(|id| found[id.index()].is_none() && !named(source.code(*id)));
    let missing = missing.map(|id| ConcordanceError::Missing {
        kind: I::KIND,
        code: source.code(id).to_owned(),
        legal: list(target),
    });
    let reached = |code: &str| pairs.iter().any(|(_, to)| to.as_ref() == code);
    let unused = target.codes().filter(|code| !reached(code));
    let unused = unused.map(|code| ConcordanceError::Unused { kind: I::KIND, code: code.to_owned() });
    missing.chain(unused).collect()
}

/// The codes of an axis in one line.
pub(crate) fn list<I: Id>(axis: &Axis<I>) -> String {
    axis.codes().collect::<Vec<_>>().join(", ")
}

fn merged_label<I: Id, S: AsRef<str>, T: AsRef<str>>(
    source: &Axis<I>,
    code: &str,
    pairs: &[(S, T)],
) -> Label {
    let members = pairs.iter().filter(|(_, to)| to.as_ref() == code);
    let members: Vec<&Label> =
        members.filter_map(|(from, _)| source.find(from.as_ref())).map(|id| source.label(id)).collect();
    if let [only] = members.as_slice()
        && only.code == code
    {
        return (*only).clone();
    }
    let standards: Option<Vec<&str>> = members.iter().map(|label| label.standard.as_deref()).collect();
    let standard = standards.filter(|codes| !codes.is_empty()).map(|codes| codes.join(";"));
    Label { standard, ..Label::plain(code) }
}
