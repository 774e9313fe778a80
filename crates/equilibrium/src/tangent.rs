//! The exact directional derivative of the equilibrium's equations (the Jacobian times a direction).
//!
//! It follows the residuals step by step, with the same two sweeps over the trade tensor.

use oblate_world::{Factor, Id, Region, Sector};

use crate::equations::Equations;
use crate::links::dot;
use crate::shocks::DeficitRule;
use crate::technology::NestTangent;
use crate::unknowns::{Layout, Parts, PartsMut};

/// Working space of a directional derivative.
#[derive(Debug, Default)]
pub(crate) struct Tangent {
    by_sector: [Vec<f64>; 5],
    pub price: Vec<f64>,
    /// Receipts that move, and receipts whose input shares turn with prices, of one region.
    paid: Vec<f64>,
    turned: Vec<f64>,
    pub nests: NestTangent,
}

impl Tangent {
    pub(crate) fn new(cells: usize) -> Self {
        let zeros = || vec![0.0; cells];
        Self {
            by_sector: std::array::from_fn(|_| zeros()),
            price: zeros(),
            paid: Vec::new(),
            turned: Vec::new(),
            nests: NestTangent::default(),
        }
    }
}

/// Indices into the working space of a directional derivative, by sector.
mod slot {
    /// `dΦ̂`.
    pub const PHI: usize = 1;
    /// `d(X'/Φ̂)`.
    pub const DEMAND: usize = 2;
    /// `d(Y'/v̂)`, at given `v̂`.
    pub const SALES: usize = 3;
}

impl Equations<'_> {
    pub(crate) fn price_tangent(&self, cost: &[f64], tangent: &mut Tangent) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let [competitiveness, phi, ..] = &mut tangent.by_sector;
        for i in 0..n {
            for s in 0..m {
                let theta = self.economy.parameters.trade_elasticity[s];
                competitiveness[s * n + i] = -theta * cost[i * m + s] * self.point.competitiveness[s * n + i];
            }
        }
        self.counterfactual.links.gather(competitiveness, phi);
        for j in 0..n {
            for s in 0..m {
                let theta = self.economy.parameters.trade_elasticity[s];
                let level = self.point.phi[s * n + j];
                tangent.price[j * m + s] = if level > 0.0 { -phi[s * n + j] / (level * theta) } else { 0.0 };
            }
        }
    }

    /// How log sales move with log unit costs and log incomes at given purchases of inputs.
    pub(crate) fn sales_effect(
        &self,
        cost: &[f64],
        income: &[f64],
        tangent: &mut Tangent,
        effect: &mut [f64],
    ) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        self.price_tangent(cost, tangent);
        let [competitiveness, dphi, demand, sales, phi_net] = &mut tangent.by_sector;
        for j in 0..n {
            for s in 0..m {
                let at = s * n + j;
                let bought =
                    self.economy.final_share.as_slice()[j * m + s] * self.point.income[j] * income[j];
                let change = bought - self.point.demand[at] * dphi[at];
                demand[at] = if self.point.phi[at] > 0.0 { change / self.point.phi[at] } else { 0.0 };
            }
        }
        self.counterfactual.links.scatter(demand, competitiveness, sales, phi_net);
        for (at, effect) in effect.iter_mut().enumerate() {
            let by_sector = at % m * n + at / m;
            let sold = self.point.sales[by_sector];
            let theta = self.economy.parameters.trade_elasticity[at % m];
            *effect = if sold > 0.0 { sales[by_sector] / sold - theta * cost[at] } else { 0.0 };
        }
    }

    pub(crate) fn demand_tangent(&self, direction: &Parts<'_>, tangent: &mut Tangent) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let shares = self.technology.input_share(&self.point.nests);
        tangent.paid.resize(m, 0.0);
        tangent.turned.resize(m, 0.0);
        for j in 0..n {
            for k in 0..m {
                let at = j * m + k;
                let receipts = self.point.receipts[at];
                tangent.paid[k] = receipts * (direction.receipts[at] + tangent.nests.input_shift[at]);
                tangent.turned[k] = receipts * self.technology.own_price_effect(k);
            }
            for s in 0..m {
                let (at, row) = (j * m + s, shares.row(Region::new(j), Sector::new(s)));
                let mut change = dot(row, &tangent.paid);
                if !self.technology.fixed_shares {
                    change += tangent.price[at] * dot(row, &tangent.turned);
                }
                let final_share = self.economy.final_share.as_slice()[at];
                change += final_share * self.point.income[j] * direction.income[j];
                let (phi, demand) = (self.point.phi[s * n + j], self.point.demand[s * n + j]);
                let dphi = tangent.by_sector[slot::PHI][s * n + j];
                tangent.by_sector[slot::DEMAND][s * n + j] =
                    if phi > 0.0 { (change - demand * dphi) / phi } else { 0.0 };
            }
        }
        let [competitiveness, _, demand, sales, phi_net] = &mut tangent.by_sector;
        self.counterfactual.links.scatter(demand, competitiveness, sales, phi_net);
    }

    pub(crate) fn residual_tangent(&self, direction: &Parts<'_>, tangent: &Tangent, into: &mut PartsMut<'_>) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        for at in 0..n * m {
            if !self.active(at) {
                (into.cost[at], into.receipts[at]) = (direction.cost[at], direction.receipts[at]);
                continue;
            }
            into.cost[at] = direction.cost[at] - tangent.nests.cost[at];
            let by_sector = at % m * n + at / m;
            let theta = self.economy.parameters.trade_elasticity[at % m];
            let sold = tangent.by_sector[slot::SALES][by_sector] / self.point.sales[by_sector];
            into.receipts[at] = direction.receipts[at] + theta * direction.cost[at] - sold;
        }
        self.factor_tangent(direction, tangent, into.wage);
        let income = self.income_tangent(direction, tangent);
        for j in 0..n {
            into.income[j] = direction.income[j] - income[j] / self.point.income_from_sources[j];
        }
        for at in self.idle_markets() {
            into.wage[at] = direction.wage[at];
        }
        for (j, _) in self.counterfactual.reach.unbounded() {
            into.income[j.index()] = direction.income[j.index()];
        }
    }

    fn factor_tangent(&self, direction: &Parts<'_>, tangent: &Tangent, into: &mut [f64]) {
        let Layout { regions: n, sectors: m, factors: f } = self.layout;
        let shares = self.technology.factor_share(&self.point.nests);
        for j in 0..n {
            let wage = &direction.wage[j * f..][..f];
            for factor in 0..f {
                let mut change = 0.0;
                for k in 0..m {
                    let at = j * m + k;
                    let share = shares[(Region::new(j), Sector::new(k), Factor::new(factor))];
                    let moved = self.technology.factor_share_change(&tangent.nests, at, k, wage[factor]);
                    change += share * self.point.receipts[at] * (direction.receipts[at] + moved);
                }
                into[j * f + factor] = wage[factor] - change / self.point.factor_demand[j * f + factor];
            }
        }
        for at in self.numeraire_markets() {
            let bloc = self.counterfactual.reach.bloc(Region::new(at / f));
            let places = || bloc.iter().flat_map(|j| j.index() * f..(j.index() + 1) * f);
            let paid: f64 = places().map(|at| self.point.factor_income[at]).sum();
            into[at] =
                places().map(|at| self.point.factor_income[at] * direction.wage[at]).sum::<f64>() / paid;
        }
    }

    fn income_tangent(&self, direction: &Parts<'_>, tangent: &Tangent) -> Vec<f64> {
        let Layout { regions: n, sectors: m, factors: f } = self.layout;
        let [competitiveness, phi, demand, _, phi_net] = &tangent.by_sector;
        let earned = |j: usize| -> f64 {
            let paid = self.point.factor_income[j * f..][..f].iter();
            paid.zip(&direction.wage[j * f..][..f]).map(|(income, change)| income * change).sum()
        };
        let mut income: Vec<f64> = (0..n).map(earned).collect();
        self.add_deficit_tangent(&mut income);
        for j in 0..n {
            for s in 0..m {
                let (at, by_sector) = (j * m + s, s * n + j);
                let wedge = self.point.phi[by_sector] - self.point.phi_net[by_sector];
                income[j] += demand[by_sector] * wedge;
                income[j] += self.point.demand[by_sector] * (phi[by_sector] - phi_net[by_sector]);
                let b = self.counterfactual.subsidy.as_slice()[at];
                income[j] -= b / (1.0 + b) * self.point.receipts[at] * direction.receipts[at];
            }
        }
        for &(s, j, i, rate) in &self.counterfactual.taxed_exports {
            let (seller, buyer) = (s.index() * n + i.index(), s.index() * n + j.index());
            let weight = self.counterfactual.links.goods(s, j, i);
            let change = competitiveness[seller] * self.point.demand[buyer]
                + self.point.competitiveness[seller] * demand[buyer];
            income[j.index()] -= rate * weight * change;
            income[i.index()] += rate * weight * change;
        }
        income
    }

    /// Adds the change of `D'` to the change of factor income by region.
    fn add_deficit_tangent(&self, income: &mut [f64]) {
        if self.counterfactual.deficits != DeficitRule::Share {
            return;
        }
        let f = self.layout.factors;
        let sum = |values: &[f64], j: Region| values[j.index() * f..][..f].iter().sum::<f64>();
        let share = |j: Region| {
            self.counterfactual.deficit[j.index()] / sum(self.economy.factor_income.as_slice(), j)
        };
        for bloc in self.counterfactual.reach.blocs() {
            let level = |j: Region| sum(&self.point.factor_income, j);
            let world: f64 = bloc.iter().map(|&j| level(j)).sum();
            let gap: f64 = bloc.iter().map(|&j| share(j) * level(j)).sum();
            let world_change: f64 = bloc.iter().map(|j| income[j.index()]).sum();
            let gap_change: f64 = bloc.iter().map(|&j| share(j) * income[j.index()]).sum();
            for &j in bloc {
                let own = income[j.index()];
                let spread = gap_change * level(j) / world + gap * own / world
                    - gap * level(j) * world_change / (world * world);
                income[j.index()] += share(j) * own - spread;
            }
        }
    }
}
