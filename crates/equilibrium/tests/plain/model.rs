//! The equations of docs/src/model.md, one after the other, in levels and hats without logs or sweeps.

use oblate_equilibrium::{
    DeficitRule, FactorMarket, Members, Nest, Parameters, Preferences, Shocks, WageFloor,
};
use oblate_world::{Factor, Id, Region, Sector};

use super::baseline::{Baseline, List2, List3, list};
use super::number::Number;

/// `ψ` and `η` of each sector, written down by the test.
pub type Structure = Vec<[f64; 2]>;

/// A baseline, its parameters and a shock.
#[derive(Clone, Copy)]
pub struct Model<'a, D = f64> {
    pub baseline: &'a Baseline,
    pub parameters: &'a Parameters,
    pub structure: &'a Structure,
    pub shocks: &'a Shocks,
    /// The part of the shocks that has come, from zero to one: rates move linearly, hats as powers.
    pub path: D,
    /// What is added to one tariff: sector, destination, origin.
    pub tariff_step: Option<([usize; 3], D)>,
}

/// All unknowns, as hats.
pub struct Hats<D = f64> {
    /// `ĉ[j][k]` and `R̂[j][k]`.
    pub cost: List2<D>,
    pub receipts: List2<D>,
    /// `P̂[j][s][p]`.
    pub price: List3<D>,
    /// `ŵ[j][k][f]`.
    pub wage: List3<D>,
    /// `Î[j][g]` and `Û[j][g]`.
    pub income: List2<D>,
    pub utility: List2<D>,
}

/// A child of a nest.
#[derive(Clone, Copy)]
enum Child {
    Nest(usize),
    Product(usize),
    Factor(usize),
}

fn children(nests: &[Nest], at: usize, sectors: usize, factors: usize) -> Vec<Child> {
    let named = |product: usize| {
        let has = |nest: &Nest| matches!(&nest.products, Members::These(list) if list.contains(&Sector::new(product)));
        nests.iter().any(has)
    };
    let named_factor = |factor: usize| {
        let has = |nest: &Nest| matches!(&nest.factors, Members::These(list) if list.contains(&Factor::new(factor)));
        nests.iter().any(has)
    };
    let mut children: Vec<Child> =
        (1..nests.len()).filter(|&child| nests[child].parent == Some(at)).map(Child::Nest).collect();
    match &nests[at].products {
        Members::These(list) => children.extend(list.iter().map(|s| Child::Product(s.index()))),
        Members::Rest => children.extend((0..sectors).filter(|&s| !named(s)).map(Child::Product)),
    }
    match &nests[at].factors {
        Members::These(list) => children.extend(list.iter().map(|f| Child::Factor(f.index()))),
        Members::Rest => children.extend((0..factors).filter(|&f| !named_factor(f)).map(Child::Factor)),
    }
    children
}

/// What follows from the unknowns.
pub struct Flow<D = f64> {
    /// `a'[j][s][k]` and `a'[j][k][f]`: shares of receipts.
    pub input: List3<D>,
    pub factor: List3<D>,
    /// `X^pur'[j][s][u]`.
    pub spent: List3<D>,
    /// `X'[j][s][p]`.
    pub bought: List3<D>,
    /// `π κ̂[j][s][p][i]` and `Φ̂[j][s][p]`.
    pub weight: Vec<List3<D>>,
    pub phi: List3<D>,
    /// `T̂[i][s]`.
    competitiveness: List2<D>,
    /// What each group earns from factors, `[j][g]`.
    pub earned: List2<D>,
    /// What each factor earns, `[j][f]`.
    pub factor_income: List2<D>,
}

impl<D: Number> Model<'_, D> {
    fn sizes(&self) -> (usize, usize, usize) {
        (self.baseline.regions, self.baseline.sectors, self.baseline.factors)
    }

    pub fn groups(&self) -> usize {
        self.parameters.demand.groups.len().max(1)
    }

    /// Number of unknowns.
    pub fn size(&self) -> usize {
        let (n, m, f) = self.sizes();
        2 * n * m + n * m * self.baseline.pools + n * m * f + 2 * n * self.groups()
    }

    /// The unknowns out of one long list.
    pub fn hats(&self, x: &[D]) -> Hats<D> {
        let (n, m, f) = self.sizes();
        let mut rest = x.iter().copied();
        let mut cube = |a: usize, b: usize, c: usize| -> List3<D> {
            (0..a).map(|_| (0..b).map(|_| rest.by_ref().take(c).collect()).collect()).collect()
        };
        let mut table = |a: usize, b: usize| cube(1, a, b).remove(0);
        let (cost, receipts) = (table(n, m), table(n, m));
        let (income, utility) = (table(n, self.groups()), table(n, self.groups()));
        Hats { cost, receipts, income, utility, price: cube(n, m, self.baseline.pools), wage: cube(n, m, f) }
    }

    pub fn theta(&self, s: usize) -> f64 {
        self.parameters.trade_elasticity[s]
    }

    pub fn eta(&self, s: usize) -> f64 {
        self.structure[s][1]
    }

    /// Whether a sector can close: `θψ = 1`.
    pub fn closes(&self, s: usize) -> bool {
        (self.theta(s) * self.structure[s][0] - 1.0).abs() < 1e-12
    }

    // the tree

    /// Baseline cost of a child in sector k of region j.
    fn cost_of(&self, j: usize, k: usize, child: Child) -> f64 {
        match child {
            Child::Product(s) => self.baseline.bought[j][s][k],
            Child::Factor(f) => self.baseline.earned[j][k][f],
            Child::Nest(at) => self.children(k, at).into_iter().map(|child| self.cost_of(j, k, child)).sum(),
        }
    }

    fn children(&self, k: usize, at: usize) -> Vec<Child> {
        let (_, m, f) = self.sizes();
        children(self.parameters.technology.tree(Sector::new(k)), at, m, f)
    }

    fn sigma(&self, j: usize, k: usize, at: usize) -> f64 {
        self.parameters.technology.tree(Sector::new(k))[at].elasticity.at(Region::new(j), Sector::new(k))
    }

    /// (3.1)
    fn price_of(&self, hats: &Hats<D>, j: usize, k: usize, child: Child) -> D {
        let at = match child {
            Child::Product(s) => return self.purchaser_price(hats, j, s, k),
            Child::Factor(f) => return hats.wage[j][k][f],
            Child::Nest(at) => at,
        };
        let (sigma, whole) = (self.sigma(j, k, at), self.cost_of(j, k, child));
        let parts = || {
            let part = |child| (self.cost_of(j, k, child) / whole, self.price_of(hats, j, k, child));
            self.children(k, at).into_iter().map(part)
        };
        if whole == 0.0 {
            D::from(1.0)
        } else if sigma == 1.0 {
            parts().map(|(share, price)| price.powf(share)).product()
        } else {
            let sum: D = parts().map(|(share, price)| price.powf(1.0 - sigma) * share).sum();
            sum.powf(1.0 / (1.0 - sigma))
        }
    }

    /// (3.2): shares of the leaves in receipts, down from a nest with the share `of_all`
    fn spread(&self, hats: &Hats<D>, (j, k): (usize, usize), at: usize, of_all: D, into: &mut Flow<D>) {
        let nest = Child::Nest(at);
        let (sigma, whole, price) =
            (self.sigma(j, k, at), self.cost_of(j, k, nest), self.price_of(hats, j, k, nest));
        for child in self.children(k, at) {
            let before = if whole == 0.0 { 0.0 } else { self.cost_of(j, k, child) / whole };
            let relative = self.price_of(hats, j, k, child) / price;
            let after = of_all * before * relative.powf(1.0 - sigma);
            match child {
                Child::Nest(at) => self.spread(hats, (j, k), at, after, into),
                Child::Product(s) => into.input[j][s][k] = after,
                Child::Factor(f) => into.factor[j][k][f] = after,
            }
        }
    }

    // who owns what

    /// The share of group g in what factor f earns in sector k.
    fn owner(&self, g: usize, k: usize, f: usize) -> f64 {
        let groups = &self.parameters.demand.groups;
        if groups.is_empty() {
            return 1.0;
        }
        let weight = |g: usize| {
            groups[g].factor_share[f] * groups[g].sector_weight.as_ref().map_or(1.0, |list| list[k])
        };
        weight(g) / (0..groups.len()).map(weight).sum::<f64>()
    }

    /// What group g earns of factor f in sector k before the shock.
    pub fn owned(&self, j: usize, g: usize, k: usize, f: usize) -> f64 {
        self.owner(g, k, f) * self.baseline.earned[j][k][f]
    }

    fn transfer(&self, g: usize) -> f64 {
        self.parameters.demand.groups.get(g).map_or(1.0, |group| group.transfer_share)
    }

    /// Income of a group before the shock.
    pub fn income_before(&self, j: usize, g: usize) -> f64 {
        let (_, m, f) = self.sizes();
        let cells = || (0..m).flat_map(move |k| (0..f).map(move |f| (k, f)));
        let all: f64 = cells().map(|(k, f)| self.baseline.earned[j][k][f]).sum();
        let own: f64 = cells().map(|(k, f)| self.owned(j, g, k, f)).sum();
        own + self.transfer(g) * (self.baseline.income(j) - all)
    }

    pub fn market(&self, f: usize) -> FactorMarket {
        self.parameters.factor_markets.get(f).copied().unwrap_or(FactorMarket::Mobile)
    }

    // final demand

    /// Spending of group g, and of the other columns, by use.
    pub fn spending(&self, hats: &Hats<D>, flow: &Flow<D>, j: usize) -> (Vec<D>, Vec<D>) {
        let b = self.baseline;
        let incomes = list(self.groups(), |g| hats.income[j][g] * self.income_before(j, g));
        let income: D = incomes.iter().copied().sum();
        let capital: Vec<usize> =
            (0..b.factors).filter(|&f| self.market(f) == FactorMarket::LongRun).collect();
        let share = |u: usize| b.spent(j, u) / b.income(j);
        let Some(investment) = b.investment.filter(|_| !capital.is_empty()) else {
            let columns = list(b.uses, |u| income * if u < b.sectors { 0.0 } else { share(u) });
            return (incomes.iter().map(|income| *income * share(b.sectors)).collect(), columns);
        };
        // in the long run investment follows what capital is paid, the others share what it leaves
        let paid: D = capital.iter().map(|&f| self.payments(hats, flow, j, f)).sum();
        let before: f64 = capital.iter().map(|&f| b.factor(j, f)).sum();
        let invested = paid * b.spent(j, investment) / before;
        let kept = -invested / income + 1.0;
        let of_rest = |u: usize| share(u) / (1.0 - share(investment));
        let column = |u: usize| {
            if u == investment {
                invested
            } else if u < b.sectors {
                D::from(0.0)
            } else {
                kept * income * of_rest(u)
            }
        };
        (incomes.iter().map(|income| kept * *income * of_rest(b.sectors)).collect(), list(b.uses, column))
    }

    /// `b_s b̂_s`, scaled to add up to one
    pub fn tastes(&self, j: usize) -> Vec<D> {
        let b = self.baseline;
        let weights = list(b.sectors, |s| self.preference(j, s) * b.bought[j][s][b.sectors]);
        let sum: D = weights.iter().copied().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }

    /// (3.12): the shares of group g, given its spending over that of the baseline
    pub fn shares(&self, hats: &Hats<D>, j: usize, g: usize, spending_hat: D) -> Vec<D> {
        let tastes = self.tastes(j);
        let price = |s: usize| self.purchaser_price(hats, j, s, self.baseline.sectors);
        let term = |s: usize, sigma: f64, epsilon: f64| {
            tastes[s]
                * (price(s) / spending_hat).powf(1.0 - sigma)
                * hats.utility[j][g].powf(epsilon * (1.0 - sigma))
        };
        match &self.parameters.demand.preferences {
            Preferences::CobbDouglas => tastes,
            Preferences::Ces { substitution } => list(tastes.len(), |s| term(s, *substitution, 1.0)),
            Preferences::NonHomothetic { substitution, income } => {
                list(tastes.len(), |s| term(s, *substitution, income[s]))
            }
        }
    }

    pub fn payments(&self, hats: &Hats<D>, flow: &Flow<D>, j: usize, f: usize) -> D {
        (0..self.baseline.sectors).map(|k| self.payment(hats, flow, j, k, f)).sum()
    }

    /// (3.11)
    pub fn payment(&self, hats: &Hats<D>, flow: &Flow<D>, j: usize, k: usize, f: usize) -> D {
        flow.factor[j][k][f] * hats.receipts[j][k].positive() * self.baseline.receipts[j][k]
    }

    pub fn flow(&self, hats: &Hats<D>) -> Flow<D> {
        let b = self.baseline;
        let (n, m, f) = self.sizes();
        let (zero, one) = (D::from(0.0), D::from(1.0));
        let mut flow = Flow {
            input: vec![vec![vec![zero; m]; m]; n],
            factor: vec![vec![vec![zero; f]; m]; n],
            spent: vec![vec![vec![zero; b.uses]; m]; n],
            bought: vec![vec![vec![zero; b.pools]; m]; n],
            weight: vec![vec![vec![vec![zero; n]; b.pools]; m]; n],
            phi: vec![vec![vec![zero; b.pools]; m]; n],
            competitiveness: list(n, |i| list(m, |s| self.competitiveness(hats, i, s))),
            earned: vec![vec![zero; self.groups()]; n],
            factor_income: vec![vec![zero; f]; n],
        };
        for j in 0..n {
            (0..m).for_each(|k| self.spread(hats, (j, k), 0, one, &mut flow));
        }
        for j in 0..n {
            let (groups, columns) = self.spending(hats, &flow, j);
            let before = |g: usize| b.spent(j, m) * self.income_before(j, g) / b.income(j);
            let shares = list(self.groups(), |g| self.shares(hats, j, g, groups[g] / before(g)));
            for s in 0..m {
                for u in 0..b.uses {
                    // (3.10), (3.12)
                    flow.spent[j][s][u] = if u < m {
                        flow.input[j][s][u] * hats.receipts[j][u].positive() * b.receipts[j][u]
                    } else if u == m {
                        (0..self.groups()).map(|g| shares[g][s] * groups[g]).sum()
                    } else {
                        columns[u] * (b.bought[j][s][u] / b.spent(j, u))
                    };
                    // (4.1)
                    let kept = flow.spent[j][s][u] * self.untaxed(hats, j, s, u);
                    flow.bought[j][s][b.pool(u)] += kept;
                }
                let kappa = list(n, |i| self.kappa(hats, s, j, i));
                for p in 0..b.pools {
                    let whole = b.pooled(j, s, p);
                    for i in 0..n {
                        let share = b.paid[j][s][p][i] / whole;
                        flow.weight[j][s][p][i] = if share > 0.0 { kappa[i] * share } else { zero };
                        // (3.7)
                        let part = flow.weight[j][s][p][i] * flow.competitiveness[i][s];
                        flow.phi[j][s][p] += part;
                    }
                }
            }
        }
        self.earn(hats, &mut flow);
        flow
    }

    /// Section 5: what factors earn, from the side of those who own them
    fn earn(&self, hats: &Hats<D>, flow: &mut Flow<D>) {
        let (n, m, factors) = self.sizes();
        for (j, f) in (0..n).flat_map(|j| (0..factors).map(move |f| (j, f))) {
            let supply = self.supply(j, f);
            for g in 0..self.groups() {
                let owned = |k: usize| self.owned(j, g, k, f);
                let all: f64 = (0..m).map(owned).sum();
                let wage = |k: usize| hats.wage[j][k][f];
                let part = if all == 0.0 { 0.0 } else { all / self.baseline.factor(j, f) };
                let earned = match self.market(f) {
                    FactorMarket::Mobile | FactorMarket::World => supply * wage(0) * all,
                    FactorMarket::Specific => (0..m).map(|k| supply * wage(k) * owned(k)).sum(),
                    FactorMarket::Roy { shape } => supply * all * self.talent(hats, j, g, f, shape),
                    // wage × employment
                    FactorMarket::Rigid { .. } | FactorMarket::LongRun => {
                        self.payments(hats, flow, j, f) * part
                    }
                };
                flow.earned[j][g] += earned;
                flow.factor_income[j][f] += earned;
            }
        }
    }

    /// `Î_g` of workers who choose their sectors
    fn talent(&self, hats: &Hats<D>, j: usize, g: usize, f: usize, shape: f64) -> D {
        let m = self.baseline.sectors;
        let all: f64 = (0..m).map(|k| self.owned(j, g, k, f)).sum();
        let sum: D = (0..m).map(|k| hats.wage[j][k][f].powf(shape) * (self.owned(j, g, k, f) / all)).sum();
        sum.powf(1.0 / shape)
    }

    /// `Z'` of pool p, (3.9)
    pub fn sales(&self, hats: &Hats<D>, flow: &Flow<D>, (j, s, p, i): (usize, usize, usize, usize)) -> D {
        if flow.weight[j][s][p][i] == 0.0 {
            return D::from(0.0);
        }
        let wedge = (self.tariff(hats, s, j, i) + 1.0) * (self.export_tax(s, j, i) + 1.0);
        let share = flow.weight[j][s][p][i] * flow.competitiveness[i][s] / flow.phi[j][s][p];
        share * flow.bought[j][s][p] / wedge
    }

    /// (3.13) without factor income and the deficit
    fn revenue(&self, hats: &Hats<D>, flow: &Flow<D>) -> Vec<D> {
        let b = self.baseline;
        let (n, m, _) = self.sizes();
        let mut revenue = vec![D::from(0.0); n];
        for (j, s) in (0..n).flat_map(|j| (0..m).map(move |s| (j, s))) {
            for (p, i) in (0..b.pools).flat_map(|p| (0..n).map(move |i| (p, i))) {
                let sales = self.sales(hats, flow, (j, s, p, i));
                let tax = self.export_tax(s, j, i);
                revenue[j] += self.tariff(hats, s, j, i) * (tax + 1.0) * sales;
                revenue[i] += tax * sales;
            }
            for u in 0..b.uses {
                revenue[j] += flow.spent[j][s][u] * (-self.untaxed(hats, j, s, u) + 1.0);
            }
            let subsidy = self.subsidy(j, s);
            revenue[j] -= subsidy * hats.receipts[j][s].positive() * b.receipts[j][s] / (subsidy + 1.0);
        }
        revenue
    }

    /// (3.14)
    fn deficits(&self, flow: &Flow<D>) -> Vec<D> {
        let b = self.baseline;
        let n = b.regions;
        match self.shocks.deficits {
            DeficitRule::Zero => list(n, |j| (-self.path + 1.0) * b.deficit[j]),
            DeficitRule::Fixed => list(n, |j| D::from(b.deficit[j])),
            DeficitRule::Share => {
                let now = list(n, |j| flow.factor_income[j].iter().copied().sum::<D>());
                let before = list(n, |j| (0..b.factors).map(|f| b.factor(j, f)).sum::<f64>());
                let wanted = list(n, |j| now[j] * (b.deficit[j] / before[j]));
                let (gap, world): (D, D) = (wanted.iter().copied().sum(), now.iter().copied().sum());
                list(n, |j| wanted[j] - now[j] / world * gap)
            }
        }
    }

    /// All equations in the order of the unknowns; one factor market is replaced by the numeraire.
    pub fn residuals(&self, x: &[D]) -> Vec<D> {
        let hats = self.hats(x);
        let flow = self.flow(&hats);
        let b = self.baseline;
        let (n, m, f) = self.sizes();
        let cells = || (0..n).flat_map(move |j| (0..m).map(move |k| (j, k)));
        let mut residuals = Vec::new();
        // (3.3)
        residuals.extend(cells().map(|(j, k)| hats.cost[j][k] - self.price_of(&hats, j, k, Child::Nest(0))));
        residuals.extend(cells().map(|(i, s)| self.goods_market(&hats, &flow, i, s)));
        // (3.13)
        let (revenue, deficits) = (self.revenue(&hats, &flow), self.deficits(&flow));
        for j in 0..n {
            for g in 0..self.groups() {
                let sources = flow.earned[j][g] + (revenue[j] + deficits[j]) * self.transfer(g);
                residuals.push(hats.income[j][g] - sources / self.income_before(j, g));
            }
        }
        for j in 0..n {
            let (groups, _) = self.spending(&hats, &flow, j);
            for (g, spent) in groups.iter().enumerate() {
                let before = b.spent(j, m) * self.income_before(j, g) / b.income(j);
                let shares = self.shares(&hats, j, g, *spent / before);
                residuals.push(match self.parameters.demand.preferences {
                    Preferences::CobbDouglas => hats.utility[j][g] - 1.0,
                    _ => shares.iter().copied().sum::<D>() - 1.0,
                });
            }
        }
        // (3.8)
        for (j, s) in cells() {
            for p in 0..b.pools {
                if b.pooled(j, s, p) == 0.0 {
                    residuals.push(hats.price[j][s][p] - 1.0);
                    continue;
                }
                let size = flow.bought[j][s][p] / b.pooled(j, s, p);
                let price = (size.powf(self.eta(s)) * flow.phi[j][s][p]).powf(-1.0 / self.theta(s));
                residuals.push(hats.price[j][s][p] - price);
            }
        }
        let replaced = self.replaced_market();
        for (j, k) in cells() {
            for f in 0..f {
                let numeraire = (j, k, f) == replaced;
                residuals.push(if numeraire {
                    self.numeraire(&flow)
                } else {
                    self.factor_market(&hats, &flow, j, k, f)
                });
            }
        }
        residuals
    }

    /// (3.9), or at a corner `R ≥ 0 ⊥ 1 − m ≥ 0`
    fn goods_market(&self, hats: &Hats<D>, flow: &Flow<D>, i: usize, s: usize) -> D {
        let b = self.baseline;
        let sold = |of: &dyn Fn(usize, usize) -> D| -> D {
            (0..b.regions).flat_map(|j| (0..b.pools).map(move |p| (j, p))).map(|(j, p)| of(j, p)).sum()
        };
        let gross = self.subsidy(i, s) + 1.0;
        if b.receipts[i][s] == 0.0 {
            return hats.receipts[i][s] - 1.0;
        }
        if !self.closes(s) {
            let output = sold(&|j, p| self.sales(hats, flow, (j, s, p, i)));
            return hats.receipts[i][s] - gross * output / b.receipts[i][s];
        }
        let per_receipts = self.competitiveness_at_given_receipts(hats, i, s) / b.receipts[i][s];
        let entry = gross
            * sold(&|j, p| {
                if flow.weight[j][s][p][i] == 0.0 {
                    return D::from(0.0);
                }
                let wedge = (self.tariff(hats, s, j, i) + 1.0) * (self.export_tax(s, j, i) + 1.0);
                flow.weight[j][s][p][i] * per_receipts * flow.bought[j][s][p] / (flow.phi[j][s][p] * wedge)
            });
        hats.receipts[i][s].or_less(-entry + 1.0)
    }

    /// The first market that clears at a price.
    pub fn replaced_market(&self) -> (usize, usize, usize) {
        let clears =
            |f: &usize| !matches!(self.market(*f), FactorMarket::Rigid { .. } | FactorMarket::LongRun);
        (0, 0, (0..self.baseline.factors).find(clears).unwrap_or(0))
    }

    fn numeraire(&self, flow: &Flow<D>) -> D {
        let b = self.baseline;
        let now: D = flow.factor_income.iter().flatten().copied().sum();
        let before: f64 = b.earned.iter().flatten().flatten().sum();
        now / before - 1.0
    }

    /// Section 5
    fn factor_market(&self, hats: &Hats<D>, flow: &Flow<D>, j: usize, k: usize, f: usize) -> D {
        let b = self.baseline;
        let wage = hats.wage[j][k][f];
        let supply = self.supply(j, f);
        let idle = |k: usize| b.earned[j][k][f] == 0.0;
        if b.factor(j, f) == 0.0 && self.market(f) != FactorMarket::World {
            return wage - 1.0;
        }
        match self.market(f) {
            FactorMarket::Specific | FactorMarket::Roy { .. } if idle(k) => wage - 1.0,
            FactorMarket::World if (j, k) != (0, 0) => wage - hats.wage[0][0][f],
            FactorMarket::World => {
                let offered: D = (0..b.regions).map(|j| self.supply(j, f) * b.factor(j, f)).sum();
                let paid: D = (0..b.regions).map(|j| self.payments(hats, flow, j, f)).sum();
                wage - paid / offered
            }
            FactorMarket::Specific => wage - self.payment(hats, flow, j, k, f) / (supply * b.earned[j][k][f]),
            FactorMarket::Roy { shape } => {
                let earned = |g: usize| {
                    let mean = self.talent(hats, j, g, f, shape);
                    supply * mean * self.owned(j, g, k, f) * (wage / mean).powf(shape)
                };
                let earned: D = (0..self.groups()).map(earned).sum();
                (earned - self.payment(hats, flow, j, k, f)) / b.earned[j][k][f]
            }
            _ if k > 0 => wage - hats.wage[j][0][f],
            FactorMarket::Mobile => wage - self.payments(hats, flow, j, f) / (supply * b.factor(j, f)),
            FactorMarket::LongRun => {
                let column = b.investment.unwrap();
                let share = |s: usize| b.bought[j][s][column] / b.spent(j, column);
                let price: D =
                    (0..b.sectors).map(|s| self.purchaser_price(hats, j, s, column).powf(share(s))).product();
                wage - price
            }
            FactorMarket::Rigid { floor } => {
                let share = |s: usize| b.bought[j][s][b.sectors] / b.spent(j, b.sectors);
                let price = |s: usize| self.purchaser_price(hats, j, s, b.sectors).powf(share(s));
                let floor = match floor {
                    WageFloor::Nominal => D::from(1.0),
                    WageFloor::Real => (0..b.sectors).map(price).product(),
                };
                let employment = self.payments(hats, flow, j, f) / (wage * b.factor(j, f));
                (wage / floor - 1.0).or_less(-employment / supply + 1.0)
            }
        }
    }

    /// The residual of the market that the numeraire replaces: zero by Walras' law.
    pub fn walras(&self, x: &[D]) -> D {
        let hats = self.hats(x);
        let flow = self.flow(&hats);
        let (j, k, f) = self.replaced_market();
        self.factor_market(&hats, &flow, j, k, f).abs()
    }
}
