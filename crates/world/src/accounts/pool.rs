//! Flows pooled over the sources of each use, and their row and column sums.

use crate::accounts::{Accounts, Flows};
use crate::axes::{Array2, Array3, FinalUse, Id, Region, Sector, TradeTensor};

/// The flows of accounts, checked or not, with the sources of all uses pooled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pooled {
    /// Sales at basic prices summed over uses: sector × destination × origin.
    pub trade: TradeTensor,
    /// Purchases of inputs at purchasers' prices: region × product × using sector.
    pub intermediate: Array3<Region, Sector, Sector>,
    /// Final purchases at purchasers' prices: region × product × final use.
    pub final_use: Array3<Region, Sector, FinalUse>,
}

impl Pooled {
    /// Pools the flows of accounts whose shapes agree with their axes.
    pub fn of(accounts: &Accounts) -> Self {
        match &accounts.flows {
            Flows::Common { trade, intermediate, final_use } => Self {
                trade: trade.clone(),
                intermediate: intermediate.clone(),
                final_use: final_use.clone(),
            },
            Flows::ByUse { intermediate, final_use } => pool_uses(accounts, intermediate, final_use),
        }
    }

    /// Gross output at basic prices: region × sector. Equation: model.md (2.1).
    pub fn gross_output(&self) -> Array2<Region, Sector> {
        let [m, n, _] = self.trade.shape();
        let mut gross_output = Array2::zeros([n, m]);
        for s in (0..m).map(Sector::new) {
            for j in (0..n).map(Region::new) {
                for (i, value) in self.trade.row(s, j).iter().enumerate() {
                    gross_output[(Region::new(i), s)] += value;
                }
            }
        }
        gross_output
    }

    /// Inputs at purchasers' prices: region × using sector.
    pub fn input_cost(&self) -> Array2<Region, Sector> {
        let [n, m, _] = self.intermediate.shape();
        let mut cost = Array2::zeros([n, m]);
        for j in (0..n).map(Region::new) {
            for s in (0..m).map(Sector::new) {
                add_scaled(cost.row_mut(j), self.intermediate.row(j, s), 1.0);
            }
        }
        cost
    }

    /// Purchases of one product by all uses in one region, at purchasers' prices.
    pub fn purchases(&self, region: Region, product: Sector) -> f64 {
        self.intermediate.row(region, product).iter().chain(self.final_use.row(region, product)).sum()
    }
}

fn pool_uses(accounts: &Accounts, z: &[f64], f: &[f64]) -> Pooled {
    let axes = &accounts.axes;
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let mut trade = TradeTensor::zeros([m, n, n]);
    let mut intermediate = Array3::zeros([n, m, m]);
    let mut final_use = Array3::zeros([n, m, c]);
    for i in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let row = i.index() * m + s.index();
            for j in axes.regions.ids() {
                let to_sectors = &z[(row * n + j.index()) * m..][..m];
                let to_final = &f[(row * n + j.index()) * c..][..c];
                let gross = 1.0 + accounts.tariff.as_ref().map_or(0.0, |t| t[(s, j, i)]);
                trade[(s, j, i)] = to_sectors.iter().sum::<f64>() + to_final.iter().sum::<f64>();
                add_scaled(intermediate.row_mut(j, s), to_sectors, gross);
                add_scaled(final_use.row_mut(j, s), to_final, gross);
            }
        }
    }
    Pooled { trade, intermediate, final_use }
}

fn add_scaled(into: &mut [f64], values: &[f64], scale: f64) {
    for (sum, value) in into.iter_mut().zip(values) {
        *sum += scale * value;
    }
}
