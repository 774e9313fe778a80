//! How the headline moves with the elasticities: every variant solved again under each published set.

use oblate_equilibrium::{Economy, counterfactual, welfare};
use oblate_scenario::ElasticityBase;
use oblate_sources::elasticity_sets;
use oblate_world::World;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::error::EngineError;
use crate::parameters::run_parameters;
use crate::plan::Case;

/// Variants of one run that are solved under every set; a longer list is told for its base case only.
pub(crate) const MOST_VARIANTS: usize = 8;

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
    let solved = tasks.into_par_iter().map(|(variant, set)| entry(world, &told[variant], variant, set, stop));
    let mut entries = Vec::new();
    for outcome in solved.collect::<Vec<_>>() {
        match outcome {
            Ok(entry) => entries.push(entry),
            Err(stopped @ EngineError::Interrupted { .. }) => return Err(stopped),
            Err(reason) => left_out.push(reason.to_string()),
        }
    }
    left_out.dedup();
    Ok(Sensitivity { entries, left_out })
}

fn entry(
    world: &World,
    case: &Case,
    variant: usize,
    set: &str,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<SensitivityEntry, EngineError> {
    let name = &case.resolved.variant;
    let mut choice = case.resolved.parameters.clone();
    choice.trade_elasticity.base = ElasticityBase::Set(set.to_owned());
    let elasticities = run_parameters(&world.axes().sectors, None, &choice)?;
    let mut parameters = case.parameters();
    parameters.trade_elasticity = elasticities.trade_elasticity;
    let economy = Economy::calibrate(world, &parameters)
        .map_err(|reason| EngineError::Calibration { variant: name.clone(), reason })?;
    let shocks = &case.resolved.shocks;
    let outcome = counterfactual(&economy, shocks, &case.settings(stop))
        .map_err(|reason| EngineError::solve(&format!("{name}` under `{set}"), reason))?;
    let welfare = welfare(&outcome.baseline, &outcome.equilibrium, shocks);
    Ok(SensitivityEntry {
        variant,
        set: set.to_owned(),
        real_income_pct: welfare.real_income_pct,
        income: outcome.baseline.income.clone(),
    })
}
