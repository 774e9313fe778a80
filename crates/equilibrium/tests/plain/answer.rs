//! The engine's answer as the plain model's unknowns.

use oblate_equilibrium::{Economy, Equilibrium};
use oblate_world::{Id, Region};

use super::model::Model;

/// The engine's answer in the order of the plain model's unknowns.
pub fn answer(model: &Model<'_>, economy: &Economy, fast: &Equilibrium) -> Vec<f64> {
    let [n, m, f] = economy.factor_share.shape();
    let pools = model.baseline.pools;
    let region = Region::new;
    let cells = || (0..n).flat_map(move |j| (0..m).map(move |k| (j, k)));
    let groups = || (0..n).flat_map(|j| (0..model.groups()).map(move |g| (j, g)));
    let utility = |j: usize, g: usize| {
        fast.utility_hat.as_ref().map_or(1.0, |utility| utility[(region(j), Id::new(g))])
    };
    let price = |j: usize, s: usize, p: usize| match &fast.by_use {
        None => fast.price_index_hat[(region(j), Id::new(s))],
        Some(by_use) => by_use.price_index_hat[(region(j), Id::new(s * pools + p))],
    };
    let wage = |j: usize, k: usize, f: usize| match &fast.sector_wage_hat {
        None => fast.wage_hat[(region(j), Id::new(f))],
        Some(wages) => wages[(region(j), Id::new(k), Id::new(f))],
    };
    cells()
        .map(|(j, k)| fast.unit_cost_hat[(region(j), Id::new(k))])
        .chain(cells().map(|(j, k)| fast.receipts[(region(j), Id::new(k))] / model.baseline.receipts[j][k]))
        .chain(groups().map(|(j, g)| fast.group_income[(region(j), Id::new(g))] / model.income_before(j, g)))
        .chain(groups().map(|(j, g)| utility(j, g)))
        .chain(cells().flat_map(|(j, s)| (0..pools).map(move |p| (j, s, p))).map(|(j, s, p)| price(j, s, p)))
        .chain(cells().flat_map(|(j, k)| (0..f).map(move |f| (j, k, f))).map(|(j, k, f)| wage(j, k, f)))
        .collect()
}
