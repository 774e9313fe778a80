//! From a scenario file to typed shocks on the axes of one world, one result per case.

use std::borrow::Cow;

use oblate_equilibrium::{ShockEntry, Shocks};
use oblate_world::World;

use crate::build::Builder;
use crate::file::{ScenarioFile, Written};
use crate::groups::{self, Groups, RegionGroup};
use crate::log::{Change, Warning};
use crate::model::{self, ModelChoice, SolverChoice};
use crate::overrides::Override;
use crate::parameters::{self, ParameterChoice};
use crate::problem::{Problem, ProblemCode};
use crate::raw::{self, Head};
use crate::read::Report;
use crate::select::{Findings, Vocabulary};
use crate::splits::split;
use crate::spread::{SpreadChoice, spread};
use crate::steps::steps;
use crate::table::TableSource;
use crate::variants::{Case, cases};

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
    pub shocks: Shocks,
    /// What each entry of the file has of them.
    pub entries: Vec<ShockEntry>,
    /// Every override and every shock, old → new.
    pub log: Vec<Change>,
    /// What a reader of the results must know.
    pub warnings: Vec<Warning>,
    /// Its groups of regions: the scenario's own in the order of the file, then the built-in ones that it names.
    pub groups: Vec<RegionGroup>,
}

/// Resolves a scenario: the base case first, then its variants in the order of the file.
///
/// # Errors
/// All mistakes at once: those of form that [`crate::read`] kept, unknown words, wrong tables, clashing overrides.
/// Mistakes that show only in the values of cells are found once there are no others.
pub fn resolve(
    file: &ScenarioFile,
    overrides: &[Override],
    context: &Context<'_>,
) -> Result<Resolution, Vec<Problem>> {
    if file.problems.iter().any(|problem| problem.code == ProblemCode::Syntax) {
        return Err(file.problems.clone());
    }
    let mut report = Report::new(&file.source);
    for problem in &file.problems {
        report.push(problem.clone());
    }
    let cases: Vec<Case<raw::File>> = cases(&file.document, overrides, &mut report);
    let mut findings = Findings::new(report);
    let (world, splits) = match cases.first() {
        Some(base) => split(&base.raw, context, &mut findings),
        None => (Cow::Borrowed(context.world), Vec::new()),
    };
    let mut report = findings.report;
    let mut resolved = Vec::with_capacity(cases.len());
    let on_world = Context { world: &world, ..*context };
    for mut case in cases {
        case.overrides.extend(splits.iter().cloned());
        let (case, findings) = resolve_case(case, file, &on_world, Findings::new(report));
        report = findings.report;
        resolved.push(case);
    }
    let world = match world {
        Cow::Owned(world) => Some(world),
        Cow::Borrowed(_) => None,
    };
    if report.is_clean() { Ok(Resolution { world, cases: resolved }) } else { Err(report.finish()) }
}

fn resolve_case<'s>(
    case: Case<raw::File>,
    file: &'s ScenarioFile,
    context: &Context<'_>,
    mut findings: Findings<'s>,
) -> (Resolved, Findings<'s>) {
    let raw = &case.raw;
    let vocabulary = vocabulary(context.world, context.groups, &raw.head, &mut findings.report);
    let model = model::model(raw, &vocabulary, context.tables, &mut findings);
    let parameters = parameters::parameters(raw.parameters.as_ref(), context, &vocabulary, &mut findings);
    let spread = spread(raw.sensitivity.as_ref(), &vocabulary, &mut findings);
    let solver = model::solver(raw.solver.as_ref(), &mut findings);
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
            findings: &mut findings,
            log: &mut log,
            entries: &mut entries,
        };
        builder.shocks(&steps)
    } else {
        Shocks::default()
    };
    let own_title = case.title.as_deref();
    let title = own_title.or(file.head().title.as_deref()).unwrap_or(file.name()).to_owned();
    let warnings = std::mem::take(&mut findings.warnings);
    let groups = groups::told(raw.head.groups.as_ref(), &findings.named, &vocabulary.regions);
    let variant = case.name;
    let resolved = Resolved {
        variant,
        title,
        model,
        parameters,
        spread,
        solver,
        shocks,
        entries,
        log,
        warnings,
        groups,
    };
    (resolved, findings)
}

pub(crate) fn vocabulary<'w>(
    world: &'w World,
    builtin: &dyn Groups,
    head: &Head,
    report: &mut Report<'_>,
) -> Vocabulary<'w> {
    let axes = world.axes();
    let mut vocabulary = Vocabulary {
        world,
        regions: groups::regions(&axes.regions, builtin),
        sectors: groups::sectors(&axes.sectors, builtin),
        factors: groups::factors(&axes.factors),
        final_uses: groups::final_uses(&axes.final_uses),
    };
    vocabulary.regions.define(head.groups.as_ref(), report);
    vocabulary.sectors.define(head.sector_groups.as_ref(), report);
    vocabulary
}
