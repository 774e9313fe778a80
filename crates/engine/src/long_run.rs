//! The long run: a scenario on a world, every variant solved, in parallel and in a fixed order.

mod chains;
mod draw;
mod draws;
mod equilibria;
mod plan;
mod sensitivity;
mod spread;
mod uniqueness;

use std::collections::BTreeMap;

use oblate_equilibrium::{
    DecompositionError, Economy, Equilibrium, Parameters, PathDecomposition, Volumes, Welfare,
    counterfactual, decompose, volumes, welfare,
};
use oblate_scenario::{RegionGroup, emissions_unit};
use oblate_world::{Id, World};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::error::EngineError;
use crate::questions::FoundScenario;
use crate::threads::in_pool;
use draws::draws;
use equilibria::search;
use plan::{Cases, cases, has_time};
use sensitivity::sensitivity;

pub use chains::{ChainLengths, Chains};
pub use draw::GENERATOR;
pub use draws::{Draw, Draws, Statistics};
pub use equilibria::{OtherEquilibrium, Search};
pub(crate) use plan::first_case;
pub use plan::{Case, Estimate, Plan, plan};
pub use sensitivity::{MOST_VARIANTS, Sensitivity, SensitivityEntry};
pub use spread::{DrawnElasticity, Spread};
pub(crate) use uniqueness::warnings;

/// What is to be run.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The scenario.
    pub scenario: &'a FoundScenario,
    /// The world on which it is run.
    pub world: &'a World,
    /// The variants that are run; all of them if there is none.
    pub variants: &'a [String],
    /// Threads at most; zero is one per core. Results do not depend on it.
    pub threads: usize,
}

/// What is looked at beside the answer itself.
#[derive(Clone, Copy)]
pub struct Further<'a> {
    /// Random starts from which other equilibria of each variant are looked for.
    pub starts: usize,
    /// Draws of the elasticities under which each variant is solved again.
    pub draws: usize,
    /// Told after each draw how many are done, and of how many.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl Default for Further<'_> {
    fn default() -> Self {
        Self { starts: 0, draws: 0, progress: &|_, _| {} }
    }
}

/// The results of a run.
#[derive(Debug, Clone)]
pub struct RunResult {
    /// The variants in their order, the base case first.
    pub variants: Vec<VariantResult>,
    /// The unit of all values.
    pub unit: String,
    /// Persons by region and their unit, where the world tells them.
    pub population: Option<Population>,
    /// The unit of emissions, where the world tells them.
    pub emissions_unit: Option<EmissionsUnit>,
    /// The change of real income under every published set of trade elasticities.
    pub sensitivity: Sensitivity,
    /// What random starts of each variant came to; none if none were asked for.
    pub equilibria: Option<Vec<Search>>,
    /// What draws of the elasticities came to, by variant; none if none were asked for.
    pub draws: Option<Vec<Draws>>,
    /// The table files that the scenario read, with the BLAKE3 hashes of their bytes.
    pub table_files: BTreeMap<String, String>,
    /// What every user of the world must know, what the scenario split of it among it.
    pub caveats: Vec<String>,
}

/// How many people live in each region.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Persons by region, in the unit below; NaN is missing.
    pub values: Vec<f64>,
    /// `million persons`.
    pub unit: String,
}

/// The unit in which a world tells its emissions of CO2.
#[derive(Debug, Clone, PartialEq)]
pub struct EmissionsUnit {
    /// As the world writes it: `kt`.
    pub name: String,
    /// How many tonnes it is.
    pub tonnes: f64,
}

/// The result of one variant.
#[derive(Debug, Clone)]
pub struct VariantResult {
    /// What was solved: its choices, elasticities and shocks.
    pub case: Case,
    /// The economy against which changes are told: that of the world, or the one without deficits.
    pub baseline: Economy,
    /// The equilibrium after the shocks.
    pub equilibrium: Equilibrium,
    /// What it means for real incomes.
    pub welfare: Welfare,
    /// What is made and traded, in volumes.
    pub volumes: Volumes,
    /// What brings the change of real income, or why it was not split.
    pub decomposition: Result<PathDecomposition, DecompositionError>,
    /// How long chains are, where uses have their own sources.
    pub chains: Option<Chains>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Solves every variant of a scenario on a world.
///
/// `stop` is asked once per iteration of each solve. The order of the results is that of the scenario, whatever
/// the number of threads.
///
/// # Errors
/// [`EngineError`]: all mistakes of the scenario at once; the first variant that cannot be calibrated or solved; the
/// user's wish to stop.
pub fn run(request: &Request<'_>, stop: &(dyn Fn() -> bool + Sync)) -> Result<RunResult, EngineError> {
    run_with(request, &Further::default(), stop)
}

/// The same as [`run`], and what lies around the answer.
///
/// # Errors
/// As [`run`].
pub fn run_with(
    request: &Request<'_>,
    further: &Further<'_>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<RunResult, EngineError> {
    let Cases { cases, tables, world } = cases(request)?;
    has_time(request, &world, cases.len(), further)?;
    let (mut variants, sensitivity, equilibria, draws) = in_pool(request.threads, || {
        let solved = cases.par_iter().map(|case| solve(&world, case, stop));
        let solved = solved.collect::<Vec<_>>().into_iter().collect::<Result<Vec<_>, _>>()?;
        let sensitivity = sensitivity(&world, &cases, &solved, stop)?;
        let wanted = further.starts > 0;
        let equilibria = wanted.then(|| search(&cases, &solved, further.starts, stop)).transpose()?;
        let draws = (further.draws > 0).then(|| draws(&world, &cases, further, stop)).transpose()?;
        Ok::<_, EngineError>((solved, sensitivity, equilibria, draws))
    })??;
    for (variant, search) in variants.iter_mut().zip(equilibria.iter().flatten()) {
        variant.warnings.extend((!search.others.is_empty()).then(|| search.in_words()));
    }
    for (variant, draws) in variants.iter_mut().zip(draws.iter().flatten()) {
        variant.warnings.extend(draws.left_out_in_words());
    }
    let description = &world.accounts().description;
    let (unit, caveats) = (description.unit.clone(), description.caveats.clone());
    let population = population(&world);
    let emissions_unit =
        emissions_unit(&world).map(|(name, tonnes)| EmissionsUnit { name: name.to_owned(), tonnes });
    Ok(RunResult {
        variants,
        unit,
        population,
        emissions_unit,
        sensitivity,
        equilibria,
        draws,
        table_files: tables,
        caveats,
    })
}

fn population(world: &World) -> Option<Population> {
    let facts = &world.accounts().region_covariates;
    let found = facts.iter().find(|covariate| covariate.name == "population")?;
    Some(Population { values: found.values.clone(), unit: found.unit.clone() })
}

fn solve(world: &World, case: &Case, stop: &(dyn Fn() -> bool + Sync)) -> Result<VariantResult, EngineError> {
    let resolved = &case.resolved;
    let variant = resolved.variant.as_str();
    if stop() {
        return Err(EngineError::Interrupted { during: format!("before variant `{variant}`") });
    }
    let Solution { baseline, equilibrium, welfare } =
        solution(world, case, &case.parameters(), variant, stop)?;
    let decomposition =
        decompose(&baseline, &resolved.shocks, &resolved.entries, &equilibrium, &case.settings(stop));
    if decomposition == Err(DecompositionError::Interrupted) {
        return Err(EngineError::Interrupted {
            during: format!("splitting the change of variant `{variant}`"),
        });
    }
    let mut warnings: Vec<String> = equilibrium.beyond.map(beyond_in_words).into_iter().collect();
    warnings.extend(self::warnings(case, &baseline));
    warnings.extend(unbounded_in_words(world, &equilibrium));
    warnings.extend(
        decomposition.as_ref().err().filter(|_| equilibrium.unbounded.is_empty()).map(ToString::to_string),
    );
    let chains = Chains::of(&baseline, &equilibrium).map_err(|reason| EngineError::Indicators { reason })?;
    let volumes = volumes(&baseline, &equilibrium, &resolved.shocks);
    Ok(VariantResult {
        case: case.clone(),
        baseline,
        equilibrium,
        welfare,
        volumes,
        decomposition,
        chains,
        warnings,
    })
}

/// What a reader must know of an equilibrium that does not follow from the baseline.
fn beyond_in_words(reached: f64) -> String {
    if reached > 0.0 {
        format!(
            "this is another equilibrium, not what the shock does: the equilibria that follow from the baseline end at {:.2} % of the \
             shock",
            100.0 * reached
        )
    } else {
        "this is another equilibrium, not what the shock does: the baseline is no stable equilibrium, so that nothing follows from it"
            .to_owned()
    }
}

/// A case solved under some elasticities.
pub(crate) struct Solution {
    pub baseline: Economy,
    pub equilibrium: Equilibrium,
    pub welfare: Welfare,
}

/// Solves a case under these elasticities; `told` names it in errors.
pub(crate) fn solution(
    world: &World,
    case: &Case,
    parameters: &Parameters,
    told: &str,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Solution, EngineError> {
    let economy = Economy::calibrate(world, parameters)
        .map_err(|reason| EngineError::Calibration { variant: told.to_owned(), reason })?;
    let shocks = &case.resolved.shocks;
    let outcome = counterfactual(&economy, shocks, &case.settings(stop))
        .map_err(|reason| EngineError::solve(told, reason))?;
    let welfare = welfare(&outcome.baseline, &outcome.equilibrium, shocks);
    Ok(Solution { baseline: outcome.baseline.into_owned(), equilibrium: outcome.equilibrium, welfare })
}

/// A sentence for each region whose price level is unbounded.
fn unbounded_in_words<'a>(
    world: &'a World,
    equilibrium: &'a Equilibrium,
) -> impl Iterator<Item = String> + 'a {
    let axes = world.axes();
    equilibrium.unbounded.iter().map(|(region, products)| {
        let products: Vec<&str> = products.iter().map(|&product| axes.sectors.code(product)).collect();
        format!(
            "`{}` trades with nobody and has no home supply of {}: its price level is unbounded, and its values are missing",
            axes.regions.code(*region),
            products.join(", ")
        )
    })
}

impl RunResult {
    /// Largest relative residual in levels over all variants, with the kind of equation.
    pub fn largest_residual(&self) -> (&'static str, f64) {
        let named = self.variants.iter().flat_map(|variant| variant.equilibrium.residuals.named());
        named.fold(("none", 0.0), |largest, next| if next.1 > largest.1 { next } else { largest })
    }
}

impl VariantResult {
    /// `base`, or the name of the variant.
    pub fn name(&self) -> &str {
        &self.case.resolved.variant
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.case.resolved.title
    }

    /// The groups of regions for which totals are told.
    pub fn groups(&self) -> &[RegionGroup] {
        &self.case.resolved.groups
    }

    /// Change of real income in the world, per cent, weighted by baseline income; NaN if a region is unbounded.
    pub fn world_real_income_pct(&self) -> f64 {
        let total: f64 = self.baseline.income.iter().sum();
        let weighted = self.baseline.income.iter().zip(&self.welfare.real_income_pct);
        weighted.map(|(income, change)| income * change).sum::<f64>() / total
    }

    /// Regions by their change of real income, per cent, largest loss first; unbounded regions are left out.
    pub fn ranking(&self) -> Vec<(&str, &str, f64)> {
        let regions = &self.baseline.axes.regions;
        let changes = regions.ids().map(|j| {
            let label = regions.label(j);
            (label.code.as_str(), label.name.as_str(), self.welfare.real_income_pct[j.index()])
        });
        let mut ranking: Vec<_> = changes.filter(|(_, _, change)| !change.is_nan()).collect();
        ranking.sort_by(|a, b| a.2.total_cmp(&b.2));
        ranking
    }
}
