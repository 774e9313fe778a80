//! What would be run: every case of a scenario on a world, before anything is solved.

use std::borrow::Cow;
use std::collections::BTreeMap;

use oblate_equilibrium::{Parameters, Settings, Shocks};
use oblate_scenario::{Context, Markets, Problem, Resolved};
use oblate_world::{Axis, Id, Sector, World};

use super::{Further, Request};
use crate::elasticities::{SectorParameter, run_parameters};
use crate::error::EngineError;
use crate::questions::{
    BuiltinGroups, FoundScenario, PlannedVariant, TablesBeside, elasticity_set_names,
    scale_elasticity_set_names, wanted,
};

/// One case, ready to be solved.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the scenario says of it, on the axes of the world.
    pub resolved: Resolved,
    /// The sectors of its world.
    pub sectors: Axis<Sector>,
    /// Its elasticities, each with where it comes from.
    pub elasticities: SectorParameter,
    /// Market structures at these elasticities.
    pub markets: Markets,
}

impl Case {
    /// Its elasticities and choices in the form of the model.
    pub fn parameters(&self) -> Parameters {
        self.parameters_at(&self.markets)
    }

    /// Its choices with these trade elasticities and market structures.
    pub(crate) fn parameters_at(&self, markets: &Markets) -> Parameters {
        let model = &self.resolved.model;
        let mut parameters = Parameters {
            sourcing: model.sourcing.into(),
            technology: model.technology.clone(),
            demand: model.demand.clone(),
            factor_markets: model.factor_markets.clone(),
            migration: model.migration.clone(),
            ..Parameters::new(markets.trade_elasticity.clone())
        };
        for (at, structure) in markets.structure.iter().enumerate() {
            parameters.set_structure(Sector::new(at), *structure);
        }
        parameters
    }

    /// How it is solved: as the scenario asks, else as usual.
    pub fn settings<'a>(&self, stop: &'a (dyn Fn() -> bool + Sync)) -> Settings<'a> {
        let (standard, asked) = (Settings::default(), &self.resolved.solver);
        Settings {
            tolerance: asked.tolerance.unwrap_or(standard.tolerance),
            beyond: asked.beyond,
            max_iterations: asked.max_iterations.unwrap_or(standard.max_iterations),
            stop,
        }
    }
}

/// The cases of a request, the world that they are on, and the table files that they read with their hashes.
pub(crate) struct Cases<'w> {
    pub cases: Vec<Case>,
    /// The world of the request, with the regions and factors that the scenario splits.
    pub world: Cow<'w, World>,
    pub tables: BTreeMap<String, String>,
}

/// Resolves a scenario on a world and keeps the variants that were asked for.
pub(crate) fn cases<'w>(request: &Request<'w>) -> Result<Cases<'w>, EngineError> {
    let (scenario, world) = (request.scenario, request.world);
    has_room(scenario, world)?;
    let tables = TablesBeside::new(scenario.folder.clone());
    let sets = elasticity_set_names();
    let scale_sets = scale_elasticity_set_names();
    let context = Context {
        world,
        tables: &tables,
        groups: &BuiltinGroups,
        elasticity_sets: &sets,
        scale_elasticity_sets: &scale_sets,
    };
    let refused = |problems| scenario.refused(problems);
    let resolution = scenario.file.long_run(&scenario.overrides, &context).map_err(refused)?;
    let (mut cases, mut problems): (Vec<Case>, Vec<Problem>) = (Vec::new(), Vec::new());
    for mut resolved in wanted(resolution.cases, |case| &case.variant, request.variants, &scenario.name)? {
        problems.extend(resolved.refused.iter().cloned());
        resolved.warnings.extend(tables.warnings());
        match case(resolved, world)? {
            Ok(case) => cases.push(case),
            // a mistake of the base is one of each variant too
            Err(more) => {
                problems.extend(more.into_iter().filter(|new| !problems.contains(new)).collect::<Vec<_>>())
            }
        }
    }
    if !problems.is_empty() {
        return Err(refused(problems));
    }
    Ok(Cases {
        cases,
        world: resolution.world.map_or(Cow::Borrowed(world), Cow::Owned),
        tables: tables.into_read(),
    })
}

/// The most that the cases of one scenario may keep, in bytes.
const MOST_BYTES: f64 = 16e9;

/// Refuses more variants than memory holds, before they take it.
fn has_room(scenario: &FoundScenario, world: &World) -> Result<(), EngineError> {
    let axes = world.axes();
    let (n, m) = (axes.regions.len() as f64, axes.sectors.len() as f64);
    let variants = scenario.file.variants().count() + 1;
    // of each case: its shocks, and trade, tariffs and inputs of before and after
    let cells = 5.0 * m * n * n + 2.0 * n * m * m;
    let bytes = size_of::<f64>() as f64 * cells * variants as f64;
    if bytes <= MOST_BYTES {
        return Ok(());
    }
    Err(EngineError::ManyVariants { scenario: scenario.name.clone(), variants, bytes, most: MOST_BYTES })
}

/// The most solutions that starts or draws of one run may be.
const MOST_SOLUTIONS: usize = 200_000;

/// Refuses more starts or draws than anybody waits for, before any is solved.
pub(super) fn has_time(
    request: &Request<'_>,
    world: &World,
    variants: usize,
    further: &Further<'_>,
) -> Result<(), EngineError> {
    let axes = world.axes();
    let (n, m) = (axes.regions.len() as f64, axes.sectors.len() as f64);
    // of a start: factor prices, prices, and changes of real income; of a draw: elasticities, changes, and the rows that tell them
    let kept = [
        ("random starts", further.starts, 2.0 * n * (m + 1.0)),
        ("draws of elasticities", further.draws, 3.0 * m + 10.0 * n),
    ];
    for (what, each, numbers) in kept {
        let bytes = size_of::<f64>() as f64 * numbers * each as f64 * variants as f64;
        if each.saturating_mul(variants) > MOST_SOLUTIONS || bytes > MOST_BYTES {
            let scenario = request.scenario.name.clone();
            let (most, most_bytes) = (MOST_SOLUTIONS, MOST_BYTES);
            return Err(EngineError::ManySolutions {
                scenario,
                what,
                each,
                variants,
                bytes,
                most,
                most_bytes,
            });
        }
    }
    Ok(())
}

/// The first case of a request, and the world that it is on.
pub(crate) fn first_case<'w>(request: &Request<'w>) -> Result<(Case, Cow<'w, World>), EngineError> {
    let Cases { cases, world, .. } = cases(request)?;
    match cases.into_iter().next() {
        Some(case) => Ok((case, world)),
        None => Err(EngineError::Interrupted { during: "before the first case".to_owned() }),
    }
}

/// A case with its elasticities and market structures; problems are those of structures at these elasticities.
fn case(mut resolved: Resolved, world: &World) -> Result<Result<Case, Vec<Problem>>, EngineError> {
    let (sectors, own) = (world.axes().sectors.clone(), world.accounts().trade_elasticity.as_deref());
    let elasticities = run_parameters(&sectors, own, &resolved.parameters)?;
    let (trade, scale) = (&elasticities.trade_elasticity, &elasticities.scale_elasticity);
    let markets = match resolved.model.structure.at(&sectors, trade, scale) {
        Ok(markets) => markets,
        Err(problems) => return Ok(Err(problems)),
    };
    resolved.warnings.extend(markets.warnings.iter().cloned());
    Ok(Ok(Case { resolved, sectors, elasticities, markets }))
}

/// What would be run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The variants in their order, the base case first.
    pub variants: Vec<PlannedVariant>,
    /// How much work it is.
    pub estimate: Estimate,
}

/// The size of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Unknowns of one equilibrium: unit costs, receipts, factor prices, incomes.
    pub unknowns: usize,
    /// Trade links: sectors × destinations × origins.
    pub trade_links: usize,
    /// Rows of all result tables.
    pub rows: usize,
    /// Memory in bytes, roughly.
    pub memory: usize,
}

/// Tells what [`crate::run`] would run, with every change and an estimate of its size.
///
/// # Errors
/// As [`crate::run`], but for solving.
pub fn plan(request: &Request<'_>) -> Result<Plan, EngineError> {
    let Cases { cases, world, .. } = cases(request)?;
    let variant = |case: &Case| {
        let Resolved { variant, title, log, warnings, .. } = &case.resolved;
        PlannedVariant::new(variant, title, log, warnings)
    };
    Ok(Plan {
        variants: cases.iter().map(variant).collect(),
        estimate: Estimate::of(request, &world, &cases),
    })
}

impl Estimate {
    fn of(request: &Request<'_>, world: &World, cases: &[Case]) -> Self {
        let axes = world.axes();
        let (n, m, f) = (axes.regions.len(), axes.sectors.len(), axes.factors.len());
        let (links, uses) = (m * n * n, n * m * m);
        let shocked: usize = cases.iter().map(|case| shock_tensors(&case.resolved.shocks)).sum();
        // kept of a case: the baseline's trade and tariffs, the new trade and tariffs, the inputs
        let kept = cases.len() * (4 * links + 2 * uses);
        let threads = match request.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads,
        };
        // while it is solved: three trade tensors and the blocks of the preconditioner
        let solving = threads.min(cases.len()) * (3 * links + 3 * uses);
        let rows = cases.len() * (links + n * m * 9 + n * 20);
        // a row of trade holds three labels of four bytes and two numbers
        let memory = 8 * (links + uses + shocked * links + kept + solving) + 32 * rows;
        Self { unknowns: n * (2 * m + f + 1), trade_links: links, rows, memory }
    }
}

/// Tensors by trade link that a set of shocks holds.
fn shock_tensors(shocks: &Shocks) -> usize {
    let tensors = [&shocks.tariff, &shocks.export_tax, &shocks.iceberg_hat, &shocks.fixed_cost_hat];
    tensors.into_iter().flatten().count()
}
