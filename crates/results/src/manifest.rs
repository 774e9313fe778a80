//! `run.json`: everything needed to repeat a run, and how the solver went. No clock, no path, no thread count.

mod about;
mod draws;
mod model;

use std::collections::BTreeMap;

use oblate_numerics::Method;
use oblate_scenario::Change;
use oblate_sources::{ElasticitySet, accounts_hash};
use oblate_tables::Table;
use oblate_world::{Accounts, Axis, Id, Sector, World};
use serde::{Deserialize, Serialize};

use oblate_engine::{Case, FoundScenario, MendCount, Request, RunResult, Search, VariantResult, mend_counts};

/// Name of the file by which a folder of a run is known.
pub const MANIFEST: &str = "run.json";

pub use draws::{DrawsEntry, SpreadEntry};
pub use model::{DemandEntry, MigrationEntry};

/// The content of `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the engine.
    pub oblate: String,
    /// The scenario.
    pub scenario: ScenarioEntry,
    /// The world.
    pub world: WorldEntry,
    /// Citations of the elasticities.
    pub elasticity_citations: Vec<String>,
    /// The variants in their order.
    pub variants: Vec<VariantEntry>,
    /// What was not solved under other elasticities, and why.
    pub sensitivity_left_out: Vec<String>,
    /// Names of the files beside this one.
    pub files: Vec<String>,
}

/// The scenario, or the set of shocks, of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioEntry {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The question that it answers.
    pub question: Option<String>,
    /// The mechanisms that it shows.
    pub mechanisms: Vec<String>,
    /// What a reader should know.
    pub notes: Option<String>,
    /// BLAKE3 hash of its text.
    pub blake3: String,
    /// Its text.
    pub text: String,
    /// The overrides of the request, as written.
    pub overrides: Vec<String>,
    /// Its table files with the BLAKE3 hashes of their bytes.
    pub tables: BTreeMap<String, String>,
}

/// The world of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorldEntry {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The year of its flows.
    pub year: Option<i32>,
    /// The unit of all values.
    pub unit: String,
    /// Hash of all its content.
    pub blake3: String,
    /// Its regions.
    pub regions: Vec<LabelEntry>,
    /// Its sectors.
    pub sectors: Vec<LabelEntry>,
    /// Its licence.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// What every user of results must know.
    pub caveats: Vec<String>,
    /// Its sources.
    pub sources: Vec<SourceEntry>,
    /// Its mends by rule.
    pub mends: Vec<MendCount>,
}

/// A label of an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelEntry {
    /// Its code, as in the result tables.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// One source of the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Its name.
    pub name: String,
    /// Its licence.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// Its files with their BLAKE3 hashes.
    pub files: BTreeMap<String, String>,
}

/// One variant: what was chosen and how it was solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantEntry {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Market structure, `by sector` where sectors differ.
    pub structure: String,
    /// Sourcing of uses.
    pub sourcing: String,
    /// How deficits behave.
    pub deficits: String,
    /// Final demand.
    pub demand: DemandEntry,
    /// The market of each factor.
    pub factor_markets: BTreeMap<String, String>,
    /// Migration within countries; none if nobody moves.
    pub migration: Option<MigrationEntry>,
    /// Names of the scenario's own nests of technology.
    pub nests: Vec<String>,
    /// Elasticities by sector.
    pub parameters: Vec<ParameterEntry>,
    /// Every override and every shock, old → new.
    pub changes: Vec<String>,
    /// Every key that the variant or the request sets anew.
    pub overrides: BTreeMap<String, OverrideEntry>,
    /// How the solver went.
    pub solver: SolverEntry,
    /// What random starts came to; none if none were asked for.
    pub search: Option<Search>,
    /// What draws of the elasticities came to, and how they were drawn; none if none were asked for.
    pub draws: Option<DrawsEntry>,
    /// Regions whose price level is unbounded, with the products that they lack.
    pub unbounded: BTreeMap<String, Vec<String>>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// A key that is set anew, with its values as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverrideEntry {
    /// Before; none if the key was absent.
    pub old: Option<String>,
    /// After.
    pub new: String,
}

/// The elasticities of one sector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterEntry {
    /// Code of the sector.
    pub sector: String,
    /// Market structure.
    pub structure: String,
    /// Trade elasticity.
    pub trade_elasticity: f64,
    /// Where it comes from.
    pub source: String,
    /// Scale elasticity.
    pub scale_elasticity: f64,
    /// Selection: how much more trade answers to what buyers pay than to iceberg costs.
    pub selection: f64,
    /// Substitution between value added and materials.
    pub output: f64,
    /// Substitution between factors.
    pub value_added: f64,
    /// Substitution between materials.
    pub materials: f64,
}

/// The record of a solve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SolverEntry {
    /// Largest relative residual that is accepted.
    pub tolerance: f64,
    /// Newton steps at most.
    pub max_iterations: usize,
    /// Where this is no equilibrium that follows from the baseline, but another one: the share of the shock at which those that
    /// follow end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<f64>,
    /// Largest relative residuals in levels, by kind of equation.
    pub residuals: Vec<ResidualEntry>,
    /// Largest residual at hats of one.
    pub initial_residual: f64,
    /// Evaluations of the residuals.
    pub evaluations: usize,
    /// The iterations in order.
    pub iterations: Vec<IterationEntry>,
}

/// One kind of residual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResidualEntry {
    /// The kind of equation.
    pub equations: String,
    /// Largest relative residual, in levels.
    pub largest: f64,
}

/// One iteration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IterationEntry {
    /// The method.
    pub method: String,
    /// Position on the path of the shock: 1 is the full shock.
    pub path: f64,
    /// Largest residual after it.
    pub residual: f64,
    /// Jacobian-vector products.
    pub products: usize,
    /// Share of the full step that was taken.
    pub step: f64,
}

impl Manifest {
    /// The record of a run.
    pub fn new(request: &Request<'_>, result: &RunResult) -> Self {
        let variants = || result.variants.iter();
        let mut citations: Vec<String> = variants()
            .filter_map(|variant| variant.case.elasticities.set)
            .flat_map(ElasticitySet::citations)
            .collect();
        citations.sort();
        citations.dedup();
        let mut world = WorldEntry::of(request.world);
        if let Some(variant) = result.variants.first() {
            // the hash is that of the world that was given, regions and caveats are those after splits
            world.regions = labels(&variant.baseline.axes.regions);
        }
        world.caveats.clone_from(&result.caveats);
        let entry = |(at, variant): (usize, &VariantResult)| VariantEntry {
            search: result.equilibria.as_ref().map(|searches| searches[at].clone()),
            draws: result.draws.as_ref().map(|draws| DrawsEntry::new(&variant.case.sectors, &draws[at])),
            ..VariantEntry::new(variant)
        };
        Self {
            oblate: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: ScenarioEntry::new(request.scenario, result.table_files.clone()),
            world,
            elasticity_citations: citations,
            variants: variants().enumerate().map(entry).collect(),
            sensitivity_left_out: result.sensitivity.left_out.clone(),
            files: Vec::new(),
        }
    }
}

impl Manifest {
    /// What forms of the results that travel without `run.json` carry instead: a title, and a table `about`.
    pub(crate) fn travelling(&self) -> (String, Table) {
        let mut title = format!("oblate {}: {} on {}", self.oblate, self.scenario.name, self.world.name);
        if !self.world.licence.is_empty() {
            title.push_str(&format!(", {}", self.world.licence));
        }
        (title, about::table(self))
    }

    fn parameters(&self) -> impl Iterator<Item = &ParameterEntry> {
        self.variants.iter().flat_map(|variant| &variant.parameters)
    }

    /// Whether some nest has a substitution elasticity other than 1.
    pub(crate) fn has_nests(&self) -> bool {
        let own = self.variants.iter().any(|variant| !variant.nests.is_empty());
        let bent =
            |of: &ParameterEntry| [of.output, of.value_added, of.materials].iter().any(|&sigma| sigma != 1.0);
        own || self.parameters().any(bent)
    }

    /// Where the elasticities come from, in words.
    pub(crate) fn elasticity_origins(&self) -> impl Iterator<Item = &String> {
        self.parameters().map(|of| &of.source)
    }
}

impl ScenarioEntry {
    pub(crate) fn new(scenario: &FoundScenario, tables: BTreeMap<String, String>) -> Self {
        let head = scenario.file.head().clone();
        let text = scenario.file.text().to_owned();
        Self {
            name: scenario.name.clone(),
            title: head.title,
            question: head.question,
            mechanisms: head.mechanisms,
            notes: head.notes,
            blake3: blake3::hash(text.as_bytes()).to_hex().to_string(),
            text,
            overrides: scenario.override_texts.clone(),
            tables,
        }
    }
}

impl WorldEntry {
    pub(crate) fn of(world: &World) -> Self {
        Self::of_accounts(world.accounts())
    }

    pub(crate) fn of_accounts(accounts: &Accounts) -> Self {
        let description = accounts.description.clone();
        let source = |source: oblate_world::Source| SourceEntry {
            name: source.name,
            licence: source.licence,
            citation: source.citation,
            files: source.files.into_iter().map(|file| (file.name, file.blake3)).collect(),
        };
        Self {
            blake3: accounts_hash(accounts),
            name: description.name,
            title: description.title,
            year: description.year,
            unit: description.unit,
            regions: labels(&accounts.axes.regions),
            sectors: labels(&accounts.axes.sectors),
            licence: description.licence,
            citation: description.citation,
            caveats: description.caveats,
            sources: description.sources.into_iter().map(source).collect(),
            mends: mend_counts(&accounts.mends),
        }
    }
}

impl VariantEntry {
    fn new(variant: &VariantResult) -> Self {
        let (case, axes) = (&variant.case, &variant.baseline.axes);
        let products =
            |products: &Vec<Sector>| products.iter().map(|&s| axes.sectors.code(s).to_owned()).collect();
        let unbounded = variant.equilibrium.unbounded.iter();
        Self {
            name: variant.name().to_owned(),
            title: variant.title().to_owned(),
            structure: model::structure(case),
            sourcing: case.resolved.model.sourcing.to_string(),
            deficits: model::deficits(case.resolved.model.deficits).to_owned(),
            demand: model::demand(case, &axes.sectors),
            factor_markets: model::factor_markets(case, &axes.factors),
            migration: model::migration(case, axes),
            nests: model::nests(case),
            parameters: model::parameters(case, &axes.sectors),
            changes: case.resolved.log.iter().map(ToString::to_string).collect(),
            overrides: case.resolved.log.iter().filter_map(overridden).collect(),
            solver: SolverEntry::new(case, variant),
            search: None,
            draws: None,
            unbounded: unbounded
                .map(|(j, lacks)| (axes.regions.code(*j).to_owned(), products(lacks)))
                .collect(),
            warnings: variant.warnings.clone(),
        }
    }
}

fn overridden(change: &Change) -> Option<(String, OverrideEntry)> {
    match change {
        Change::Override { key, old, new, .. } => {
            Some((key.clone(), OverrideEntry { old: old.clone(), new: new.clone() }))
        }
        _ => None,
    }
}

fn labels<I: Id>(axis: &Axis<I>) -> Vec<LabelEntry> {
    axis.labels()
        .iter()
        .map(|label| LabelEntry { code: label.code.clone(), name: label.name.clone() })
        .collect()
}

impl SolverEntry {
    fn new(case: &Case, variant: &VariantResult) -> Self {
        let settings = case.settings(&|| false);
        let record = &variant.equilibrium.record;
        let iteration = |iteration: &oblate_numerics::Iteration| IterationEntry {
            method: match iteration.method {
                Method::Newton => "newton",
                Method::Anderson => "anderson",
                Method::Transient => "transient",
            }
            .to_owned(),
            path: iteration.path,
            residual: iteration.residual,
            products: iteration.products,
            step: iteration.step,
        };
        let residual = |(equations, largest): (&str, f64)| ResidualEntry {
            equations: str::to_owned(equations),
            largest,
        };
        Self {
            tolerance: settings.tolerance,
            max_iterations: settings.max_iterations,
            beyond: variant.equilibrium.beyond,
            residuals: variant.equilibrium.residuals.named().into_iter().map(residual).collect(),
            initial_residual: record.initial_residual,
            evaluations: record.evaluations,
            iterations: record.iterations.iter().map(iteration).collect(),
        }
    }
}
