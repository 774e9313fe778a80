//! The stages of the equations at one point.

use oblate_world::{Id, Region, Sector};

use super::{Equations, Point, Shape};
use crate::links::dot;
use crate::shocks::DeficitRule;
use crate::unknowns::{Layout, Parts, PartsMut};

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

impl Point {
    pub(super) fn new(layout: &Layout, shape: &Shape) -> Self {
        let cells = || vec![0.0; layout.cells()];
        let bundles = || vec![0.0; layout.cells() * shape.bundle_width];
        Self {
            competitiveness: cells(),
            competitiveness_slope: [cells(), cells()],
            phi: bundles(),
            phi_net: bundles(),
            ln_price: bundles(),
            ln_use_price: vec![0.0; layout.cells() * shape.use_width],
            ln_factor: vec![0.0; layout.cells() * layout.factors],
            receipts: cells(),
            receipts_slope: cells(),
            expenditure: bundles(),
            demand: bundles(),
            sales: cells(),
            goods_slope: [cells(), cells(), cells()],
            ..Self::default()
        }
    }
}

impl Equations<'_> {
    /// All stages at `x`, and the residuals.
    pub(super) fn evaluate(&mut self, x: &[f64], residual: &mut [f64]) {
        let layout = self.layout;
        let parts = layout.parts(x);
        self.receipts(parts.receipts);
        self.competitiveness(&parts);
        self.counterfactual.links.gather(&self.point.competitiveness, &mut self.point.phi);
        let live = &self.counterfactual.live;
        live.wedges(parts.cap, parts.cost, parts.receipts, &mut self.point.live);
        live.add_phi(&self.point.live, &self.point.competitiveness, &mut self.point.phi);
        self.prices(parts.price);
        self.factor_prices(parts.wage);
        self.technology.evaluate(&self.point.ln_use_price, &self.point.ln_factor, &mut self.point.nests);
        self.factor_demand();
        self.final_demand(parts.income);
        self.expenditure();
        self.counterfactual.links.scatter(
            &self.point.demand,
            &self.point.competitiveness,
            &mut self.point.sales,
            &mut self.point.phi_net,
        );
        self.counterfactual.live.add_sales(
            &mut self.point.live,
            (&self.point.demand, &self.point.competitiveness),
            &mut self.point.sales,
            &mut self.point.phi_net,
        );
        let supply = self.ln_supply(parts.population);
        self.markets.earn(parts.wage, &supply, &mut self.point.markets);
        self.income();
        self.residuals(&parts, &mut layout.parts_mut(residual));
    }

    /// `R'`: where a sector can close, the unknown's positive part is the hat.
    fn receipts(&mut self, x: &[f64]) {
        for at in 0..self.layout.cells() {
            let baseline = if self.active(at) { self.economy.receipts.as_slice()[at] } else { 0.0 };
            let (hat, slope) = if self.shape.closes[at % self.layout.sectors] {
                (x[at].max(0.0), if x[at] > 0.0 { 1.0 } else { 0.0 })
            } else {
                (x[at].exp(), x[at].exp())
            };
            self.point.receipts[at] = baseline * hat;
            self.point.receipts_slope[at] = baseline * slope;
        }
    }

    /// `v̂ = Â^θ Q̂^θψ ((1+b)^)^(θ+η) ĉ^−(θ+η)` with `Q̂ = R̂/ĉ`. Equations: model.md (3.4), (3.5).
    fn competitiveness(&mut self, x: &Parts<'_>) {
        let parameters = &self.economy.parameters;
        for at in 0..self.layout.cells() {
            let (seller, s) = (self.seller(at), at % self.layout.sectors);
            let advantage = self.counterfactual.ln_advantage.as_slice()[at];
            let scale = parameters.trade_elasticity[s] * parameters.scale_elasticity[s];
            let cost = parameters.price_elasticity(s) + scale;
            let at_given_receipts = (advantage - cost * x.cost[at]).exp();
            let (v, slope) = if self.shape.closes[s] {
                let slope = if x.receipts[at] > 0.0 { at_given_receipts } else { 0.0 };
                (at_given_receipts * x.receipts[at].max(0.0), slope)
            } else if scale == 0.0 {
                (at_given_receipts, 0.0)
            } else {
                let v = at_given_receipts * (scale * x.receipts[at]).exp();
                (v, scale * v)
            };
            self.point.competitiveness[seller] = v;
            self.point.competitiveness_slope[0][seller] = slope;
            self.point.competitiveness_slope[1][seller] = -cost * v;
        }
    }

    /// `P̂ = (X̂^η Φ̂)^(−1/θ)`, an unknown where there is selection, and what uses pay. Equations: model.md (3.8), (4.1).
    fn prices(&mut self, x: &[f64]) {
        let (n, width) = (self.layout.regions, self.shape.bundle_width);
        let bundles = self.bundles();
        if x.is_empty() {
            for j in 0..n {
                for b in 0..bundles {
                    let phi = self.point.phi[b * n + j];
                    let theta = self.economy.parameters.trade_elasticity[b / width];
                    self.point.ln_price[j * bundles + b] = if phi > 0.0 { -phi.ln() / theta } else { 0.0 };
                }
            }
        } else {
            self.point.ln_price.copy_from_slice(x);
        }
        let Point { ln_price, ln_use_price, use_slope, use_net, .. } = &mut self.point;
        let uses = self.shape.use_width / width;
        match &self.counterfactual.purchase_wedge {
            None => ln_use_price.copy_from_slice(ln_price),
            Some(wedge) => {
                use_slope.resize(ln_use_price.len(), 1.0);
                use_net.resize(ln_use_price.len(), 1.0);
                for (at, price) in ln_use_price.iter_mut().enumerate() {
                    (*price, use_slope[at], use_net[at]) = wedge.pay(at, ln_price[at / uses]);
                }
            }
        }
    }

    /// What a seller gets of a use's payment, at a place (region × product) × use.
    pub(crate) fn purchase_net(&self, at: usize) -> f64 {
        self.point.use_net.get(at).copied().unwrap_or(1.0)
    }

    /// Log factor prices of all cells.
    fn factor_prices(&mut self, x: &[f64]) {
        let mut floor = vec![0.0; self.layout.regions];
        self.consumption.mean_price(0, &self.point.ln_use_price, &mut floor);
        self.markets.prices(x, &floor, &mut self.point.markets);
        for (ln, &market) in self.point.ln_factor.iter_mut().zip(self.markets.market_of()) {
            *ln = self.point.markets.ln_wage[market];
        }
    }

    /// What sectors pay in each factor market. Equation: model.md (3.11).
    fn factor_demand(&mut self) {
        let f = self.layout.factors;
        let shares = self.technology.factor_share(&self.point.nests).as_slice();
        self.point.markets.demand.clear();
        self.point.markets.demand.resize(self.layout.markets, 0.0);
        for (at, (share, &market)) in shares.iter().zip(self.markets.market_of()).enumerate() {
            self.point.markets.demand[market] += share * self.point.receipts[at / f];
        }
    }

    /// Growth of the capital that is in the long run, `V̂_K`, by region. Equation: model.md section 5 `capital`.
    pub(super) fn capital_hat(&self, demand: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.layout.regions];
        for market in (0..self.layout.markets).filter(|&market| self.markets.is_long_run(market)) {
            let (paid, baseline) = &mut sums[self.markets.region(market).index()];
            *paid += demand[market];
            *baseline += self.markets.supply(market);
        }
        sums.into_iter().map(|(paid, baseline)| if baseline == 0.0 { 0.0 } else { paid / baseline }).collect()
    }

    /// Incomes and final demand. Equations: model.md (3.12), (3.13).
    fn final_demand(&mut self, x: &[f64]) {
        let groups = self.layout.groups;
        let levels = x.iter().zip(self.economy.group_income.as_slice()).map(|(ln, income)| income * ln.exp());
        self.point.income = levels.collect();
        for (j, _) in self.counterfactual.reach.unbounded() {
            self.point.income[j.index() * groups..][..groups].fill(0.0);
        }
        let capital = if self.consumption.investment_column().is_some() {
            self.capital_hat(&self.point.markets.demand)
        } else {
            Vec::new()
        };
        self.consumption.evaluate(
            &self.point.income,
            &capital,
            &self.point.ln_use_price,
            &mut self.point.consumption,
        );
    }

    /// Expenditure `X'` from receipts and final spending. Equations: model.md (3.10), (3.12), (4.1).
    fn expenditure(&mut self) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let (bundles, columns) = (self.bundles(), self.shape.uses - m);
        let shares = self.technology.input_share(&self.point.nests);
        self.point.expenditure.fill(0.0);
        for j in 0..n {
            let receipts = &self.point.receipts[j * m..][..m];
            for s in 0..m {
                let row = shares.row(Region::new(j), Sector::new(s));
                let bought = |c| self.consumption.bought(&self.point.consumption, j, s, c);
                if self.shape.use_width == 1 {
                    let last: f64 = (0..columns).map(bought).sum();
                    self.point.expenditure[j * m + s] = dot(row, receipts) + last;
                    continue;
                }
                for u in 0..self.shape.uses {
                    let paid = if u < m { row[u] * receipts[u] } else { bought(u - m) };
                    let net = self.purchase_net((j * m + s) * self.shape.uses + u);
                    self.point.expenditure[j * bundles + self.shape.bundle(s, u)] += paid * net;
                }
            }
            for b in 0..bundles {
                let phi = self.point.phi[b * n + j];
                let bought = self.point.expenditure[j * bundles + b];
                self.point.demand[b * n + j] = if phi > 0.0 { bought / phi } else { 0.0 };
            }
        }
    }

    /// What people who moved add to log factor supplies, region × factor; empty where nobody moves.
    fn ln_supply(&self, population: &[f64]) -> Vec<f64> {
        if population.is_empty() {
            return Vec::new();
        }
        let mut supply = vec![0.0; self.layout.regions * self.layout.factors];
        self.movers.add_supply(population, &mut supply);
        supply
    }

    /// Income from its sources. Equation: model.md (3.13).
    fn income(&mut self) {
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

    /// A group's share of revenue and deficits.
    pub(crate) fn transfer_share(&self, group: usize) -> f64 {
        self.economy.parameters.demand.groups.get(group).map_or(1.0, |group| group.transfer_share)
    }

    /// Sums over factors of what stands at places (region, factor, group): region × group.
    pub(super) fn factor_income_by_group(&self, earned: &[f64]) -> Vec<f64> {
        let Layout { factors: f, groups, .. } = self.layout;
        let mut sums = vec![0.0; self.layout.regions * groups];
        for (at, earned) in earned.iter().enumerate() {
            sums[at / (f * groups) * groups + at % groups] += earned;
        }
        sums
    }

    /// Sums of what stands at places (region, factor, group), by region.
    pub(crate) fn factor_income_by_region(&self, earned: &[f64]) -> Vec<f64> {
        let Layout { factors: f, groups, .. } = self.layout;
        earned.chunks_exact(f * groups).map(|places| places.iter().sum()).collect()
    }

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
                    let paid = if u < m {
                        row[u] * self.point.receipts[j * m + u]
                    } else {
                        self.consumption.bought(&self.point.consumption, j, s, u - m)
                    };
                    call(j, (j * m + s) * self.shape.uses + u, paid);
                }
            }
        }
    }

    /// Emissions by region, before and after: `M' = M X̂/P̂`; empty where carbon has no price. Equation: model.md (4.2).
    pub(crate) fn emissions(&self) -> Vec<[f64; 2]> {
        let Some(carbon) = &self.shocks.carbon else { return Vec::new() };
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let mut emissions = vec![[0.0; 2]; n];
        let intensity = carbon.intensity.as_slice();
        self.each_paid_use(|j, at, paid| {
            let price = self.point.ln_price[at / (self.shape.use_width / self.shape.bundle_width)];
            emissions[j][1] += intensity[at] * paid * self.purchase_net(at) * (-price).exp();
        });
        for (at, intensity) in intensity.iter().enumerate() {
            let (j, s, u) =
                (Region::new(at / (m * self.shape.uses)), at / self.shape.uses % m, at % self.shape.uses);
            let bought = if u < m {
                self.economy.input_share[(j, Sector::new(s), Sector::new(u))]
                    * self.economy.receipts[(j, Sector::new(u))]
            } else {
                let column = &self.economy.final_demand[u - m];
                column.share[(j, Sector::new(s))] * column.spending[j.index()]
            };
            emissions[j.index()][0] += intensity * bought;
        }
        emissions
    }

    /// `Z'` of one trade link of a bundle. Equation: model.md (3.9).
    pub(crate) fn goods(&self, b: usize, j: Region, i: Region) -> f64 {
        let (n, s) = (self.layout.regions, b / self.shape.bundle_width);
        let weight = self.counterfactual.links.goods(b, j, i);
        weight * self.point.competitiveness[s * n + i.index()] * self.point.demand[b * n + j.index()]
    }

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

    /// Deficit over factor income in the baseline.
    pub(super) fn deficit_share(&self, j: Region) -> f64 {
        let income: f64 = self.economy.factor_income.row(j).iter().sum();
        self.counterfactual.deficit[j.index()] / income
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

    /// Spending of each column of final demand, by region.
    pub(crate) fn final_spending(&self) -> Vec<Vec<f64>> {
        self.consumption.column_spending(&self.point.consumption)
    }

    /// Log price of investment by region, where capital is in the long run.
    fn investment_price(&self) -> Vec<f64> {
        let mut price = vec![0.0; self.layout.regions];
        if let Some(column) = self.consumption.investment_column() {
            self.consumption.mean_price(column, &self.point.ln_use_price, &mut price);
        }
        price
    }

    fn residuals(&mut self, x: &Parts<'_>, into: &mut PartsMut<'_>) {
        self.goods_residuals(x, into);
        let investment = self.investment_price();
        self.redundant = self.markets.residuals(x.wage, &investment, &self.point.markets, into.wage);
        for (at, into) in into.income.iter_mut().enumerate() {
            *into = (self.point.income[at] / self.point.income_from_sources[at]).ln();
        }
        for (j, _) in self.counterfactual.reach.unbounded() {
            let here = j.index() * self.layout.groups..(j.index() + 1) * self.layout.groups;
            into.income[here.clone()].copy_from_slice(&x.income[here]);
        }
        self.price_residuals(x.price, into.price);
        self.counterfactual.live.residuals(&self.point.live, x.cap, into.cap);
        if self.layout.movers > 0 {
            let real_income: Vec<f64> = self.real_incomes().0.iter().map(|hat| hat.ln()).collect();
            self.point.movers = self.movers.residuals(&real_income, x.population, into.population);
        }
    }

    /// Unit costs and goods markets, with their slopes.
    fn goods_residuals(&mut self, x: &Parts<'_>, into: &mut PartsMut<'_>) {
        let parameters = &self.economy.parameters;
        for at in 0..self.layout.cells() {
            let (seller, s) = (self.seller(at), at % self.layout.sectors);
            if !self.active(at) {
                into.cost[at] = x.cost[at];
                into.receipts[at] = x.receipts[at] - self.idle_receipts(at);
                continue;
            }
            // (3.1)-(3.3): the unit cost is the price of its nests
            into.cost[at] = x.cost[at] - self.point.nests.ln_cost[at];
            let gross = 1.0 + self.counterfactual.subsidy.as_slice()[at];
            let sales = self.point.sales[seller];
            let scale = parameters.trade_elasticity[s] * parameters.scale_elasticity[s];
            let cost = parameters.price_elasticity(s) + scale;
            let mut slopes = if self.shape.closes[s] {
                // section 3, corners: R ≥ 0 ⊥ 1 − m ≥ 0, with m the sales per receipts that entry would bring
                let advantage = self.counterfactual.ln_advantage.as_slice()[at];
                let per_receipts =
                    gross * (advantage - cost * x.cost[at]).exp() / self.economy.receipts.as_slice()[at];
                let m = per_receipts * sales;
                let closed = x.receipts[at] < 0.0;
                into.receipts[at] = 1.0 - m + x.receipts[at].min(0.0);
                [f64::from(u8::from(closed)), m * cost, -per_receipts]
            } else {
                // (3.4), (3.9): receipts are sales
                let sold = gross * self.point.competitiveness[seller] * sales;
                into.receipts[at] = (self.point.receipts[at] / sold).ln();
                [1.0 - scale, cost, -1.0 / sales]
            };
            // inputs `Q̂ = R̂/ĉ` that adjust slowly
            let inertia = self.inertia_of(at);
            slopes[0] += inertia;
            slopes[1] -= inertia * if self.shape.closes[s] { x.receipts[at].max(0.0) } else { 1.0 };
            for (list, slope) in self.point.goods_slope.iter_mut().zip(slopes) {
                list[at] = slope;
            }
        }
    }

    /// `ln P̂ + (η ln X̂ + ln Φ̂)/θ`, where there is selection. Equation: model.md (3.8).
    fn price_residuals(&self, x: &[f64], into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        for (at, into) in into.iter_mut().enumerate() {
            let (j, b) = (at / bundles, at % bundles);
            let (phi, bought) = (self.point.phi[b * n + j], self.point.expenditure[at]);
            *into = x[at];
            if phi > 0.0 {
                let s = b / width;
                let eta = self.economy.parameters.selection[s];
                let ln_size =
                    if self.bought(at) { (bought / self.shape.baseline_expenditure[at]).ln() } else { 0.0 };
                *into += (eta * ln_size + phi.ln()) / self.economy.parameters.trade_elasticity[s];
            }
        }
    }

    /// Whether a bundle is bought before and after; elsewhere `X̂` counts as one.
    pub(super) fn bought(&self, at: usize) -> bool {
        self.point.expenditure[at].min(self.shape.baseline_expenditure[at]) > 0.0
    }
}
