//! The table `trade`: every trade link before and after, at basic prices.

use oblate_world::{Id, Region, Sector};

use crate::run::VariantResult;
use oblate_tables::{Cells, Column, Labels, Table};

pub(super) fn table(variants: &[VariantResult], unit: &str) -> Table {
    let mut names = Labels::over(variants.iter().map(|variant| variant.name.as_str()));
    let axes = variants.first().map(|variant| &variant.baseline.axes);
    let mut sector = Labels::over(axes.into_iter().flat_map(|axes| axes.sectors.codes()));
    let mut origin = Labels::over(axes.into_iter().flat_map(|axes| axes.regions.codes()));
    let (mut destination, mut units) = (origin.clone(), Labels::over([unit]));
    let (mut before, mut after) = (Vec::new(), Vec::new());
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
                    after.push(variant.equilibrium.trade(s, j, i));
                }
            }
        }
    }
    let labels = |name, labels| Column { name, cells: Cells::Labels(labels) };
    let columns = vec![
        labels("variant", names),
        labels("sector", sector),
        labels("origin", origin),
        labels("destination", destination),
        Column { name: "value_baseline", cells: Cells::Numbers(before) },
        Column { name: "value_new", cells: Cells::Numbers(after) },
        labels("unit", units),
    ];
    Table { name: "trade", columns }
}

/// Sales of a link in the baseline, which has no export taxes. Equation: model.md (2.3).
fn baseline_value(variant: &VariantResult, s: Sector, j: Region, i: Region, spent: f64) -> f64 {
    let rate = variant.baseline.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
    variant.baseline.trade_share[(s, j, i)] * spent / (1.0 + rate)
}
