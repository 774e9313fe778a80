//! The table `sectors`: what happens to each sector of each region.

use oblate_world::{Array2, Id, Region, Sector};

use super::hat;
use crate::description::{PERCENT, RATIO};
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

/// The variables in their stable order, each with the place of its unit in ratio, the world's unit, per cent.
const VARIABLES: [(&str, usize); 13] = [
    ("unit_cost_hat", 0),
    ("price_index_hat", 0),
    ("output_volume_pct", 2),
    ("value_added_real_pct", 2),
    ("exports_pct", 2),
    ("imports_pct", 2),
    ("gross_output_baseline", 1),
    ("gross_output", 1),
    ("gross_output_hat", 0),
    ("value_added_baseline", 1),
    ("value_added", 1),
    ("expenditure_baseline", 1),
    ("expenditure", 1),
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
    let mut units = Labels::over([RATIO, unit, PERCENT]);
    let mut value = Vec::new();
    for (at, variant) in variants.iter().enumerate() {
        let baseline = &variant.baseline;
        let before = Before { output: baseline.gross_output(), expenditure: baseline.expenditure() };
        for j in baseline.axes.regions.ids() {
            for k in baseline.axes.sectors.ids() {
                for (number, (_, unit)) in VARIABLES.iter().enumerate() {
                    names.push(at);
                    region.push(j.index());
                    sector.push(k.index());
                    variable.push(number);
                    units.push(*unit);
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
    let volumes = &variant.volumes;
    let pct = |hat: f64| 100.0 * (hat - 1.0);
    [
        of(output, equilibrium.unit_cost_hat[(j, k)]),
        of(bought, equilibrium.price_index_hat[(j, k)]),
        pct(volumes.output_hat[(j, k)]),
        pct(volumes.value_added_hat[(j, k)]),
        pct(volumes.exports_hat[(j, k)]),
        pct(volumes.imports_hat[(j, k)]),
        output,
        equilibrium.gross_output[(j, k)],
        hat(equilibrium.gross_output[(j, k)], output),
        baseline.factor_share.row(j, k).iter().sum::<f64>() * baseline.receipts[(j, k)],
        new_shares.row(j, k).iter().sum::<f64>() * equilibrium.receipts[(j, k)],
        bought,
        equilibrium.expenditure[(j, k)],
    ]
}
