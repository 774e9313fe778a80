//! The independent check of an equilibrium in levels: plain sums over its own tables.

use oblate_world::{Array2, Factor, Id, Region, Sector};

use crate::economy::Economy;
use crate::equilibrium::{Equilibrium, Residuals};

/// Largest relative errors of all accounts; unbounded regions are left out.
pub(crate) fn residuals(
    economy: &Economy,
    equilibrium: &Equilibrium,
    supply: &Array2<Region, Factor>,
) -> Residuals {
    let flows = Flows::new(economy, equilibrium);
    let ln_price = Array2::from_fn(equilibrium.price_index_hat.shape(), |j: Region, s: Sector| {
        equilibrium.price_index_hat[(j, s)].ln()
    });
    let mut residuals = Residuals::default();
    for j in economy.axes.regions.ids().filter(|&j| !equilibrium.is_unbounded(j)) {
        let income = equilibrium.income[j.index()];
        keep(&mut residuals.budgets, flows.income[j.index()], income, income);
        let balance = flows.imports[j.index()] - flows.exports[j.index()];
        keep(&mut residuals.walras, balance, equilibrium.deficit[j.index()], income);
        for s in economy.axes.sectors.ids() {
            let output = equilibrium.gross_output[(j, s)];
            keep(&mut residuals.goods_markets, flows.sales[(j, s)], output, output);
            if equilibrium.expenditure[(j, s)] > 0.0 {
                let sum = equilibrium.trade_share.row(s, j).iter().sum();
                keep(&mut residuals.trade_shares, sum, 1.0, 1.0);
            }
            if output > 0.0 {
                let cost = unit_cost(economy, equilibrium, &ln_price, j, s);
                keep(&mut residuals.unit_costs, cost, equilibrium.unit_cost_hat[(j, s)], cost);
            }
        }
        for f in economy.axes.factors.ids() {
            let paid = equilibrium.wage_hat[(j, f)] * supply[(j, f)] * economy.factor_income[(j, f)];
            keep(&mut residuals.factor_markets, factor_payments(economy, equilibrium, j, f), paid, paid);
        }
    }
    residuals
}

fn keep(largest: &mut f64, found: f64, wanted: f64, scale: f64) {
    let gap = if found == wanted { 0.0 } else { (found - wanted).abs() / scale.abs() };
    // a NaN is kept and shown
    if gap > *largest || gap.is_nan() {
        *largest = gap;
    }
}

/// What the trade flows in levels add up to.
struct Flows {
    sales: Array2<Region, Sector>,
    imports: Vec<f64>,
    exports: Vec<f64>,
    income: Vec<f64>,
}

impl Flows {
    fn new(economy: &Economy, equilibrium: &Equilibrium) -> Self {
        let n = economy.axes.regions.len();
        let mut flows = Self {
            sales: Array2::zeros(equilibrium.gross_output.shape()),
            imports: vec![0.0; n],
            exports: vec![0.0; n],
            income: equilibrium.deficit.clone(),
        };
        for j in economy.axes.regions.ids() {
            flows.income[j.index()] += equilibrium.factor_income.row(j).iter().sum::<f64>();
            let subsidies = equilibrium.subsidy.row(j).iter().zip(equilibrium.gross_output.row(j));
            flows.income[j.index()] -= subsidies.map(|(b, y)| b * y).sum::<f64>();
        }
        for s in economy.axes.sectors.ids() {
            for j in economy.axes.regions.ids().filter(|&j| !equilibrium.is_unbounded(j)) {
                flows.add_purchases(equilibrium, s, j);
            }
        }
        flows
    }

    fn add_purchases(&mut self, equilibrium: &Equilibrium, s: Sector, j: Region) {
        let bought = equilibrium.expenditure[(j, s)];
        let tariffs = equilibrium.tariff.as_ref().map(|tariff| tariff.row(s, j));
        let taxes = equilibrium.export_tax.as_ref().map(|tax| tax.row(s, j));
        for (at, share) in equilibrium.trade_share.row(s, j).iter().enumerate() {
            let tariff = tariffs.map_or(0.0, |rates| rates[at]);
            let tax = taxes.map_or(0.0, |rates| rates[at]);
            let border_value = share * bought / (1.0 + tariff);
            let basic_value = border_value / (1.0 + tax);
            self.sales[(Region::new(at), s)] += basic_value;
            self.imports[j.index()] += border_value;
            self.exports[at] += border_value;
            self.income[j.index()] += tariff * border_value;
            self.income[at] += tax * basic_value;
        }
    }
}

fn factor_payments(economy: &Economy, equilibrium: &Equilibrium, j: Region, f: Factor) -> f64 {
    let shares = equilibrium.factor_share.as_ref().unwrap_or(&economy.factor_share);
    economy.axes.sectors.ids().map(|k| shares[(j, k, f)] * equilibrium.receipts[(j, k)]).sum()
}

/// Unit cost of one sector from prices, nest by nest. Equations: model.md (3.1)-(3.3).
fn unit_cost(
    economy: &Economy,
    equilibrium: &Equilibrium,
    ln_price: &Array2<Region, Sector>,
    j: Region,
    k: Sector,
) -> f64 {
    let technology = &economy.parameters.technology;
    let inputs = economy.axes.sectors.ids().map(|s| (economy.input_share[(j, s, k)], ln_price[(j, s)]));
    let wages = equilibrium.wage_hat.row(j).iter().map(|wage| wage.ln());
    let factors = economy.factor_share.row(j, k).iter().copied().zip(wages);
    let materials = nest(technology.materials[k.index()], inputs);
    let value_added = nest(technology.value_added[k.index()], factors);
    nest(technology.output[k.index()], [materials, value_added].into_iter()).1.exp()
}

/// Total share and log price of a nest. Equation: model.md (3.1).
fn nest(sigma: f64, children: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (mut total, mut sum) = (0.0, 0.0);
    for (share, ln) in children.filter(|(share, _)| *share != 0.0) {
        total += share;
        sum += share * if sigma == 1.0 { ln } else { ((1.0 - sigma) * ln).exp() };
    }
    match (total == 0.0, sigma == 1.0) {
        (true, _) => (0.0, 0.0),
        (_, true) => (total, sum / total),
        _ => (total, (sum / total).ln() / (1.0 - sigma)),
    }
}
