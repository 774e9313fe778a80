//! The table `sensitivity`: the change of real income under every published set of trade elasticities.

use super::PERCENT;
use super::regions::{mean, places};
use crate::run::RunResult;
use oblate_tables::{Cells, Column, Labels, Table};

pub(super) fn table(result: &RunResult) -> Table {
    let mut variant = Labels::over(result.variants.iter().map(|variant| variant.name.as_str()));
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
    let labels = |name, labels| Column { name, cells: Cells::Labels(labels) };
    let columns = vec![
        labels("variant", variant),
        labels("elasticity_set", set),
        labels("region", region),
        labels("variable", variable),
        Column { name: "value", cells: Cells::Numbers(value) },
        labels("unit", unit),
    ];
    Table { name: "sensitivity", columns }
}
