//! The default technology tree: output ← {value added, materials}, value added ← factors, materials ← products.
//!
//! Equations: model.md (3.1)-(3.3). Vectors run region by region, then sector (`j·S + k`).

use oblate_world::{Array3, Factor, Id, Region, Sector};

use crate::economy::Economy;

/// The nests of an economy with what does not change during a solve.
#[derive(Debug)]
pub(crate) struct Technology<'e> {
    economy: &'e Economy,
    /// Baseline share of materials in receipts.
    materials: Vec<f64>,
    /// Baseline share of value added in receipts.
    value_added: Vec<f64>,
    /// Whether every nest is Cobb–Douglas, so that shares never move.
    pub fixed_shares: bool,
    /// The distinct elasticities between materials, and which one each sector has.
    elasticities: Vec<f64>,
    elasticity_of: Vec<usize>,
}

/// Prices and cost shares of all nests at one point.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nests {
    /// Log price change of materials.
    ln_materials: Vec<f64>,
    /// Log price change of value added.
    ln_value_added: Vec<f64>,
    /// Log unit cost change of the whole bundle, `ln ĉ`.
    pub ln_cost: Vec<f64>,
    input_share: Option<Array3<Region, Sector, Sector>>,
    factor_share: Option<Array3<Region, Sector, Factor>>,
}

/// How the nests move along a direction.
#[derive(Debug, Clone, Default)]
pub(crate) struct NestTangent {
    /// Change of `ln ĉ`.
    pub cost: Vec<f64>,
    /// Change of all log input shares of a using sector that does not depend on the product.
    pub input_shift: Vec<f64>,
    /// Change of the log price of value added.
    value_added: Vec<f64>,
}

impl<'e> Technology<'e> {
    pub(crate) fn new(economy: &'e Economy) -> Self {
        let [n, m, f] = economy.factor_share.shape();
        let mut materials = vec![0.0; n * m];
        for j in (0..n).map(Region::new) {
            for s in (0..m).map(Sector::new) {
                let totals = &mut materials[j.index() * m..][..m];
                totals.iter_mut().zip(economy.input_share.row(j, s)).for_each(|(total, a)| *total += a);
            }
        }
        let value_added = economy.factor_share.as_slice().chunks_exact(f).map(|row| row.iter().sum());
        let elasticity = &economy.parameters.technology;
        let mut elasticities = elasticity.materials.clone();
        elasticities.sort_by(f64::total_cmp);
        elasticities.dedup();
        let position = |sigma| elasticities.iter().position(|other| other == sigma).unwrap_or_default();
        let lists = [&elasticity.output, &elasticity.value_added, &elasticity.materials];
        Self {
            value_added: value_added.collect(),
            materials,
            fixed_shares: lists.iter().all(|list| list.iter().all(|&sigma| sigma == 1.0)),
            elasticity_of: elasticity.materials.iter().map(position).collect(),
            elasticities,
            economy,
        }
    }

    /// Counterfactual shares of products in receipts: region × product × using sector. Equation: model.md (3.2).
    pub(crate) fn input_share<'a>(&'a self, nests: &'a Nests) -> &'a Array3<Region, Sector, Sector> {
        nests.input_share.as_ref().unwrap_or(&self.economy.input_share)
    }

    /// Counterfactual shares of factors in receipts: region × sector × factor. Equation: model.md (3.2).
    pub(crate) fn factor_share<'a>(&'a self, nests: &'a Nests) -> &'a Array3<Region, Sector, Factor> {
        nests.factor_share.as_ref().unwrap_or(&self.economy.factor_share)
    }

    /// Prices of all nests from product prices (`j·S + s`) and factor prices (`j·F + f`).
    pub(crate) fn evaluate(&self, ln_price: &[f64], ln_wage: &[f64], nests: &mut Nests) {
        let [n, m, f] = self.economy.factor_share.shape();
        nests.ln_cost.clear();
        nests.ln_cost.resize(n * m, 0.0);
        if self.fixed_shares {
            for j in 0..n {
                let into = &mut nests.ln_cost[j * m..][..m];
                self.shares_times(Region::new(j), &ln_price[j * m..][..m], &ln_wage[j * f..][..f], into);
            }
            return;
        }
        nests.ln_materials.resize(n * m, 0.0);
        nests.ln_value_added.resize(n * m, 0.0);
        let inputs = nests.input_share.get_or_insert_with(|| self.economy.input_share.clone());
        let factors = nests.factor_share.get_or_insert_with(|| self.economy.factor_share.clone());
        for j in 0..n {
            let region = Region::new(j);
            let here = j * m..(j + 1) * m;
            let relative = self.relative_prices(&ln_price[here.clone()]);
            self.price_materials(region, &relative, &mut nests.ln_materials[here.clone()]);
            self.price_value_added(region, &ln_wage[j * f..][..f], &mut nests.ln_value_added[here.clone()]);
            for k in 0..m {
                let at = j * m + k;
                let (materials, value_added) = (nests.ln_materials[at], nests.ln_value_added[at]);
                let output = self.economy.parameters.technology.output[k];
                let cost =
                    ces(output, [(self.materials[at], materials), (self.value_added[at], value_added)]);
                nests.ln_cost[at] = cost;
                let shift = |sigma: f64, ln: f64| ((1.0 - output) * (ln - cost) - (1.0 - sigma) * ln).exp();
                let technology = &self.economy.parameters.technology;
                let scale = shift(technology.materials[k], materials);
                self.move_inputs(region, k, scale, &relative, inputs);
                let scale = shift(technology.value_added[k], value_added);
                self.move_factors(region, k, scale, &ln_wage[j * f..][..f], factors);
            }
        }
    }

    /// `Σ_s a_sk x_s + Σ_f a_fk y_f` for every using sector k, at baseline shares.
    fn shares_times(&self, j: Region, x: &[f64], y: &[f64], into: &mut [f64]) {
        weigh(self.economy.input_share.matrix(j), x, into);
        for (k, into) in into.iter_mut().enumerate() {
            let shares = self.economy.factor_share.row(j, Sector::new(k));
            *into += shares.iter().zip(y).map(|(share, y)| share * y).sum::<f64>();
        }
    }

    /// Per distinct elasticity: `ln P̂` for Cobb–Douglas, `P̂^(1−σ)` else. One power per product.
    fn relative_prices(&self, ln_price: &[f64]) -> Vec<Vec<f64>> {
        let power = |sigma: f64| ln_price.iter().map(move |ln| ((1.0 - sigma) * ln).exp());
        let of = |&sigma: &f64| if sigma == 1.0 { ln_price.to_vec() } else { power(sigma).collect() };
        self.elasticities.iter().map(of).collect()
    }

    fn price_materials(&self, j: Region, relative: &[Vec<f64>], into: &mut [f64]) {
        into.fill(0.0);
        for s in 0..into.len() {
            let shares = self.economy.input_share.row(j, Sector::new(s));
            for ((into, share), &group) in into.iter_mut().zip(shares).zip(&self.elasticity_of) {
                *into += share * relative[group][s];
            }
        }
        for (k, into) in into.iter_mut().enumerate() {
            let total = self.materials[j.index() * self.elasticity_of.len() + k];
            let sigma = self.elasticities[self.elasticity_of[k]];
            *into = match (total == 0.0, sigma == 1.0) {
                (true, _) => 0.0,
                (_, true) => *into / total,
                _ => (*into / total).ln() / (1.0 - sigma),
            };
        }
    }

    fn price_value_added(&self, j: Region, ln_wage: &[f64], into: &mut [f64]) {
        for (k, into) in into.iter_mut().enumerate() {
            let sigma = self.economy.parameters.technology.value_added[k];
            let shares = self.economy.factor_share.row(j, Sector::new(k));
            *into = ces(sigma, shares.iter().copied().zip(ln_wage.iter().copied()));
        }
    }

    fn move_inputs(
        &self,
        j: Region,
        k: usize,
        scale: f64,
        relative: &[Vec<f64>],
        shares: &mut Array3<Region, Sector, Sector>,
    ) {
        let group = self.elasticity_of[k];
        let moves = self.elasticities[group] != 1.0;
        for (s, &relative) in relative[group].iter().enumerate() {
            let cell = (j, Sector::new(s), Sector::new(k));
            shares[cell] = self.economy.input_share[cell] * scale * if moves { relative } else { 1.0 };
        }
    }

    fn move_factors(
        &self,
        j: Region,
        k: usize,
        scale: f64,
        ln_wage: &[f64],
        shares: &mut Array3<Region, Sector, Factor>,
    ) {
        let sigma = self.economy.parameters.technology.value_added[k];
        for (f, ln_wage) in ln_wage.iter().enumerate() {
            let cell = (j, Sector::new(k), Factor::new(f));
            shares[cell] = self.economy.factor_share[cell] * scale * ((1.0 - sigma) * ln_wage).exp();
        }
    }

    /// How costs and shares move with log product prices and log factor prices.
    pub(crate) fn tangent(&self, nests: &Nests, price: &[f64], wage: &[f64], tangent: &mut NestTangent) {
        let [n, m, f] = self.economy.factor_share.shape();
        tangent.cost.resize(n * m, 0.0);
        tangent.input_shift.resize(n * m, 0.0);
        tangent.value_added.resize(n * m, 0.0);
        let technology = &self.economy.parameters.technology;
        let (inputs, factors) = (self.input_share(nests), self.factor_share(nests));
        for j in 0..n {
            let here = j * m..(j + 1) * m;
            let cost = &mut tangent.cost[here.clone()];
            weigh(inputs.matrix(Region::new(j)), &price[here], cost);
            for k in 0..m {
                let at = j * m + k;
                let shares = factors.row(Region::new(j), Sector::new(k));
                let labour: f64 = shares.iter().zip(&wage[j * f..][..f]).map(|(a, w)| a * w).sum();
                if !self.fixed_shares {
                    let total: f64 = shares.iter().sum();
                    let materials = ratio(cost[k], 1.0 - total);
                    let all = cost[k] + labour;
                    let (output, inner) = (technology.output[k], technology.materials[k]);
                    tangent.input_shift[at] = (inner - output) * materials - (1.0 - output) * all;
                    tangent.value_added[at] = ratio(labour, total);
                }
                cost[k] += labour;
            }
        }
    }

    /// Change of the log share of product `s` in receipts of `k` per change of its own log price.
    pub(crate) fn own_price_effect(&self, k: usize) -> f64 {
        1.0 - self.economy.parameters.technology.materials[k]
    }

    /// Change of the log share of a factor in receipts, given the change of its log price.
    pub(crate) fn factor_share_change(&self, tangent: &NestTangent, at: usize, k: usize, wage: f64) -> f64 {
        if self.fixed_shares {
            return 0.0;
        }
        let technology = &self.economy.parameters.technology;
        let value_added = tangent.value_added[at];
        (1.0 - technology.value_added[k]) * (wage - value_added)
            + (1.0 - technology.output[k]) * (value_added - tangent.cost[at])
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// Log price of a nest from shares (of any total) and log prices of its children. Equation: model.md (3.1).
fn ces(sigma: f64, children: impl IntoIterator<Item = (f64, f64)> + Clone) -> f64 {
    let total: f64 = children.clone().into_iter().map(|(share, _)| share).sum();
    if total == 0.0 {
        return 0.0;
    }
    if sigma == 1.0 {
        return children.into_iter().map(|(share, ln)| share * ln).sum::<f64>() / total;
    }
    let sum: f64 = children.into_iter().map(|(share, ln)| share * ((1.0 - sigma) * ln).exp()).sum();
    (sum / total).ln() / (1.0 - sigma)
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
