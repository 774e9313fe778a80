//! The nests of every using sector: prices up the tree, shares down, and how both move.
//!
//! Equations: model.md (3.1)-(3.3). Cells run region by region, then sector (`j·S + k`). Prices of products are
//! those that a use pays: `(j·S + s)·W + u`, where the width `W` is one if all uses pay the same, else the number of uses.

mod moves;

use oblate_world::{Array3, Factor, Id, Region, Sector};

use crate::economy::Economy;
use crate::links::dot;
use crate::parameters::{Members, Nest};

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

/// Where everything stands in one tree; positions of nests, the root first.
#[derive(Debug)]
pub(crate) struct Tree {
    /// Parent of each nest; the root's is itself.
    pub parent: Vec<usize>,
    /// Nest of each product.
    pub product: Vec<usize>,
    /// Nest of each factor.
    pub factor: Vec<usize>,
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

impl Tree {
    pub(crate) fn new(nests: &[Nest], sectors: usize, factors: usize) -> Self {
        fn places<I: Id>(nests: &[Nest], count: usize, pick: impl Fn(&Nest) -> &Members<I>) -> Vec<usize> {
            let rest = nests.iter().position(|nest| matches!(pick(nest), Members::Rest));
            let mut places = vec![rest.unwrap_or_default(); count];
            for (at, nest) in nests.iter().enumerate() {
                if let Members::These(members) = pick(nest) {
                    members.iter().for_each(|member| places[member.index()] = at);
                }
            }
            places
        }
        Self {
            parent: nests.iter().map(|nest| nest.parent.unwrap_or_default()).collect(),
            product: places(nests, sectors, |nest| &nest.products),
            factor: places(nests, factors, |nest| &nest.factors),
        }
    }
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
            weigh(matrix, x, into);
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

    /// `P̂^(1−σ)` of a region's products for each of its distinct elasticities, if all uses pay the same; `ln P̂` for
    /// Cobb–Douglas. Product by product.
    fn powers(&self, j: usize, ln_price: &[f64]) -> Vec<f64> {
        if self.width > 1 {
            return Vec::new();
        }
        let m = self.economy.axes.sectors.len();
        let of = |ln: f64| self.distinct[j].iter().map(move |&sigma| relative(sigma, ln));
        ln_price[j * m..][..m].iter().flat_map(|&ln| of(ln)).collect()
    }

    /// `P̂^(1−σ)` of product s in its nest as sector k sees it, or `ln P̂` for Cobb–Douglas.
    #[inline(always)]
    fn power(&self, (j, s, k): (usize, usize, usize), powers: &[f64], ln_price: &[f64]) -> f64 {
        let [n, m, _] = self.sizes();
        let place = (self.tree(k).product[s] * n + j) * m + k;
        if self.width == 1 {
            powers[s * self.distinct[j].len() + self.which[place]]
        } else {
            relative(self.sigma[place], ln_price[(j * m + s) * self.width + k])
        }
    }

    /// Adds what products bring to the sums of (3.1), nest by nest.
    fn sum_products(&self, j: usize, powers: &[f64], ln_price: &[f64], sums: &mut [f64]) {
        let [n, m, _] = self.sizes();
        for s in 0..m {
            let row = self.economy.input_share.row(Region::new(j), Sector::new(s));
            for (k, share) in row.iter().enumerate() {
                if *share != 0.0 {
                    let nest = self.tree(k).product[s];
                    sums[(nest * n + j) * m + k] += share * self.power((j, s, k), powers, ln_price);
                }
            }
        }
    }

    /// Finishes the sums of (3.1) from the leaves up, and levels of shares from the root down.
    fn price_nests(&self, j: usize, ln_factor: &[f64], nests: &mut Nests) {
        let [n, m, f] = self.sizes();
        for k in 0..m {
            let (tree, cell) = (self.tree(k), j * m + k);
            let place = |nest: usize| (nest * n + j) * m + k;
            let shares = self.economy.factor_share.row(Region::new(j), Sector::new(k));
            for (g, share) in shares.iter().enumerate() {
                let nest = place(tree.factor[g]);
                nests.ln_price[nest] += share * relative(self.sigma[nest], ln_factor[cell * f + g]);
            }
            for nest in (0..tree.parent.len()).rev() {
                let (at, sigma) = (place(nest), self.sigma[place(nest)]);
                let (sum, total) = (nests.ln_price[at], self.total[at]);
                nests.ln_price[at] = match (total == 0.0, sigma == 1.0) {
                    (true, _) => 0.0,
                    (_, true) => sum / total,
                    _ => (sum / total).ln() / (1.0 - sigma),
                };
                if nest > 0 {
                    let parent = place(tree.parent[nest]);
                    nests.ln_price[parent] += total * relative(self.sigma[parent], nests.ln_price[at]);
                }
            }
            nests.ln_cost[cell] = nests.ln_price[place(0)];
            for nest in 0..tree.parent.len() {
                let (at, parent) = (place(nest), place(tree.parent[nest]));
                let own = (1.0 - self.sigma[at]) * nests.ln_price[at];
                let above = nests.ln_level[parent] + (1.0 - self.sigma[parent]) * nests.ln_price[at];
                nests.ln_level[at] = if nest == 0 { 0.0 } else { above } - own;
                nests.share[at] = self.total[at] * if nest == 0 { 1.0 } else { above.exp() };
            }
        }
    }

    /// Shares of products and factors. Equation: model.md (3.2).
    fn move_shares(&self, j: usize, powers: &[f64], ln_price: &[f64], ln_factor: &[f64], nests: &mut Nests) {
        let [n, m, f] = self.sizes();
        let level: Vec<f64> = (0..self.nests)
            .flat_map(|nest| nests.ln_level[(nest * n + j) * m..][..m].iter().map(|level| level.exp()))
            .collect();
        let inputs = nests.input_share.get_or_insert_with(|| self.economy.input_share.clone());
        for s in 0..m {
            let old = self.economy.input_share.row(Region::new(j), Sector::new(s));
            let new = inputs.row_mut(Region::new(j), Sector::new(s));
            for (k, (new, old)) in new.iter_mut().zip(old).enumerate() {
                let nest = self.tree(k).product[s];
                let moves = self.sigma[(nest * n + j) * m + k] != 1.0;
                let own = if moves { self.power((j, s, k), powers, ln_price) } else { 1.0 };
                *new = if *old == 0.0 { 0.0 } else { old * level[nest * m + k] * own };
            }
        }
        let factors = nests.factor_share.get_or_insert_with(|| self.economy.factor_share.clone());
        for k in 0..m {
            let old = self.economy.factor_share.row(Region::new(j), Sector::new(k));
            let new = factors.row_mut(Region::new(j), Sector::new(k));
            for (g, (new, old)) in new.iter_mut().zip(old).enumerate() {
                let nest = self.tree(k).factor[g];
                let sigma = self.sigma[(nest * n + j) * m + k];
                *new = old * level[nest * m + k] * ((1.0 - sigma) * ln_factor[(j * m + k) * f + g]).exp();
            }
        }
    }
}

/// Whether every nest is Cobb–Douglas in every one of regions × sectors.
fn cobb_douglas(technology: &crate::parameters::Technology, [n, m]: [usize; 2]) -> bool {
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

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// What a child of a price change brings to the sum of (3.1), per unit of its share.
#[inline(always)]
fn relative(sigma: f64, ln: f64) -> f64 {
    if sigma == 1.0 { ln } else { ((1.0 - sigma) * ln).exp() }
}

/// `into_k = Σ_s matrix[s,k] · x_s`, product by product so that memory is read in order.
pub(crate) fn weigh(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    into.fill(0.0);
    for (row, x) in matrix.chunks_exact(into.len()).zip(x) {
        for (into, share) in into.iter_mut().zip(row) {
            *into += share * x;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
