//! The exact directional derivative of the equations (the Jacobian times a direction).
//!
//! It follows the stages step by step, with the same two sweeps over the trade links.

use oblate_world::{Id, Region, Sector};

use super::seeds::{Seeds, add};
use super::{Equations, Shape};
use crate::consumption::{ConsumptionMoves, ConsumptionTangent};
use crate::factors::MarketMoves;
use crate::links::dot;
use crate::live::{LiveFlows, LiveMoves};
use crate::shocks::DeficitRule;
use crate::technology::NestTangent;
use crate::unknowns::{Layout, Parts, PartsMut};

/// How everything in between moves along a direction; places as in [`super::Point`].
#[derive(Debug, Default)]
pub(crate) struct Tangent {
    /// `dR'`.
    pub receipts: Vec<f64>,
    /// `dv̂` of sellers.
    pub competitiveness: Vec<f64>,
    /// `dΦ̂` of buyers, whole and net of taxes.
    pub phi: Vec<f64>,
    pub phi_net: Vec<f64>,
    /// `d ln P̂`.
    pub price: Vec<f64>,
    /// That of what uses pay, where purchases are taxed.
    split_price: Vec<f64>,
    /// Log factor prices by market and by cell.
    pub wage: Vec<f64>,
    pub factor: Vec<f64>,
    pub nests: NestTangent,
    pub factor_demand: Vec<f64>,
    /// `d ln I'`, region × group.
    pub income: Vec<f64>,
    pub consumption: ConsumptionTangent,
    /// `dX'`.
    pub expenditure: Vec<f64>,
    /// `d(X'/Φ̂)` of buyers.
    pub demand: Vec<f64>,
    /// `d(Y'/v̂)` of sellers, at given `v̂`.
    pub sales: Vec<f64>,
    /// Log wedges and log prices at the origin of live links, and their sales.
    pub live: [Vec<f64>; 2],
    live_sales: Vec<f64>,
    /// Purchase tax revenue by region.
    pub purchase_tax: Vec<f64>,
    /// Earnings by place.
    pub earned: Vec<f64>,
    row: Vec<f64>,
}

impl Tangent {
    pub(crate) fn new(layout: &Layout, shape: &Shape) -> Self {
        let cells = || vec![0.0; layout.cells()];
        let bundles = || vec![0.0; layout.cells() * shape.bundle_width];
        Self {
            receipts: cells(),
            competitiveness: cells(),
            phi: bundles(),
            phi_net: bundles(),
            price: bundles(),
            split_price: vec![0.0; if shape.splits() { layout.cells() * shape.use_width } else { 0 }],
            wage: vec![0.0; layout.markets],
            factor: vec![0.0; layout.cells() * layout.factors],
            factor_demand: vec![0.0; layout.markets],
            expenditure: bundles(),
            demand: bundles(),
            sales: cells(),
            purchase_tax: vec![0.0; layout.regions],
            earned: vec![0.0; layout.regions * layout.factors * layout.groups],
            row: vec![0.0; layout.sectors],
            ..Self::default()
        }
    }
}

impl Tangent {
    /// Change of the log prices that uses pay.
    pub(crate) fn use_price(&self) -> &[f64] {
        if self.split_price.is_empty() { &self.price } else { &self.split_price }
    }
}

impl Equations<'_> {
    /// The Jacobian at the last point times a direction, and what moves directly.
    pub(crate) fn product(
        &self,
        direction: &[f64],
        seeds: &Seeds,
        tangent: &mut Tangent,
        product: &mut [f64],
    ) {
        let layout = self.layout;
        let parts = layout.parts(direction);
        self.sellers_tangent(&parts, tangent);
        add(&mut tangent.competitiveness, &seeds.competitiveness);
        self.counterfactual.links.gather(&tangent.competitiveness, &mut tangent.phi);
        add(&mut tangent.phi, &seeds.phi);
        self.live_prices_tangent(&parts, seeds, tangent);
        self.prices_tangent(parts.price, tangent);
        add(&mut tangent.split_price, &seeds.use_price);
        self.factor_prices_tangent(parts.wage, tangent);
        let mut nests = std::mem::take(&mut tangent.nests);
        self.technology.tangent(&self.point.nests, tangent.use_price(), &tangent.factor, &mut nests);
        tangent.nests = nests;
        self.factor_demand_tangent(tangent);
        self.final_demand_tangent(parts.income, tangent);
        self.expenditure_tangent(tangent);
        add(&mut tangent.expenditure, &seeds.expenditure);
        self.demand_tangent(tangent);
        self.counterfactual.links.scatter(
            &tangent.demand,
            &tangent.competitiveness,
            &mut tangent.sales,
            &mut tangent.phi_net,
        );
        self.live_sales_tangent(tangent);
        add(&mut tangent.live_sales, &seeds.live_sales);
        add(&mut tangent.sales, &seeds.sales);
        add(&mut tangent.phi_net, &seeds.phi_net);
        self.residual_tangent(&parts, seeds, tangent, &mut layout.parts_mut(product));
    }

    fn sellers_tangent(&self, direction: &Parts<'_>, tangent: &mut Tangent) {
        let [by_receipts, by_cost] = &self.point.competitiveness_slope;
        for at in 0..self.layout.cells() {
            let seller = self.seller(at);
            tangent.receipts[at] = self.point.receipts_slope[at] * direction.receipts[at];
            tangent.competitiveness[seller] =
                by_receipts[seller] * direction.receipts[at] + by_cost[seller] * direction.cost[at];
        }
    }

    /// Wedges of live links, and what they do to `Φ̂`.
    fn live_prices_tangent(&self, direction: &Parts<'_>, seeds: &Seeds, tangent: &mut Tangent) {
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        let moves = LiveMoves { cap: direction.cap, cost: direction.cost, receipts: direction.receipts };
        live.wedges_tangent(point, &moves, &mut tangent.live);
        add(&mut tangent.live[0], &seeds.live_wedge);
        add(&mut tangent.live[1], &seeds.live_price);
        let sellers = (self.point.competitiveness.as_slice(), tangent.competitiveness.as_slice());
        live.add_phi_tangent(point, &tangent.live[0], sellers, &mut tangent.phi);
    }

    fn live_sales_tangent(&self, tangent: &mut Tangent) {
        let flows = LiveFlows {
            competitiveness: &self.point.competitiveness,
            competitiveness_change: &tangent.competitiveness,
            demand: &self.point.demand,
            demand_change: &tangent.demand,
        };
        self.counterfactual.live.add_sales_tangent(
            &self.point.live,
            &tangent.live[0],
            &flows,
            (&mut tangent.sales, &mut tangent.phi_net),
            &mut tangent.live_sales,
        );
    }

    fn prices_tangent(&self, direction: &[f64], tangent: &mut Tangent) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        if direction.is_empty() {
            for j in 0..n {
                for b in 0..bundles {
                    let (at, phi) = (b * n + j, self.point.phi[b * n + j]);
                    let theta = self.economy.parameters.trade_elasticity[b / width];
                    let price = if phi > 0.0 { -tangent.phi[at] / (phi * theta) } else { 0.0 };
                    tangent.price[j * bundles + b] = price;
                }
            }
        } else {
            tangent.price.copy_from_slice(direction);
        }
        let uses = self.shape.use_width / width;
        for (at, price) in tangent.split_price.iter_mut().enumerate() {
            *price = self.point.use_slope[at] * tangent.price[at / uses];
        }
    }

    fn factor_prices_tangent(&self, direction: &[f64], tangent: &mut Tangent) {
        let mut floor = vec![0.0; self.layout.regions];
        self.consumption.mean_price(0, tangent.use_price(), &mut floor);
        self.markets.price_tangent(&self.point.markets, direction, &floor, &mut tangent.wage);
        for (change, &market) in tangent.factor.iter_mut().zip(self.markets.market_of()) {
            *change = tangent.wage[market];
        }
    }

    fn factor_demand_tangent(&self, tangent: &mut Tangent) {
        let Layout { sectors: m, factors: f, .. } = self.layout;
        let shares = self.technology.factor_share(&self.point.nests).as_slice();
        tangent.factor_demand.fill(0.0);
        for (at, (share, &market)) in shares.iter().zip(self.markets.market_of()).enumerate() {
            let cell = at / f;
            let place = (cell / m, cell % m, at % f);
            let moved = self.technology.factor_change(&tangent.nests, place, tangent.factor[at]);
            tangent.factor_demand[market] +=
                share * (tangent.receipts[cell] + self.point.receipts[cell] * moved);
        }
    }

    fn final_demand_tangent(&self, direction: &[f64], tangent: &mut Tangent) {
        tangent.income.clear();
        tangent.income.extend_from_slice(direction);
        let capital = if self.consumption.investment_column().is_some() {
            self.capital_hat(&tangent.factor_demand)
        } else {
            Vec::new()
        };
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

    fn expenditure_tangent(&self, tangent: &mut Tangent) {
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
                let last = |c| self.consumption.bought(point, j, s, c);
                for u in 0..self.shape.uses {
                    let paid = if u < m { shares[u] * row[u] } else { bought(u - m) };
                    let (at, b) = ((j * m + s) * self.shape.uses + u, j * bundles + self.shape.bundle(s, u));
                    let kept = paid * self.purchase_net(at)
                        + self.charged(at, || if u < m { shares[u] * receipts[u] } else { last(u - m) })
                            * tangent.price[b];
                    expenditure[b] += kept;
                    purchase_tax[j] += paid - kept;
                }
            }
        }
        (tangent.expenditure, tangent.purchase_tax, tangent.row) = (expenditure, purchase_tax, row);
    }

    /// Slope of what sellers get of a payment in the log price: a charge for carbon weighs less as prices rise.
    pub(super) fn charged(&self, at: usize, paid: impl FnOnce() -> f64) -> f64 {
        match self.point.use_slope.get(at) {
            Some(&slope) if slope != 1.0 => paid() * self.point.use_net[at] * (1.0 - slope),
            _ => 0.0,
        }
    }

    fn demand_tangent(&self, tangent: &mut Tangent) {
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

    fn residual_tangent(
        &self,
        direction: &Parts<'_>,
        seeds: &Seeds,
        tangent: &mut Tangent,
        into: &mut PartsMut<'_>,
    ) {
        let [by_receipts, by_cost, by_sales] = &self.point.goods_slope;
        for at in 0..self.layout.cells() {
            if !self.active(at) {
                (into.cost[at], into.receipts[at]) = (direction.cost[at], direction.receipts[at]);
                continue;
            }
            into.cost[at] = direction.cost[at] - tangent.nests.cost[at];
            into.receipts[at] = by_receipts[at] * direction.receipts[at]
                + by_cost[at] * direction.cost[at]
                + by_sales[at] * tangent.sales[self.seller(at)];
        }
        add(into.receipts, &seeds.goods);
        let mut investment = vec![0.0; self.layout.regions];
        if let Some(column) = self.consumption.investment_column() {
            self.consumption.mean_price(column, tangent.use_price(), &mut investment);
        }
        let mut supply = seeds.supply.clone();
        if self.layout.movers > 0 {
            supply.resize(self.layout.regions * self.layout.factors, 0.0);
            self.movers.add_supply(direction.population, &mut supply);
        }
        let moves = MarketMoves {
            x: direction.wage,
            wage: &tangent.wage,
            demand: &tangent.factor_demand,
            investment_price: &investment,
            supply: &supply,
        };
        self.markets.tangent(&self.point.markets, &moves, into.wage, &mut tangent.earned);
        self.income_tangent(direction, seeds, tangent, into.income);
        self.price_residual_tangent(direction.price, tangent, into.price);
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.residual_tangent(point, &tangent.live, &tangent.live_sales, direction.cap, into.cap);
        add(into.cap, &seeds.caps);
        if self.layout.movers > 0 {
            let real_income = self.consumption.real_income_tangent(
                &self.point.consumption,
                &self.point.ln_use_price,
                &tangent.consumption,
                tangent.use_price(),
            );
            self.movers.tangent(&self.point.movers, &real_income, direction.population, into.population);
        }
    }

    fn income_tangent(&self, direction: &Parts<'_>, seeds: &Seeds, tangent: &mut Tangent, into: &mut [f64]) {
        let Layout { groups, .. } = self.layout;
        let mut transfers = self.revenue_tangent(tangent);
        add(&mut transfers, &seeds.transfers);
        self.add_deficit_tangent(&self.factor_income_by_region(&tangent.earned), &mut transfers);
        let factor = self.factor_income_by_group(&tangent.earned);
        for (at, into) in into.iter_mut().enumerate() {
            let change = factor[at] + self.transfer_share(at % groups) * transfers[at / groups];
            *into = direction.income[at] - change / self.point.income_from_sources[at];
        }
        for (j, _) in self.counterfactual.reach.unbounded() {
            let here = j.index() * groups..(j.index() + 1) * groups;
            into[here.clone()].copy_from_slice(&direction.income[here]);
        }
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
        live.add_transfer_tangent(&self.point.live, &tangent.live[0], &tangent.live_sales, &mut revenue);
        revenue
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

    fn price_residual_tangent(&self, direction: &[f64], tangent: &Tangent, into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        for (at, into) in into.iter_mut().enumerate() {
            *into = direction[at];
            let (s, buyer) = (at % bundles / width, at % bundles * n + at / bundles);
            let (eta, theta) =
                (self.economy.parameters.selection[s], self.economy.parameters.trade_elasticity[s]);
            if self.point.phi[buyer] > 0.0 {
                *into += tangent.phi[buyer] / (theta * self.point.phi[buyer]);
                if self.bought(at) {
                    *into += eta * tangent.expenditure[at] / (theta * self.point.expenditure[at]);
                }
            }
        }
    }
}
