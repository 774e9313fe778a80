//! The summary: one line for each variant and region, with the changes that people look for first.

use super::regions::{Variable, places};
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

/// The variables of the summary, in the order of its columns; those that end in `_pct` are changes in per cent,
/// those that end in `_hat` are new over baseline, the income is in the world's unit.
const SHOWN: [&str; 10] = [
    "real_income_pct",
    "real_wage_pct",
    "welfare_first_order_pct",
    "terms_of_trade_pct",
    "volume_of_trade_pct",
    "wage_hat",
    "price_index_hat",
    "exports_hat",
    "imports_hat",
    "income_baseline",
];

pub(super) fn table(variants: &[VariantResult], told: &[Vec<Variable>]) -> Table {
    let mut variant_column = Labels::over(variants.iter().map(|variant| variant.name()));
    let (mut region, mut name) = (Labels::default(), Labels::default());
    let mut numbers: [Vec<f64>; SHOWN.len()] = Default::default();
    for (at, (variant, variables)) in variants.iter().zip(told).enumerate() {
        for place in places(variant) {
            variant_column.push(at);
            region.push_word(&place.code);
            name.push_word(&place.name);
            for (shown, column) in SHOWN.iter().zip(&mut numbers) {
                let variable = variables.iter().find(|variable| variable.name == *shown);
                column.push(variable.map_or(f64::NAN, |told| told.at(&place, &variant.baseline.income)));
            }
        }
    }
    let mut columns = vec![
        Column::labels("variant", variant_column),
        Column::labels("region", region),
        Column::labels("name", name),
    ];
    let numbers = SHOWN.into_iter().zip(numbers);
    columns.extend(numbers.map(|(name, values)| Column::numbers(name, values)));
    Table { name: "summary", columns }
}
