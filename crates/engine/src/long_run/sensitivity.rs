//! How the headline moves with the elasticities: every variant solved again under each published set.

use oblate_scenario::{ElasticityBase, Problem};
use oblate_sources::elasticity_sets;
use oblate_world::World;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::plan::Case;
use super::{VariantResult, solution};
use crate::elasticities::run_parameters;
use crate::error::EngineError;

/// Variants of one run that are solved under every set; a longer list is told for its base case only.
pub const MOST_VARIANTS: usize = 8;

/// The change of real income under every published set of trade elasticities.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sensitivity {
    /// One entry for each variant and set.
    pub entries: Vec<SensitivityEntry>,
    /// What was not done, and why.
    pub left_out: Vec<String>,
}

/// One variant under one set.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityEntry {
    /// Position of the variant in the run.
    pub variant: usize,
    /// Name of the set.
    pub set: String,
    /// Exact change of real income by region, per cent; NaN if a price level is unbounded.
    pub real_income_pct: Vec<f64>,
    /// Income of the baseline by region: the weights of means.
    pub income: Vec<f64>,
}

/// Solves the variants again under every published set of trade elasticities. Numbers that the scenario gives for
/// single sectors stay.
pub(crate) fn sensitivity(
    world: &World,
    cases: &[Case],
    solved: &[VariantResult],
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Sensitivity, EngineError> {
    let told = if cases.len() > MOST_VARIANTS { &cases[..1] } else { cases };
    let mut left_out = Vec::new();
    if told.len() < cases.len() {
        left_out
            .push(format!("only the first of {} variants was solved under other elasticities", cases.len()));
    }
    let tasks: Vec<(usize, &str)> = (0..told.len())
        .flat_map(|variant| elasticity_sets().iter().map(move |set| (variant, set.name.as_str())))
        .collect();
    let outcomes = tasks.into_par_iter().map(|(variant, set)| {
        let (real_income_pct, income) = real_income(world, &told[variant], &solved[variant], set, stop)?;
        Ok(SensitivityEntry { variant, set: set.to_owned(), real_income_pct, income })
    });
    let mut entries = Vec::new();
    for outcome in outcomes.collect::<Vec<_>>() {
        match outcome {
            Ok(entry) => entries.push(entry),
            Err(stopped @ EngineError::Interrupted { .. }) => return Err(stopped),
            Err(reason) => left_out.push(reason.to_string()),
        }
    }
    left_out.dedup();
    Ok(Sensitivity { entries, left_out })
}

/// Changes of real income and the incomes of the baseline under a set; those of the run where it has the same numbers.
fn real_income(
    world: &World,
    case: &Case,
    solved: &VariantResult,
    set: &str,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<(Vec<f64>, Vec<f64>), EngineError> {
    let mut choice = case.resolved.parameters.clone();
    choice.trade_elasticity.base = ElasticityBase::Set(set.to_owned());
    let sectors = &world.axes().sectors;
    let chosen = run_parameters(sectors, None, &choice)?;
    let structure = &case.resolved.model.structure;
    let markets = structure.at(sectors, &chosen.trade_elasticity, &chosen.scale_elasticity);
    let markets = markets.map_err(|problems| not_under(set, problems))?;
    if markets == case.markets {
        return Ok((solved.welfare.real_income_pct.clone(), solved.baseline.income.clone()));
    }
    let told = format!("{}` under `{set}", case.resolved.variant);
    let solution = solution(world, case, &case.parameters_at(&markets), &told, stop)?;
    Ok((solution.welfare.real_income_pct, solution.baseline.income))
}

/// Market structures that the numbers of a set do not allow.
fn not_under(set: &str, problems: Vec<Problem>) -> EngineError {
    let told =
        |problem: Problem| Problem { message: format!("under `{set}`: {}", problem.message), ..problem };
    let (shown, text) = (String::new(), String::new());
    EngineError::Scenario { shown, text, problems: problems.into_iter().map(told).collect() }
}
