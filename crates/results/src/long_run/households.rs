//! The table `households`: what happens to each group of households in each region.

use oblate_equilibrium::Group;
use oblate_world::Id;

use crate::description::PERCENT;
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

/// The variables in their stable order, each with whether it is a level in the world's unit.
const VARIABLES: [(&str, bool); 3] =
    [("income_baseline", true), ("income", true), ("real_income_pct", false)];

/// None where no variant has groups of households.
pub(super) fn table(variants: &[VariantResult], unit: &str) -> Option<Table> {
    let groups = |variant: &VariantResult| !variant.baseline.parameters.demand.groups.is_empty();
    if !variants.iter().any(groups) {
        return None;
    }
    let mut names = Labels::over(variants.iter().map(|variant| variant.name()));
    let (mut region, mut group) = (Labels::default(), Labels::default());
    let mut variable = Labels::over(VARIABLES.map(|(name, _)| name));
    let mut units = Labels::over([PERCENT, unit]);
    let mut value = Vec::new();
    for (at, variant) in variants.iter().enumerate().filter(|(_, variant)| groups(variant)) {
        let (baseline, equilibrium) = (&variant.baseline, &variant.equilibrium);
        let real = &equilibrium.group_real_income_hat;
        for j in baseline.axes.regions.ids() {
            for (number, household) in baseline.parameters.demand.groups.iter().enumerate() {
                let g = Group::new(number);
                for (number, (_, level)) in VARIABLES.iter().enumerate() {
                    names.push(at);
                    region.push_word(baseline.axes.regions.code(j));
                    group.push_word(&household.name);
                    variable.push(number);
                    units.push(usize::from(*level));
                }
                value.extend([
                    baseline.group_income[(j, g)],
                    equilibrium.group_income[(j, g)],
                    100.0 * (real[(j, g)] - 1.0),
                ]);
            }
        }
    }
    let columns = vec![
        Column::labels("variant", names),
        Column::labels("region", region),
        Column::labels("group", group),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", units),
    ];
    Some(Table { name: "households", columns })
}
