//! The table `emissions`: what the sectors of each region emit, where carbon has a price.

use super::regions::{self, Variable};
use oblate_engine::{EmissionsUnit, RunResult, VariantResult};
use oblate_tables::Table;

/// None where carbon has no price in any variant.
pub(super) fn table(result: &RunResult) -> Option<Table> {
    let unit = result.emissions_unit.as_ref()?;
    let told: Vec<_> = result.variants.iter().map(|variant| variables(variant, unit)).collect();
    let priced = told.iter().any(|variables| !variables.is_empty());
    priced.then(|| regions::table("emissions", &result.variants, &told))
}

/// None where carbon has no price in the variant.
fn variables(variant: &VariantResult, unit: &EmissionsUnit) -> Vec<Variable> {
    let emissions = &variant.equilibrium.emissions;
    if emissions.is_empty() {
        return Vec::new();
    }
    let column = |at: usize| -> Vec<f64> { emissions.iter().map(|told| told[at] / unit.tonnes).collect() };
    let (before, after) = (column(0), regions::blanked(variant, &column(1)));
    let hat = Variable::ratio("emissions_hat", &after, &before);
    vec![
        Variable::level("emissions_baseline", &unit.name, before),
        Variable::level("emissions", &unit.name, after),
        hat,
    ]
}
