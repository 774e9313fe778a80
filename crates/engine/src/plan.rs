//! What would be run: every case of a scenario on a world, before anything is solved.

use std::borrow::Cow;
use std::collections::BTreeMap;

use oblate_equilibrium::{Parameters, Settings, Shocks};
use oblate_scenario::{Context, Markets, Problem, Resolved};
use oblate_world::{Axis, Id, Sector, World};

use crate::error::EngineError;
use crate::parameters::{SectorParameter, run_parameters};
use crate::run::Request;
use crate::surroundings::{BuiltinGroups, TablesBeside, elasticity_set_names, scale_elasticity_set_names};

/// One case, ready to be solved.
pub(crate) struct Case {
    pub resolved: Resolved,
    /// The sectors of its world.
    pub sectors: Axis<Sector>,
    pub elasticities: SectorParameter,
    /// Market structures at these elasticities.
    pub markets: Markets,
}

impl Case {
    /// Its elasticities and choices in the form of the model.
    pub(crate) fn parameters(&self) -> Parameters {
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
    pub(crate) fn settings<'a>(&self, stop: &'a (dyn Fn() -> bool + Sync)) -> Settings<'a> {
        let (standard, asked) = (Settings::default(), &self.resolved.solver);
        Settings {
            tolerance: asked.tolerance.unwrap_or(standard.tolerance),
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
    for resolved in wanted(resolution.cases, |case| &case.variant, request.variants, &scenario.name)? {
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

/// The cases that were asked for by the names of their variants; all where none is named.
///
/// # Errors
/// [`EngineError::UnknownVariant`].
pub(crate) fn wanted<T>(
    cases: Vec<T>,
    variant: fn(&T) -> &str,
    asked: &[String],
    scenario: &str,
) -> Result<Vec<T>, EngineError> {
    let is_there = |name: &String| cases.iter().any(|case| variant(case) == name);
    if let Some(name) = asked.iter().find(|name| !is_there(name)) {
        let known = cases.iter().map(|case| variant(case).to_owned()).collect();
        return Err(EngineError::UnknownVariant { scenario: scenario.to_owned(), name: name.clone(), known });
    }
    let is_asked = |case: &T| asked.is_empty() || asked.iter().any(|name| name == variant(case));
    Ok(cases.into_iter().filter(is_asked).collect())
}

/// What would be run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The variants in their order, the base case first.
    pub variants: Vec<PlannedVariant>,
    /// How much work it is.
    pub estimate: Estimate,
}

/// One variant of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedVariant {
    /// `base`, or the name of the variant.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Every override and every shock, old → new.
    pub changes: Vec<String>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
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
    let variant = |case: &Case| PlannedVariant {
        name: case.resolved.variant.clone(),
        title: case.resolved.title.clone(),
        changes: case.resolved.log.iter().map(ToString::to_string).collect(),
        warnings: case.resolved.warnings.iter().map(ToString::to_string).collect(),
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
