//! How the nests move: the directional derivative of [`super`] and its transpose.

use oblate_world::{Id, Region, Sector};

use super::{NestTangent, Nests, Technology};
use crate::economy::share;

impl Technology<'_> {
    /// How costs and levels of shares move with log prices of products and of factors.
    pub(crate) fn tangent(&self, nests: &Nests, price: &[f64], factor: &[f64], tangent: &mut NestTangent) {
        let [n, m, f] = self.sizes();
        tangent.cost.resize(n * m, 0.0);
        let (inputs, factors) = (self.input_share(nests), self.factor_share(nests));
        for j in 0..n {
            self.weigh_shares(inputs, factors, j, price, factor, &mut tangent.cost);
        }
        if self.fixed_shares {
            return;
        }
        tangent.price.clear();
        tangent.price.resize(self.nests * n * m, 0.0);
        tangent.level.resize(self.nests * n * m, 0.0);
        for j in 0..n {
            for s in 0..m {
                let row = inputs.row(Region::new(j), Sector::new(s));
                for (k, share) in row.iter().enumerate() {
                    let nest = self.tree(k).product[s];
                    tangent.price[(nest * n + j) * m + k] += share * price[self.price_place(j, s, k)];
                }
            }
            for k in 0..m {
                let (tree, cell) = (self.tree(k), j * m + k);
                let place = |nest: usize| (nest * n + j) * m + k;
                for (g, share) in factors.row(Region::new(j), Sector::new(k)).iter().enumerate() {
                    tangent.price[place(tree.factor[g])] += share * factor[cell * f + g];
                }
                // so far weighted by shares in receipts; a nest's own price divides by its share
                for nest in (0..tree.parent.len()).rev() {
                    let at = place(nest);
                    if nest > 0 {
                        let part = tangent.price[at];
                        tangent.price[place(tree.parent[nest])] += part;
                    }
                    tangent.price[at] = share(tangent.price[at], nests.share[at]);
                }
                for nest in 0..tree.parent.len() {
                    let (at, parent) = (place(nest), place(tree.parent[nest]));
                    tangent.level[at] = if nest == 0 {
                        -(1.0 - self.sigma[at]) * tangent.price[at]
                    } else {
                        tangent.level[parent] + (self.sigma[at] - self.sigma[parent]) * tangent.price[at]
                    };
                }
            }
        }
    }

    /// What the changes of prices weigh, from what changes of log input shares, log factor shares and log costs
    /// weigh: the transpose of [`Technology::tangent`] with [`Technology::input_change`] and
    /// [`Technology::factor_change`]. Adds to `price` and `factor`.
    pub(crate) fn adjoint(
        &self,
        nests: &Nests,
        weights: &NestAdjoint<'_>,
        price: &mut [f64],
        factor: &mut [f64],
    ) {
        let [n, m, f] = self.sizes();
        let (inputs, factors) = (self.input_share(nests), self.factor_share(nests));
        // on the price of each nest, divided by its share in receipts: what a child gets per its own share
        let mut nest_price = vec![0.0; self.nests * m];
        let mut level = vec![0.0; self.nests * m];
        for j in 0..n {
            nest_price.fill(0.0);
            level.fill(0.0);
            if self.fixed_shares {
                nest_price[..m].copy_from_slice(&weights.cost[j * m..][..m]);
            } else {
                self.level_adjoint(j, weights, price, factor, &mut level);
                self.nest_adjoint(j, nests, weights.cost, &mut level, &mut nest_price);
            }
            for s in 0..m {
                let row = inputs.row(Region::new(j), Sector::new(s));
                for (k, share) in row.iter().enumerate() {
                    let nest = if self.fixed_shares { 0 } else { self.tree(k).product[s] };
                    price[self.price_place(j, s, k)] += share * nest_price[nest * m + k];
                }
            }
            for k in 0..m {
                for (g, share) in factors.row(Region::new(j), Sector::new(k)).iter().enumerate() {
                    let nest = if self.fixed_shares { 0 } else { self.tree(k).factor[g] };
                    factor[(j * m + k) * f + g] += share * nest_price[nest * m + k];
                }
            }
        }
    }

    /// The own-price part of log shares, and what the levels of each nest weigh: (nest, sector) of one region.
    fn level_adjoint(
        &self,
        j: usize,
        weights: &NestAdjoint<'_>,
        price: &mut [f64],
        factor: &mut [f64],
        level: &mut [f64],
    ) {
        let [n, m, f] = self.sizes();
        for s in 0..m {
            for k in 0..m {
                let weight = weights.input[(j * m + s) * m + k];
                let nest = self.tree(k).product[s];
                price[self.price_place(j, s, k)] += (1.0 - self.sigma[(nest * n + j) * m + k]) * weight;
                level[nest * m + k] += weight;
            }
        }
        for k in 0..m {
            for g in 0..f {
                let weight = weights.factor[(j * m + k) * f + g];
                let nest = self.tree(k).factor[g];
                factor[(j * m + k) * f + g] += (1.0 - self.sigma[(nest * n + j) * m + k]) * weight;
                level[nest * m + k] += weight;
            }
        }
    }

    /// From levels and costs to the prices of nests, per share in receipts.
    fn nest_adjoint(&self, j: usize, nests: &Nests, cost: &[f64], level: &mut [f64], price: &mut [f64]) {
        let [n, m, _] = self.sizes();
        for k in 0..m {
            let tree = self.tree(k);
            let place = |nest: usize| (nest * n + j) * m + k;
            for nest in (1..tree.parent.len()).rev() {
                let parent = tree.parent[nest];
                price[nest * m + k] =
                    (self.sigma[place(nest)] - self.sigma[place(parent)]) * level[nest * m + k];
                level[parent * m + k] += level[nest * m + k];
            }
            price[k] = cost[j * m + k] - (1.0 - self.sigma[place(0)]) * level[k];
            for nest in 0..tree.parent.len() {
                // a child's price enters its nest's with the child's share in the nest
                let own = share(price[nest * m + k], nests.share[place(nest)]);
                let above = if nest == 0 { 0.0 } else { price[tree.parent[nest] * m + k] };
                price[nest * m + k] = own + above;
            }
        }
    }

    #[inline(always)]
    fn price_place(&self, j: usize, s: usize, k: usize) -> usize {
        let at = j * self.economy.axes.sectors.len() + s;
        if self.width == 1 { at } else { at * self.width + k }
    }

    /// Adds to `into` how the log share of product s moves in every using sector of region j, given the log price changes.
    pub(crate) fn input_change(
        &self,
        tangent: &NestTangent,
        (j, s): (usize, usize),
        price: &[f64],
        into: &mut [f64],
    ) {
        if self.fixed_shares {
            return;
        }
        let [n, m, _] = self.sizes();
        for (k, into) in into.iter_mut().enumerate() {
            let at = (self.tree(k).product[s] * n + j) * m + k;
            *into += tangent.level[at] + (1.0 - self.sigma[at]) * price[self.price_place(j, s, k)];
        }
    }

    /// How the log share of a factor moves in using sector k, given the change of its own log price.
    pub(crate) fn factor_change(
        &self,
        tangent: &NestTangent,
        (j, k, g): (usize, usize, usize),
        own: f64,
    ) -> f64 {
        if self.fixed_shares {
            return 0.0;
        }
        let [n, m, _] = self.sizes();
        let at = (self.tree(k).factor[g] * n + j) * m + k;
        tangent.level[at] + (1.0 - self.sigma[at]) * own
    }
}

/// What changes of log shares and log costs weigh in a sum.
#[derive(Debug)]
pub(crate) struct NestAdjoint<'a> {
    /// On log unit costs, by cell.
    pub cost: &'a [f64],
    /// On log input shares, region × product × using sector; not read where shares are fixed.
    pub input: &'a [f64],
    /// On log factor shares, region × sector × factor; not read where shares are fixed.
    pub factor: &'a [f64],
}
