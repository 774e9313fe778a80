//! By sector: where in the world output moves, and which industries move most.

use oblate_report::{Bars, Block, Chart, Figure, NumberFormat, Table};

use super::case::{Case, changes, ends, pct};
use crate::cube::Cube;
use oblate_results::LabelEntry;
use oblate_results::Results;

/// Sectors at each end of the figure: nearly all classifications are shown whole.
const EACH: usize = 20;
/// Industries told at each end.
const INDUSTRIES: usize = 12;

/// Output of all industries of one case.
struct Output<'a> {
    numbers: Cube<'a>,
    sectors: &'a [LabelEntry],
}

pub(super) fn blocks(case: &Case<'_>, results: &Results, mark: &str) -> Vec<Block> {
    let numbers = Cube::of(
        results.sectors(),
        &["region", "sector", "variable"],
        results.sectors().rows_where(&[("variant", case.name)]),
    );
    let output = Output { numbers, sectors: &results.manifest.world.sectors };
    vec![Block::figure(world(case, &output, mark)), Block::figure(industries(case, &output, mark))]
}

/// World output by sector.
fn world(case: &Case<'_>, output: &Output<'_>, mark: &str) -> Figure {
    let total = |sector: &str, variable: &str| -> f64 {
        let levels = case.regions.iter().map(|place| output.numbers.at(&[place.code, sector, variable]));
        levels.filter(|level| !level.is_nan()).sum()
    };
    let mut told: Vec<(&LabelEntry, f64, f64)> = output
        .sectors
        .iter()
        .map(|sector| {
            (sector, total(&sector.code, "gross_output_baseline"), total(&sector.code, "gross_output"))
        })
        .filter(|(_, before, _)| *before > 0.0)
        .collect();
    told.sort_by(|a, b| (a.2 / a.1).total_cmp(&(b.2 / b.1)));
    let shown = ends(told.len(), EACH);
    let values: Vec<f64> = shown.iter().map(|&at| pct(told[at].2 / told[at].1)).collect();
    let levels = |level: fn(&(&LabelEntry, f64, f64)) -> f64| {
        shown.iter().map(|&at| level(&told[at])).collect::<Vec<_>>()
    };
    let unit = case.unit_text();
    let table = Table::new(
        format!("sectors{mark}"),
        "Gross output of the world by sector, at constant world factor income",
    )
    .labels("sector", "Code", shown.iter().map(|&at| told[at].0.code.as_str()))
    .labels("name", "Sector", shown.iter().map(|&at| name(told[at].0)))
    .numbers("gross_output_baseline", &format!("Before, {unit}"), NumberFormat::Plain(0), levels(|t| t.1))
    .numbers("gross_output", "After", NumberFormat::Plain(0), levels(|t| t.2))
    .bars("change_pct", "Change", changes(&values), values.clone());
    let labels = shown.iter().map(|&at| name(told[at].0).to_owned()).collect();
    let axis = "Change of the value of world output, per cent".to_owned();
    Figure {
        id: format!("figure-sectors{mark}"),
        title: "Which sectors shrink and which grow: world output".to_owned(),
        note: Some("Values are told while the world's factor income stays the same: what one sector gains, others lose.".to_owned()),
        chart: Chart::Bars(Bars { labels, values, axis }),
        table,
    }
}

/// The industries, sectors of regions, whose output moves most in value.
fn industries(case: &Case<'_>, output: &Output<'_>, mark: &str) -> Figure {
    let mut told = Vec::new();
    for place in &case.regions {
        for sector in output.sectors {
            let level = |variable: &str| output.numbers.at(&[place.code, &sector.code, variable]);
            let (before, after) = (level("gross_output_baseline"), level("gross_output"));
            if before > 0.0 && !after.is_nan() {
                told.push((place, sector, before, after));
            }
        }
    }
    told.sort_by(|a, b| (a.3 - a.2).total_cmp(&(b.3 - b.2)));
    let shown = ends(told.len(), INDUSTRIES);
    let column = |value: fn(&(&super::case::Place<'_>, &LabelEntry, f64, f64)) -> f64| {
        shown.iter().map(|&at| value(&told[at])).collect::<Vec<_>>()
    };
    let (values, relative) = (column(|t| t.3 - t.2), column(|t| pct(t.3 / t.2)));
    let unit = case.unit_text();
    let table = Table::new(format!("industries{mark}"), "Industries whose output moves most")
        .labels("region", "Region", shown.iter().map(|&at| told[at].0.code))
        .labels("sector", "Code", shown.iter().map(|&at| told[at].1.code.as_str()))
        .labels("name", "Sector", shown.iter().map(|&at| name(told[at].1)))
        .numbers("gross_output_baseline", &format!("Before, {unit}"), NumberFormat::Plain(0), column(|t| t.2))
        .numbers("gross_output", "After", NumberFormat::Plain(0), column(|t| t.3))
        .bars("change", "Difference", NumberFormat::SignedPlain(0), values.clone())
        .numbers("change_pct", "Change", changes(&relative), relative);
    let labels = shown.iter().map(|&at| format!("{} {}", told[at].0.code, name(told[at].1))).collect();
    Figure {
        id: format!("figure-industries{mark}"),
        title: "Which industries move most, in value".to_owned(),
        note: None,
        chart: Chart::Bars(Bars { labels, values, axis: format!("Change of output, {unit}") }),
        table,
    }
}

pub(super) fn name(label: &LabelEntry) -> &str {
    if label.name.is_empty() { &label.code } else { &label.name }
}
