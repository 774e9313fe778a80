//! How the economy of a scenario works: `[model]`, `[demand]`, `[factors]`, `[migration]` and groups of households.

mod demand;
mod factors;
mod households;
mod markets;
mod migration;
mod technology;

use oblate_equilibrium::{DeficitRule, FactorMarket};
use oblate_world::Flows;

use super::File;
use super::choices::{Deficits, ProductionTaxes, Sourcing, Structure};
use crate::text::{At, ProblemCode, table};
use crate::words::{Findings, PerSector, TableSource, Vocabulary};
use demand::demand;
use factors::factor_markets;
use markets::structures;
use migration::migration;
use technology::{Nest, Technology, technology};

pub(super) use demand::Demand;
pub(super) use factors::FactorMode;
pub(super) use households::Household;
pub use markets::{Markets, StructureChoice};
pub(super) use migration::Migration;

table! {
    /// How the economy works.
    Model {
        /// The market structure, one for all sectors or by sector with a default.
        #[schemars(extend("default" = "perfect"))]
        structure: Option<At<PerSector<Structure>>>,
        /// Whether all uses of a product in a region share its sources.
        #[schemars(extend("default" = "common"))]
        sourcing: Option<At<Sourcing>>,
        /// How trade deficits behave.
        #[schemars(extend("default" = "fixed"))]
        deficits: Option<At<Deficits>>,
        /// What net taxes on production in the table are, the same in every variant.
        #[schemars(extend("default" = "taxes"))]
        production_taxes: Option<At<ProductionTaxes>>,
        /// Substitution elasticities of the technology tree; 1 is Cobb–Douglas.
        technology: Option<Technology>,
        /// Own nests of the technology tree.
        nest: Vec<At<Nest>>,
        /// The largest rate of a tax or tariff that shocks may make: larger ones are taken for per cent (0.1 is 10 %).
        #[schemars(extend("default" = 5))]
        rates_above: Option<At<f64>>,
    }
}

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
    pub technology: oblate_equilibrium::Technology,
    /// Final demand.
    pub demand: oblate_equilibrium::Demand,
    /// The market of each factor.
    pub factor_markets: Vec<FactorMarket>,
    /// Migration within countries, if people move.
    pub migration: Option<oblate_equilibrium::Migration>,
}

/// The model that a scenario asks for.
pub(super) fn model(
    raw: &File,
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

fn sourcing(raw: Option<&Model>, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> Sourcing {
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
