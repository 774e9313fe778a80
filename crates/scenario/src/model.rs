//! The model and the solver that a scenario asks for.

use oblate_equilibrium::{DeficitRule, Demand, FactorMarket, Migration, Technology};
use oblate_world::Flows;

use crate::choices::{Deficits, Sourcing};
use crate::demand::demand;
use crate::factor_modes::factor_markets;
use crate::markets::{StructureChoice, structures};
use crate::migration::migration;
use crate::problem::ProblemCode;
use crate::raw;
use crate::select::{Findings, Vocabulary};
use crate::table::TableSource;
use crate::technology::technology;

/// How the economy of a scenario works.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelChoice {
    /// Market structures by sector.
    pub structure: StructureChoice,
    /// Whether uses share their sources.
    pub sourcing: Sourcing,
    /// How deficits behave.
    pub deficits: DeficitRule,
    /// Technology trees of all using sectors.
    pub technology: Technology,
    /// Final demand.
    pub demand: Demand,
    /// The market of each factor.
    pub factor_markets: Vec<FactorMarket>,
    /// Migration within countries, if people move.
    pub migration: Option<Migration>,
}

/// How the equilibrium is computed, where the scenario says so.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SolverChoice {
    /// Largest relative residual in levels.
    pub tolerance: Option<f64>,
    /// Most iterations.
    pub max_iterations: Option<usize>,
}

impl From<Sourcing> for oblate_equilibrium::Sourcing {
    fn from(sourcing: Sourcing) -> Self {
        match sourcing {
            Sourcing::Common => Self::Common,
            Sourcing::ByUse => Self::ByUse,
        }
    }
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

/// The model that a scenario asks for.
pub(crate) fn model(
    raw: &raw::File,
    vocabulary: &Vocabulary<'_>,
    tables: &dyn TableSource,
    findings: &mut Findings<'_>,
) -> ModelChoice {
    let model = raw.model.as_ref();
    let demand = demand(raw.demand.as_ref(), (&raw.household, &raw.factor_split), vocabulary, findings);
    let factor_markets = factor_markets(raw.factors.as_ref(), &demand, vocabulary, findings);
    ModelChoice {
        structure: structures(model, raw.parameters.as_ref(), vocabulary, findings),
        sourcing: sourcing(model, vocabulary, findings),
        deficits: model
            .and_then(|raw| raw.deficits.as_ref())
            .map_or(DeficitRule::default(), |rule| rule.value.into()),
        technology: technology(model, vocabulary, findings),
        migration: migration(raw.migration.as_ref(), &factor_markets, vocabulary, tables, findings),
        factor_markets,
        demand,
    }
}

fn sourcing(raw: Option<&raw::Model>, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> Sourcing {
    let Some(word) = raw.and_then(|raw| raw.sourcing.as_ref()) else { return Sourcing::Common };
    let accounts = vocabulary.world.accounts();
    if word.value == Sourcing::ByUse && matches!(accounts.flows, Flows::Common { .. }) {
        let message = format!(
            "`by-use` needs a world that tells the sources of each use; in `{}` all uses share theirs",
            accounts.description.name
        );
        findings.report.problem(ProblemCode::Needs, &word.place, message);
    }
    word.value
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
