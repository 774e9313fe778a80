//! What changes the world before anything else is resolved: production taxes, regions and factors that are split.

use std::borrow::Cow;

use oblate_world::{
    Axis, Id, Label, RegionPart, World, production_taxes_as_income, split_factor, split_region,
};

use super::choices::ProductionTaxes;
use super::{Context, File, production_taxes};
use crate::log::{Change, Extent, Warning};
use crate::text::{At, Entry, Map, Name, Place, ProblemCode, Report, needed, table};
use crate::words::{Findings, PerSector, Vocabulary, numbers};

table! {
    /// A region that is split into stylised parts, which differ in size alone and take its place.
    #[schemars(extend("required" = ["region", "parts"]))]
    RegionSplit checked by whole_region_split {
        /// The region that is split; its code then stands for all its parts.
        region: Option<At<String>>,
        /// The parts: the code of each, and its share of all that the region makes, buys and owns; the shares add up to 1.
        parts: Option<Map<At<f64>>>,
        /// Of what the region buys at home, the share that each part buys from itself, from 0 to 1; of the rest it buys from
        /// all parts in proportion to their size. With 0 the parts are one market.
        #[schemars(extend("default" = 0))]
        own: Option<At<f64>>,
    }
}

/// A split says which region becomes which parts.
fn whole_region_split(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["region", "parts"], report);
}

table! {
    /// A new factor that takes over a part of the income of another one.
    #[schemars(extend("required" = ["from", "name", "share"]))]
    FactorSplit checked by whole_split {
        /// The factor that is split.
        from: Option<At<String>>,
        /// The name of the new factor.
        name: Option<At<Name>>,
        /// The part of the income that becomes the new factor's, one number or by sector; 0 where nothing is said.
        share: Option<At<PerSector<f64>>>,
    }
}

/// A split says what is taken from where under which name.
fn whole_split(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["from", "name", "share"], report);
}

/// The world with production taxes as `[model]` wants them, with the parts that `[[region_split]]` and the factors that `[[factor_split]]` ask for, and the log of them.
///
/// What is wrong, which is reported, changes nothing; but a factor whose split is wrong is known by its name.
pub(crate) fn split<'w>(
    raw: &File,
    context: &Context<'w>,
    findings: &mut Findings<'_>,
) -> (Cow<'w, World>, Vec<Change>) {
    let (mut world, mut log) = (Cow::Borrowed(context.world), Vec::new());
    taxes(raw, &mut world, findings);
    regions(&raw.region_split, &mut world, &mut log, findings);
    if !raw.factor_split.is_empty() {
        // groups may name the parts of regions
        let on_parts = Context { world: &world.clone(), ..*context };
        let vocabulary = Vocabulary::new(on_parts.world, on_parts.groups, &raw.head, &mut findings.report);
        factors(&raw.factor_split, &vocabulary, (&mut world, &mut log), findings);
    }
    (world, log)
}

/// Net taxes on production become income where the scenario says so, which is told with its size.
fn taxes(raw: &File, world: &mut Cow<'_, World>, findings: &mut Findings<'_>) {
    if production_taxes(raw) == ProductionTaxes::ValueAdded {
        let (new, moved) = production_taxes_as_income(world).expect("what is moved within a column balances");
        findings.warn(Warning::TaxesAreIncome { share: moved.share, left: moved.left });
        *world = Cow::Owned(new);
    }
}

fn regions(
    raw: &[At<RegionSplit>],
    world: &mut Cow<'_, World>,
    log: &mut Vec<Change>,
    findings: &mut Findings<'_>,
) {
    for split in raw {
        let RegionSplit { region: Some(region), parts: Some(parts), own } = &split.value else {
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
    raw: &[At<FactorSplit>],
    vocabulary: &Vocabulary<'_>,
    (world, log): (&mut Cow<'_, World>, &mut Vec<Change>),
    findings: &mut Findings<'_>,
) {
    for split in raw {
        let FactorSplit { from: Some(from), name: Some(name), share: Some(share) } = &split.value else {
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
fn shares(given: &At<PerSector<f64>>, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> Vec<f64> {
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
