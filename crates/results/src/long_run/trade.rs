//! The table `trade`: every trade link before and after, at basic prices.

use oblate_world::{Id, Region, Sector};

use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

pub(super) fn table(variants: &[VariantResult], unit: &str) -> Table {
    let mut names = Labels::over(variants.iter().map(|variant| variant.name()));
    let axes = variants.first().map(|variant| &variant.baseline.axes);
    let mut sector = Labels::over(axes.into_iter().flat_map(|axes| axes.sectors.codes()));
    let mut origin = Labels::over(axes.into_iter().flat_map(|axes| axes.regions.codes()));
    let (mut destination, mut units) = (origin.clone(), Labels::over([unit]));
    let [mut before, mut after, mut volume] = [const { Vec::new() }; 3];
    for (at, variant) in variants.iter().enumerate() {
        let axes = &variant.baseline.axes;
        let expenditure = variant.baseline.expenditure();
        for s in axes.sectors.ids() {
            for i in axes.regions.ids() {
                for j in axes.regions.ids() {
                    names.push(at);
                    sector.push(s.index());
                    origin.push(i.index());
                    destination.push(j.index());
                    units.push(0);
                    before.push(baseline_value(variant, s, j, i, expenditure[(j, s)]));
                    let value = variant.equilibrium.trade(s, j, i);
                    after.push(value);
                    volume.push(value / variant.volumes.mill_price_hat[(i, s)]);
                }
            }
        }
    }
    let columns = vec![
        Column::labels("variant", names),
        Column::labels("sector", sector),
        Column::labels("origin", origin),
        Column::labels("destination", destination),
        Column::numbers("value_baseline", before),
        Column::numbers("value_new", after),
        Column::numbers("volume_new", volume),
        Column::labels("unit", units),
    ];
    Table { name: "trade", columns }
}

/// Sales of a link in the baseline, which has no export taxes. Equation: model.md (2.3).
fn baseline_value(variant: &VariantResult, s: Sector, j: Region, i: Region, spent: f64) -> f64 {
    let rate = variant.baseline.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
    variant.baseline.trade_share[(s, j, i)] * spent / (1.0 + rate)
}
