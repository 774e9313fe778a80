//! How sure the answer is: the headline over draws of the elasticities.

use oblate_report::{Block, Chart, Figure, Intervals, Table, Words};

use super::influence;
use super::{Headlines, places};
use crate::cube::Cube;
use crate::long_run::case::{Case, changes};
use oblate_results::{Results, WORLD};

/// Statistics of the draws of one case by region.
pub(super) struct Uncertainty<'a> {
    numbers: Cube<'a>,
    /// Draws that were solved, and asked for.
    solved: usize,
    number: usize,
}

impl<'a> Uncertainty<'a> {
    pub(super) fn of(case: &Case<'_>, results: &'a Results) -> Option<Self> {
        let (entry, table) = (case.entry.draws.as_ref()?, results.table("uncertainty")?);
        let of_case = table.rows_where(&[("variant", case.name)]);
        let numbers = Cube::of(table, &["region", "statistic"], of_case);
        let solved = entry.number - entry.left_out.len();
        (solved > 0).then_some(Self { numbers, solved, number: entry.number })
    }

    pub(super) fn at(&self, region: &str, statistic: &str) -> f64 {
        self.numbers.at(&[region, statistic])
    }

    /// The draws, as the beginning of a sentence.
    fn draws(&self) -> String {
        if self.solved == self.number {
            format!("Over {} draws of the elasticities", self.number)
        } else {
            format!("Over the {} of {} draws of the elasticities that were solved", self.solved, self.number)
        }
    }
}

/// Between which ends most draws have the world's change, in one sentence.
pub(in crate::long_run) fn sentence(case: &Case<'_>, results: &Results) -> Option<Words> {
    let uncertainty = Uncertainty::of(case, results)?;
    let [low, high] = ["p5", "p95"].map(|end| uncertainty.at(WORLD, end));
    let format = changes(&[low, high]);
    let words = Words::from(uncertainty.draws()).text(", each with its error, ");
    Some(if low.is_nan() {
        words.text("some region's loss has no bound, so that the world has no mean.")
    } else {
        words
            .text("90 % of the changes for the world lie between ")
            .number(low, &format)
            .text(" and ")
            .number(high, &format)
            .text(".")
    })
}

/// The draws of a case: sentence, figure, and the elasticities that matter most.
pub(super) fn blocks(
    case: &Case<'_>,
    headlines: Option<&Headlines<'_>>,
    results: &Results,
    mark: &str,
) -> Vec<Block> {
    let Some(uncertainty) = Uncertainty::of(case, results) else { return Vec::new() };
    let mut blocks: Vec<Block> = sentence(case, results).map(Block::Text).into_iter().collect();
    blocks.extend(figure(case, &uncertainty, headlines, mark).map(Block::figure));
    blocks.extend(influence::blocks(case, results, mark));
    blocks
}

/// The interval of most draws for each place, beside the elasticities of the run and the published sets.
fn figure(
    case: &Case<'_>,
    uncertainty: &Uncertainty<'_>,
    headlines: Option<&Headlines<'_>>,
    mark: &str,
) -> Option<Figure> {
    let mut shown = places(case);
    shown.retain(|(code, _)| !uncertainty.at(code, "p5").is_nan());
    let column =
        |statistic| shown.iter().map(|(code, _)| uncertainty.at(code, statistic)).collect::<Vec<_>>();
    let (low, high) = (column("p5"), column("p95"));
    let run: Vec<f64> = shown.iter().map(|(code, _)| case.number(code, "real_income_pct")).collect();
    let (mut points, mut of_run) = (Vec::new(), "this run".to_owned());
    for (at, set) in headlines.map_or(&[][..], Headlines::sets).iter().enumerate() {
        let of_set = shown.iter().filter_map(|(code, _)| Some(headlines?.row(code)[at])).collect::<Vec<_>>();
        if of_set == run {
            of_run = format!("this run: {set}");
        } else if of_set.iter().all(|value| value.is_finite()) {
            // a set under which the scenario has no equilibrium has no points
            points.push((set.clone(), of_set));
        }
    }
    points.push((of_run, run.clone()));
    let names: Vec<String> = shown.iter().map(|(_, name)| (*name).to_owned()).collect();
    let format = changes(&[low.clone(), high.clone(), run.clone()].concat());
    let table =
        Table::new(format!("uncertainty{mark}"), "Change of real income over draws of the elasticities")
            .labels("region", "Code", shown.iter().map(|(code, _)| *code))
            .labels("name", "Region", names.clone())
            .numbers("real_income_pct", "This run", format.clone(), run)
            .numbers("p5", "5 % of draws below", format.clone(), low.clone())
            .numbers("p50", "Median", format.clone(), column("p50"))
            .numbers("p95", "5 % of draws above", format, high.clone());
    let of = if mark.is_empty() { String::new() } else { format!(": {}", case.title) };
    (!shown.is_empty()).then(|| Figure {
        id: format!("figure-uncertainty{mark}"),
        title: format!("What the errors of the elasticities leave open: change of real income{of}"),
        note: None,
        chart: Chart::Intervals(Intervals {
            labels: names,
            name: "90 % of the draws".to_owned(),
            ends: low.into_iter().zip(high).collect(),
            points,
            axis: "Change of real income, per cent".to_owned(),
        }),
        table,
    })
}
