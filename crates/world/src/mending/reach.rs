//! Which industries sell to final use, directly or through others: a search against the stream of sales.

use crate::accounts::{Accounts, Flows};
use crate::axes::{Id, Region, Sector};

/// By industry (region × sector, row by row): whether a path of positive sales leads to a final use.
pub(super) fn reaches_final_use(accounts: &Accounts) -> Vec<bool> {
    let m = accounts.axes.sectors.len();
    let mut reached = Reached { alive: vec![false; accounts.axes.regions.len() * m], waiting: Vec::new() };
    sellers_to_final_use(accounts, &mut reached);
    while let Some(buyer) = reached.waiting.pop() {
        sellers_to_industry(accounts, buyer, &mut reached);
    }
    reached.alive
}

/// The industries that were found, and those whose suppliers are still to be looked for.
struct Reached {
    alive: Vec<bool>,
    waiting: Vec<usize>,
}

impl Reached {
    fn add(&mut self, industry: usize) {
        if !std::mem::replace(&mut self.alive[industry], true) {
            self.waiting.push(industry);
        }
    }
}

fn sellers_to_final_use(accounts: &Accounts, reached: &mut Reached) {
    let axes = &accounts.axes;
    match &accounts.flows {
        Flows::ByUse { final_use, .. } => {
            let rows = final_use.chunks(axes.regions.len() * axes.final_uses.len()).enumerate();
            rows.filter(|(_, row)| row.iter().any(|&value| value > 0.0))
                .for_each(|(row, _)| reached.add(row));
        }
        Flows::Common { final_use, .. } => {
            for (region, product) in axes.industries() {
                if final_use.row(region, product).iter().any(|&value| value > 0.0) {
                    sellers_in_market(accounts, (region, product), reached);
                }
            }
        }
    }
}

fn sellers_to_industry(accounts: &Accounts, buyer: usize, reached: &mut Reached) {
    let axes = &accounts.axes;
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    match &accounts.flows {
        Flows::ByUse { intermediate, .. } => {
            let column = intermediate.iter().skip(buyer).step_by(n * m).enumerate();
            column.filter(|(_, value)| **value > 0.0).for_each(|(row, _)| reached.add(row));
        }
        Flows::Common { intermediate, .. } => {
            let (region, user) = (Region::new(buyer / m), Sector::new(buyer % m));
            for product in axes.sectors.ids().filter(|&product| intermediate[(region, product, user)] > 0.0) {
                sellers_in_market(accounts, (region, product), reached);
            }
        }
    }
}

/// The industries that sell a product to a region, where all its uses share them.
fn sellers_in_market(accounts: &Accounts, (region, product): (Region, Sector), reached: &mut Reached) {
    let Flows::Common { trade, .. } = &accounts.flows else { return };
    let m = accounts.axes.sectors.len();
    let origins = trade.row(product, region).iter().enumerate().filter(|(_, value)| **value > 0.0);
    origins.for_each(|(origin, _)| reached.add(origin * m + product.index()));
}
