//! Purchases: final demand, and what sectors and final users buy of each product.

use oblate_world::{Id, Region, Sector};

use super::Equations;
use super::layout::Layout;
use super::moves::{Adjoint, Seeds, Tangent, add};
use super::point::Point;
use crate::equations::demand::{ConsumptionBars, ConsumptionMoves, ConsumptionWeights};
use crate::equations::sums::dot;

/// Final demand.
impl Equations<'_> {
    /// Incomes and final demand. Equations: model.md (3.12), (3.13).
    pub(super) fn final_demand(&mut self, x: &[f64]) {
        let groups = self.layout.groups;
        let levels = x.iter().zip(self.economy.group_income.as_slice()).map(|(ln, income)| income * ln.exp());
        self.point.income = levels.collect();
        for (j, _) in self.counterfactual.reach.unbounded() {
            self.point.income[j.index() * groups..][..groups].fill(0.0);
        }
        let capital = self.capital_hat(&self.point.markets.demand);
        let Point { income, ln_use_price, consumption, .. } = &mut self.point;
        self.consumption.evaluate(income, &capital, ln_use_price, consumption);
    }

    /// How spending moves.
    pub(super) fn final_demand_tangent(&self, direction: &[f64], tangent: &mut Tangent) {
        tangent.income.clear();
        tangent.income.extend_from_slice(direction);
        let capital = self.capital_hat(&tangent.factor_demand);
        let mut consumption = std::mem::take(&mut tangent.consumption);
        let moves = ConsumptionMoves {
            income: &self.point.income,
            log_income: direction,
            capital: &capital,
            price: tangent.use_price(),
        };
        self.consumption.tangent(&self.point.consumption, &moves, &mut consumption);
        tangent.consumption = consumption;
    }

    /// From what purchases (region × product × column) and spending weigh to incomes, prices and capital.
    pub(super) fn final_demand_adjoint(&self, bought: &[f64], adjoint: &mut Adjoint, income: &mut [f64]) {
        let mut capital = vec![0.0; self.layout.regions];
        self.consumption.adjoint(
            &self.point.consumption,
            &self.point.income,
            &ConsumptionWeights { bought, spending: &adjoint.spending },
            &mut ConsumptionBars { income, capital: &mut capital, price: &mut adjoint.use_price },
        );
        self.capital_adjoint(&capital, &mut adjoint.factor_demand);
    }

    /// Real income over the baseline by region, and real spending by region and group.
    pub(crate) fn real_incomes(&self) -> (Vec<f64>, Vec<f64>) {
        let (point, ln_price) = (&self.point.consumption, &self.point.ln_use_price);
        let groups = self.layout.groups;
        let of_group =
            |at: usize| self.consumption.ln_real_spending(point, ln_price, at / groups, at % groups).exp();
        let by_group = (0..self.layout.regions * groups).map(of_group).collect();
        (self.consumption.real_income_hat(point, ln_price), by_group)
    }
}

/// Purchases of all uses.
impl Equations<'_> {
    /// What a use pays for a product, from the shares of the product in the receipts of sectors.
    #[inline]
    fn paid(&self, shares: &[f64], (j, s, u): (usize, usize, usize)) -> f64 {
        let m = self.layout.sectors;
        if u < m {
            shares[u] * self.point.receipts[j * m + u]
        } else {
            self.consumption.bought(&self.point.consumption, j, s, u - m)
        }
    }

    /// Expenditure `X'` from receipts and final spending. Equations: model.md (3.10), (3.12), (4.1).
    pub(super) fn expenditure(&mut self) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let (bundles, columns) = (self.bundles(), self.shape.uses - m);
        let shares = self.technology.input_share(&self.point.nests);
        self.point.expenditure.fill(0.0);
        for j in 0..n {
            let receipts = &self.point.receipts[j * m..][..m];
            for s in 0..m {
                let row = shares.row(Region::new(j), Sector::new(s));
                if self.shape.use_width == 1 {
                    let bought = |c| self.consumption.bought(&self.point.consumption, j, s, c);
                    let last: f64 = (0..columns).map(bought).sum();
                    self.point.expenditure[j * m + s] = dot(row, receipts) + last;
                    continue;
                }
                for u in 0..self.shape.uses {
                    let net = self.purchase_net((j * m + s) * self.shape.uses + u);
                    let kept = self.paid(row, (j, s, u)) * net;
                    self.point.expenditure[j * bundles + self.shape.bundle(s, u)] += kept;
                }
            }
            for b in 0..bundles {
                let phi = self.point.phi[b * n + j];
                let bought = self.point.expenditure[j * bundles + b];
                self.point.demand[b * n + j] = if phi > 0.0 { bought / phi } else { 0.0 };
            }
        }
    }

    /// How expenditure moves, and the revenue of taxes on it.
    pub(super) fn expenditure_tangent(&self, seeds: &Seeds, tangent: &mut Tangent) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let bundles = self.bundles();
        let shares = self.technology.input_share(&self.point.nests);
        let mut expenditure = std::mem::take(&mut tangent.expenditure);
        let mut purchase_tax = std::mem::take(&mut tangent.purchase_tax);
        let mut row = std::mem::take(&mut tangent.row);
        expenditure.fill(0.0);
        purchase_tax.fill(0.0);
        for j in 0..n {
            let receipts = &self.point.receipts[j * m..][..m];
            let changes = &tangent.receipts[j * m..][..m];
            let (point, moves) = (&self.point.consumption, &tangent.consumption);
            if self.shape.use_width == 1 {
                let last = &mut expenditure[j * m..][..m];
                self.consumption.add_bought_tangent(point, moves, tangent.use_price(), j, last);
            }
            for s in 0..m {
                let shares = shares.row(Region::new(j), Sector::new(s));
                if self.shape.use_width == 1 && self.technology.fixed_shares {
                    expenditure[j * m + s] += dot(shares, changes);
                    continue;
                }
                // change of log shares, then of payments for inputs
                row.fill(0.0);
                self.technology.input_change(&tangent.nests, (j, s), tangent.use_price(), &mut row);
                let levels = changes.iter().zip(receipts);
                row.iter_mut().zip(levels).for_each(|(row, (change, level))| *row = change + level * *row);
                if self.shape.use_width == 1 {
                    expenditure[j * m + s] += dot(shares, &row);
                    continue;
                }
                let bought =
                    |c| self.consumption.bought_tangent(point, moves, tangent.use_price(), (j, s, c));
                for u in 0..self.shape.uses {
                    let paid = if u < m { shares[u] * row[u] } else { bought(u - m) };
                    let (at, b) = ((j * m + s) * self.shape.uses + u, j * bundles + self.shape.bundle(s, u));
                    let kept = paid * self.purchase_net(at)
                        + self.charged(at, || self.paid(shares, (j, s, u))) * tangent.price[b];
                    expenditure[b] += kept;
                    purchase_tax[j] += paid - kept;
                }
            }
        }
        add(&mut expenditure, &seeds.expenditure);
        (tangent.expenditure, tangent.purchase_tax, tangent.row) = (expenditure, purchase_tax, row);
    }

    /// From what expenditure weighs to receipts and prices; returns what log input shares weigh (region × product × using
    /// sector), where they move, and final purchases (region × product × column).
    pub(super) fn expenditure_adjoint(&self, adjoint: &mut Adjoint) -> [Vec<f64>; 2] {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let (bundles, uses) = (self.bundles(), self.shape.uses);
        let columns = uses - m;
        let shares = self.technology.input_share(&self.point.nests);
        let moves = !self.technology.fixed_shares;
        let mut input = if moves { vec![0.0; n * m * m] } else { Vec::new() };
        let mut bought = vec![0.0; n * m * columns];
        for j in 0..n {
            for s in 0..m {
                let row = shares.row(Region::new(j), Sector::new(s));
                for u in 0..uses {
                    let weight = if self.shape.use_width == 1 {
                        adjoint.expenditure[j * m + s]
                    } else {
                        let (at, b) = ((j * m + s) * uses + u, j * bundles + self.shape.bundle(s, u));
                        let (net, kept) =
                            (self.purchase_net(at), adjoint.expenditure[b] - adjoint.transfers[j]);
                        adjoint.price[b] += kept * self.charged(at, || self.paid(row, (j, s, u)));
                        kept * net + adjoint.transfers[j]
                    };
                    if u >= m {
                        bought[(j * m + s) * columns + u - m] = weight;
                        continue;
                    }
                    adjoint.receipts[j * m + u] += row[u] * weight;
                    if moves {
                        input[(j * m + s) * m + u] = row[u] * self.point.receipts[j * m + u] * weight;
                    }
                }
            }
        }
        [input, bought]
    }

    /// How `X'/Φ̂` moves.
    pub(super) fn demand_tangent(&self, tangent: &mut Tangent) {
        let (n, bundles) = (self.layout.regions, self.bundles());
        for j in 0..n {
            for b in 0..bundles {
                let at = b * n + j;
                let (phi, demand) = (self.point.phi[at], self.point.demand[at]);
                let change = tangent.expenditure[j * bundles + b] - demand * tangent.phi[at];
                tangent.demand[at] = if phi > 0.0 { change / phi } else { 0.0 };
            }
        }
    }

    /// From what `X'/Φ̂` weighs to expenditure and `Φ̂`.
    pub(super) fn demand_adjoint(&self, adjoint: &mut Adjoint) {
        let (n, bundles) = (self.layout.regions, self.bundles());
        for j in 0..n {
            for b in 0..bundles {
                let at = b * n + j;
                let phi = self.point.phi[at];
                if phi > 0.0 {
                    adjoint.expenditure[j * bundles + b] += adjoint.demand[at] / phi;
                    adjoint.phi[at] -= adjoint.demand[at] * self.point.demand[at] / phi;
                }
            }
        }
    }

    /// Calls with region, place and payment for every use of every product, where purchases are taxed.
    pub(crate) fn each_paid_use(&self, mut call: impl FnMut(usize, usize, f64)) {
        if !self.shape.wedges {
            return;
        }
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let shares = self.technology.input_share(&self.point.nests);
        for j in 0..n {
            for s in 0..m {
                let row = shares.row(Region::new(j), Sector::new(s));
                for u in 0..self.shape.uses {
                    call(j, (j * m + s) * self.shape.uses + u, self.paid(row, (j, s, u)));
                }
            }
        }
    }
}
