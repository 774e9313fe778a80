//! What the world's table says before the shock, in levels and nested lists.

use oblate_equilibrium::{FinalUses, Parameters, Sourcing};
use oblate_world::{FinalUse, Flows, Id, Region, Sector, World};

/// Lists in lists, indexed one after the other.
pub type List2<D = f64> = Vec<Vec<D>>;
pub type List3<D = f64> = Vec<List2<D>>;
pub type List4<D = f64> = Vec<List3<D>>;

/// The baseline: `i` origin, `j` destination, `s` product, `k` using sector, `u` use, `f` factor. A pool is what shares
/// its sources: all uses of a product, or each use.
pub struct Baseline {
    pub regions: usize,
    pub sectors: usize,
    pub factors: usize,
    /// Using sectors, then columns of final spending: households, investment, others.
    pub uses: usize,
    /// The column of investment, if there is one.
    pub investment: Option<usize>,
    /// Pools per product.
    pub pools: usize,
    /// `E[j][s][p][i]`: what pool p of j pays for product s of i, tariff included.
    pub paid: List4,
    /// `X[j][s][u]`.
    pub bought: List3,
    /// `V[j][k][f]`.
    pub earned: List3,
    /// `R[j][k]` and `b[j][k]`.
    pub receipts: List2,
    pub subsidy: List2,
    /// `t[s][j][i]`.
    pub tariff: List3,
    /// `D[j]`.
    pub deficit: Vec<f64>,
}

/// A list from a function of its place.
pub fn list<T>(len: usize, cell: impl Fn(usize) -> T) -> Vec<T> {
    (0..len).map(cell).collect()
}

/// The final uses of each column: households, investment, others.
fn columns(world: &World, parameters: &Parameters) -> (Vec<Vec<usize>>, bool) {
    let all = 0..world.axes().final_uses.len();
    let FinalUses::Apart { households, investment } = &parameters.demand.final_uses else {
        return (vec![all.collect()], false);
    };
    let places = |uses: &[FinalUse]| uses.iter().map(|u| u.index()).collect::<Vec<_>>();
    let (households, investment) = (places(households), places(investment));
    let others: Vec<usize> = all.filter(|u| !households.contains(u) && !investment.contains(u)).collect();
    let invests = !investment.is_empty();
    let columns = [households, investment, others].into_iter().enumerate();
    (columns.filter(|(at, uses)| *at == 0 || !uses.is_empty()).map(|(_, uses)| uses).collect(), invests)
}

impl Baseline {
    pub fn of(world: &World, parameters: &Parameters) -> Self {
        let axes = world.axes();
        let (n, m, f) = (axes.regions.len(), axes.sectors.len(), axes.factors.len());
        let (columns, invests) = columns(world, parameters);
        let uses = m + columns.len();
        let by_use = parameters.sourcing == Sourcing::ByUse;
        let pools = if by_use { uses } else { 1 };
        let (region, sector) = (Region::new, Sector::new);
        let tariff = list(m, |s| list(n, |j| list(n, |i| world.tariff(sector(s), region(j), region(i)))));
        let bought = |j: usize, s: usize, u: usize| -> f64 {
            if u < m {
                return world.intermediate()[(region(j), sector(s), sector(u))];
            }
            let of = |c: &usize| world.final_use()[(region(j), sector(s), FinalUse::new(*c))];
            columns[u - m].iter().map(of).sum()
        };
        let paid = |j: usize, s: usize, p: usize, i: usize| -> f64 {
            let gross = 1.0 + tariff[s][j][i];
            if !by_use {
                return gross * world.trade()[(sector(s), region(j), region(i))];
            }
            let Flows::ByUse { intermediate, final_use } = &world.accounts().flows else {
                panic!("a world with sources by use")
            };
            let row = (i * m + s) * n + j;
            let c = axes.final_uses.len();
            let sold: f64 = if p < m {
                intermediate[row * m + p]
            } else {
                columns[p - m].iter().map(|at| final_use[row * c + at]).sum()
            };
            gross * sold
        };
        let tax = |j: usize, k: usize| world.accounts().production_tax[(region(j), sector(k))];
        let output = |j: usize, k: usize| world.gross_output()[(region(j), sector(k))];
        Self {
            regions: n,
            sectors: m,
            factors: f,
            uses,
            investment: invests.then_some(m + 1),
            pools,
            paid: list(n, |j| list(m, |s| list(pools, |p| list(n, |i| paid(j, s, p, i))))),
            bought: list(n, |j| list(m, |s| list(uses, |u| bought(j, s, u)))),
            earned: list(n, |j| {
                list(m, |k| world.accounts().factor_income.row(region(j), sector(k)).to_vec())
            }),
            receipts: list(n, |j| list(m, |k| output(j, k) - tax(j, k))),
            subsidy: list(n, |j| {
                list(m, |k| if output(j, k) == 0.0 { 0.0 } else { -tax(j, k) / output(j, k) })
            }),
            deficit: world.deficits(),
            tariff,
        }
    }

    /// The pool in which a use buys.
    pub fn pool(&self, u: usize) -> usize {
        if self.pools == 1 { 0 } else { u }
    }

    /// `X[j][s][p]`.
    pub fn pooled(&self, j: usize, s: usize, p: usize) -> f64 {
        self.paid[j][s][p].iter().sum()
    }

    /// What a column of final spending spends.
    pub fn spent(&self, j: usize, u: usize) -> f64 {
        list(self.sectors, |s| self.bought[j][s][u]).iter().sum()
    }

    /// All final spending, which is income.
    pub fn income(&self, j: usize) -> f64 {
        (self.sectors..self.uses).map(|u| self.spent(j, u)).sum()
    }

    /// What a factor earns in a region.
    pub fn factor(&self, j: usize, f: usize) -> f64 {
        list(self.sectors, |k| self.earned[j][k][f]).iter().sum()
    }
}
