//! What a reader sees: the results of a run, or of several side by side, as a report in plain words, figures and tables.
//!
//! A report is made from the manifest and the tidy tables alone, so that it says what the tables say, whether the run was
//! made just now or read from its folder.

mod answer;
mod assumptions;
mod case;
mod channels;
mod comparison;
mod distribution;
mod emissions;
mod factor_prices;
mod overview;
mod record;
mod regions;
mod sectors;
mod sensitivity;
mod trade;
mod warning;
mod within;

use oblate_report::{Block, Report, Section};

use case::{Case, cases};
use oblate_results::Results;

pub use comparison::{Labelled, compare_report};

/// The report of a run as an HTML page.
pub fn run_report(results: &Results) -> String {
    oblate_report::render(&report(results))
}

/// The figure that stands for a run where there is room for one only: an SVG file in light and dark.
pub fn run_picture(results: &Results) -> String {
    let cases = cases(results);
    let figure = overview::figure(&cases).unwrap_or_else(|| regions::figure(&cases[0], ""));
    oblate_report::picture(&figure.chart, &figure.title)
}

/// Variants that are told in full; the others stand in the overview.
fn told_in_full(cases: &[Case<'_>]) -> usize {
    const MOST_VARIANTS: usize = 8;
    // a page stays under two megabytes: rows of the tables of regions, over all variants
    const MOST_ROWS: usize = 400;
    let regions = cases.first().map_or(1, |case| case.regions.len().max(1));
    if cases.len() <= MOST_VARIANTS.min(MOST_ROWS / regions) { cases.len() } else { 1 }
}

fn report(results: &Results) -> Report {
    let (manifest, cases) = (&results.manifest, cases(results));
    let scenario = &manifest.scenario;
    let mut sections = vec![answer::section(&cases, results)];
    let told = told_in_full(&cases);
    if cases.len() == 1 {
        let section =
            |(id, title, blocks): (&str, &str, _)| Section { id: id.into(), title: title.into(), blocks };
        sections.extend(parts(&cases[0], results, "").into_iter().map(section));
    } else {
        let open = std::iter::once(true).chain(std::iter::repeat(false));
        sections.extend(cases.iter().take(told).zip(open).map(|(case, open)| variant(case, results, open)));
    }
    sections.extend(sensitivity::section(&cases, results));
    sections.push(assumptions::section(results, told));
    sections.push(record::section(results, told));
    sections.push(record::repeat(manifest));
    let mechanisms = scenario.mechanisms.join(", ");
    let shows = if mechanisms.is_empty() { mechanisms } else { format!(" ({mechanisms})") };
    Report {
        title: scenario.title.clone().unwrap_or_else(|| scenario.name.clone()),
        kicker: format!("oblate · scenario {}{shows} on {}", scenario.name, manifest.world.name),
        question: scenario.question.clone(),
        sections,
        colophon: format!("Made by oblate {}.", manifest.oblate),
    }
}

/// What is told of a case in full: id, heading and blocks of each part. `mark` keeps the ids of cases apart.
fn parts(case: &Case<'_>, results: &Results, mark: &str) -> Vec<(&'static str, &'static str, Vec<Block>)> {
    let mut parts = vec![
        ("regions", "Winners and losers", regions::blocks(case, mark)),
        ("within", "Who gains within", within::blocks(case, results, mark)),
        ("channels", "What brings the change", channels::blocks(case, results, mark)),
        ("sectors", "By sector", sectors::blocks(case, results, mark)),
        ("trade", "Trade by partner", trade::blocks(case, results, mark)),
        ("distribution", "Efficiency and distribution", distribution::blocks(case, mark)),
    ];
    parts.retain(|(_, _, blocks)| !blocks.is_empty());
    parts
}

/// One variant among several, told in full under a heading of its own; `open` shows its parts unasked.
fn variant(case: &Case<'_>, results: &Results, open: bool) -> Section {
    let mark = format!("-{}", case.name);
    let mut blocks = vec![Block::Text(answer::world(case)), Block::Text(answer::regions(case))];
    let further = [within::sentence(case, results), emissions::sentence(case, results)];
    blocks.extend(further.into_iter().flatten().map(Block::Text));
    for (_, title, part) in parts(case, results, &mark) {
        if open {
            blocks.push(Block::Heading(title.to_owned()));
            blocks.extend(part);
        } else {
            blocks.push(Block::Fold { title: title.to_owned(), blocks: part });
        }
    }
    Section { id: format!("variant{mark}"), title: case.title.clone(), blocks }
}
