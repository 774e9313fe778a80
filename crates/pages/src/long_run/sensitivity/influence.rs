//! Which elasticity matters most: whose draws go along with the change of real income of the world.

use oblate_report::{Block, NumberFormat, Table, Words};

use crate::long_run::case::Case;
use oblate_results::Manifest;
use oblate_results::{Results, WORLD};

/// Elasticities that are told.
const MOST: usize = 5;
/// Standard errors of a correlation within which it can be chance.
const CHANCE: f64 = 3.0;
/// How near to one the correlation of two elasticities is that have the same error.
const SAME: f64 = 1e-9;
/// Sectors that are named.
const NAMED: usize = 3;

/// Elasticities with one error, and how it goes along with the outcome.
struct Influence {
    parameter: String,
    sectors: Vec<String>,
    correlation: f64,
    ln: Vec<f64>,
}

/// A sentence and a table; nothing where no elasticity matters beyond chance.
pub(super) fn blocks(case: &Case<'_>, results: &Results, mark: &str) -> Vec<Block> {
    let told = influences(case, results).unwrap_or_default();
    let Some(first) = told.first() else { return Vec::new() };
    let share = |influence: &Influence| 100.0 * influence.correlation.powi(2);
    let format = NumberFormat::Plain(0);
    let sentence = Words::from("What matters most for the world is the ")
        .text(first.parameter_in_words())
        .text(" of ")
        .text(first.sectors_in_words(&results.manifest))
        .text(": its error alone explains ")
        .number(share(first), &format)
        .text(" % of the variance of the change.");
    let table = Table::new(
        format!("influence{mark}"),
        "Elasticities whose errors move the change for the world most",
    )
    .labels("elasticity", "Elasticity", told.iter().map(Influence::parameter_in_words))
    .labels("sectors", "Of", told.iter().map(|one| one.sectors_in_words(&results.manifest)))
    .numbers(
        "correlation",
        "Correlation",
        NumberFormat::SignedPlain(2),
        told.iter().map(|one| one.correlation).collect(),
    )
    .numbers("variance_pct", "Share of variance, %", format, told.iter().map(share).collect());
    vec![Block::Text(sentence), Block::Table(table)]
}

/// The elasticities that matter beyond chance, those that matter most first.
fn influences(case: &Case<'_>, results: &Results) -> Option<Vec<Influence>> {
    let (draws, drawn) = (results.table("draws")?, results.table("drawn_elasticities")?);
    let (regions, changes) = (draws.labels("region")?, draws.numbers("value")?);
    let outcome: Vec<f64> = draws
        .rows_where(&[("variant", case.name)])
        .filter(|&row| regions.get(row) == WORLD)
        .map(|row| changes[row])
        .collect();
    let (parameters, sectors) = (drawn.labels("parameter")?, drawn.labels("sector")?);
    let (values, of_case) =
        (drawn.numbers("value")?, drawn.rows_where(&[("variant", case.name)]).collect::<Vec<_>>());
    // every draw tells the same elasticities in the same order
    let each = of_case.len().checked_div(outcome.len())?;
    let mut found: Vec<Influence> = Vec::new();
    for (at, &row) in of_case.iter().take(each).enumerate() {
        let ln: Vec<f64> = of_case[at..].iter().step_by(each).map(|&row| values[row].ln()).collect();
        let correlation = correlation(&ln, &outcome);
        // an elasticity that is certain, or a world without a mean
        if correlation.is_nan() {
            continue;
        }
        let (parameter, sector) = (parameters.get(row).to_owned(), sectors.get(row).to_owned());
        let same = |other: &&mut Influence| self::correlation(&other.ln, &ln).abs() > 1.0 - SAME;
        match found.iter_mut().find(same) {
            Some(other) if other.parameter == parameter => other.sectors.push(sector),
            // a scale elasticity that moves with the trade elasticity alone
            Some(_) => {}
            None => found.push(Influence { parameter, sectors: vec![sector], correlation, ln }),
        }
    }
    let chance = CHANCE / (outcome.len() as f64).sqrt();
    found.retain(|influence| influence.correlation.abs() > chance);
    found.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    found.truncate(MOST);
    Some(found)
}

/// The correlation of two lists; NaN where one does not vary.
fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    let (of_x, of_y) = (mean(x), mean(y));
    let sum =
        |terms: fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| terms(x - of_x, y - of_y)).sum::<f64>();
    let (xx, yy, xy) = (sum(|x, _| x * x), sum(|_, y| y * y), sum(|x, y| x * y));
    // what a constant differs from its mean is rounding
    let varies = |squares: f64, mean: f64| squares > x.len() as f64 * (1e-12 * mean).powi(2);
    if varies(xx, of_x) && varies(yy, of_y) { xy / (xx * yy).sqrt() } else { f64::NAN }
}

impl Influence {
    fn parameter_in_words(&self) -> String {
        match self.parameter.split_once(':') {
            Some((_, nest)) => format!("elasticity of substitution in {}", nest.replace('_', " ")),
            None if self.parameter == "substitution" => "elasticity of substitution".to_owned(),
            None => self.parameter.replace('_', " "),
        }
    }

    fn sectors_in_words(&self, manifest: &Manifest) -> String {
        let name = |code: &String| {
            let label = manifest.world.sectors.iter().find(|label| label.code == *code);
            match label {
                Some(label) if !label.name.is_empty() && label.name != *code => {
                    format!("{} ({code})", label.name)
                }
                Some(_) => code.clone(),
                None => "final demand".to_owned(),
            }
        };
        let named: Vec<String> = match self.sectors.as_slice() {
            [only] => vec![name(only)],
            several => several.iter().take(NAMED).cloned().collect(),
        };
        match self.sectors.len() - named.len() {
            0 => named.join(", "),
            more => format!("{} and {more} more sectors, one estimate for all", named.join(", ")),
        }
    }
}
