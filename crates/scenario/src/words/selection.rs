//! Which regions and which trade links words select: by origin, destination, sector and pair covariate.

use std::collections::BTreeSet;

use oblate_world::{PairCovariate, Region, Sector, World};

use super::vocabulary::{Findings, Vocabulary};
use crate::log::{Extent, Warning};
use crate::text::{At, Entry, Place, ProblemCode, Report, Words, find, standing, table};

table! {
    /// A selection of regions.
    Regions checked by one_region_key {
        /// Regions.
        #[schemars(extend("default" = "all"))]
        regions: Option<At<Words>>,
        /// The same as `regions`.
        region: Option<At<Words>>,
    }
}

/// Regions are given once.
fn one_region_key(_: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if let (Some(_), Some(second)) = (find(entries, "regions"), find(entries, "region")) {
        let message = "`region` and `regions` mean the same: write one of them";
        report.problem(ProblemCode::WrongKeys, &second.place, message);
    }
}

impl Regions {
    /// The regions that are named, all without words; `None` when a word was wrong.
    pub(crate) fn find(
        &self,
        vocabulary: &Vocabulary<'_>,
        findings: &mut Findings<'_>,
    ) -> Option<Vec<Region>> {
        let words = self.regions.as_ref().or(self.region.as_ref());
        findings.find(&vocabulary.regions, words, vocabulary.world.axes().regions.len())
    }
}

table! {
    /// A selection of trade links.
    Links {
        /// Origins.
        #[schemars(extend("default" = "all"))]
        from: Option<At<Words>>,
        /// Destinations.
        #[schemars(extend("default" = "all"))]
        to: Option<At<Words>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Whether the links from `to` to `from` are selected too.
        #[schemars(extend("default" = false))]
        both_ways: Option<At<bool>>,
        /// Only pairs of regions for which a covariate lies above or below a bound.
        r#where: Option<At<Condition>>,
    }
}

table! {
    /// A bound on a pair covariate of the world; with two bounds, pairs between them are selected.
    #[schemars(extend(
        "required" = ["covariate"], "anyOf" = [{ "required": ["above"] }, { "required": ["below"] }]
    ))]
    Condition checked by has_bound {
        /// The name of the covariate: `ideal_point_distance`.
        covariate: Option<At<String>>,
        /// Only pairs above this value.
        above: Option<At<f64>>,
        /// Only pairs below this value.
        below: Option<At<f64>>,
    }
}

/// A condition has a covariate and a bound.
fn has_bound(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if find(entries, "covariate").is_none() {
        let message = "`where` names no `covariate`, as in { covariate = \"distance_km\", above = 5000 }";
        report.problem(ProblemCode::WrongKeys, place, message);
    }
    if standing(entries, &["above", "below"]).is_empty() {
        let message = "`where` has no bound: add `above` or `below`";
        report.problem(ProblemCode::WrongKeys, place, message);
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
        match Extent::of(values) {
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
