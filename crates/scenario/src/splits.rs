//! Regions and factors that are split before anything else is resolved.

use std::borrow::Cow;

use oblate_world::{Axis, Id, Label, RegionPart, World, split_factor, split_region};

use crate::by_sector::numbers;
use crate::log::{Change, Extent};
use crate::problem::ProblemCode;
use crate::raw;
use crate::read::At;
use crate::resolve::{Context, vocabulary};
use crate::select::{Findings, Vocabulary};

/// The world with the parts that `[[region_split]]` and the factors that `[[factor_split]]` ask for, and the log of them.
///
/// What is wrong, which is reported, changes nothing; but a factor whose split is wrong is known by its name.
pub(crate) fn split<'w>(
    raw: &raw::File,
    context: &Context<'w>,
    findings: &mut Findings<'_>,
) -> (Cow<'w, World>, Vec<Change>) {
    let (mut world, mut log) = (Cow::Borrowed(context.world), Vec::new());
    regions(&raw.region_split, &mut world, &mut log, findings);
    if !raw.factor_split.is_empty() {
        // groups may name the parts of regions
        let on_parts = Context { world: &world.clone(), ..*context };
        let vocabulary = vocabulary(on_parts.world, on_parts.groups, &raw.head, &mut findings.report);
        factors(&raw.factor_split, &vocabulary, (&mut world, &mut log), findings);
    }
    (world, log)
}

fn regions(
    raw: &[At<raw::RegionSplit>],
    world: &mut Cow<'_, World>,
    log: &mut Vec<Change>,
    findings: &mut Findings<'_>,
) {
    for split in raw {
        let raw::RegionSplit { region: Some(region), parts: Some(parts), own } = &split.value else {
            continue;
        };
        let axis = &world.axes().regions;
        let Some(whole) = find(axis, region, findings) else { continue };
        // the parts answer to the code of the whole as regions that share a standard code do
        let standard = axis.label(whole).standard.clone().unwrap_or_else(|| region.value.clone());
        let label = |code: &str| Label { standard: Some(standard.clone()), ..Label::plain(code) };
        let parts: Vec<RegionPart> = parts
            .0
            .iter()
            .map(|(code, share)| RegionPart { label: label(&code.value), share: share.value })
            .collect();
        let own = own.as_ref().map_or(0.0, |own| own.value);
        match split_region(world, whole, &parts, own) {
            Ok(new) => *world = Cow::Owned(new),
            Err(error) => {
                findings.report.problem(ProblemCode::OutOfBounds, &split.place, error.to_string());
                continue;
            }
        }
        let (key, region) = (split.place.key.clone(), region.value.clone());
        let parts = parts.into_iter().map(|part| (part.label.code, part.share)).collect();
        log.push(Change::RegionSplit { key, region, parts, own });
    }
}

fn factors(
    raw: &[At<raw::FactorSplit>],
    vocabulary: &Vocabulary<'_>,
    (world, log): (&mut Cow<'_, World>, &mut Vec<Change>),
    findings: &mut Findings<'_>,
) {
    for split in raw {
        let raw::FactorSplit { from: Some(from), name: Some(name), share: Some(share) } = &split.value else {
            continue;
        };
        let share = shares(share, vocabulary, findings);
        let factors = &world.axes().factors;
        let Some(source) = find(factors, from, findings) else { continue };
        if factors.find(&name.value.0).is_some() {
            let message =
                format!("a new factor cannot be called `{}`: another one has that name", name.value.0);
            findings.report.problem(ProblemCode::BadName, &name.place, message);
            continue;
        }
        match split_factor(world, source, Label::plain(name.value.0.clone()), &share) {
            Ok(new) => *world = Cow::Owned(new),
            Err(error) => {
                findings.report.problem(ProblemCode::OutOfBounds, &split.place, error.to_string());
            }
        }
        if let Some(share) = Extent::of(share.into_iter()) {
            let (name, from) = (name.value.0.clone(), from.value.clone());
            log.push(Change::FactorSplit { key: split.place.key.clone(), name, from, share });
        }
    }
}

/// The entry that is split; a word that names none is reported.
fn find<I: Id>(axis: &Axis<I>, word: &At<String>, findings: &mut Findings<'_>) -> Option<I> {
    let found = axis.find(&word.value);
    if found.is_none() {
        let message = format!("unknown {} `{}`", I::KIND, word.value);
        let problem = findings.report.problem(ProblemCode::UnknownLabel, &word.place, message);
        problem.among(&word.value, axis.codes());
    }
    found
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
