//! Nests where shares move: prices up the tree, shares down.

use oblate_world::{Id, Region, Sector};

use super::{Nests, Technology};

impl Technology<'_> {
    /// `P̂^(1−σ)` of a region's products for each of its distinct elasticities, if all uses pay the same; `ln P̂` for
    /// Cobb–Douglas. Product by product.
    pub(super) fn powers(&self, j: usize, ln_price: &[f64]) -> Vec<f64> {
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
    pub(super) fn sum_products(&self, j: usize, powers: &[f64], ln_price: &[f64], sums: &mut [f64]) {
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
    pub(super) fn price_nests(&self, j: usize, ln_factor: &[f64], nests: &mut Nests) {
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
    pub(super) fn move_shares(
        &self,
        j: usize,
        powers: &[f64],
        ln_price: &[f64],
        ln_factor: &[f64],
        nests: &mut Nests,
    ) {
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

/// What a child of a price change brings to the sum of (3.1), per unit of its share.
#[inline(always)]
fn relative(sigma: f64, ln: f64) -> f64 {
    if sigma == 1.0 { ln } else { ((1.0 - sigma) * ln).exp() }
}
