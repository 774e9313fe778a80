//! Firms rebuilt in levels: what the equations of `melitz` and `krugman` add up (Melitz 2003; Chaney 2008; Krugman 1980).

use crate::property::{Limit, holds_for};
use crate::random;
use crate::random::Draw;
use oblate_equilibrium::{Economy, Equilibrium, MarketStructure, Parameters, Shocks};
use oblate_world::{Array2, Array3, Id, RandomWorld, Region, Sector, TradeTensor};

/// Nodes and weights for integrals from zero to infinity of what falls like an exponential: the double exponential rule
/// `z = exp(t − exp(−t))` (Takahasi & Mori 1974).
fn rule() -> Vec<(f64, f64)> {
    const STEP: f64 = 1.0 / 64.0;
    let node = |at: i32| {
        let t = STEP * f64::from(at);
        let z = (t - (-t).exp()).exp();
        (z, STEP * z * (1.0 + (-t).exp()))
    };
    (-6 * 64..=8 * 64).map(node).filter(|(_, weight)| *weight > 0.0).collect()
}

/// A market for the firms of one origin: all that a firm has to know of it.
#[derive(Clone, Copy)]
struct Market {
    /// What all buyers spend, and their price index.
    spending: f64,
    price: f64,
    /// Units to be shipped for one that arrives.
    iceberg: f64,
    /// `(1+t)(1+e)`: what buyers pay over the price at the factory gate.
    border: f64,
    /// Input bundles that access to the market takes.
    access: f64,
}

/// What the firms of one origin and sector have in common.
#[derive(Clone, Copy)]
struct Industry {
    /// Elasticity of substitution between varieties ς; Pareto shape θ of productivities, which are one at least.
    variety: f64,
    shape: f64,
    /// Price of the input bundle, productivity of all, `1 + b`.
    cost: f64,
    productivity: f64,
    subsidy: f64,
}

/// One firm in one market.
struct Sales {
    /// What buyers pay, what the firm receives, bundles used to make and ship it, and the buyers' price.
    paid: f64,
    received: f64,
    used: f64,
    price: f64,
}

impl Industry {
    fn sales(&self, market: &Market, productivity: f64) -> Sales {
        let marginal = self.cost * market.iceberg / (self.productivity * productivity);
        let gate = self.variety / (self.variety - 1.0) * marginal / self.subsidy;
        let price = market.border * gate;
        let quantity = market.spending / market.price * (price / market.price).powf(-self.variety);
        let received = self.subsidy * gate * quantity;
        Sales { paid: price * quantity, received, used: quantity * marginal / self.cost, price }
    }

    fn profit(&self, market: &Market, productivity: f64) -> f64 {
        let sales = self.sales(market, productivity);
        sales.received - sales.used * self.cost - market.access * self.cost
    }

    /// The productivity at which a market pays nothing, by bisection in logs.
    fn cutoff(&self, market: &Market) -> f64 {
        let (mut low, mut high) = (0.0f64, 60.0f64);
        assert!(self.profit(market, 1.0) < 0.0, "every firm sells there");
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if self.profit(market, middle.exp()) < 0.0 { low = middle } else { high = middle }
        }
        low.exp()
    }

    /// The sum over the firms of one entrant that sell in a market, `∫_φ* of(φ) θ φ^(−θ−1) dφ` with `φ = φ* e^z`.
    fn per_entrant(&self, cutoff: f64, of: impl Fn(f64) -> f64) -> f64 {
        let density = |z: f64| self.shape * cutoff.powf(-self.shape) * (-self.shape * z).exp();
        // the rest is below 1e-13 of the whole, and its powers are beyond numbers
        let term = |(z, weight): (f64, f64)| {
            if self.shape * z > 350.0 { 0.0 } else { weight * density(z) * of(cutoff * z.exp()) }
        };
        rule().into_iter().map(term).sum()
    }
}

/// A market's levels before or after the shock.
struct Levels<'a> {
    economy: &'a Economy,
    /// The equilibrium and the shocks; none before the shock.
    after: Option<(&'a Equilibrium, &'a Shocks)>,
}

impl Levels<'_> {
    fn link(&self, s: Sector, j: Region, i: Region) -> (f64, f64, f64, f64) {
        let of = |tensor: Option<&TradeTensor>, none: f64| tensor.map_or(none, |tensor| tensor[(s, j, i)]);
        let economy = self.economy;
        let Some((equilibrium, shocks)) = self.after else {
            let border = 1.0 + of(economy.tariff.as_ref(), 0.0);
            return (economy.trade_share[(s, j, i)] * economy.expenditure()[(j, s)], border, 1.0, 1.0);
        };
        let paid = equilibrium.trade_share[(s, j, i)] * equilibrium.expenditure[(j, s)];
        let border =
            (1.0 + of(equilibrium.tariff.as_ref(), 0.0)) * (1.0 + of(equilibrium.export_tax.as_ref(), 0.0));
        let [iceberg, access] =
            [&shocks.iceberg_hat, &shocks.fixed_cost_hat].map(|hat| of(hat.as_ref(), 1.0));
        (paid, border, iceberg, access)
    }

    fn industry(&self, i: Region, s: Sector, variety: f64) -> Industry {
        let shape = self.economy.parameters.theta(s);
        let (cost, productivity, subsidy) = match self.after {
            None => (1.0, 1.0, self.economy.subsidy[(i, s)]),
            Some((equilibrium, shocks)) => {
                let productivity = shocks.productivity_hat.as_ref().map_or(1.0, |hat| hat[(i, s)]);
                (equilibrium.unit_cost_hat[(i, s)], productivity, equilibrium.subsidy[(i, s)])
            }
        };
        Industry { variety, shape, cost, productivity, subsidy: 1.0 + subsidy }
    }

    fn spending(&self, j: Region, s: Sector) -> (f64, f64) {
        match self.after {
            None => (self.economy.expenditure()[(j, s)], 1.0),
            Some((equilibrium, _)) => (equilibrium.expenditure[(j, s)], equilibrium.price_index_hat[(j, s)]),
        }
    }

    /// Input bundles that the industry buys, `R/c`.
    fn bundles(&self, i: Region, s: Sector) -> f64 {
        match self.after {
            None => self.economy.receipts[(i, s)],
            Some((equilibrium, _)) => equilibrium.receipts[(i, s)] / equilibrium.unit_cost_hat[(i, s)],
        }
    }
}

/// Every shock that firms meet.
fn shocks(economy: &Economy, seed: u64) -> Shocks {
    let mut draw = Draw(seed);
    let [n, m, f] = economy.factor_share.shape();
    Shocks {
        tariff: Some(draw.links(economy, 0.0, 0.2, 0.0)),
        export_tax: Some(draw.links(economy, -0.03, 0.05, 0.0)),
        iceberg_hat: Some(draw.links(economy, 0.95, 1.06, 1.0)),
        fixed_cost_hat: Some(draw.links(economy, 0.8, 1.3, 1.2)),
        subsidy: Some(Array2::from_fn([n, m], |_, _| draw.between(-0.05, 0.02))),
        purchase_tax: Some(Array3::from_fn([n, m, economy.uses()], |_, _, _| draw.between(-0.05, 0.1))),
        productivity_hat: Some(Array2::from_fn([n, m], |_, _| draw.between(0.95, 1.06))),
        factor_supply_hat: Some(Array2::from_fn([n, f], |_, _| draw.between(0.95, 1.08))),
        ..Shocks::default()
    }
}

/// An economy whose sectors all work alike, and its answer to the shocks.
fn solved(seed: u64, structure: impl Fn(f64) -> MarketStructure) -> (Economy, Equilibrium, Shocks) {
    let spec = RandomWorld { regions: 3, sectors: 3, seed, ..RandomWorld::default() };
    let mut draw = Draw(seed);
    let mut parameters = Parameters::new((0..spec.sectors).map(|_| draw.between(3.0, 7.0)).collect());
    for s in 0..spec.sectors {
        parameters.set_structure(Sector::new(s), structure(parameters.trade_elasticity[s]));
    }
    let economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
    let shocks = shocks(&economy, seed);
    let equilibrium = random::solve_closely(&economy, &shocks);
    (economy, equilibrium, shocks)
}

fn apart(found: f64, wanted: f64) -> f64 {
    let gap = if found == wanted { 0.0 } else { (found / wanted - 1.0).abs() };
    if gap.is_nan() { f64::INFINITY } else { gap }
}

/// Free entry: profits cover the cost of entry; where nobody enters they must not exceed it.
fn entry_gap(profit: f64, cost: f64, entrants: f64) -> f64 {
    if entrants > 0.0 { apart(profit, cost) } else { (profit / cost - 1.0).max(0.0) }
}

/// The firms of one origin and sector, with what does not change: iceberg and access costs in levels by destination, the
/// entry cost.
struct Firms {
    iceberg: Vec<f64>,
    access: Vec<f64>,
    entry: f64,
}

/// Destinations that an origin sells to.
fn destinations(economy: &Economy, i: Region, s: Sector) -> Vec<Region> {
    economy.axes.regions.ids().filter(|&j| economy.trade_share[(s, j, i)] > 0.0).collect()
}

/// Entrants before the shock: any number does, it is a unit.
const ENTRANTS: f64 = 1e9;

impl Firms {
    fn market(&self, levels: &Levels<'_>, s: Sector, j: Region, i: Region) -> Market {
        let (_, border, iceberg, access) = levels.link(s, j, i);
        let (spending, price) = levels.spending(j, s);
        Market {
            spending,
            price,
            border,
            iceberg: iceberg * self.iceberg[j.index()],
            access: access * self.access[j.index()],
        }
    }

    /// Access costs at will, icebergs so that firms sell what the table says, the entry cost so that entry pays nothing.
    fn selected(levels: &Levels<'_>, industry: &Industry, i: Region, s: Sector, draw: &mut Draw) -> Self {
        let n = levels.economy.axes.regions.len();
        let mut firms = Self { iceberg: vec![1.0; n], access: vec![0.0; n], entry: 0.0 };
        for j in destinations(levels.economy, i, s) {
            let (paid, border, ..) = levels.link(s, j, i);
            firms.access[j.index()] = paid * draw.between(0.01, 0.04);
            // sales grow with productivity to the power ς − 1 from those of the last firm, which cover access
            let growth = industry.per_entrant(1.0, |productivity| productivity.powf(industry.variety - 1.0));
            let least =
                industry.variety * firms.access[j.index()] * industry.cost * border / industry.subsidy;
            let cutoff = (ENTRANTS * least * growth / paid).powf(1.0 / industry.shape);
            let market = firms.market(levels, s, j, i);
            let without = industry.sales(&market, cutoff).paid;
            firms.iceberg[j.index()] = (without / least).powf(1.0 / (industry.variety - 1.0));
        }
        firms.entry = firms.expected_profit(levels, industry, i, s) / industry.cost;
        firms
    }

    /// What an entrant may expect, before the cost of entry.
    fn expected_profit(&self, levels: &Levels<'_>, industry: &Industry, i: Region, s: Sector) -> f64 {
        let in_market = |j: Region| {
            let market = self.market(levels, s, j, i);
            industry
                .per_entrant(industry.cutoff(&market), |productivity| industry.profit(&market, productivity))
        };
        destinations(levels.economy, i, s).into_iter().map(in_market).sum()
    }

    /// Bundles per entrant: entry, access, what is made and shipped.
    fn bundles(&self, levels: &Levels<'_>, industry: &Industry, i: Region, s: Sector) -> f64 {
        let in_market = |j: Region| {
            let market = self.market(levels, s, j, i);
            industry.per_entrant(industry.cutoff(&market), |productivity| {
                market.access + industry.sales(&market, productivity).used
            })
        };
        self.entry + destinations(levels.economy, i, s).into_iter().map(in_market).sum::<f64>()
    }
}

/// Largest gap of sales, price indices and free entry before (a check of the calibration) or after the shock; entrants are
/// as many as the industry's bundles feed.
fn gap_of_selected(
    levels: &Levels<'_>,
    baseline: &Levels<'_>,
    variety: &dyn Fn(Sector) -> f64,
    seed: u64,
) -> f64 {
    let economy = levels.economy;
    let [m, n, _] = economy.trade_share.shape();
    let mut gap = 0.0f64;
    let mut index = vec![vec![0.0; n]; m];
    let mut draw = Draw(seed);
    for (i, s) in economy.axes.regions.ids().flat_map(|i| economy.axes.sectors.ids().map(move |s| (i, s))) {
        let firms = Firms::selected(baseline, &baseline.industry(i, s, variety(s)), i, s, &mut draw);
        let industry = levels.industry(i, s, variety(s));
        let entrants = levels.bundles(i, s) / firms.bundles(levels, &industry, i, s);
        let profit = firms.expected_profit(levels, &industry, i, s);
        gap = gap.max(entry_gap(profit, firms.entry * industry.cost, entrants));
        for j in destinations(economy, i, s) {
            let market = firms.market(levels, s, j, i);
            let cutoff = industry.cutoff(&market);
            let paid = entrants * industry.per_entrant(cutoff, |phi| industry.sales(&market, phi).paid);
            gap = gap.max(apart(paid, levels.link(s, j, i).0));
            let power = |phi: f64| industry.sales(&market, phi).price.powf(1.0 - industry.variety);
            index[s.index()][j.index()] += entrants * industry.per_entrant(cutoff, power);
        }
    }
    for (j, s) in economy.axes.regions.ids().flat_map(|j| economy.axes.sectors.ids().map(move |s| (j, s))) {
        let price = index[s.index()][j.index()].powf(1.0 / (1.0 - variety(s)));
        gap = gap.max(apart(price, levels.spending(j, s).1));
    }
    gap
}

const LIMIT: Limit = Limit(1e-8, "relative");

#[test]
fn heterogeneous_firms_sell_what_melitz_says() {
    let statement = "firms with Pareto productivities, rebuilt in levels, add up to `melitz`: bilateral sales by quadrature over the firms \
                     above each market's cutoff, price indices, and an entry cost that expected profits just cover, after tariffs, export \
                     taxes, trade and access costs, subsidies, taxes on purchases, productivity and factor supplies";
    holds_for(statement, LIMIT, 0..6, |seed| {
        // from little selection to much
        let eta = 0.1 + 0.15 * seed as f64;
        let variety = |theta: f64| 1.0 + theta / (1.0 + eta);
        let (economy, equilibrium, shocks) =
            solved(seed, |theta| MarketStructure::Melitz { variety_elasticity: variety(theta) });
        let variety = |s: Sector| variety(economy.parameters.theta(s));
        let before = Levels { economy: &economy, after: None };
        let after = Levels { economy: &economy, after: Some((&equilibrium, &shocks)) };
        let calibration = gap_of_selected(&before, &before, &variety, seed);
        assert!(calibration < 1e-10, "the firms of the baseline miss it by {calibration:e}");
        gap_of_selected(&after, &before, &variety, seed)
    });
}

/// Equal firms without access costs: entry costs so that as many firms as there were break even.
fn gap_of_equal(levels: &Levels<'_>, baseline: &Levels<'_>) -> f64 {
    let economy = levels.economy;
    let [m, n, _] = economy.trade_share.shape();
    let mut gap = 0.0f64;
    let mut index = vec![vec![0.0; n]; m];
    let variety = |s: Sector| 1.0 + economy.parameters.theta(s);
    for (i, s) in economy.axes.regions.ids().flat_map(|i| economy.axes.sectors.ids().map(move |s| (i, s))) {
        let mut firms = Firms { iceberg: vec![1.0; n], access: vec![0.0; n], entry: 0.0 };
        let before = baseline.industry(i, s, variety(s));
        let sum = |levels: &Levels<'_>, firms: &Firms, of: &dyn Fn(&Market) -> f64| -> f64 {
            destinations(economy, i, s).into_iter().map(|j| of(&firms.market(levels, s, j, i))).sum()
        };
        for j in destinations(economy, i, s) {
            let sold = before.sales(&firms.market(baseline, s, j, i), 1.0).paid;
            let wanted = baseline.link(s, j, i).0 / ENTRANTS;
            firms.iceberg[j.index()] = (sold / wanted).powf(1.0 / (variety(s) - 1.0));
        }
        firms.entry = sum(baseline, &firms, &|market| before.profit(market, 1.0)) / before.cost;
        let industry = levels.industry(i, s, variety(s));
        let used = firms.entry + sum(levels, &firms, &|market| industry.sales(market, 1.0).used);
        let number = levels.bundles(i, s) / used;
        let profit = sum(levels, &firms, &|market| industry.profit(market, 1.0));
        gap = gap.max(entry_gap(profit, firms.entry * industry.cost, number));
        for j in destinations(economy, i, s) {
            let sales = industry.sales(&firms.market(levels, s, j, i), 1.0);
            gap = gap.max(apart(number * sales.paid, levels.link(s, j, i).0));
            index[s.index()][j.index()] += number * sales.price.powf(1.0 - variety(s));
        }
    }
    for (j, s) in economy.axes.regions.ids().flat_map(|j| economy.axes.sectors.ids().map(move |s| (j, s))) {
        let price = index[s.index()][j.index()].powf(1.0 / (1.0 - variety(s)));
        gap = gap.max(apart(price, levels.spending(j, s).1));
    }
    gap
}

#[test]
fn equal_firms_sell_what_krugman_says() {
    let statement = "equal firms with free entry, rebuilt in levels, add up to `krugman`: bilateral sales, price indices, and an entry cost \
                     that profits just cover, after the same shocks";
    holds_for(statement, LIMIT, 0..6, |seed| {
        let (economy, equilibrium, shocks) = solved(seed, |_| MarketStructure::Krugman);
        let before = Levels { economy: &economy, after: None };
        let after = Levels { economy: &economy, after: Some((&equilibrium, &shocks)) };
        let calibration = gap_of_equal(&before, &before);
        assert!(calibration < 1e-10, "the firms of the baseline miss it by {calibration:e}");
        gap_of_equal(&after, &before)
    });
}
