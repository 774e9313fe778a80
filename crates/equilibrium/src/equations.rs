//! The equilibrium as a system of equations: residuals and their exact directional derivative.
//!
//! Two sweeps over the trade tensor: prices up (3.7)-(3.8), demand down (3.9)-(3.10); in between the nests
//! and the factor markets, region by region. Powers are taken per origin and sector only.

use std::borrow::Cow;

use oblate_numerics::{Homotopy, OutOfDomain, System};
use oblate_world::{Id, Region, Sector};

use crate::counterfactual::Counterfactual;
use crate::economy::Economy;
use crate::error::ShockError;
use crate::links::dot;
use crate::preconditioner::Preconditioner;
use crate::shocks::{DeficitRule, Shocks};
use crate::tangent::Tangent;
use crate::technology::{Nests, Technology};
use crate::unknowns::{Layout, Parts, PartsMut};

/// The equations of one counterfactual of one economy.
pub(crate) struct Equations<'e> {
    pub economy: &'e Economy,
    shocks: &'e Shocks,
    pub counterfactual: Counterfactual<'e>,
    pub technology: Technology<'e>,
    pub layout: Layout,
    /// What is known at the last point.
    pub point: Point,
    /// Per bloc: the factor market that the numeraire replaces, the largest one, and the bloc's baseline factor income.
    numeraires: Vec<(usize, f64)>,
    /// Largest residual of the factor markets that numeraires replace: zero by Walras' law, up to rounding.
    redundant: f64,
    tangent: Tangent,
    preconditioner: Option<Preconditioner>,
    stop: &'e (dyn Fn() -> bool + Sync),
}

/// Everything at one point. Names of model.md; "by sector" vectors run `s·N + i`, the others `j·S + s`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Point {
    /// Competitiveness `v̂`, by sector.
    pub competitiveness: Vec<f64>,
    /// `Φ̂`, by sector.
    pub phi: Vec<f64>,
    /// `Φ̂` net of tariffs and export taxes, by sector.
    pub phi_net: Vec<f64>,
    /// `ln P̂`.
    pub ln_price: Vec<f64>,
    pub nests: Nests,
    /// `R'`.
    pub receipts: Vec<f64>,
    /// `X'`.
    pub expenditure: Vec<f64>,
    /// `X'/Φ̂`, by sector.
    pub demand: Vec<f64>,
    /// `Y'/v̂`, by sector.
    pub sales: Vec<f64>,
    /// `I'`.
    pub income: Vec<f64>,
    /// `Σ_k V'`: factor demand, region × factor.
    pub factor_demand: Vec<f64>,
    /// `ŵ L̂ V`: factor income from the supply side, region × factor.
    pub factor_income: Vec<f64>,
    /// `I'` from (3.13).
    pub income_from_sources: Vec<f64>,
}

/// Revenue of the wedges by region: import tariffs, export taxes, and what net output subsidies cost.
#[derive(Debug)]
pub(crate) struct Revenue {
    pub tariff: Vec<f64>,
    pub export_tax: Vec<f64>,
    pub subsidy: Vec<f64>,
}

impl<'e> Equations<'e> {
    /// The equations after these shocks.
    ///
    /// # Errors
    /// [`ShockError`] if the shocks cannot be applied.
    pub(crate) fn new(
        economy: &'e Economy,
        shocks: &'e Shocks,
        stop: &'e (dyn Fn() -> bool + Sync),
    ) -> Result<Self, ShockError> {
        let counterfactual = Counterfactual::new(economy, Cow::Borrowed(shocks))?;
        let layout = Layout::of(economy);
        let cells = layout.cells();
        let zeros = || vec![0.0; cells];
        let point = Point {
            competitiveness: zeros(),
            phi: zeros(),
            phi_net: zeros(),
            ln_price: zeros(),
            receipts: zeros(),
            expenditure: zeros(),
            demand: zeros(),
            sales: zeros(),
            ..Point::default()
        };
        Ok(Self {
            technology: Technology::new(economy),
            numeraires: numeraires(economy, &counterfactual),
            redundant: 0.0,
            economy,
            shocks,
            counterfactual,
            layout,
            point,
            tangent: Tangent::new(cells),
            preconditioner: None,
            stop,
        })
    }

    /// The factor markets (region × factor) that numeraires replace.
    pub(crate) fn numeraire_markets(&self) -> impl Iterator<Item = usize> + '_ {
        self.numeraires.iter().map(|&(at, _)| at)
    }

    /// The factor markets (region × factor) that are not solved for: nothing is paid there, or the region's
    /// price level is unbounded.
    pub(crate) fn idle_markets(&self) -> impl Iterator<Item = usize> + '_ {
        let factors = self.layout.factors;
        let idle = move |at: &usize| {
            let unbounded = self.counterfactual.reach.is_unbounded(Region::new(at / factors));
            unbounded || self.economy.factor_income.as_slice()[*at] == 0.0
        };
        (0..self.layout.regions * factors).filter(idle)
    }

    pub(crate) fn active(&self, at: usize) -> bool {
        let (j, k) = (Region::new(at / self.layout.sectors), Sector::new(at % self.layout.sectors));
        self.counterfactual.reach.active(j, k) && !self.counterfactual.reach.is_unbounded(j)
    }

    /// Prices up: `v̂`, `Φ̂`, `P̂`. Equations: model.md (3.5), (3.7), (3.8) with ψ = η = 0.
    fn prices(&mut self, ln_cost: &[f64]) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let point = &mut self.point;
        for i in 0..n {
            for s in 0..m {
                let at = i * m + s;
                let theta = self.economy.parameters.trade_elasticity[s];
                let advantage = self.counterfactual.ln_advantage.as_slice()[at];
                point.competitiveness[s * n + i] = (advantage - theta * ln_cost[at]).exp();
            }
        }
        self.counterfactual.links.gather(&point.competitiveness, &mut point.phi);
        for j in 0..n {
            for s in 0..m {
                let phi = point.phi[s * n + j];
                let theta = self.economy.parameters.trade_elasticity[s];
                point.ln_price[j * m + s] = if phi > 0.0 { -phi.ln() / theta } else { 0.0 };
            }
        }
    }

    /// Expenditure `X'` from receipts and income. Equations: model.md (3.10), (3.12) with Cobb–Douglas demand.
    fn expenditure(&mut self) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let shares = self.technology.input_share(&self.point.nests);
        for j in 0..n {
            let receipts = &self.point.receipts[j * m..][..m];
            for s in 0..m {
                let (region, product) = (Region::new(j), Sector::new(s));
                let inputs = dot(shares.row(region, product), receipts);
                let bought = inputs + self.economy.final_share[(region, product)] * self.point.income[j];
                self.point.expenditure[j * m + s] = bought;
                let phi = self.point.phi[s * n + j];
                self.point.demand[s * n + j] = if phi > 0.0 { bought / phi } else { 0.0 };
            }
        }
    }

    /// Factor demand and factor income. Equation: model.md (3.11), section 5 `mobile`.
    fn factors(&mut self, ln_wage: &[f64]) {
        let Layout { regions: n, sectors: m, factors: f } = self.layout;
        let shares = self.technology.factor_share(&self.point.nests);
        self.point.factor_demand.clear();
        self.point.factor_demand.resize(n * f, 0.0);
        for j in 0..n {
            let demand = &mut self.point.factor_demand[j * f..][..f];
            for k in 0..m {
                let paid = shares.row(Region::new(j), Sector::new(k));
                demand
                    .iter_mut()
                    .zip(paid)
                    .for_each(|(d, share)| *d += share * self.point.receipts[j * m + k]);
            }
        }
        let supply = self.counterfactual.factor_supply_hat.as_slice().iter();
        let baseline = self.economy.factor_income.as_slice().iter();
        let paid =
            ln_wage.iter().zip(supply).zip(baseline).map(|((ln, supply), income)| ln.exp() * supply * income);
        self.point.factor_income = paid.collect();
    }

    /// Income from its sources. Equation: model.md (3.13).
    fn income(&mut self) {
        let Layout { regions: n, factors: f, .. } = self.layout;
        let mut income: Vec<f64> =
            (0..n).map(|j| self.point.factor_income[j * f..][..f].iter().sum()).collect();
        self.add_deficits(&mut income);
        let Revenue { tariff, export_tax, subsidy } = self.revenue();
        for (j, income) in income.iter_mut().enumerate() {
            *income += tariff[j] + export_tax[j] - subsidy[j];
        }
        self.point.income_from_sources = income;
    }

    /// Revenue of the wedges by region.
    pub(crate) fn revenue(&self) -> Revenue {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let mut revenue = Revenue { tariff: vec![0.0; n], export_tax: vec![0.0; n], subsidy: vec![0.0; n] };
        for j in 0..n {
            for s in 0..m {
                let at = s * n + j;
                revenue.tariff[j] += self.point.demand[at] * (self.point.phi[at] - self.point.phi_net[at]);
                let b = self.counterfactual.subsidy.as_slice()[j * m + s];
                revenue.subsidy[j] += b / (1.0 + b) * self.point.receipts[j * m + s];
            }
        }
        // a purchase minus its sale holds both taxes; the exporter's goes to the exporter
        for &(s, j, i, rate) in &self.counterfactual.taxed_exports {
            let tax = rate * self.goods(s, j, i);
            revenue.tariff[j.index()] -= tax;
            revenue.export_tax[i.index()] += tax;
        }
        revenue
    }

    /// `Z'` of one trade link. Equation: model.md (3.9).
    pub(crate) fn goods(&self, s: Sector, j: Region, i: Region) -> f64 {
        let n = self.layout.regions;
        let weight = self.counterfactual.links.goods(s, j, i);
        weight
            * self.point.competitiveness[s.index() * n + i.index()]
            * self.point.demand[s.index() * n + j.index()]
    }

    /// `D'` by the deficit rule. Equation: model.md (3.14).
    pub(crate) fn add_deficits(&self, income: &mut [f64]) {
        if self.counterfactual.deficits != DeficitRule::Share {
            income
                .iter_mut()
                .zip(&self.counterfactual.deficit)
                .for_each(|(income, deficit)| *income += deficit);
            return;
        }
        let f = self.layout.factors;
        let sum = |values: &[f64], j: Region| values[j.index() * f..][..f].iter().sum::<f64>();
        for bloc in self.counterfactual.reach.blocs() {
            let baseline = self.economy.factor_income.as_slice();
            let wanted = |j: Region| {
                self.counterfactual.deficit[j.index()] / sum(baseline, j) * sum(&self.point.factor_income, j)
            };
            let world: f64 = bloc.iter().map(|&j| sum(&self.point.factor_income, j)).sum();
            let gap: f64 = bloc.iter().map(|&j| wanted(j)).sum();
            for &j in bloc {
                income[j.index()] += wanted(j) - gap * sum(&self.point.factor_income, j) / world;
            }
        }
    }

    fn residuals(&mut self, x: &Parts<'_>, into: &mut PartsMut<'_>) {
        let Layout { regions: n, sectors: m, factors: f } = self.layout;
        for at in 0..n * m {
            let (j, s) = (at / m, at % m);
            if !self.active(at) {
                (into.cost[at], into.receipts[at]) = (x.cost[at], x.receipts[at]);
                continue;
            }
            // (3.1)-(3.3): the unit cost is the price of its nests
            into.cost[at] = x.cost[at] - self.point.nests.ln_cost[at];
            // (3.4), (3.9): receipts are sales
            let sold = self.point.competitiveness[s * n + j] * self.point.sales[s * n + j];
            let receipts = (1.0 + self.counterfactual.subsidy.as_slice()[at]) * sold;
            into.receipts[at] = (self.point.receipts[at] / receipts).ln();
        }
        for at in 0..n * f {
            // (3.11): factors are paid what they earn
            into.wage[at] = (self.point.factor_income[at] / self.point.factor_demand[at]).ln();
        }
        self.redundant = 0.0;
        for &(at, baseline) in &self.numeraires {
            self.redundant = self.redundant.max(into.wage[at].abs());
            // (3.14): world factor income is the numeraire
            let bloc = self.counterfactual.reach.bloc(Region::new(at / f));
            let paid: f64 = bloc.iter().flat_map(|j| &self.point.factor_income[j.index() * f..][..f]).sum();
            into.wage[at] = (paid / baseline).ln();
        }
        for j in 0..n {
            into.income[j] = (self.point.income[j] / self.point.income_from_sources[j]).ln();
        }
        for at in self.idle_markets() {
            into.wage[at] = x.wage[at];
        }
        for (j, _) in self.counterfactual.reach.unbounded() {
            into.income[j.index()] = x.income[j.index()];
        }
    }
}

impl System for Equations<'_> {
    fn size(&self) -> usize {
        self.layout.size()
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        let layout = self.layout;
        let parts = layout.parts(x);
        self.prices(parts.cost);
        self.technology.evaluate(&self.point.ln_price, parts.wage, &mut self.point.nests);
        for at in 0..layout.cells() {
            let on = if self.active(at) { 1.0 } else { 0.0 };
            self.point.receipts[at] = on * self.economy.receipts.as_slice()[at] * parts.receipts[at].exp();
        }
        let income = parts.income.iter().zip(&self.economy.income).map(|(ln, income)| income * ln.exp());
        self.point.income = income.collect();
        for (j, _) in self.counterfactual.reach.unbounded() {
            self.point.income[j.index()] = 0.0;
        }
        self.expenditure();
        self.counterfactual.links.scatter(
            &self.point.demand,
            &self.point.competitiveness,
            &mut self.point.sales,
            &mut self.point.phi_net,
        );
        self.factors(parts.wage);
        self.income();
        self.residuals(&parts, &mut layout.parts_mut(residual));
        if residual.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(OutOfDomain) }
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        let layout = self.layout;
        let parts = layout.parts(direction);
        let mut tangent = std::mem::take(&mut self.tangent);
        self.price_tangent(parts.cost, &mut tangent);
        self.technology.tangent(&self.point.nests, &tangent.price, parts.wage, &mut tangent.nests);
        self.demand_tangent(&parts, &mut tangent);
        self.residual_tangent(&parts, &tangent, &mut layout.parts_mut(product));
        self.tangent = tangent;
    }

    fn prepare_preconditioner(&mut self) {
        self.preconditioner = Some(Preconditioner::new(self));
    }

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        let Some(mut preconditioner) = self.preconditioner.take() else {
            step.copy_from_slice(residual);
            return;
        };
        let mut tangent = std::mem::take(&mut self.tangent);
        preconditioner.apply(residual, step, |cost, income, effect| {
            self.sales_effect(cost, income, &mut tangent, effect);
        });
        self.tangent = tangent;
        self.preconditioner = Some(preconditioner);
    }

    fn error(&self, residual: &[f64]) -> f64 {
        residual.iter().fold(self.redundant, |largest, value| largest.max(value.abs()))
    }

    fn interrupted(&self) -> bool {
        (self.stop)()
    }
}

impl Homotopy for Equations<'_> {
    fn set_path(&mut self, position: f64) -> Result<(), OutOfDomain> {
        let shocks = if position < 1.0 {
            Cow::Owned(self.shocks.part(self.economy, position))
        } else {
            Cow::Borrowed(self.shocks)
        };
        self.counterfactual = Counterfactual::new(self.economy, shocks).map_err(|_| OutOfDomain)?;
        self.numeraires = numeraires(self.economy, &self.counterfactual);
        Ok(())
    }
}

/// Per bloc: the factor market that the numeraire replaces, the largest one, and the bloc's baseline factor income.
fn numeraires(economy: &Economy, counterfactual: &Counterfactual<'_>) -> Vec<(usize, f64)> {
    let factors = economy.axes.factors.len();
    let income = economy.factor_income.as_slice();
    let numeraire = |bloc: &[Region]| {
        let markets = || bloc.iter().flat_map(|j| j.index() * factors..(j.index() + 1) * factors);
        let largest = markets().max_by(|&a, &b| income[a].total_cmp(&income[b]));
        (largest.unwrap_or_default(), markets().map(|at| income[at]).sum())
    };
    counterfactual.reach.blocs().map(numeraire).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
