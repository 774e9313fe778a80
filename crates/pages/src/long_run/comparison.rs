//! Runs side by side, and their differences, in the form of a report.

use oblate_report::{Block, NumberFormat, Report, Section, Table, Words};

use super::case::{Case, Place, cases, changes};
use super::{assumptions, overview, record};
use oblate_results::{Results, WORLD};

/// Columns of cases in the table of regions; more would not be read.
const MOST_COLUMNS: usize = 10;

/// A run with the name by which it is told from the others.
#[derive(Debug, Clone, Copy)]
pub struct Labelled<'a> {
    /// The name: that of its folder or its scenario.
    pub label: &'a str,
    /// The run.
    pub results: &'a Results,
}

/// The report of several runs as an HTML page; the first one is what the others are compared with.
pub fn compare_report(runs: &[Labelled<'_>]) -> String {
    let cases: Vec<Case<'_>> = runs.iter().flat_map(labelled).collect();
    let mut answer = overview::blocks(&cases);
    answer.extend(differing_worlds(runs).map(Block::Warning));
    let section = |id: &str, title: &str, blocks| Section { id: id.into(), title: title.into(), blocks };
    let sections = vec![
        section("answer", "The answer", answer),
        section("regions", "Region by region", regions(&cases)),
        section("runs", "What was compared", runs.iter().flat_map(of_run).collect()),
    ];
    let names: Vec<&str> = runs.iter().map(|run| run.label).collect();
    oblate_report::render(&Report {
        title: names.join(" · "),
        kicker: "oblate · comparison".to_owned(),
        question: None,
        sections,
        colophon: format!("Made by oblate {}.", env!("CARGO_PKG_VERSION")),
    })
}

/// The cases of a run, told by the name of the run, and by that of the variant where there are several.
fn labelled<'a>(run: &Labelled<'a>) -> Vec<Case<'a>> {
    let mut cases = cases(run.results);
    let several = cases.len() > 1;
    for case in &mut cases {
        case.title = if several { format!("{}: {}", run.label, case.title) } else { run.label.to_owned() };
    }
    cases
}

/// Runs on different worlds can be compared, but the reader must know.
fn differing_worlds(runs: &[Labelled<'_>]) -> Option<Words> {
    let world = |run: &Labelled<'_>| {
        (run.results.manifest.world.name.clone(), run.results.manifest.world.blake3.clone())
    };
    let first = world(runs.first()?);
    runs.iter().any(|run| world(run) != first).then(|| {
        Words::from("The runs are on different worlds: their differences come from the worlds as well as from the shocks. Regions are matched by their codes.")
    })
}

/// Every region under every case, and how far each case is from the first.
fn regions(cases: &[Case<'_>]) -> Vec<Block> {
    let Some((first, others)) = cases.split_first() else { return Vec::new() };
    let mut places: Vec<(&str, &str)> = Vec::new();
    for Place { code, name } in cases.iter().flat_map(|case| &case.regions) {
        if !places.iter().any(|(known, _)| known == code) {
            places.push((code, name));
        }
    }
    places.push((WORLD, "World"));
    let values = |case: &Case<'_>| {
        places.iter().map(|(code, _)| case.number(code, "real_income_pct")).collect::<Vec<_>>()
    };
    let shown: Vec<&Case<'_>> = cases.iter().take(MOST_COLUMNS).collect();
    let all: Vec<f64> = shown.iter().flat_map(|case| values(case)).collect();
    let named = |table: Table| {
        table.labels("region", "Code", places.iter().map(|(code, _)| *code)).labels(
            "name",
            "Region",
            places.iter().map(|(_, name)| *name),
        )
    };
    let sides = named(Table::new("side-by-side", "Change of real income, per cent"));
    let sides = shown
        .iter()
        .fold(sides, |table, case| table.numbers(&case.title, &case.title, changes(&all), values(case)));
    let against = values(first);
    let differences =
        named(Table::new("differences", format!("Difference from {}, percentage points", first.title)));
    let differences = others.iter().take(MOST_COLUMNS - 1).fold(differences, |table, case| {
        let gaps: Vec<f64> = values(case).iter().zip(&against).map(|(value, first)| value - first).collect();
        let decimals = match changes(&gaps) {
            NumberFormat::Change(decimals) => decimals,
            _ => 2,
        };
        table.bars(&case.title, &case.title, NumberFormat::SignedPlain(decimals), gaps)
    });
    let mut blocks = vec![Block::Table(sides), Block::Table(differences)];
    if cases.len() > MOST_COLUMNS {
        blocks.push(Block::Text(Words::from(format!(
            "The first {MOST_COLUMNS} of {} cases stand here; all stand in the table above and in the runs' own tables.",
            cases.len()
        ))));
    }
    blocks
}

/// What a run was, and how to repeat it.
fn of_run(run: &Labelled<'_>) -> Vec<Block> {
    let manifest = &run.results.manifest;
    let scenario = &manifest.scenario;
    let mut blocks = vec![Block::Heading(run.label.to_owned())];
    blocks.extend(scenario.question.clone().map(|question| Block::Text(Words::from(question))));
    blocks.push(Block::Code(record::command(manifest)));
    blocks.push(Block::Terms(assumptions::terms(manifest)));
    blocks.push(Block::Text(record::largest_error(manifest)));
    blocks
}
