//! Volumes: what sectors make and what crosses borders, at the prices of the baseline.

use oblate_world::{Array2, Id, Region, Sector};

use super::equilibrium::Equilibrium;
use crate::economy::{Economy, rate};
use crate::shocks::Shocks;

/// Quantities over the baseline, region × sector; NaN where there were none in the baseline, or where a region's price level is
/// unbounded. Equation: model.md (3.16).
#[derive(Debug, Clone, PartialEq)]
pub struct Volumes {
    /// Prices at the mill, with productivity and economies of scale in; one where nothing is made.
    pub mill_price_hat: Array2<Region, Sector>,
    /// Output.
    pub output_hat: Array2<Region, Sector>,
    /// Exports of the sector.
    pub exports_hat: Array2<Region, Sector>,
    /// Imports of the product.
    pub imports_hat: Array2<Region, Sector>,
    /// What the sector's factors earn, over the price index of final spending of the region.
    pub value_added_hat: Array2<Region, Sector>,
}

/// Volumes of an equilibrium after these shocks: values over the price at the mill `ĉ/(Â Q̂^ψ (1+b)^)`, which counts productivity and
/// economies of scale. Equation: model.md (3.16).
pub fn volumes(baseline: &Economy, equilibrium: &Equilibrium, shocks: &Shocks) -> Volumes {
    let [regions, sectors] = equilibrium.gross_output.shape();
    let price = |i, s| mill_price_hat(baseline, equilibrium, shocks, (i, s));
    let price = Array2::from_fn([regions, sectors], price);
    let output = baseline.gross_output();
    let consumer_price = equilibrium.consumer_price_hat(baseline);
    let shares = equilibrium.factor_share.as_ref().unwrap_or(&baseline.factor_share);
    let over = |new: f64, old: f64| if old > 0.0 { new / old } else { f64::NAN };
    let value_added = |j: Region, k: Sector| {
        let sum = |row: &[f64]| row.iter().sum::<f64>();
        let before = sum(baseline.factor_share.row(j, k)) * baseline.receipts[(j, k)];
        let after = sum(shares.row(j, k)) * equilibrium.receipts[(j, k)];
        over(after / consumer_price[j.index()], before)
    };
    let [exports_hat, imports_hat] = traded(baseline, equilibrium, &price);
    Volumes {
        output_hat: Array2::from_fn([regions, sectors], |i, s| {
            over(equilibrium.gross_output[(i, s)] / price[(i, s)], output[(i, s)])
        }),
        exports_hat,
        imports_hat,
        value_added_hat: Array2::from_fn([regions, sectors], value_added),
        mill_price_hat: price,
    }
}

/// Price at the mill of a sector, over the baseline; one where nothing is made.
fn mill_price_hat(
    baseline: &Economy,
    equilibrium: &Equilibrium,
    shocks: &Shocks,
    (i, s): (Region, Sector),
) -> f64 {
    let (old, new) = (baseline.receipts[(i, s)], equilibrium.receipts[(i, s)]);
    if old == 0.0 || new == 0.0 {
        return 1.0;
    }
    let cost = equilibrium.unit_cost_hat[(i, s)];
    let productivity = shocks.productivity_hat.as_ref().map_or(1.0, |hat| hat[(i, s)]);
    let subsidy = (1.0 + equilibrium.subsidy[(i, s)]) / (1.0 + baseline.subsidy[(i, s)]);
    let scale = (new / old / cost).powf(baseline.parameters.scale_elasticity[s.index()]);
    cost / (productivity * scale * subsidy)
}

/// Exports by origin and imports by destination, over the baseline at its prices.
fn traded(
    baseline: &Economy,
    equilibrium: &Equilibrium,
    price: &Array2<Region, Sector>,
) -> [Array2<Region, Sector>; 2] {
    let shape = price.shape();
    let expenditure = baseline.expenditure();
    let zeros = || Array2::<Region, Sector>::zeros(shape);
    let [mut exports, mut imports] = [[zeros(), zeros()], [zeros(), zeros()]];
    for s in baseline.axes.sectors.ids() {
        for j in baseline.axes.regions.ids() {
            for i in baseline.axes.regions.ids().filter(|&i| i != j) {
                let tariff = rate(baseline.tariff.as_ref(), (s, j, i));
                let old = baseline.trade_share[(s, j, i)] * expenditure[(j, s)] / (1.0 + tariff);
                if old > 0.0 {
                    let new = equilibrium.trade(s, j, i) / price[(i, s)];
                    for (sum, value) in exports.iter_mut().zip([old, new]) {
                        sum[(i, s)] += value;
                    }
                    for (sum, value) in imports.iter_mut().zip([old, new]) {
                        sum[(j, s)] += value;
                    }
                }
            }
        }
    }
    [exports, imports].map(|[old, new]| {
        Array2::from_fn(shape, |j, s| if old[(j, s)] > 0.0 { new[(j, s)] / old[(j, s)] } else { f64::NAN })
    })
}
