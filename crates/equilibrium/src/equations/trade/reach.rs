//! Who can still sell to whom after the shocks: blocs of regions, closed sectors, regions cut off from a product.

use oblate_world::{Id, Region, Sector};

use super::Weights;
use crate::economy::Economy;
use crate::shocks::ShockError;

/// Zero trade stays zero in hat algebra, so this is known before anything is solved.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    /// Whether a sector produces after the shocks: region × sector.
    active: Vec<bool>,
    sectors: usize,
    /// Position of each region's bloc.
    bloc: Vec<usize>,
    blocs: Vec<Vec<Region>>,
    /// Regions that trade with nobody and lack a product, with these products: their price is unbounded.
    unbounded: Vec<(Region, Vec<Sector>)>,
}

impl Reach {
    /// From the weights `π κ̂` of the trade links.
    ///
    /// # Errors
    /// [`ShockError::NoSupply`] if a product has no supplier in a region that trades with others.
    pub(crate) fn new(economy: &Economy, weights: &Weights) -> Result<Self, ShockError> {
        let (bloc, blocs) = blocs(weights);
        let mut reach = Self {
            active: economy.receipts.as_slice().iter().map(|&receipts| receipts != 0.0).collect(),
            sectors: economy.axes.sectors.len(),
            bloc,
            blocs,
            unbounded: Vec::new(),
        };
        let bought = reach.close_sectors(economy, weights);
        reach.find_unsupplied(economy, weights, &bought)?;
        Ok(reach)
    }

    /// Whether the sector produces.
    pub(crate) fn active(&self, j: Region, k: Sector) -> bool {
        self.active[j.index() * self.sectors + k.index()]
    }

    /// Blocs of regions that trade with each other, directly or through others, unbounded regions left out.
    pub(crate) fn blocs(&self) -> impl Iterator<Item = &[Region]> {
        self.blocs.iter().map(Vec::as_slice).filter(|bloc| !bloc.iter().any(|&j| self.is_unbounded(j)))
    }

    /// All blocs, those of unbounded regions too.
    pub(crate) fn all_blocs(&self) -> impl Iterator<Item = &[Region]> {
        self.blocs.iter().map(Vec::as_slice)
    }

    /// The bloc of a region.
    pub(crate) fn bloc(&self, j: Region) -> &[Region] {
        &self.blocs[self.bloc[j.index()]]
    }

    /// Whether a region's price level is unbounded.
    pub(crate) fn is_unbounded(&self, j: Region) -> bool {
        self.unbounded.iter().any(|(region, _)| *region == j)
    }

    /// The regions whose price level is unbounded, each with the products that it lacks.
    pub(crate) fn unbounded(&self) -> &[(Region, Vec<Sector>)] {
        &self.unbounded
    }

    /// A sector whose product reaches no final buyer, itself or in the products of others, produces nothing;
    /// returns which bundles are still bought where (`j·B + b`).
    ///
    /// Found from the final buyers up: sectors that only sell to each other would keep each other open.
    fn close_sectors(&mut self, economy: &Economy, weights: &Weights) -> Vec<bool> {
        let operated = std::mem::replace(&mut self.active, vec![false; economy.receipts.as_slice().len()]);
        let mut bought = self.bought(economy, weights);
        loop {
            self.open_sellers(&operated, &bought, weights);
            let now = self.bought(economy, weights);
            if now == bought {
                return bought;
            }
            bought = now;
        }
    }

    /// Which bundles the final columns and the sectors that operate buy.
    fn bought(&self, economy: &Economy, weights: &Weights) -> Vec<bool> {
        let m = self.sectors;
        let mut bought = Vec::with_capacity(economy.axes.regions.len() * weights.bundles());
        for j in economy.axes.regions.ids() {
            let active = &self.active[j.index() * m..][..m];
            for s in economy.axes.sectors.ids() {
                let used = |k: usize| economy.input_share[(j, s, Sector::new(k))] > 0.0 && active[k];
                let last = |c: usize| {
                    let column = &economy.final_demand[c];
                    column.share[(j, s)] > 0.0 && column.spending[j.index()] > 0.0
                };
                let columns = economy.final_demand.len();
                if weights.width == 1 {
                    bought.push((0..m).any(used) || (0..columns).any(last));
                } else {
                    bought.extend((0..m).map(used).chain((0..columns).map(last)));
                }
            }
        }
        bought
    }

    /// Opens the sectors that operated and sell to somebody who buys.
    fn open_sellers(&mut self, operated: &[bool], bought: &[bool], weights: &Weights) {
        let bundles = weights.bundles();
        for b in 0..bundles {
            for j in (0..weights.regions).filter(|j| bought[j * bundles + b]) {
                for (i, weight) in weights.row(b, Region::new(j)).iter().enumerate() {
                    let at = i * self.sectors + b / weights.width;
                    self.active[at] |= operated[at] && *weight > 0.0;
                }
            }
        }
    }

    fn find_unsupplied(
        &mut self,
        economy: &Economy,
        weights: &Weights,
        bought: &[bool],
    ) -> Result<(), ShockError> {
        let bundles = weights.bundles();
        let mut cells = Vec::new();
        for j in economy.axes.regions.ids() {
            let unsupplied = |b: &usize| {
                bought[j.index() * bundles + b] && weights.row(*b, j).iter().all(|&weight| weight == 0.0)
            };
            let mut products: Vec<Sector> =
                (0..bundles).filter(unsupplied).map(|b| Sector::new(b / weights.width)).collect();
            products.dedup();
            if products.is_empty() {
                continue;
            }
            if self.bloc(j).len() == 1 {
                self.unbounded.push((j, products));
            } else {
                let code = |s: Sector| {
                    (economy.axes.regions.code(j).to_owned(), economy.axes.sectors.code(s).to_owned())
                };
                cells.extend(products.into_iter().map(code));
            }
        }
        if cells.is_empty() { Ok(()) } else { Err(ShockError::NoSupply { cells }) }
    }
}

/// Connected components of the regions along links with any weight.
fn blocs(weights: &Weights) -> (Vec<usize>, Vec<Vec<Region>>) {
    let n = weights.regions;
    let mut linked = vec![false; n * n];
    for matrix in weights.cells.chunks_exact(n * n) {
        linked.iter_mut().zip(matrix).for_each(|(linked, weight)| *linked |= *weight > 0.0);
    }
    let mut bloc = vec![usize::MAX; n];
    let mut blocs: Vec<Vec<Region>> = Vec::new();
    for first in 0..n {
        if bloc[first] != usize::MAX {
            continue;
        }
        let mut waiting = vec![first];
        bloc[first] = blocs.len();
        let mut members = Vec::new();
        while let Some(j) = waiting.pop() {
            members.push(Region::new(j));
            for i in 0..n {
                if bloc[i] == usize::MAX && (linked[j * n + i] || linked[i * n + j]) {
                    bloc[i] = blocs.len();
                    waiting.push(i);
                }
            }
        }
        members.sort();
        blocs.push(members);
    }
    (bloc, blocs)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
