//! The transpose of the directional derivative: from what residuals weigh to what unknowns weigh.
//!
//! It goes through the stages backwards; each step is the transpose of its twin in [`super::tangent`].

use oblate_world::{Id, Region, Sector};

use super::Equations;
use super::seeds::add;
use crate::consumption::{ConsumptionBars, ConsumptionWeights};
use crate::factors::MarketWeights;
use crate::live::LiveWeights;
use crate::shocks::DeficitRule;
use crate::technology::NestAdjoint;
use crate::unknowns::{Layout, Parts, PartsMut};

/// What everything in between weighs; places as in [`super::Point`].
#[derive(Debug)]
pub(crate) struct Adjoint {
    pub receipts: Vec<f64>,
    pub competitiveness: Vec<f64>,
    pub phi: Vec<f64>,
    pub phi_net: Vec<f64>,
    pub price: Vec<f64>,
    pub use_price: Vec<f64>,
    pub wage: Vec<f64>,
    pub factor: Vec<f64>,
    pub factor_demand: Vec<f64>,
    pub expenditure: Vec<f64>,
    pub demand: Vec<f64>,
    pub sales: Vec<f64>,
    /// What log wedges and log prices of live links weigh, and their sales.
    pub live: [Vec<f64>; 2],
    pub live_sales: Vec<f64>,
    /// What revenue and deficits weigh, by region.
    pub transfers: Vec<f64>,
    /// What earnings weigh, by place.
    pub earned: Vec<f64>,
    /// What log factor supply weighs, region × factor.
    pub supply: Vec<f64>,
    /// What spending weighs by spender, in levels.
    pub spending: Vec<f64>,
}

/// What stages weigh in a function of the equilibrium (an outcome); empty where it does not depend on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct OutcomeWeights {
    /// Log of what uses pay.
    pub use_price: Vec<f64>,
    /// Spending by spender.
    pub spending: Vec<f64>,
    /// Receipts, region × sector.
    pub receipts: Vec<f64>,
    /// Log income, region × group.
    pub income: Vec<f64>,
}

impl Adjoint {
    pub(crate) fn new(equations: &Equations<'_>) -> Self {
        let (layout, shape) = (&equations.layout, &equations.shape);
        let cells = || vec![0.0; layout.cells()];
        let bundles = || vec![0.0; layout.cells() * shape.bundle_width];
        Self {
            receipts: cells(),
            competitiveness: cells(),
            phi: bundles(),
            phi_net: bundles(),
            price: bundles(),
            use_price: vec![0.0; layout.cells() * shape.use_width],
            wage: vec![0.0; layout.markets],
            factor: vec![0.0; layout.cells() * layout.factors],
            factor_demand: vec![0.0; layout.markets],
            expenditure: bundles(),
            demand: bundles(),
            sales: cells(),
            live: std::array::from_fn(|_| vec![0.0; equations.counterfactual.live.len()]),
            live_sales: vec![0.0; equations.counterfactual.live.len()],
            transfers: vec![0.0; layout.regions],
            earned: vec![0.0; layout.regions * layout.factors * layout.groups],
            supply: vec![0.0; layout.regions * layout.factors],
            spending: vec![0.0; layout.regions * equations.consumption.spenders()],
        }
    }
}

impl Equations<'_> {
    /// The transposed Jacobian at the last point times weights of residuals, and what the unknowns weigh in an outcome;
    /// returns what the stages weigh in both.
    pub(crate) fn backward(&self, weights: &[f64], outcome: &OutcomeWeights, product: &mut [f64]) -> Adjoint {
        let mut adjoint = Adjoint::new(self);
        add(&mut adjoint.use_price, &outcome.use_price);
        add(&mut adjoint.spending, &outcome.spending);
        add(&mut adjoint.receipts, &outcome.receipts);
        self.residual_adjoint(&self.layout.parts(weights), &mut adjoint, product);
        self.stages_adjoint(&self.layout.parts(weights), &mut adjoint, product);
        add(self.layout.parts_mut(product).income, &outcome.income);
        adjoint
    }

    /// From residuals to the stages; writes what the unknowns weigh in residuals directly.
    pub(super) fn residual_adjoint(&self, weights: &Parts<'_>, adjoint: &mut Adjoint, product: &mut [f64]) {
        let layout = self.layout;
        product.fill(0.0);
        let mut into = layout.parts_mut(product);
        let [by_receipts, by_cost, by_sales] = &self.point.goods_slope;
        for at in 0..layout.cells() {
            if !self.active(at) {
                (into.cost[at], into.receipts[at]) = (weights.cost[at], weights.receipts[at]);
                continue;
            }
            into.cost[at] = weights.cost[at] + by_cost[at] * weights.receipts[at];
            into.receipts[at] = by_receipts[at] * weights.receipts[at];
            adjoint.sales[self.seller(at)] = by_sales[at] * weights.receipts[at];
        }
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.residual_adjoint(point, weights.cap, &mut adjoint.live, &mut adjoint.live_sales, into.cap);
        self.price_residual_adjoint(weights.price, adjoint, into.price);
        if layout.movers > 0 {
            let mut real_income = vec![0.0; layout.regions];
            self.movers.adjoint(&self.point.movers, weights.population, &mut real_income, into.population);
            let (point, ln_price) = (&self.point.consumption, &self.point.ln_use_price);
            let worth = self.consumption.welfare_weights(point, ln_price, &real_income);
            add(&mut adjoint.use_price, &worth.use_price);
            add(&mut adjoint.spending, &worth.spending);
        }
        self.income_adjoint(weights, adjoint, &mut into);
        let mut investment = vec![0.0; layout.regions];
        self.markets.adjoint(
            &self.point.markets,
            weights.wage,
            &adjoint.earned,
            &mut MarketWeights {
                x: into.wage,
                wage: &mut adjoint.wage,
                demand: &mut adjoint.factor_demand,
                investment_price: &mut investment,
                supply: &mut adjoint.supply,
            },
        );
        self.movers.supply_adjoint(&adjoint.supply, into.population);
        if let Some(column) = self.consumption.investment_column() {
            self.consumption.mean_price_adjoint(column, &investment, &mut adjoint.use_price);
        }
    }

    fn price_residual_adjoint(&self, weights: &[f64], adjoint: &mut Adjoint, into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        for (at, &weight) in weights.iter().enumerate() {
            into[at] = weight;
            let (s, buyer) = (at % bundles / width, at % bundles * n + at / bundles);
            let eta = self.economy.parameters.selection[s];
            let weight = weight / self.economy.parameters.trade_elasticity[s];
            if self.point.phi[buyer] > 0.0 {
                adjoint.phi[buyer] += weight / self.point.phi[buyer];
                if self.bought(at) {
                    adjoint.expenditure[at] += weight * eta / self.point.expenditure[at];
                }
            }
        }
    }

    fn income_adjoint(&self, weights: &Parts<'_>, adjoint: &mut Adjoint, into: &mut PartsMut<'_>) {
        let Layout { factors: f, groups, .. } = self.layout;
        let unbounded = |at: usize| self.counterfactual.reach.is_unbounded(Region::new(at / groups));
        let mut sources = vec![0.0; weights.income.len()];
        for (at, &weight) in weights.income.iter().enumerate() {
            into.income[at] = weight;
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
        live.transfer_adjoint(point, &adjoint.transfers, &mut adjoint.live_sales, &mut adjoint.live[0]);
    }

    /// From the stages to the unknowns, backwards; adds to `product`.
    pub(super) fn stages_adjoint(&self, weights: &Parts<'_>, adjoint: &mut Adjoint, product: &mut [f64]) {
        let layout = self.layout;
        let into = layout.parts_mut(product);
        self.scatter_adjoint(adjoint);
        self.demand_adjoint(adjoint);
        self.purchases_adjoint(weights, adjoint, into.income);
        self.factor_prices_adjoint(adjoint, into.wage);
        self.prices_adjoint(adjoint, into.price);
        self.counterfactual.links.add_gather_transposed(&adjoint.phi, &mut adjoint.competitiveness);
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.phi_adjoint(
            point,
            &self.point.competitiveness,
            &adjoint.phi,
            &mut adjoint.competitiveness,
            &mut adjoint.live[0],
        );
        live.wedges_adjoint(point, &adjoint.live, into.cap, into.cost, into.receipts);
        let [by_receipts, by_cost] = &self.point.competitiveness_slope;
        for at in 0..layout.cells() {
            let seller = self.seller(at);
            let weight = adjoint.competitiveness[seller];
            into.receipts[at] +=
                by_receipts[seller] * weight + self.point.receipts_slope[at] * adjoint.receipts[at];
            into.cost[at] += by_cost[seller] * weight;
        }
    }

    /// `sales = Gᵀ q`, `net = G v`: weights of q and of v.
    fn scatter_adjoint(&self, adjoint: &mut Adjoint) {
        let mut sellers = vec![0.0; adjoint.competitiveness.len()];
        let mut buyers = vec![0.0; adjoint.demand.len()];
        self.counterfactual.links.scatter(&adjoint.phi_net, &adjoint.sales, &mut sellers, &mut buyers);
        adjoint.competitiveness.iter_mut().zip(&sellers).for_each(|(sum, part)| *sum += part);
        adjoint.demand.iter_mut().zip(&buyers).for_each(|(sum, part)| *sum += part);
        let flows = LiveWeights {
            competitiveness: &self.point.competitiveness,
            demand: &self.point.demand,
            sales: &adjoint.sales,
            net: &adjoint.phi_net,
            sold: &adjoint.live_sales,
        };
        let sums = (adjoint.demand.as_mut_slice(), adjoint.competitiveness.as_mut_slice());
        self.counterfactual.live.sales_adjoint(&self.point.live, &flows, sums, &mut adjoint.live[0]);
    }

    fn demand_adjoint(&self, adjoint: &mut Adjoint) {
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

    /// Purchases of inputs and final purchases, factor demand, and the nests behind them.
    fn purchases_adjoint(&self, weights: &Parts<'_>, adjoint: &mut Adjoint, income: &mut [f64]) {
        let Layout { regions: n, sectors: m, factors: f, .. } = self.layout;
        let (bundles, uses) = (self.bundles(), self.shape.uses);
        let columns = uses - m;
        let shares = self.technology.input_share(&self.point.nests);
        let moves = !self.technology.fixed_shares;
        let mut input = if moves { vec![0.0; n * m * m] } else { Vec::new() };
        let mut factor = if moves { vec![0.0; n * m * f] } else { Vec::new() };
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
                        let last = || self.consumption.bought(&self.point.consumption, j, s, u - m);
                        let paid = || if u < m { row[u] * self.point.receipts[j * m + u] } else { last() };
                        adjoint.price[b] += kept * self.charged(at, paid);
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
        let mut capital = vec![0.0; n];
        self.consumption.adjoint(
            &self.point.consumption,
            &self.point.income,
            &ConsumptionWeights { bought: &bought, spending: &adjoint.spending },
            &mut ConsumptionBars { income, capital: &mut capital, price: &mut adjoint.use_price },
        );
        if self.consumption.investment_column().is_some() {
            self.capital_adjoint(&capital, &mut adjoint.factor_demand);
        }
        let factor_shares = self.technology.factor_share(&self.point.nests).as_slice();
        for (at, (share, &market)) in factor_shares.iter().zip(self.markets.market_of()).enumerate() {
            let weight = share * adjoint.factor_demand[market];
            adjoint.receipts[at / f] += weight;
            if moves {
                factor[at] = weight * self.point.receipts[at / f];
            }
        }
        let cost: Vec<f64> =
            (0..n * m).map(|at| if self.active(at) { -weights.cost[at] } else { 0.0 }).collect();
        let nests = NestAdjoint { cost: &cost, input: &input, factor: &factor };
        self.technology.adjoint(&self.point.nests, &nests, &mut adjoint.use_price, &mut adjoint.factor);
    }

    /// The transpose of the growth of capital by region.
    fn capital_adjoint(&self, weights: &[f64], demand: &mut [f64]) {
        let long_run = || (0..self.layout.markets).filter(|&market| self.markets.is_long_run(market));
        let mut baseline = vec![0.0; self.layout.regions];
        long_run()
            .for_each(|market| baseline[self.markets.region(market).index()] += self.markets.supply(market));
        for market in long_run() {
            let j = self.markets.region(market).index();
            if baseline[j] > 0.0 {
                demand[market] += weights[j] / baseline[j];
            }
        }
    }

    fn factor_prices_adjoint(&self, adjoint: &mut Adjoint, into: &mut [f64]) {
        for (weight, &market) in adjoint.factor.iter().zip(self.markets.market_of()) {
            adjoint.wage[market] += weight;
        }
        let mut floor = vec![0.0; self.layout.regions];
        self.markets.price_adjoint(&self.point.markets, &adjoint.wage, into, &mut floor);
        self.consumption.mean_price_adjoint(0, &floor, &mut adjoint.use_price);
    }

    fn prices_adjoint(&self, adjoint: &mut Adjoint, into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        let uses = self.shape.use_width / width;
        for (at, weight) in adjoint.use_price.iter().enumerate() {
            let slope = self.point.use_slope.get(at).copied().unwrap_or(1.0);
            adjoint.price[at / uses] += slope * weight;
        }
        if !into.is_empty() {
            into.iter_mut().zip(&adjoint.price).for_each(|(into, price)| *into += price);
            return;
        }
        for j in 0..n {
            for b in 0..bundles {
                let (at, phi) = (b * n + j, self.point.phi[b * n + j]);
                if phi > 0.0 {
                    let theta = self.economy.parameters.trade_elasticity[b / width];
                    adjoint.phi[at] -= adjoint.price[j * bundles + b] / (theta * phi);
                }
            }
        }
    }
}
