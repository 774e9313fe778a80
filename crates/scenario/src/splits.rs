//! Factors that are carved out of others before anything else is resolved.

use std::borrow::Cow;

use oblate_world::{Label, World, split_factor};

use crate::by_sector::numbers;
use crate::log::{Change, Extent};
use crate::problem::ProblemCode;
use crate::raw;
use crate::read::At;
use crate::select::{Findings, Vocabulary};

/// The world with the factors that `[[factor_split]]` asks for, and the log of them.
///
/// A factor whose split is wrong, which is reported, takes nothing: its name is known all the same.
pub(crate) fn split<'w>(
    raw: &[At<raw::FactorSplit>],
    vocabulary: &Vocabulary<'w>,
    findings: &mut Findings<'_>,
) -> (Cow<'w, World>, Vec<Change>) {
    let (mut world, mut log) = (Cow::Borrowed(vocabulary.world), Vec::new());
    for split in raw {
        let raw::FactorSplit { from: Some(from), name: Some(name), share: Some(share) } = &split.value else {
            continue;
        };
        let share = shares(share, vocabulary, findings);
        let factors = &world.axes().factors;
        let Some(source) = factors.find(&from.value) else {
            let message = format!("unknown factor `{}`", from.value);
            let problem = findings.report.problem(ProblemCode::UnknownLabel, &from.place, message);
            problem.among(&from.value, factors.codes());
            continue;
        };
        if factors.find(&name.value.0).is_some() {
            let message =
                format!("a new factor cannot be called `{}`: another one has that name", name.value.0);
            findings.report.problem(ProblemCode::BadName, &name.place, message);
            continue;
        }
        match split_factor(&world, source, Label::plain(name.value.0.clone()), &share) {
            Ok(new) => world = Cow::Owned(new),
            Err(error) => {
                findings.report.problem(ProblemCode::OutOfBounds, &split.place, error.to_string());
            }
        }
        if let Some(share) = Extent::of(share.into_iter()) {
            let (name, from) = (name.value.0.clone(), from.value.clone());
            log.push(Change::FactorSplit { key: split.place.key.clone(), name, from, share });
        }
    }
    (world, log)
}

/// The shares of a split by sector, none at all if one of them is wrong, which is reported.
fn shares(
    given: &At<crate::by_sector::PerSector<f64>>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<f64> {
    let fault = |share: f64| {
        let wrong = !(0.0..=1.0).contains(&share);
        wrong.then(|| format!("a share of {share} is out of bounds: it must lie between 0 and 1"))
    };
    let mut share = numbers(Some(given), 0.0, &fault, vocabulary, findings);
    if share.iter().any(|&share| fault(share).is_some()) {
        share.fill(0.0);
    }
    share
}
