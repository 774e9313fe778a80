//! What crosses borders before and after: exports, imports and tariff revenue by region.

use oblate_equilibrium::{Economy, Equilibrium};
use oblate_world::{Id, Region, Sector};

/// Trade of each region with all others, at border prices (export taxes in, import tariffs out), in the world's unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Borders {
    pub exports: Vec<f64>,
    pub imports: Vec<f64>,
    pub tariff_revenue: Vec<f64>,
}

impl Borders {
    /// Before the shock.
    pub(super) fn of_baseline(economy: &Economy) -> Self {
        let expenditure = economy.expenditure();
        let rate = |s, j, i| economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        let border = |s: Sector, j: Region, i: Region| {
            economy.trade_share[(s, j, i)] * expenditure[(j, s)] / (1.0 + rate(s, j, i))
        };
        Self::sum(economy, border, rate)
    }

    /// After the shock; missing for regions without finite values.
    pub(super) fn after(economy: &Economy, equilibrium: &Equilibrium) -> Self {
        let rate = |s, j, i| equilibrium.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        let tax = |s, j, i| equilibrium.export_tax.as_ref().map_or(0.0, |tax| tax[(s, j, i)]);
        let border = |s: Sector, j: Region, i: Region| {
            // a region cut off from all others sells nothing abroad, whatever its own prices
            if equilibrium.trade_share[(s, j, i)] == 0.0 {
                return 0.0;
            }
            (1.0 + tax(s, j, i)) * equilibrium.trade(s, j, i)
        };
        let mut borders = Self::sum(economy, border, rate);
        for (region, _) in &equilibrium.unbounded {
            for list in [&mut borders.exports, &mut borders.imports, &mut borders.tariff_revenue] {
                list[region.index()] = f64::NAN;
            }
        }
        borders
    }

    fn sum(
        economy: &Economy,
        border: impl Fn(Sector, Region, Region) -> f64,
        rate: impl Fn(Sector, Region, Region) -> f64,
    ) -> Self {
        let n = economy.axes.regions.len();
        let mut sums = Self { exports: vec![0.0; n], imports: vec![0.0; n], tariff_revenue: vec![0.0; n] };
        for s in economy.axes.sectors.ids() {
            for j in economy.axes.regions.ids() {
                for i in economy.axes.regions.ids() {
                    let value = border(s, j, i);
                    sums.tariff_revenue[j.index()] += rate(s, j, i) * value;
                    if i != j {
                        sums.exports[i.index()] += value;
                        sums.imports[j.index()] += value;
                    }
                }
            }
        }
        sums
    }
}
