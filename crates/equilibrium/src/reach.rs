//! Who can still sell to whom after the shocks: blocs of regions, closed sectors, regions cut off from a product.

use oblate_world::{Array2, Id, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::error::ShockError;

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
    pub(crate) fn new(economy: &Economy, weights: &TradeTensor) -> Result<Self, ShockError> {
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
    /// returns which products are still bought where.
    ///
    /// Found from the final buyers up: sectors that only sell to each other would keep each other open.
    fn close_sectors(&mut self, economy: &Economy, weights: &TradeTensor) -> Array2<Region, Sector> {
        let operated = std::mem::replace(&mut self.active, vec![false; economy.receipts.as_slice().len()]);
        let mut bought = Array2::from_fn(economy.receipts.shape(), |j, s| {
            f64::from(u8::from(economy.final_share[(j, s)] > 0.0))
        });
        loop {
            self.open_sellers(&operated, &bought, weights);
            let now = Array2::from_fn(economy.receipts.shape(), |j: Region, s: Sector| {
                let users =
                    economy.input_share.row(j, s).iter().zip(&self.active[j.index() * self.sectors..]);
                let used = users.into_iter().any(|(share, active)| *share > 0.0 && *active);
                f64::max(bought[(j, s)], f64::from(u8::from(used)))
            });
            if now == bought {
                return bought;
            }
            bought = now;
        }
    }

    /// Opens the sectors that operated and sell to somebody who buys.
    fn open_sellers(&mut self, operated: &[bool], bought: &Array2<Region, Sector>, weights: &TradeTensor) {
        let [sectors, regions, _] = weights.shape();
        for s in (0..sectors).map(Sector::new) {
            for j in (0..regions).map(Region::new).filter(|&j| bought[(j, s)] > 0.0) {
                for (i, weight) in weights.row(s, j).iter().enumerate() {
                    let at = i * sectors + s.index();
                    self.active[at] |= operated[at] && *weight > 0.0;
                }
            }
        }
    }

    fn find_unsupplied(
        &mut self,
        economy: &Economy,
        weights: &TradeTensor,
        bought: &Array2<Region, Sector>,
    ) -> Result<(), ShockError> {
        let mut cells = Vec::new();
        for j in economy.axes.regions.ids() {
            let unsupplied =
                |s: &Sector| bought[(j, *s)] > 0.0 && weights.row(*s, j).iter().all(|&weight| weight == 0.0);
            let products: Vec<Sector> = economy.axes.sectors.ids().filter(unsupplied).collect();
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
fn blocs(weights: &TradeTensor) -> (Vec<usize>, Vec<Vec<Region>>) {
    let [_, n, _] = weights.shape();
    let mut linked = vec![false; n * n];
    for matrix in weights.as_slice().chunks_exact(n * n) {
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
