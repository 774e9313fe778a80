//! The model and the solver that a scenario asks for.

use oblate_equilibrium::{DeficitRule, Technology};
use oblate_world::{Id, Sector};

use crate::by_sector::PerSector;
use crate::choices::{Deficits, Sourcing, Structure};
use crate::problem::ProblemCode;
use crate::raw;
use crate::read::At;
use crate::select::{Findings, Vocabulary};
use crate::values::Words;

/// How the economy of a scenario works.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelChoice {
    /// Market structure.
    pub structure: Structure,
    /// Whether uses share their sources.
    pub sourcing: Sourcing,
    /// How deficits behave.
    pub deficits: DeficitRule,
    /// Substitution elasticities of the technology tree.
    pub technology: Technology,
}

/// How the equilibrium is computed, where the scenario says so.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SolverChoice {
    /// Largest relative residual in levels.
    pub tolerance: Option<f64>,
    /// Most iterations.
    pub max_iterations: Option<usize>,
}

impl From<Deficits> for DeficitRule {
    fn from(deficits: Deficits) -> Self {
        match deficits {
            Deficits::Fixed => Self::Fixed,
            Deficits::Zero => Self::Zero,
            Deficits::Share => Self::Share,
        }
    }
}

/// The model that `[model]` asks for.
pub(crate) fn model(
    raw: Option<&raw::Model>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> ModelChoice {
    if let Some(structure) = raw.and_then(|raw| raw.structure.as_ref()) {
        // one structure exists so far: only the sectors' names can be wrong
        by_sector(&structure.value, vocabulary, findings);
    }
    let technology = raw.and_then(|raw| raw.technology.as_ref());
    let mut nest = |pick: fn(&raw::Technology) -> &Option<At<PerSector<f64>>>| {
        let given = technology.and_then(|technology| pick(technology).as_ref());
        substitution(given, vocabulary, findings)
    };
    ModelChoice {
        structure: Structure::Perfect,
        sourcing: raw
            .and_then(|raw| raw.sourcing.as_ref())
            .map_or(Sourcing::Common, |sourcing| sourcing.value),
        deficits: raw
            .and_then(|raw| raw.deficits.as_ref())
            .map_or(DeficitRule::default(), |rule| rule.value.into()),
        technology: Technology {
            output: nest(|technology| &technology.output),
            value_added: nest(|technology| &technology.value_added),
            materials: nest(|technology| &technology.materials),
        },
    }
}

/// How `[solver]` asks the equilibrium to be computed.
pub(crate) fn solver(raw: Option<&raw::Solver>, findings: &mut Findings<'_>) -> SolverChoice {
    let Some(raw) = raw else { return SolverChoice::default() };
    if let Some(tolerance) = &raw.tolerance
        && !(tolerance.value > 0.0 && tolerance.value < 1.0)
    {
        let message =
            format!("a tolerance of {} makes no sense: it must lie between 0 and 1", tolerance.value);
        findings.report.problem(ProblemCode::BadNumber, &tolerance.place, message);
    }
    SolverChoice {
        tolerance: raw.tolerance.as_ref().map(|tolerance| tolerance.value),
        max_iterations: raw.max_iterations.as_ref().map(|count| count.value.get()),
    }
}

/// Substitution elasticities by using sector; 1 where nothing is said.
fn substitution(
    given: Option<&At<PerSector<f64>>>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<f64> {
    let sectors = vocabulary.world.axes().sectors.len();
    let Some(given) = given else { return vec![1.0; sectors] };
    let default = match &given.value {
        PerSector::One(value) => Some(value),
        PerSector::Each { default, .. } => default.as_ref(),
    };
    let each = by_sector(&given.value, vocabulary, findings);
    for value in default.into_iter().chain(each.iter().map(|(_, value)| *value)) {
        if value.value < 0.0 {
            let message = format!(
                "a substitution elasticity of {} is out of bounds: it must be 0 or above",
                value.value
            );
            findings.report.problem(ProblemCode::OutOfBounds, &value.place, message);
        }
    }
    let mut values = vec![default.map_or(1.0, |value| value.value); sectors];
    for (sector, value) in each {
        values[sector.index()] = value.value;
    }
    values
}

/// The sectors that have a value of their own, ordered; a sector under two keys is reported.
pub(crate) fn by_sector<'v, T>(
    values: &'v PerSector<T>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<(Sector, &'v At<T>)> {
    let PerSector::Each { sectors, .. } = values else { return Vec::new() };
    let mut given: Vec<Option<(&At<String>, &At<T>)>> = vec![None; vocabulary.world.axes().sectors.len()];
    for (key, value) in sectors {
        let words = At { value: Words(vec![key.clone()]), place: key.place.clone() };
        for sector in findings.find(&vocabulary.sectors, Some(&words), 0).unwrap_or_default() {
            if let Some((first, _)) = given[sector.index()].replace((key, value)) {
                let code = vocabulary.world.axes().sectors.code(sector);
                let message =
                    format!("sector `{code}` has two values: by `{}` and by `{}`", first.value, key.value);
                findings.report.problem(ProblemCode::Duplicate, &key.place, message);
            }
        }
    }
    let values = given.into_iter().enumerate();
    values.filter_map(|(at, value)| Some((Sector::new(at), value?.1))).collect()
}
