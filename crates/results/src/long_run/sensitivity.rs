//! The table `sensitivity`: the change of real income under every published set of trade elasticities.

use super::regions::{mean, places};
use crate::description::PERCENT;
use oblate_engine::RunResult;
use oblate_tables::{Column, Labels, Table};

pub(super) fn table(result: &RunResult) -> Table {
    let mut variant = Labels::over(result.variants.iter().map(|variant| variant.name()));
    let (mut set, mut region) = (Labels::default(), Labels::default());
    let (mut variable, mut unit) = (Labels::over(["real_income_pct"]), Labels::over([PERCENT]));
    let mut value = Vec::new();
    for entry in &result.sensitivity.entries {
        for place in places(&result.variants[entry.variant]) {
            variant.push(entry.variant);
            set.push_word(&entry.set);
            region.push_word(&place.code);
            variable.push(0);
            unit.push(0);
            value.push(mean(&entry.real_income_pct, &place, &entry.income));
        }
    }
    let columns = vec![
        Column::labels("variant", variant),
        Column::labels("elasticity_set", set),
        Column::labels("region", region),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", unit),
    ];
    Table { name: "sensitivity", columns }
}
