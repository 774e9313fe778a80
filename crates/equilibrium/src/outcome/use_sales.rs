//! Sales of every industry to every use, before and after a shock: the input-output table that an equilibrium implies.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::equilibrium::Equilibrium;
use crate::economy::{Bundle, Economy, rate};

/// Sales at basic prices of industries (regions one after the other) to industries and to final users by region, where each
/// use has its own sources.
#[derive(Debug, Clone, PartialEq)]
pub struct UseSales {
    /// Rows of selling industries, columns of using industries.
    pub intermediate: Vec<f64>,
    /// Rows of selling industries, columns of regions, all columns of final demand together.
    pub final_use: Vec<f64>,
}

impl UseSales {
    /// Those of a baseline; none where all uses of a product share its sources.
    ///
    /// Equation: model.md (2.3)
    pub fn baseline(economy: &Economy) -> Option<Self> {
        let shares = economy.use_trade_share.as_ref()?;
        let purchases = |j, s, u| economy.bought_by(j, s, u);
        let share = |b: Bundle, j: Region, i: Region| shares[(b, j, i)];
        Some(Self::of(economy, share, purchases, &[&economy.tariff]))
    }

    /// Those of an equilibrium, `Z' = π' X' / ((1+t')(1+e'))`; none where all uses of a product share its sources.
    ///
    /// Equation: model.md (3.9)
    pub fn after(economy: &Economy, equilibrium: &Equilibrium) -> Option<Self> {
        let by_use = equilibrium.by_use.as_ref()?;
        let uses = economy.uses();
        let purchases =
            |j: Region, s: Sector, u: usize| by_use.expenditure[(j, Bundle::new(s.index() * uses + u))];
        let share = |b: Bundle, j: Region, i: Region| by_use.trade_share[(b, j, i)];
        let wedges = [&equilibrium.tariff, &equilibrium.export_tax, &equilibrium.cap_wedge];
        Some(Self::of(economy, share, purchases, &wedges))
    }

    fn of(
        economy: &Economy,
        share: impl Fn(Bundle, Region, Region) -> f64,
        purchases: impl Fn(Region, Sector, usize) -> f64,
        wedges: &[&Option<TradeTensor>],
    ) -> Self {
        let (n, m, uses) = (economy.axes.regions.len(), economy.axes.sectors.len(), economy.uses());
        let mut intermediate = vec![0.0; n * m * n * m];
        let mut final_use = vec![0.0; n * m * n];
        for s in economy.axes.sectors.ids() {
            for j in economy.axes.regions.ids() {
                let bought: Vec<f64> = (0..uses).map(|u| purchases(j, s, u)).collect();
                for i in economy.axes.regions.ids() {
                    let rate = |rates: &&Option<TradeTensor>| 1.0 + rate(rates.as_ref(), (s, j, i));
                    let wedge: f64 = wedges.iter().map(rate).product();
                    let row = i.index() * m + s.index();
                    for (u, spent) in bought.iter().enumerate() {
                        let sales = share(Bundle::new(s.index() * uses + u), j, i) * spent / wedge;
                        match u < m {
                            true => intermediate[row * n * m + j.index() * m + u] = sales,
                            false => final_use[row * n + j.index()] += sales,
                        }
                    }
                }
            }
        }
        Self { intermediate, final_use }
    }
}
