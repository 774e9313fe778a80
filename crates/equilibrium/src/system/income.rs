//! Incomes from their sources: factors, the revenue of all wedges, deficits.

use oblate_world::{Id, Region};

use super::Equations;
use super::layout::Layout;
use super::moves::{Adjoint, Seeds, Tangent, add};
use crate::shocks::DeficitRule;

/// Revenue of the wedges by region: import tariffs, export taxes, taxes on purchases, and what net output
/// subsidies cost.
#[derive(Debug)]
pub(crate) struct Revenue {
    pub tariff: Vec<f64>,
    pub export_tax: Vec<f64>,
    /// Rents of caps that the origin earns; those of the destination are in its tariffs.
    pub rent: Vec<f64>,
    pub purchase_tax: Vec<f64>,
    pub subsidy: Vec<f64>,
}

impl Revenue {
    /// All of it, by region.
    pub(crate) fn total(&self, j: usize) -> f64 {
        self.tariff[j] + self.export_tax[j] + self.rent[j] + self.purchase_tax[j] - self.subsidy[j]
    }
}

impl Equations<'_> {
    /// Income from its sources. Equation: model.md (3.13).
    pub(super) fn income(&mut self) {
        let Layout { regions: n, groups, .. } = self.layout;
        let revenue = self.revenue();
        let deficit = self.deficits();
        let factor = self.factor_income_by_group(&self.point.markets.earned);
        let of = |at: usize| {
            let j = at / groups;
            factor[at] + self.transfer_share(at % groups) * (revenue.total(j) + deficit[j])
        };
        self.point.income_from_sources = (0..n * groups).map(of).collect();
    }

    /// Budgets: income against its sources.
    pub(super) fn income_residuals(&self, x: &[f64], into: &mut [f64]) {
        for (at, into) in into.iter_mut().enumerate() {
            *into = (self.point.income[at] / self.point.income_from_sources[at]).ln();
        }
        self.copy_unbounded(x, into);
    }

    /// Incomes of unbounded regions are not solved for: their rows are the identity.
    fn copy_unbounded(&self, x: &[f64], into: &mut [f64]) {
        let groups = self.layout.groups;
        for (j, _) in self.counterfactual.reach.unbounded() {
            let here = j.index() * groups..(j.index() + 1) * groups;
            into[here.clone()].copy_from_slice(&x[here]);
        }
    }

    /// How budgets move.
    pub(super) fn income_tangent(
        &self,
        direction: &[f64],
        seeds: &Seeds,
        tangent: &Tangent,
        into: &mut [f64],
    ) {
        let Layout { groups, .. } = self.layout;
        let mut transfers = self.revenue_tangent(tangent);
        add(&mut transfers, &seeds.transfers);
        self.add_deficit_tangent(&self.factor_income_by_region(&tangent.earned), &mut transfers);
        let factor = self.factor_income_by_group(&tangent.earned);
        for (at, into) in into.iter_mut().enumerate() {
            let change = factor[at] + self.transfer_share(at % groups) * transfers[at / groups];
            *into = direction[at] - change / self.point.income_from_sources[at];
        }
        self.copy_unbounded(direction, into);
    }

    /// From what budgets weigh to earnings and revenue; writes what incomes weigh directly.
    pub(super) fn income_adjoint(&self, weights: &[f64], adjoint: &mut Adjoint, into: &mut [f64]) {
        let Layout { factors: f, groups, .. } = self.layout;
        let unbounded = |at: usize| self.counterfactual.reach.is_unbounded(Region::new(at / groups));
        let mut sources = vec![0.0; weights.len()];
        for (at, &weight) in weights.iter().enumerate() {
            into[at] = weight;
            if !unbounded(at) {
                sources[at] = -weight / self.point.income_from_sources[at];
                adjoint.transfers[at / groups] += self.transfer_share(at % groups) * sources[at];
            }
        }
        let deficits = self.deficit_adjoint(&adjoint.transfers);
        for (at, earned) in adjoint.earned.iter_mut().enumerate() {
            let j = at / (f * groups);
            *earned += sources[j * groups + at % groups] + deficits[j];
        }
        self.revenue_adjoint(adjoint);
    }

    /// A group's share of revenue and deficits.
    pub(crate) fn transfer_share(&self, group: usize) -> f64 {
        self.economy.parameters.demand.groups.get(group).map_or(1.0, |group| group.transfer_share)
    }
}

/// Revenue.
impl Equations<'_> {
    /// Revenue of the wedges by region.
    pub(crate) fn revenue(&self) -> Revenue {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let zeros = || vec![0.0; n];
        let mut revenue = Revenue {
            tariff: zeros(),
            export_tax: zeros(),
            rent: zeros(),
            purchase_tax: zeros(),
            subsidy: zeros(),
        };
        for j in 0..n {
            for b in 0..self.bundles() {
                let at = b * n + j;
                revenue.tariff[j] += self.point.demand[at] * (self.point.phi[at] - self.point.phi_net[at]);
            }
            for k in 0..m {
                let b = self.counterfactual.subsidy.as_slice()[j * m + k];
                revenue.subsidy[j] += b / (1.0 + b) * self.point.receipts[j * m + k];
            }
        }
        // a purchase minus its sale holds both taxes; the exporter's goes to the exporter
        for &(b, j, i, rate) in &self.counterfactual.taxed_exports {
            let tax = rate * self.goods(b, j, i);
            revenue.tariff[j.index()] -= tax;
            revenue.export_tax[i.index()] += tax;
        }
        self.counterfactual.live.each_transfer(&self.point.live, |j, i, [tax, rent]| {
            revenue.tariff[j] -= tax + rent;
            revenue.export_tax[i] += tax;
            revenue.rent[i] += rent;
        });
        self.each_paid_use(|j, at, paid| revenue.purchase_tax[j] += paid * (1.0 - self.purchase_net(at)));
        revenue
    }

    /// Change of the revenue of all wedges by region.
    fn revenue_tangent(&self, tangent: &Tangent) -> Vec<f64> {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let mut revenue = tangent.purchase_tax.clone();
        for j in 0..n {
            for b in 0..self.bundles() {
                let at = b * n + j;
                revenue[j] += tangent.demand[at] * (self.point.phi[at] - self.point.phi_net[at]);
                revenue[j] += self.point.demand[at] * (tangent.phi[at] - tangent.phi_net[at]);
            }
            for at in j * m..(j + 1) * m {
                let b = self.counterfactual.subsidy.as_slice()[at];
                revenue[j] -= b / (1.0 + b) * tangent.receipts[at];
            }
        }
        for &(b, j, i, rate) in &self.counterfactual.taxed_exports {
            let seller = b / self.shape.bundle_width * n + i.index();
            let buyer = b * n + j.index();
            let weight = self.counterfactual.links.goods(b, j, i);
            let change = tangent.competitiveness[seller] * self.point.demand[buyer]
                + self.point.competitiveness[seller] * tangent.demand[buyer];
            revenue[j.index()] -= rate * weight * change;
            revenue[i.index()] += rate * weight * change;
        }
        let live = &self.counterfactual.live;
        live.add_transfer_tangent(&self.point.live, &tangent.live, &mut revenue);
        revenue
    }

    /// From what revenue weighs to demand, `Φ̂`, receipts and sellers. Taxes on purchases follow with expenditure.
    fn revenue_adjoint(&self, adjoint: &mut Adjoint) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        for j in 0..n {
            let weight = adjoint.transfers[j];
            for b in 0..self.bundles() {
                let at = b * n + j;
                adjoint.demand[at] += weight * (self.point.phi[at] - self.point.phi_net[at]);
                adjoint.phi[at] += weight * self.point.demand[at];
                adjoint.phi_net[at] -= weight * self.point.demand[at];
            }
            for at in j * m..(j + 1) * m {
                let b = self.counterfactual.subsidy.as_slice()[at];
                adjoint.receipts[at] -= b / (1.0 + b) * weight;
            }
        }
        for &(b, j, i, rate) in &self.counterfactual.taxed_exports {
            let seller = b / self.shape.bundle_width * n + i.index();
            let buyer = b * n + j.index();
            let weight = rate
                * self.counterfactual.links.goods(b, j, i)
                * (adjoint.transfers[i.index()] - adjoint.transfers[j.index()]);
            adjoint.competitiveness[seller] += weight * self.point.demand[buyer];
            adjoint.demand[buyer] += weight * self.point.competitiveness[seller];
        }
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.transfer_adjoint(point, &adjoint.transfers, &mut adjoint.live);
    }
}

/// Deficits.
impl Equations<'_> {
    /// `D'` by the deficit rule. Equation: model.md (3.14).
    pub(crate) fn deficits(&self) -> Vec<f64> {
        if self.counterfactual.deficits != DeficitRule::Share {
            return self.counterfactual.deficit.clone();
        }
        let mut deficits = vec![0.0; self.layout.regions];
        let income = self.factor_income_by_region(&self.point.markets.earned);
        for bloc in self.counterfactual.reach.blocs() {
            let wanted = |j: Region| self.deficit_share(j) * income[j.index()];
            let world: f64 = bloc.iter().map(|j| income[j.index()]).sum();
            let gap: f64 = bloc.iter().map(|&j| wanted(j)).sum();
            for &j in bloc {
                deficits[j.index()] = wanted(j) - gap * income[j.index()] / world;
            }
        }
        deficits
    }

    /// Adds the change of `D'` that a change of factor income brings, both by region.
    pub(crate) fn add_deficit_tangent(&self, change: &[f64], into: &mut [f64]) {
        if self.counterfactual.deficits != DeficitRule::Share {
            return;
        }
        let income = self.factor_income_by_region(&self.point.markets.earned);
        for bloc in self.counterfactual.reach.blocs() {
            let sum = |of: &dyn Fn(Region) -> f64| bloc.iter().map(|&j| of(j)).sum::<f64>();
            let world = sum(&|j| income[j.index()]);
            let gap = sum(&|j| self.deficit_share(j) * income[j.index()]);
            let world_change = sum(&|j| change[j.index()]);
            let gap_change = sum(&|j| self.deficit_share(j) * change[j.index()]);
            for &j in bloc {
                let (level, own) = (income[j.index()], change[j.index()]);
                let spread = gap_change * level / world + gap * own / world
                    - gap * level * world_change / (world * world);
                into[j.index()] += self.deficit_share(j) * own - spread;
            }
        }
    }

    /// What factor income weighs through the deficits, by region.
    fn deficit_adjoint(&self, weights: &[f64]) -> Vec<f64> {
        let mut into = vec![0.0; self.layout.regions];
        if self.counterfactual.deficits != DeficitRule::Share {
            return into;
        }
        let income = self.factor_income_by_region(&self.point.markets.earned);
        for bloc in self.counterfactual.reach.blocs() {
            let sum = |of: &dyn Fn(Region) -> f64| bloc.iter().map(|&j| of(j)).sum::<f64>();
            let world = sum(&|j| income[j.index()]);
            let gap = sum(&|j| self.deficit_share(j) * income[j.index()]);
            let weighted = sum(&|j| weights[j.index()] * income[j.index()]);
            for &j in bloc {
                let (share, weight) = (self.deficit_share(j), weights[j.index()]);
                into[j.index()] = share * weight - share * weighted / world - gap * weight / world
                    + gap * weighted / (world * world);
            }
        }
        into
    }

    /// Deficit over factor income in the baseline.
    fn deficit_share(&self, j: Region) -> f64 {
        let income: f64 = self.economy.factor_income.row(j).iter().sum();
        self.counterfactual.deficit[j.index()] / income
    }
}
