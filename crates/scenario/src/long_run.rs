//! The long run: where the world economy settles after shocks and policies. From the tables of a file to typed shocks on the
//! axes of one world, one result per case.

mod choices;
mod model;
mod parameters;
mod shocks;
mod solver;
mod splits;
mod spread;

use std::borrow::Cow;

use oblate_equilibrium::ShockEntry;
use oblate_world::World;

use crate::log::{Change, Warning};
use crate::text::{
    At, Case, Document, Form, Map, Override, Problem, ProblemCode, Report, Settable, Table, file, schema_of,
};
use crate::words::{Findings, Groups, RegionGroup, TableSource, Vocabulary, told};
use choices::ProductionTaxes;
use model::{Demand, FactorMode, Household, Migration, Model, model};
use parameters::{Parameters, parameters};
use shocks::{Builder, Shocks, steps};
use solver::{Solver, solver};
use splits::{FactorSplit, RegionSplit, split};
use spread::{Sensitivity, spread};

pub use choices::{ElasticityFrom, Sourcing, Structure};
pub use model::{Markets, ModelChoice, StructureChoice};
pub use parameters::{ElasticityBase, ElasticityChoice, ParameterChoice};
pub use shocks::emissions_unit;
pub use solver::SolverChoice;
pub use spread::SpreadChoice;

file! {
    /// A question put to the engine: policies and shocks on the baseline of a world table.
    File of Shocks {
        /// How the economy works.
        model: Option<Model>,
        /// Elasticities.
        parameters: Option<Parameters>,
        /// How uncertain elasticities are.
        sensitivity: Option<Sensitivity>,
        /// Final demand.
        demand: Option<Demand>,
        /// The market of each factor: `"mobile"`, `"specific"`, `"world"`, `"long-run"`, `{ roy = 2.5 }`,
        /// `{ rigid = "nominal" }` or `{ rigid = "real" }`.
        factors: Option<Map<At<FactorMode>>>,
        /// Regions among which people move, and the factors that they take along.
        migration: Option<At<Migration>>,
        /// Groups of households.
        household: Vec<At<Household>>,
        /// Regions that are split into parts, the same in every variant.
        region_split: Vec<At<RegionSplit>>,
        /// New factors that take over a part of the income of others, the same in every variant.
        factor_split: Vec<At<FactorSplit>>,
        /// How the equilibrium is computed.
        solver: Option<Solver>,
    }
    variants {
        /// Variants of the scenario by name, each run beside the base case.
        by name,
        /// Keys set anew: `{ "model.deficits" = "zero", "iceberg.rivals.multiply" = 1.2 }`.
        set,
    }
}

impl Form for File {
    fn settable() -> Settable {
        Settable {
            tables: &[
                "model",
                "parameters",
                "sensitivity",
                "demand",
                "factors",
                "migration",
                "solver",
                "groups",
                "sector_groups",
            ],
            kinds: Shocks::keys(),
            example: "model.deficits",
        }
    }
}

/// The JSON Schema of scenario files: the text of `schemas/scenario.schema.json`, with its last newline.
pub fn json_schema() -> String {
    schema_of::<File>("oblate scenario")
}

/// What a scenario is resolved on.
pub struct Context<'a> {
    /// The world whose axes and baseline the shocks are on.
    pub world: &'a World,
    /// Where tables come from.
    pub tables: &'a dyn TableSource,
    /// The built-in groups.
    pub groups: &'a dyn Groups,
    /// The names of all sets of trade elasticities that a scenario may ask for.
    pub elasticity_sets: &'a [String],
    /// The names of those that have scale elasticities too.
    pub scale_elasticity_sets: &'a [String],
}

/// The cases of a scenario, and the world that they are on.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The world with the factors that the scenario splits off; none where it splits none.
    pub world: Option<World>,
    /// The base case first, then the variants in the order of the file.
    pub cases: Vec<Resolved>,
}

/// One case of a scenario on one world.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// `base`, or the name of the variant.
    pub variant: String,
    /// Title of the variant; of the scenario if it has none.
    pub title: String,
    /// How the economy works.
    pub model: ModelChoice,
    /// Elasticities.
    pub parameters: ParameterChoice,
    /// How uncertain they are.
    pub spread: SpreadChoice,
    /// How the equilibrium is computed.
    pub solver: SolverChoice,
    /// The shocks.
    pub shocks: oblate_equilibrium::Shocks,
    /// What each entry of the file has of them.
    pub entries: Vec<ShockEntry>,
    /// Every override and every shock, old → new.
    pub log: Vec<Change>,
    /// What a reader of the results must know.
    pub warnings: Vec<Warning>,
    /// Its groups of regions: the scenario's own in the order of the file, then the built-in ones that it names.
    pub groups: Vec<RegionGroup>,
    /// Overrides of the command line on keys that the variant sets itself: with them it cannot be run.
    pub refused: Vec<Problem>,
}

/// Resolves a document: the base case first, then its variants in the order of the file.
pub(crate) fn resolve(
    document: &Document,
    overrides: &[Override],
    context: &Context<'_>,
) -> Result<Resolution, Vec<Problem>> {
    let mut report = document.report()?;
    let cases: Vec<Case<File>> = document.cases(overrides, &mut report);
    let mut findings = Findings::new(report);
    let (world, splits) = match cases.first() {
        Some(base) => split(&base.raw, context, &mut findings),
        None => (Cow::Borrowed(context.world), Vec::new()),
    };
    let of_world = std::mem::take(&mut findings.warnings);
    let mut report = findings.report;
    report_other_taxes(&cases, &mut report);
    let mut resolved = Vec::with_capacity(cases.len());
    let on_world = Context { world: &world, ..*context };
    for mut case in cases {
        case.overrides.extend(splits.iter().cloned());
        let mut findings = Findings::new(report);
        findings.warnings.clone_from(&of_world);
        let (case, findings) = resolve_case(case, &on_world, findings);
        report = findings.report;
        resolved.push(case);
    }
    let world = match world {
        Cow::Owned(world) => Some(world),
        Cow::Borrowed(_) => None,
    };
    if report.is_clean() { Ok(Resolution { world, cases: resolved }) } else { Err(report.finish()) }
}

/// What net taxes on production are.
fn production_taxes(raw: &File) -> ProductionTaxes {
    let word = raw.model.as_ref().and_then(|model| model.production_taxes.as_ref());
    word.map_or(ProductionTaxes::Taxes, |word| word.value)
}

/// All variants are on one world: what production taxes are is said once.
fn report_other_taxes(cases: &[Case<File>], report: &mut Report<'_>) {
    let Some((base, variants)) = cases.split_first() else { return };
    for case in variants.iter().filter(|case| production_taxes(&case.raw) != production_taxes(&base.raw)) {
        let place = case.raw.model.as_ref().and_then(|model| model.production_taxes.as_ref());
        if let Some(word) = place {
            let message = "`production_taxes` is the same in every variant: set it for the whole file";
            report.problem(ProblemCode::WrongKeys, &word.place, message);
        }
    }
}

fn resolve_case<'s>(
    case: Case<File>,
    context: &Context<'_>,
    mut findings: Findings<'s>,
) -> (Resolved, Findings<'s>) {
    let raw = &case.raw;
    let vocabulary = Vocabulary::new(context.world, context.groups, &raw.head, &mut findings.report);
    let model = model(raw, &vocabulary, context.tables, &mut findings);
    let parameters = parameters(raw.parameters.as_ref(), context, &vocabulary, &mut findings);
    let spread = spread(raw.sensitivity.as_ref(), &vocabulary, &mut findings);
    let solver = solver(raw.solver.as_ref(), &mut findings);
    let mut log = case.overrides;
    let steps = steps(&raw.shocks, &model.demand, &vocabulary, context.tables, &mut findings);
    if raw.shocks.is_empty() {
        findings.warn(Warning::NoShocks);
    }
    let mut entries = Vec::new();
    // values of cells mean something only where every word was understood
    let shocks = if findings.report.is_clean() {
        let builder = Builder {
            vocabulary: &vocabulary,
            model: &model,
            rates_above: raw
                .model
                .as_ref()
                .and_then(|model| model.rates_above.as_ref())
                .map_or(5.0, |most| most.value),
            findings: &mut findings,
            log: &mut log,
            entries: &mut entries,
        };
        builder.shocks(&steps)
    } else {
        oblate_equilibrium::Shocks::default()
    };
    let warnings = std::mem::take(&mut findings.warnings);
    let groups = told(raw.head.groups.as_ref(), &findings.named, &vocabulary.regions);
    let resolved = Resolved {
        variant: case.name,
        title: case.title,
        model,
        parameters,
        spread,
        solver,
        shocks,
        entries,
        log,
        warnings,
        groups,
        refused: case.refused,
    };
    (resolved, findings)
}
