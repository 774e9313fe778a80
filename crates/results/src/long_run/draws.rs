//! The tables of draws: `draws`, their statistics `uncertainty`, and `drawn_elasticities`; none where no draws were asked
//! for.

use super::regions::{mean, places};
use crate::description::PERCENT;
use oblate_engine::{Draws, RunResult, Statistics, VariantResult};
use oblate_tables::{Column, Labels, Table};

/// Each variant with its draws.
fn drawn(result: &RunResult) -> Option<impl Iterator<Item = (usize, &VariantResult, &Draws)>> {
    let draws = result.draws.as_ref()?;
    Some(result.variants.iter().zip(draws).enumerate().map(|(at, (variant, draws))| (at, variant, draws)))
}

fn variants(result: &RunResult) -> Labels {
    Labels::over(result.variants.iter().map(|variant| variant.name()))
}

fn numbers_of_draws(draws: &[Draws]) -> Labels {
    let most = draws.iter().map(|draws| draws.number).max().unwrap_or(0);
    Labels::over((1..=most).map(|number| number.to_string()))
}

/// The change of real income in every draw.
pub(super) fn draws(result: &RunResult) -> Option<Table> {
    let mut draw = numbers_of_draws(result.draws.as_ref()?);
    let (mut variant, mut region) = (variants(result), Labels::default());
    let (mut variable, mut unit) = (Labels::over(["real_income_pct"]), Labels::over([PERCENT]));
    let mut value = Vec::new();
    for (at, of, draws) in drawn(result)? {
        let places = places(of);
        for one in &draws.solved {
            for place in &places {
                variant.push(at);
                draw.push(one.number - 1);
                region.push_word(&place.code);
                variable.push(0);
                unit.push(0);
                value.push(mean(&one.real_income_pct, place, &one.income));
            }
        }
    }
    let columns = vec![
        Column::labels("variant", variant),
        Column::labels("draw", draw),
        Column::labels("region", region),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", unit),
    ];
    Some(Table { name: "draws", columns })
}

/// The statistics that are told.
type Told = (&'static str, fn(&Statistics) -> f64);
const STATISTICS: [Told; 5] = [
    ("mean", |told| told.mean),
    ("sd", |told| told.sd),
    ("p5", |told| told.p5),
    ("p50", |told| told.p50),
    ("p95", |told| told.p95),
];

/// Statistics of the change of real income over all draws.
pub(super) fn uncertainty(result: &RunResult) -> Option<Table> {
    let (mut variant, mut region) = (variants(result), Labels::default());
    let mut statistic = Labels::over(STATISTICS.map(|(name, _)| name));
    let (mut variable, mut unit) = (Labels::over(["real_income_pct"]), Labels::over([PERCENT]));
    let mut value = Vec::new();
    for (at, of, draws) in drawn(result)?.filter(|(_, _, draws)| !draws.solved.is_empty()) {
        for place in places(of) {
            let changes = draws.solved.iter().map(|one| mean(&one.real_income_pct, &place, &one.income));
            let statistics = Statistics::of(changes.collect());
            for (which, (_, number)) in STATISTICS.iter().enumerate() {
                variant.push(at);
                region.push_word(&place.code);
                variable.push(0);
                statistic.push(which);
                unit.push(0);
                value.push(number(&statistics));
            }
        }
    }
    let columns = vec![
        Column::labels("variant", variant),
        Column::labels("region", region),
        Column::labels("variable", variable),
        Column::labels("statistic", statistic),
        Column::numbers("value", value),
        Column::labels("unit", unit),
    ];
    Some(Table { name: "uncertainty", columns })
}

/// The elasticities of every draw.
pub(super) fn drawn_elasticities(result: &RunResult) -> Option<Table> {
    let mut draw = numbers_of_draws(result.draws.as_ref()?);
    let (mut variant, mut parameter, mut sector) = (variants(result), Labels::default(), Labels::default());
    let mut value = Vec::new();
    for (at, _, draws) in drawn(result)? {
        for one in &draws.solved {
            for (elasticity, number) in draws.elasticities.iter().zip(&one.elasticities) {
                variant.push(at);
                draw.push(one.number - 1);
                parameter.push_word(&elasticity.parameter);
                sector.push_word(&elasticity.sector);
                value.push(*number);
            }
        }
    }
    let columns = vec![
        Column::labels("variant", variant),
        Column::labels("draw", draw),
        Column::labels("parameter", parameter),
        Column::labels("sector", sector),
        Column::numbers("value", value),
    ];
    Some(Table { name: "drawn_elasticities", columns })
}
