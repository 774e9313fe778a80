//! Trade: what links weigh after the shocks, who can still sell to whom, and the sweeps over all links.

mod links;
mod reach;

use oblate_world::{Id, Region, Sector};

use crate::economy::Economy;
use crate::shocks::Shocks;

pub(crate) use links::Links;
pub(crate) use reach::Reach;

/// A weight for every trade link: bundle × destination × origin.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    pub cells: Vec<f64>,
    pub regions: usize,
    /// Bundles per sector: 1 under common sourcing, else the number of uses.
    pub width: usize,
}

impl Weights {
    /// `π κ̂`, bundle by bundle. Equations: model.md (3.6), (3.7).
    pub(crate) fn new(economy: &Economy, shocks: &Shocks) -> Self {
        let (common, by_use) = (economy.trade_share.as_slice(), economy.use_trade_share.as_ref());
        let mut weights = Self {
            cells: by_use.map_or(common, |shares| shares.as_slice()).to_vec(),
            regions: economy.axes.regions.len(),
            width: if by_use.is_some() { economy.uses() } else { 1 },
        };
        for s in economy.axes.sectors.ids() {
            if let Some(kappa) = trade_cost_hats(economy, shocks, s) {
                for cells in weights.of_sector_mut(s) {
                    cells.iter_mut().zip(&kappa).for_each(|(cell, kappa)| *cell *= kappa);
                }
            }
        }
        weights
    }

    pub(crate) fn bundles(&self) -> usize {
        self.cells.len() / (self.regions * self.regions)
    }

    /// The weights of a bundle and destination over the origins.
    pub(crate) fn row(&self, b: usize, j: Region) -> &[f64] {
        &self.cells[(b * self.regions + j.index()) * self.regions..][..self.regions]
    }

    /// Takes one link out.
    pub(crate) fn take(&mut self, b: usize, j: Region, i: Region) -> f64 {
        let at = (b * self.regions + j.index()) * self.regions + i.index();
        std::mem::take(&mut self.cells[at])
    }

    /// The matrices of one sector's bundles, destination × origin each.
    pub(crate) fn of_sector_mut(&mut self, s: Sector) -> impl Iterator<Item = &mut [f64]> {
        let matrix = self.regions * self.regions;
        self.cells[s.index() * self.width * matrix..][..self.width * matrix].chunks_exact_mut(matrix)
    }
}

/// `κ̂ = d̂^−θ ((1+t)^)^−(θ+η) ((1+e)^)^−(θ+η) f̂^−η` of one sector's links, if any moves. Equation: model.md (3.6)
/// [Caliendo & Parro 2015, eq. 12; Chaney 2008, eq. 10].
fn trade_cost_hats(economy: &Economy, shocks: &Shocks, s: Sector) -> Option<Vec<f64>> {
    let parameters = &economy.parameters;
    let (theta, eta) = (parameters.theta(s), parameters.selection[s.index()]);
    let traded = economy.trade_share.matrix(s);
    let mut kappa: Option<Vec<f64>> = None;
    let mut scale = |hat: &dyn Fn(usize) -> f64, exponent: f64| {
        for at in (0..traded.len()).filter(|&at| traded[at] != 0.0) {
            let hat = hat(at);
            if hat != 1.0 && exponent != 0.0 {
                kappa.get_or_insert_with(|| vec![1.0; traded.len()])[at] *= hat.powf(-exponent);
            }
        }
    };
    if let Some(new) = shocks.tariff.as_ref().map(|tariff| tariff.matrix(s)) {
        match economy.tariff.as_ref().map(|tariff| tariff.matrix(s)) {
            Some(old) => scale(&|at| (1.0 + new[at]) / (1.0 + old[at]), theta + eta),
            None => scale(&|at| 1.0 + new[at], theta + eta),
        }
    }
    if let Some(new) = shocks.export_tax.as_ref().map(|tax| tax.matrix(s)) {
        scale(&|at| 1.0 + new[at], theta + eta);
    }
    if let Some(cost) = shocks.iceberg_hat.as_ref().map(|cost| cost.matrix(s)) {
        scale(&|at| cost[at], theta);
    }
    if let Some(cost) = shocks.fixed_cost_hat.as_ref().map(|cost| cost.matrix(s)) {
        scale(&|at| cost[at], eta);
    }
    kappa
}
