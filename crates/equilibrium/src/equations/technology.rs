//! The nests of every using sector: prices up the tree, shares down, and how both move.
//!
//! Equations: model.md (3.1)-(3.3). Cells run region by region, then sector (`j·S + k`). Prices of products are
//! those that a use pays: `(j·S + s)·W + u`, where the width `W` is one if all uses pay the same, else the number of uses.

mod moves;
mod nests;

use oblate_world::{Array3, Factor, Id, Region, Sector};

use super::sums::{dot, multiply_transposed};
use crate::economy::{self, Economy, Tree};

pub(crate) use moves::NestAdjoint;

/// The nests of an economy with what does not change during a solve.
#[derive(Debug)]
pub(crate) struct Technology<'e> {
    economy: &'e Economy,
    /// Whether every nest is Cobb–Douglas, so that shares never move.
    pub fixed_shares: bool,
    /// Entries per product in a vector of prices: 1, or the number of uses.
    width: usize,
    /// Places of products and factors, by using sector.
    trees: Vec<Tree>,
    tree_of: Vec<usize>,
    /// Most nests of any tree.
    nests: usize,
    /// Baseline share of each nest in receipts: (nest, cell).
    total: Vec<f64>,
    /// `σ` of each nest: (nest, cell).
    sigma: Vec<f64>,
    /// Per region the distinct elasticities, and the place of each nest's in that list: (nest, cell).
    distinct: Vec<Vec<f64>>,
    which: Vec<usize>,
}

/// Prices and cost shares of all nests at one point.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nests {
    /// Log unit cost change of the whole bundle, `ln ĉ`.
    pub ln_cost: Vec<f64>,
    /// Log price change of each nest: (nest, cell).
    ln_price: Vec<f64>,
    /// Log change of the share of a child of each nest but for the part of its own price: (nest, cell).
    ln_level: Vec<f64>,
    /// Share of each nest in receipts: (nest, cell).
    share: Vec<f64>,
    input_share: Option<Array3<Region, Sector, Sector>>,
    factor_share: Option<Array3<Region, Sector, Factor>>,
}

/// How the nests move along a direction, or what moves them (adjoint).
#[derive(Debug, Clone, Default)]
pub(crate) struct NestTangent {
    /// Change of `ln ĉ`.
    pub cost: Vec<f64>,
    /// Change of the log share of a child of each nest but for the part of its own price: (nest, cell).
    pub level: Vec<f64>,
    /// Change of the log price of each nest: (nest, cell).
    price: Vec<f64>,
}

impl<'e> Technology<'e> {
    pub(crate) fn new(economy: &'e Economy, width: usize) -> Self {
        let [n, m, f] = economy.factor_share.shape();
        let technology = &economy.parameters.technology;
        let nests = technology.trees.iter().map(Vec::len).max().unwrap_or_default();
        let mut new = Self {
            economy,
            fixed_shares: false,
            width,
            trees: technology.trees.iter().map(|tree| Tree::new(tree, m, f)).collect(),
            tree_of: technology.tree_of.clone(),
            nests,
            total: Vec::new(),
            sigma: Vec::new(),
            distinct: vec![Vec::new(); n],
            which: Vec::new(),
        };
        new.fixed_shares = cobb_douglas(technology, [n, m]);
        if new.fixed_shares {
            return new;
        }
        new.sigma.resize(nests * n * m, 1.0);
        new.which.resize(nests * n * m, 0);
        for k in 0..m {
            for (at, nest) in technology.tree(Sector::new(k)).iter().enumerate() {
                for j in 0..n {
                    let sigma = nest.elasticity.at(Region::new(j), Sector::new(k));
                    let place = (at * n + j) * m + k;
                    new.sigma[place] = sigma;
                    new.which[place] = position(&mut new.distinct[j], sigma);
                }
            }
        }
        let (inputs, factors) = (&economy.input_share, &economy.factor_share);
        new.total = new.nest_totals(inputs, factors);
        new
    }

    fn sizes(&self) -> [usize; 3] {
        self.economy.factor_share.shape()
    }

    /// Sums of the shares of products and factors under each nest: (nest, cell).
    fn nest_totals(
        &self,
        inputs: &Array3<Region, Sector, Sector>,
        factors: &Array3<Region, Sector, Factor>,
    ) -> Vec<f64> {
        let [n, m, f] = self.sizes();
        let mut totals = vec![0.0; self.nests * n * m];
        for j in 0..n {
            for s in 0..m {
                for (k, share) in inputs.row(Region::new(j), Sector::new(s)).iter().enumerate() {
                    let nest = self.tree(k).product[s];
                    totals[(nest * n + j) * m + k] += share;
                }
            }
            for k in 0..m {
                let tree = self.tree(k);
                for (g, share) in factors.row(Region::new(j), Sector::new(k)).iter().enumerate().take(f) {
                    totals[(tree.factor[g] * n + j) * m + k] += share;
                }
                for nest in (1..tree.parent.len()).rev() {
                    let part = totals[(nest * n + j) * m + k];
                    totals[(tree.parent[nest] * n + j) * m + k] += part;
                }
            }
        }
        totals
    }

    fn tree(&self, k: usize) -> &Tree {
        &self.trees[self.tree_of[k]]
    }

    /// Counterfactual shares of products in receipts: region × product × using sector. Equation: model.md (3.2).
    pub(crate) fn input_share<'a>(&'a self, nests: &'a Nests) -> &'a Array3<Region, Sector, Sector> {
        nests.input_share.as_ref().unwrap_or(&self.economy.input_share)
    }

    /// Counterfactual shares of factors in receipts: region × sector × factor. Equation: model.md (3.2).
    pub(crate) fn factor_share<'a>(&'a self, nests: &'a Nests) -> &'a Array3<Region, Sector, Factor> {
        nests.factor_share.as_ref().unwrap_or(&self.economy.factor_share)
    }

    /// Prices of all nests from product prices and factor prices (`(j·S + k)·F + f`).
    pub(crate) fn evaluate(&self, ln_price: &[f64], ln_factor: &[f64], nests: &mut Nests) {
        let [n, m, _] = self.sizes();
        nests.ln_cost.clear();
        nests.ln_cost.resize(n * m, 0.0);
        if self.fixed_shares {
            for j in 0..n {
                self.weigh_shares(
                    &self.economy.input_share,
                    &self.economy.factor_share,
                    j,
                    ln_price,
                    ln_factor,
                    &mut nests.ln_cost,
                );
            }
            return;
        }
        for list in [&mut nests.ln_price, &mut nests.ln_level, &mut nests.share] {
            list.clear();
            list.resize(self.nests * n * m, 0.0);
        }
        for j in 0..n {
            let powers = self.powers(j, ln_price);
            self.sum_products(j, &powers, ln_price, &mut nests.ln_price);
            self.price_nests(j, ln_factor, nests);
            self.move_shares(j, &powers, ln_price, ln_factor, nests);
        }
    }

    /// `into_k = Σ_s a_sk x_sk + Σ_f a_fk y_fk` for every using sector of a region.
    fn weigh_shares(
        &self,
        inputs: &Array3<Region, Sector, Sector>,
        factors: &Array3<Region, Sector, Factor>,
        j: usize,
        x: &[f64],
        y: &[f64],
        into: &mut [f64],
    ) {
        let [_, m, f] = self.sizes();
        let into = &mut into[j * m..][..m];
        let matrix = inputs.matrix(Region::new(j));
        let x = &x[j * m * self.width..][..m * self.width];
        if self.width == 1 {
            multiply_transposed(matrix, x, into);
        } else {
            into.fill(0.0);
            for (row, x) in matrix.chunks_exact(m).zip(x.chunks_exact(self.width)) {
                into.iter_mut().zip(row).zip(x).for_each(|((into, share), x)| *into += share * x);
            }
        }
        for (k, into) in into.iter_mut().enumerate() {
            let shares = factors.row(Region::new(j), Sector::new(k));
            *into += dot(shares, &y[(j * m + k) * f..][..f]);
        }
    }
}

/// Whether every nest is Cobb–Douglas in every one of regions × sectors.
fn cobb_douglas(technology: &economy::Technology, [n, m]: [usize; 2]) -> bool {
    let mut cells =
        (0..m).map(Sector::new).flat_map(|k| technology.tree(k).iter().map(move |nest| (k, nest)));
    cells.all(|(k, nest)| (0..n).all(|j| nest.elasticity.at(Region::new(j), k) == 1.0))
}

fn position(list: &mut Vec<f64>, value: f64) -> usize {
    list.iter().position(|&other| other == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
