//! The table `sectors`: what happens to each sector of each region.

use oblate_world::{Array2, Id, Region, Sector};

use super::hat;
use crate::description::RATIO;
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

/// The variables in their stable order, each with whether it is a level in the world's unit.
const VARIABLES: [(&str, bool); 9] = [
    ("unit_cost_hat", false),
    ("price_index_hat", false),
    ("gross_output_baseline", true),
    ("gross_output", true),
    ("gross_output_hat", false),
    ("value_added_baseline", true),
    ("value_added", true),
    ("expenditure_baseline", true),
    ("expenditure", true),
];

/// Baseline levels of one variant by region and sector.
struct Before {
    output: Array2<Region, Sector>,
    expenditure: Array2<Region, Sector>,
}

pub(super) fn table(variants: &[VariantResult], unit: &str) -> Table {
    let mut names = Labels::over(variants.iter().map(|variant| variant.name()));
    let axes = variants.first().map(|variant| &variant.baseline.axes);
    let mut region = Labels::over(axes.into_iter().flat_map(|axes| axes.regions.codes()));
    let mut sector = Labels::over(axes.into_iter().flat_map(|axes| axes.sectors.codes()));
    let mut variable = Labels::over(VARIABLES.map(|(name, _)| name));
    let mut units = Labels::over([RATIO, unit]);
    let mut value = Vec::new();
    for (at, variant) in variants.iter().enumerate() {
        let baseline = &variant.baseline;
        let before = Before { output: baseline.gross_output(), expenditure: baseline.expenditure() };
        for j in baseline.axes.regions.ids() {
            for k in baseline.axes.sectors.ids() {
                for (number, (_, level)) in VARIABLES.iter().enumerate() {
                    names.push(at);
                    region.push(j.index());
                    sector.push(k.index());
                    variable.push(number);
                    units.push(usize::from(*level));
                }
                value.extend(values(variant, &before, j, k));
            }
        }
    }
    let columns = vec![
        Column::labels("variant", names),
        Column::labels("region", region),
        Column::labels("sector", sector),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", units),
    ];
    Table { name: "sectors", columns }
}

/// The values of one sector, in the order of [`VARIABLES`].
fn values(variant: &VariantResult, before: &Before, j: Region, k: Sector) -> [f64; VARIABLES.len()] {
    let (baseline, equilibrium) = (&variant.baseline, &variant.equilibrium);
    let (output, bought) = (before.output[(j, k)], before.expenditure[(j, k)]);
    // a hat of what is neither made nor bought says nothing
    let of = |level: f64, hat: f64| if level == 0.0 { f64::NAN } else { hat };
    let new_shares = equilibrium.factor_share.as_ref().unwrap_or(&baseline.factor_share);
    [
        of(output, equilibrium.unit_cost_hat[(j, k)]),
        of(bought, equilibrium.price_index_hat[(j, k)]),
        output,
        equilibrium.gross_output[(j, k)],
        hat(equilibrium.gross_output[(j, k)], output),
        baseline.factor_share.row(j, k).iter().sum::<f64>() * baseline.receipts[(j, k)],
        new_shares.row(j, k).iter().sum::<f64>() * equilibrium.receipts[(j, k)],
        bought,
        equilibrium.expenditure[(j, k)],
    ]
}
