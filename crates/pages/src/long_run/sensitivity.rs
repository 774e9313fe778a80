//! How sure the answer is: the headline under every published set of trade elasticities, and over draws.

pub(super) mod draws;
mod influence;

use oblate_report::{Block, Section, Table, Words};

use super::case::{Case, changes};
use crate::cube::Cube;
use oblate_engine::MOST_VARIANTS;
use oblate_results::{Results, WORLD};

/// Regions at each end of the ranking that are told beside the world.
const EACH: usize = 3;

/// The headlines of one case: rows are regions, columns are sets.
pub(super) struct Headlines<'a> {
    sets: &'a [String],
    numbers: Cube<'a>,
}

impl<'a> Headlines<'a> {
    fn of(case: &Case<'_>, results: &'a Results) -> Option<Self> {
        let table = results.sensitivity();
        let sets = table.labels("elasticity_set")?.words();
        let mut of_case = table.rows_where(&[("variant", case.name)]).peekable();
        of_case.peek()?;
        Some(Self { sets, numbers: Cube::of(table, &["elasticity_set", "region"], of_case) })
    }

    pub(super) fn sets(&self) -> &'a [String] {
        self.sets
    }

    pub(super) fn row(&self, region: &str) -> Vec<f64> {
        self.sets.iter().map(|set| self.numbers.at(&[set, region])).collect()
    }
}

/// The range of the world's change, in one sentence.
pub(super) fn sentence(case: &Case<'_>, results: &Results) -> Option<Words> {
    let world = Headlines::of(case, results)?.row(WORLD);
    let known = || world.iter().copied().filter(|change| change.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    if low > high {
        return None;
    }
    let format = changes(&world);
    Some(
        Words::from(format!("Under the {} published sets of trade elasticities that come along, the change for the world lies between ", known().count()))
            .number(low, &format)
            .text(" and ")
            .number(high, &format)
            .text(" (")
            .link("how sure this is", "#sensitivity")
            .text(")."),
    )
}

pub(super) fn section(cases: &[Case<'_>], results: &Results) -> Option<Section> {
    let mut blocks = vec![Block::Text(Words::from(
        "The trade elasticities are estimates, and authors differ. The same shocks, solved under every set that comes along; \
         elasticities that the scenario gives for single sectors stay as they are.",
    ))];
    let told = if cases.len() > MOST_VARIANTS { 1 } else { cases.len() };
    for case in &cases[..told] {
        let mark = if cases.len() == 1 { String::new() } else { format!("-{}", case.name) };
        let headlines = Headlines::of(case, results);
        let told = headlines.as_ref().map(|headlines| table(case, headlines, &mark));
        blocks.extend(told.map(Block::Table));
        blocks.extend(draws::blocks(case, headlines.as_ref(), results, &mark));
    }
    if told < cases.len() && results.table("uncertainty").is_some() {
        let words = Words::from("The draws of the other variants stand in the table ").code("uncertainty");
        blocks.push(Block::Text(words.text(".")));
    }
    let left_out = &results.manifest.sensitivity_left_out;
    blocks.extend(left_out.iter().map(|reason| Block::Text(super::warning::sentence(reason))));
    (blocks.len() > 1).then(|| Section {
        id: "sensitivity".to_owned(),
        title: "How sure this is".to_owned(),
        blocks,
    })
}

/// The places that are told: the world, the groups, and the ends of the ranking; codes and names.
pub(super) fn places<'a>(case: &'a Case<'_>) -> Vec<(&'a str, &'a str)> {
    let ranking = case.ranking();
    let mut places = vec![(WORLD, "World")];
    places.extend(case.groups.iter().map(|group| (*group, *group)));
    let shown = super::case::ends(ranking.len(), EACH);
    places.extend(shown.iter().map(|&at| (ranking[at].0.code, ranking[at].0.name)));
    places
}

fn table(case: &Case<'_>, headlines: &Headlines<'_>, mark: &str) -> Table {
    let places = places(case);
    let values: Vec<Vec<f64>> = places.iter().map(|(code, _)| headlines.row(code)).collect();
    let format = changes(&values.concat());
    let of = if mark.is_empty() { String::new() } else { format!(": {}", case.title) };
    let table = Table::new(
        format!("sensitivity{mark}"),
        format!("Change of real income under published trade elasticities{of}"),
    );
    let table = table.labels("region", "Code", places.iter().map(|(code, _)| *code)).labels(
        "name",
        "Region",
        places.iter().map(|(_, name)| *name),
    );
    headlines.sets.iter().enumerate().fold(table, |table, (at, set)| {
        table.numbers(set, set, format.clone(), values.iter().map(|row| row[at]).collect())
    })
}
