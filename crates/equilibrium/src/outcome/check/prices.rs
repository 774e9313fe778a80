//! Unit costs nest by nest, and price indices from the costs of the largest source.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::{Case, keep};
use crate::economy::{Bundle, Members, Nest};
use crate::shocks::Rent;

/// Unit costs.
impl Case<'_> {
    /// Log of what sectors pay for products, over the baseline: product × using sector.
    pub(super) fn ln_use_prices(&self, j: Region) -> Vec<f64> {
        let Self { economy, shocks, equilibrium } = *self;
        let sectors = economy.axes.sectors.len();
        let same = equilibrium.by_use.is_none() && shocks.purchase_tax.is_none() && shocks.carbon.is_none();
        let mut prices = Vec::with_capacity(sectors * sectors);
        for s in economy.axes.sectors.ids() {
            if same {
                prices.resize(prices.len() + sectors, equilibrium.price_index_hat[(j, s)].ln());
                continue;
            }
            prices.extend((0..sectors).map(|k| {
                let price = self.use_price((j, s, k));
                (price * self.purchase_wedge((j, s, k))).ln()
            }));
        }
        prices
    }

    /// Unit cost of one sector from what it pays (product × using sector), nest by nest. Equations: model.md (3.1)-(3.3).
    pub(super) fn unit_cost(&self, ln_use_prices: &[f64], (j, k): (Region, Sector)) -> f64 {
        let Self { economy, equilibrium, .. } = *self;
        let tree = economy.parameters.technology.tree(k);
        let sectors = economy.axes.sectors.len();
        let mut children: Vec<Vec<(f64, f64)>> = tree.iter().map(|_| Vec::with_capacity(sectors)).collect();
        for s in economy.axes.sectors.ids() {
            let share = economy.input_share[(j, s, k)];
            if share != 0.0 {
                let price = ln_use_prices[s.index() * sectors + k.index()];
                children[place(tree, s, |nest| &nest.products)].push((share, price));
            }
        }
        for f in economy.axes.factors.ids() {
            let by_sector = equilibrium.sector_wage_hat.as_ref().map(|wages| wages[(j, k, f)]);
            let wage = by_sector.unwrap_or(equilibrium.wage_hat[(j, f)]).ln();
            children[place(tree, f, |nest| &nest.factors)].push((economy.factor_share[(j, k, f)], wage));
        }
        for at in (1..tree.len()).rev() {
            let nest = nest(tree[at].elasticity.at(j, k), &children[at]);
            children[tree[at].parent.unwrap_or_default()].push(nest);
        }
        nest(tree[0].elasticity.at(j, k), &children[0]).1.exp()
    }
}

/// The nest in which a product or factor stands.
fn place<I: Id>(tree: &[Nest], member: I, pick: impl Fn(&Nest) -> &Members<I>) -> usize {
    let named = |nest: &Nest| matches!(pick(nest), Members::These(members) if members.contains(&member));
    let rest = |nest: &Nest| matches!(pick(nest), Members::Rest);
    tree.iter().position(named).or_else(|| tree.iter().position(rest)).unwrap_or_default()
}

/// Total share and log price of a nest. Equation: model.md (3.1).
fn nest(sigma: f64, children: &[(f64, f64)]) -> (f64, f64) {
    let (mut total, mut sum) = (0.0, 0.0);
    for (share, ln) in children.iter().filter(|(share, _)| *share != 0.0) {
        total += share;
        sum += share * if sigma == 1.0 { *ln } else { ((1.0 - sigma) * ln).exp() };
    }
    match (total == 0.0, sigma == 1.0) {
        (true, _) => (0.0, 0.0),
        (_, true) => (total, sum / total),
        _ => (total, (sum / total).ln() / (1.0 - sigma)),
    }
}

/// Prices against costs.
impl Case<'_> {
    /// Price indices of a product against its largest source: `P̂ = (X̂^η π κ̂ v̂ / π')^(−1/θ)`, relative errors of prices.
    /// Equations: model.md (3.5)-(3.8).
    pub(super) fn check_prices(&self, (j, s): (Region, Sector), largest: &mut f64) {
        let Self { economy, equilibrium, .. } = *self;
        let bought = |b: usize| match &equilibrium.by_use {
            None => (equilibrium.expenditure[(j, s)], equilibrium.price_index_hat[(j, s)]),
            Some(by_use) => {
                (by_use.expenditure[(j, Bundle::new(b))], by_use.price_index_hat[(j, Bundle::new(b))])
            }
        };
        let theta = economy.parameters.theta(s);
        let eta = economy.parameters.selection[s.index()];
        for b in self.bundles(s) {
            let (expenditure, price) = bought(b);
            let (old, new) = self.trade_shares((j, s), b);
            let source = (0..new.len()).max_by(|&a, &b| new[a].total_cmp(&new[b])).unwrap_or_default();
            if expenditure <= 0.0 || new[source] <= 0.0 {
                continue;
            }
            let i = Region::new(source);
            let ln_phi = (old[source] / new[source]).ln()
                + self.ln_trade_cost((s, j, i))
                + self.ln_competitiveness(i, s);
            let size =
                if eta == 0.0 { 0.0 } else { eta * (expenditure / self.baseline_purchases(j, s, b)).ln() };
            keep(largest, (-(size + ln_phi) / theta).exp(), price, price);
        }
    }

    /// Trade shares of a bundle before and after.
    fn trade_shares(&self, (j, s): (Region, Sector), b: usize) -> (&[f64], &[f64]) {
        let Self { economy, equilibrium, .. } = *self;
        match (&economy.use_trade_share, &equilibrium.by_use) {
            (Some(old), Some(new)) => (old.row(Bundle::new(b), j), new.trade_share.row(Bundle::new(b), j)),
            _ => (economy.trade_share.row(s, j), equilibrium.trade_share.row(s, j)),
        }
    }

    /// Baseline purchases of a bundle.
    fn baseline_purchases(&self, j: Region, s: Sector, b: usize) -> f64 {
        let by = |u: usize| self.economy.bought_by(j, s, u);
        if self.economy.use_trade_share.is_none() {
            let m = self.economy.axes.sectors.len();
            return (0..m).map(by).sum::<f64>() + (m..self.economy.uses()).map(by).sum::<f64>();
        }
        by(b % self.economy.uses())
    }

    /// `ln κ̂`. Equation: model.md (3.6).
    fn ln_trade_cost(&self, cell: (Sector, Region, Region)) -> f64 {
        let Self { economy, shocks, equilibrium } = *self;
        let (theta, eta) = (economy.parameters.theta(cell.0), economy.parameters.selection[cell.0.index()]);
        let of =
            |tensor: &Option<TradeTensor>, none: f64| tensor.as_ref().map_or(none, |tensor| tensor[cell]);
        let tariff = (1.0 + of(&equilibrium.tariff, 0.0)) / (1.0 + of(&economy.tariff, 0.0));
        let taxed = tariff * (1.0 + of(&equilibrium.export_tax, 0.0));
        let cap = equilibrium.caps.iter().find(|cap| (cap.sector, cap.destination, cap.origin) == cell);
        // the wedge of a cap wastes like an iceberg cost where nobody earns it
        let (wasted, paid) = cap.map_or((1.0, 1.0), |cap| match cap.rent {
            Rent::Nobody => (1.0 + cap.wedge, 1.0),
            Rent::Origin | Rent::Destination => (1.0, 1.0 + cap.wedge),
        });
        let taxed = taxed * paid;
        -theta * (wasted * of(&shocks.iceberg_hat, 1.0)).ln()
            - (theta + eta) * taxed.ln()
            - eta * of(&shocks.fixed_cost_hat, 1.0).ln()
    }

    /// `ln v̂`. Equations: model.md (3.4), (3.5).
    fn ln_competitiveness(&self, i: Region, s: Sector) -> f64 {
        let Self { economy, shocks, equilibrium } = *self;
        let (theta, eta) = (economy.parameters.theta(s), economy.parameters.selection[s.index()]);
        let scale = theta * economy.parameters.scale_elasticity[s.index()];
        let cost = equilibrium.unit_cost_hat[(i, s)].ln();
        let receipts = equilibrium.receipts[(i, s)] / economy.receipts[(i, s)];
        let productivity = shocks.productivity_hat.as_ref().map_or(1.0, |hat| hat[(i, s)]);
        let subsidy = (1.0 + equilibrium.subsidy[(i, s)]) / (1.0 + economy.subsidy[(i, s)]);
        let bundles = if scale == 0.0 { 0.0 } else { scale * (receipts.ln() - cost) };
        theta * productivity.ln() + bundles + (theta + eta) * (subsidy.ln() - cost)
    }
}
