//! Who gains within: what groups of households gain or lose beside each other in one region, and what factors earn.

use oblate_report::{Block, Chart, Figure, GroupedBars, NumberFormat, Table, Words};

use super::case::{Case, Place, changes, ends};
use super::factor_prices;
use crate::cube::Cube;
use oblate_results::Results;

/// Regions shown at each end of the ranking.
const EACH: usize = 4;
/// Groups that can be told apart by colour.
const MOST_COLOURS: usize = 8;

/// Real incomes of the groups of one case.
struct Incomes<'a> {
    case: &'a Case<'a>,
    groups: &'a [String],
    numbers: Cube<'a>,
}

/// A group in a region.
#[derive(Clone, Copy)]
struct Member<'a> {
    place: &'a Place<'a>,
    group: &'a str,
    change: f64,
}

impl<'a> Incomes<'a> {
    /// None with less than two groups, which nobody could compare, and where nothing happens.
    fn of(case: &'a Case<'a>, results: &'a Results) -> Option<Self> {
        let (table, groups) = (results.table("households")?, &case.entry.demand.households);
        let told = groups.len() > 1 && !case.is_still();
        let of_case = table.rows_where(&[("variant", case.name)]);
        told.then(|| Self {
            case,
            groups,
            numbers: Cube::of(table, &["region", "group", "variable"], of_case),
        })
    }

    fn change(&self, region: &str, group: &str) -> f64 {
        self.numbers.at(&[region, group, "real_income_pct"])
    }

    /// The groups of a region, from the one that fares worst to the one that fares best.
    fn members(&self, place: &'a Place<'a>) -> Vec<Member<'a>> {
        let member = |group: &'a String| Member { place, group, change: self.change(place.code, group) };
        let mut members: Vec<_> = self.groups.iter().map(member).filter(|of| of.change.is_finite()).collect();
        members.sort_by(|a, b| a.change.total_cmp(&b.change));
        members
    }

    /// The ends of all groups of all regions, and the ends of the region in which they lie furthest apart.
    fn headline(&self) -> Option<[Member<'a>; 4]> {
        let of_regions: Vec<_> = self.case.regions.iter().map(|place| self.members(place)).collect();
        let spans = || of_regions.iter().filter_map(|members| Some([*members.first()?, *members.last()?]));
        let worst = spans().map(|[low, _]| low).min_by(|a, b| a.change.total_cmp(&b.change))?;
        let best = spans().map(|[_, high]| high).max_by(|a, b| a.change.total_cmp(&b.change))?;
        let gap = |[low, high]: &[Member<'_>; 2]| high.change - low.change;
        let [low, high] = spans().max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
        Some([worst, best, low, high])
    }
}

/// Which group loses and which gains most, and where the gap between groups opens widest.
pub(super) fn sentence(case: &Case<'_>, results: &Results) -> Option<Words> {
    let [worst, best, low, high] = Incomes::of(case, results)?.headline()?;
    let format = changes(&[worst.change, best.change]);
    let told = |words: Words, member: &Member<'_>| {
        let from = format!("households/{}/{}/{}/real_income_pct", case.name, member.place.code, member.group);
        words.text(" (").number_from(member.change, &format, from).text(")")
    };
    let group = |words: Words, member: &Member<'_>, verb: &str| {
        let words = words.name(member.group).text(" in ").name(member.place.name).text(verb);
        told(words, member)
    };
    let words = Words::from("Among the groups of households, ");
    let words = group(words, &worst, if worst.change < 0.0 { " lose most" } else { " gain least" });
    let words =
        group(words.text(" and "), &best, if best.change > 0.0 { " gain most" } else { " lose least" });
    let words = words.text(". The gap opens widest in ").name(low.place.name).text(", between ");
    let words = told(words.name(low.group), &low).text(" and ");
    Some(told(words.name(high.group), &high).text("."))
}

/// Nothing where a region has one household and all factors are mobile.
pub(super) fn blocks(case: &Case<'_>, results: &Results, mark: &str) -> Vec<Block> {
    let incomes = Incomes::of(case, results);
    let headline: Vec<&str> = incomes
        .iter()
        .filter_map(Incomes::headline)
        .flat_map(|members| members.map(|member| member.place.code))
        .collect();
    let places = places(case, &headline);
    // one variant among several has its sentences above its parts
    let words = sentence(case, results).filter(|_| mark.is_empty());
    let mut blocks: Vec<Block> = words.map(Block::Text).into_iter().collect();
    blocks.extend(incomes.iter().map(|incomes| Block::figure(figure(incomes, &places, mark))));
    blocks.extend(factor_prices::blocks(case, results, &places, mark));
    blocks
}

/// The ends of the ranking and the regions of the headline, in the order of the ranking; codes and names.
fn places<'a>(case: &'a Case<'_>, headline: &[&str]) -> Vec<(&'a str, &'a str)> {
    let ranking = case.ranking();
    let ends = ends(ranking.len(), EACH);
    let all = ranking.iter().enumerate().map(|(at, (place, _))| (at, place));
    let shown = all.filter(|(at, place)| ends.contains(at) || headline.contains(&place.code));
    shown.map(|(_, place)| (place.code, place.name)).collect()
}

/// The change of real income by group, regions in the order of their own change.
fn figure(incomes: &Incomes<'_>, places: &[(&str, &str)], mark: &str) -> Figure {
    let column =
        |group: &String| -> Vec<f64> { places.iter().map(|(code, _)| incomes.change(code, group)).collect() };
    let series: Vec<(String, Vec<f64>)> =
        incomes.groups.iter().map(|group| (group.clone(), column(group))).collect();
    let all: Vec<f64> = series.iter().flat_map(|(_, values)| values.iter().copied()).collect();
    let regions: Vec<f64> =
        places.iter().map(|(code, _)| incomes.case.number(code, "real_income_pct")).collect();
    let table = Table::new(format!("groups{mark}"), "Change of real income by group of households")
        .labels("region", "Code", places.iter().map(|(code, _)| *code))
        .labels("name", "Region", places.iter().map(|(_, name)| *name))
        .numbers("real_income_pct", "All groups", changes(&all), regions);
    let table = series
        .iter()
        .fold(table, |table, (group, values)| table.numbers(group, group, changes(&all), values.clone()));
    let gap = |at: usize| {
        let of_region = || series.iter().map(|(_, values)| values[at]);
        of_region().fold(f64::NEG_INFINITY, f64::max) - of_region().fold(f64::INFINITY, f64::min)
    };
    let table =
        table.numbers("gap", "Gap, points", NumberFormat::Plain(2), (0..places.len()).map(gap).collect());
    let note = "Regions at both ends of the ranking, and those where a group gains or loses most or the gap is widest; the run's table of households holds all.";
    Figure {
        id: format!("figure-groups{mark}"),
        title: "Who gains within a region: change of real income by group".to_owned(),
        note: Some(note.to_owned()),
        chart: Chart::GroupedBars(GroupedBars {
            labels: places.iter().map(|(_, name)| (*name).to_owned()).collect(),
            series: series.into_iter().take(MOST_COLOURS).collect(),
            axis: "Change of real income, per cent".to_owned(),
        }),
        table,
    }
}
