//! Which trade links a shock selects: by origin, destination, sector and pair covariate.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use oblate_world::{Id, PairCovariate, Region, Sector, World};

use crate::groups::{Absent, Dictionary};
use crate::log::Warning;
use crate::problem::ProblemCode;
use crate::raw::{Condition, Links};
use crate::read::{At, Report};
use crate::values::Words;

/// The words of one world.
pub(crate) struct Vocabulary<'w> {
    pub world: &'w World,
    pub regions: Dictionary<Region>,
    pub sectors: Dictionary<Sector>,
    pub factors: Dictionary<oblate_world::Factor>,
    pub final_uses: Dictionary<oblate_world::FinalUse>,
}

/// What is said of a scenario while its words are looked up.
pub(crate) struct Findings<'s> {
    pub report: Report<'s>,
    pub warnings: Vec<Warning>,
    /// The words by which regions, sectors and factors were selected.
    pub named: IndexSet<String>,
}

impl<'s> Findings<'s> {
    pub(crate) fn new(report: Report<'s>) -> Self {
        Self { report, warnings: Vec::new(), named: IndexSet::new() }
    }

    /// Adds a warning, unless it was said already.
    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The entries that words name, all of the axis without words; absent members of groups are warned of.
    pub(crate) fn find<I: Id>(
        &mut self,
        dictionary: &Dictionary<I>,
        words: Option<&At<Words>>,
        size: usize,
    ) -> Option<Vec<I>> {
        let Some(words) = words else { return Some((0..size).map(I::new).collect()) };
        self.named.extend(words.value.0.iter().map(|word| word.value.clone()));
        let mut absent = Vec::new();
        let found = dictionary.find(words, &mut absent, &mut self.report);
        for Absent { group, members } in absent {
            self.warn(Warning::MembersAbsent { group, members });
        }
        found
    }
}

/// The links that a shock selects, before or without a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Selection {
    /// Origin and destination, ordered.
    pub pairs: Vec<(Region, Region)>,
    pub sectors: Vec<Sector>,
    /// Why there is no pair, if there is none.
    pub empty: Option<String>,
}

/// The links that these keys select; own trade only if `own`. `None` when a word was wrong.
pub(crate) fn links(
    links: &Links,
    own: bool,
    shock: &str,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Option<Selection> {
    let axes = vocabulary.world.axes();
    let from = findings.find(&vocabulary.regions, links.from.as_ref(), axes.regions.len());
    let to = findings.find(&vocabulary.regions, links.to.as_ref(), axes.regions.len());
    let sectors = findings.find(&vocabulary.sectors, links.sectors.as_ref(), axes.sectors.len());
    let condition = match &links.r#where {
        None => None,
        Some(condition) => Some(bounded(condition, vocabulary.world, &mut findings.report)?),
    };
    let both_ways = links.both_ways.as_ref().is_some_and(|flag| flag.value);
    let mut pairs = pairs(&from?, &to?, both_ways);
    let sectors = sectors?;
    let mut empty = None;
    if !own {
        pairs.retain(|(origin, destination)| origin != destination);
        if pairs.is_empty() {
            empty = Some(
                "it names only trade of regions with themselves; add `include_own = true` to a cost or tax"
                    .to_owned(),
            );
        }
    }
    if let Some(condition) = condition
        && empty.is_none()
    {
        findings.warnings.extend(condition.missing(&pairs, shock, vocabulary.world));
        let reason = condition.reason(&pairs);
        pairs.retain(|&pair| condition.holds(pair));
        empty = pairs.is_empty().then_some(reason);
    }
    Some(Selection { pairs, sectors, empty })
}

fn pairs(from: &[Region], to: &[Region], both_ways: bool) -> Vec<(Region, Region)> {
    let mut pairs = BTreeSet::new();
    for &origin in from {
        for &destination in to {
            pairs.insert((origin, destination));
            if both_ways {
                pairs.insert((destination, origin));
            }
        }
    }
    pairs.into_iter().collect()
}

/// A condition on a covariate that the world has.
struct Bounded<'w> {
    covariate: &'w PairCovariate,
    above: f64,
    below: f64,
}

fn bounded<'w>(condition: &At<Condition>, world: &'w World, report: &mut Report<'_>) -> Option<Bounded<'w>> {
    let Condition { covariate: name, above, below } = &condition.value;
    let name = name.as_ref()?;
    let covariates = &world.accounts().pair_covariates;
    let covariate = covariates.iter().find(|covariate| covariate.name == name.value);
    if covariate.is_none() {
        let message = format!("this world has no pair covariate `{}`", name.value);
        let legal = covariates.iter().map(|covariate| covariate.name.as_str());
        report.problem(ProblemCode::UnknownCovariate, &name.place, message).among(&name.value, legal);
    }
    let above = above.as_ref().map_or(f64::NEG_INFINITY, |bound| bound.value);
    let below = below.as_ref().map_or(f64::INFINITY, |bound| bound.value);
    if above >= below {
        let message = format!("nothing is above {above} and below {below}");
        report.problem(ProblemCode::BadNumber, &condition.place, message);
        return None;
    }
    Some(Bounded { covariate: covariate?, above, below })
}

impl Bounded<'_> {
    fn holds(&self, (origin, destination): (Region, Region)) -> bool {
        let value = self.covariate.values[(origin, destination)];
        // a missing value (NaN) is neither above nor below anything
        value > self.above && value < self.below
    }

    /// Why none of these pairs would be selected.
    fn reason(&self, pairs: &[(Region, Region)]) -> String {
        let values = pairs.iter().map(|&pair| self.covariate.values[pair]).filter(|value| !value.is_nan());
        match crate::log::Extent::of(values) {
            Some(extent) => format!("`{}` of these pairs is {extent}", self.covariate.name),
            None => format!("`{}` is missing for all of these pairs", self.covariate.name),
        }
    }

    /// The pairs that are not selected because their value is missing, gathered by region where possible.
    fn missing(&self, pairs: &[(Region, Region)], shock: &str, world: &World) -> Option<Warning> {
        let axis = &world.axes().regions;
        let values = &self.covariate.values;
        let without = |region: Region| {
            let mut others = axis.ids().filter(|&other| other != region);
            others.all(|other| values[(region, other)].is_nan() && values[(other, region)].is_nan())
        };
        let mut regions = BTreeSet::new();
        let mut rest = Vec::new();
        for &(origin, destination) in pairs.iter().filter(|&&pair| values[pair].is_nan()) {
            let wholly: Vec<Region> = [origin, destination].into_iter().filter(|&r| without(r)).collect();
            if wholly.is_empty() {
                rest.push((axis.code(origin).to_owned(), axis.code(destination).to_owned()));
            }
            regions.extend(wholly);
        }
        let regions: Vec<String> = regions.into_iter().map(|region| axis.code(region).to_owned()).collect();
        (!regions.is_empty() || !rest.is_empty()).then(|| Warning::CovariateMissing {
            shock: shock.to_owned(),
            covariate: self.covariate.name.clone(),
            regions,
            pairs: rest,
        })
    }
}
