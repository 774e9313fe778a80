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

impl Output<'_> {
    /// Output before the shock, and its volume after it at the prices of the baseline.
    fn volumes(&self, region: &str, sector: &str) -> Option<[f64; 2]> {
        let before = self.numbers.at(&[region, sector, "gross_output_baseline"]);
        let change = self.numbers.at(&[region, sector, "output_volume_pct"]);
        (before > 0.0 && !change.is_nan()).then_some([before, before * (1.0 + change / 100.0)])
    }
}

/// World output by sector.
fn world(case: &Case<'_>, output: &Output<'_>, mark: &str) -> Figure {
    let total = |sector: &str| {
        let volumes = case.regions.iter().filter_map(|place| output.volumes(place.code, sector));
        volumes.fold([0.0; 2], |[old, new], [before, after]| [old + before, new + after])
    };
    let mut told: Vec<(&LabelEntry, [f64; 2])> = output
        .sectors
        .iter()
        .map(|sector| (sector, total(&sector.code)))
        .filter(|(_, [before, _])| *before > 0.0)
        .collect();
    let ratio = |[before, after]: [f64; 2]| after / before;
    told.sort_by(|a, b| ratio(a.1).total_cmp(&ratio(b.1)));
    let shown = ends(told.len(), EACH);
    let values: Vec<f64> = shown.iter().map(|&at| pct(ratio(told[at].1))).collect();
    let before = shown.iter().map(|&at| told[at].1[0]).collect();
    let unit = case.unit_text();
    let table = Table::new(format!("sectors{mark}"), "Volume of the world's output by sector")
        .labels("sector", "Code", shown.iter().map(|&at| told[at].0.code.as_str()))
        .labels("name", "Sector", shown.iter().map(|&at| name(told[at].0)))
        .numbers("gross_output_baseline", &format!("Before, {unit}"), NumberFormat::Plain(0), before)
        .bars("change_pct", "Change of volume", changes(&values), values.clone());
    let labels = shown.iter().map(|&at| name(told[at].0).to_owned()).collect();
    let axis = "Change of the volume of world output, per cent".to_owned();
    Figure {
        id: format!("figure-sectors{mark}"),
        title: "Which sectors shrink and which grow: world output".to_owned(),
        note: Some("Volumes are at the prices before the shock.".to_owned()),
        chart: Chart::Bars(Bars { labels, values, axis }),
        table,
    }
}

/// The industries, sectors of regions, whose volume of output moves most.
fn industries(case: &Case<'_>, output: &Output<'_>, mark: &str) -> Figure {
    let mut told = Vec::new();
    for place in &case.regions {
        for sector in output.sectors {
            let volumes = output.volumes(place.code, &sector.code);
            told.extend(volumes.map(|[before, after]| (place, sector, before, after)));
        }
    }
    told.sort_by(|a, b| (a.3 - a.2).total_cmp(&(b.3 - b.2)));
    let shown = ends(told.len(), INDUSTRIES);
    let column = |value: fn(&(&super::case::Place<'_>, &LabelEntry, f64, f64)) -> f64| {
        shown.iter().map(|&at| value(&told[at])).collect::<Vec<_>>()
    };
    let (values, relative) = (column(|t| t.3 - t.2), column(|t| pct(t.3 / t.2)));
    let unit = case.unit_text();
    let table = Table::new(format!("industries{mark}"), "Industries whose volume of output moves most")
        .labels("region", "Region", shown.iter().map(|&at| told[at].0.code))
        .labels("sector", "Code", shown.iter().map(|&at| told[at].1.code.as_str()))
        .labels("name", "Sector", shown.iter().map(|&at| name(told[at].1)))
        .numbers("gross_output_baseline", &format!("Before, {unit}"), NumberFormat::Plain(0), column(|t| t.2))
        .bars("change", "Difference at prices before", NumberFormat::SignedPlain(0), values.clone())
        .numbers("change_pct", "Change", changes(&relative), relative);
    let labels = shown.iter().map(|&at| format!("{} {}", told[at].0.code, name(told[at].1))).collect();
    Figure {
        id: format!("figure-industries{mark}"),
        title: "Which industries move most, in volume".to_owned(),
        note: Some("Volumes are at the prices before the shock.".to_owned()),
        chart: Chart::Bars(Bars {
            labels,
            values,
            axis: format!("Change of output at prices before, {unit}"),
        }),
        table,
    }
}

pub(super) fn name(label: &LabelEntry) -> &str {
    if label.name.is_empty() { &label.code } else { &label.name }
}
