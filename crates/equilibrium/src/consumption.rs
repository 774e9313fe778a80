//! Final demand: spending by column and group, and shares of products.
//!
//! Equations: model.md (3.12), (3.13). Spenders are the groups of households, then the other columns of final
//! demand; a spender of a region stands at `j·H + h`. Prices are those that a use pays, as in the nests.

use oblate_world::{Array2, Region, Sector};

use crate::economy::{Economy, FinalKind};
use crate::equations::OutcomeWeights;
use crate::parameters::Preferences;

/// The final demand of one counterfactual.
#[derive(Debug, Clone)]
pub(crate) struct Consumption {
    /// Products, groups, columns of final demand, entries per product in a vector of prices.
    sizes: Sizes,
    /// Shares of products in spending at baseline prices and utility: households (after a shock to preferences),
    /// then the other columns; column × region × product.
    share: Vec<f64>,
    /// The same in the baseline, by which prices are weighted in the index of a column: tastes move no index.
    weight: Vec<f64>,
    /// Share of each column in the baseline's income: column × region.
    part: Vec<f64>,
    /// Baseline income of each group: region × group.
    income: Vec<f64>,
    /// Elasticity of substitution σ and income parameters ε, where shares move.
    moving: Option<(f64, Vec<f64>)>,
    /// The column that is investment and follows capital in the long run, with its baseline spending.
    investment: Option<(usize, Vec<f64>)>,
}

#[derive(Debug, Clone, Copy)]
struct Sizes {
    regions: usize,
    products: usize,
    groups: usize,
    columns: usize,
    width: usize,
}

/// Final demand at one point.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConsumptionPoint {
    /// Spending by spender.
    pub spending: Vec<f64>,
    /// Log utility of each group: region × group; zero under Cobb–Douglas.
    pub ln_utility: Vec<f64>,
    /// Shares of products in the spending of groups where they move: (region × group) × product.
    pub share: Vec<f64>,
    /// Income of the region less investment, over its income.
    kept: Vec<f64>,
}

/// How final demand moves.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConsumptionTangent {
    /// Change of spending by spender, in levels.
    pub spending: Vec<f64>,
    /// Change of log utility: region × group.
    pub utility: Vec<f64>,
}

impl Consumption {
    pub(crate) fn new(
        economy: &Economy,
        preference_hat: Option<&Array2<Region, Sector>>,
        width: usize,
    ) -> Self {
        let [regions, groups] = economy.group_income.shape();
        let products = economy.axes.sectors.len();
        let columns = economy.final_demand.len();
        let mut share: Vec<f64> =
            economy.final_demand.iter().flat_map(|column| column.share.as_slice()).copied().collect();
        let weight = share.clone();
        if let Some(hat) = preference_hat {
            share.iter_mut().zip(hat.as_slice()).for_each(|(share, hat)| *share *= hat);
            for row in share[..regions * products].chunks_exact_mut(products) {
                let total: f64 = row.iter().sum();
                row.iter_mut().for_each(|share| *share = if total > 0.0 { *share / total } else { 0.0 });
            }
        }
        let of_income = |(at, spending): (usize, &f64)| spending / economy.income[at];
        let part =
            economy.final_demand.iter().flat_map(|column| column.spending.iter().enumerate().map(of_income));
        let long_run = (0..economy.axes.factors.len())
            .any(|f| economy.parameters.factor_market(f) == crate::parameters::FactorMarket::LongRun);
        let investment = economy
            .final_demand
            .iter()
            .position(|column| column.kind == FinalKind::Investment)
            .filter(|_| long_run);
        Self {
            sizes: Sizes { regions, products, groups, columns, width },
            part: part.collect(),
            income: economy.group_income.as_slice().to_vec(),
            moving: match &economy.parameters.demand.preferences {
                Preferences::CobbDouglas => None,
                Preferences::Ces { substitution } => Some((*substitution, vec![1.0; products])),
                Preferences::NonHomothetic { substitution, income } => Some((*substitution, income.clone())),
            },
            investment: investment.map(|at| (at, economy.final_demand[at].spending.clone())),
            share,
            weight,
        }
    }

    /// Whether the shares of households move with prices and income.
    pub(crate) fn moves(&self) -> bool {
        self.moving.is_some()
    }

    /// Spending of each column, by region.
    pub(crate) fn column_spending(&self, point: &ConsumptionPoint) -> Vec<Vec<f64>> {
        let spenders = self.spenders();
        let of =
            |column: usize, j: usize| self.of_column(column).map(|h| point.spending[j * spenders + h]).sum();
        (0..self.sizes.columns).map(|c| (0..self.sizes.regions).map(|j| of(c, j)).collect()).collect()
    }

    /// Number of spenders of a region: groups, then the other columns.
    pub(crate) fn spenders(&self) -> usize {
        self.sizes.groups + self.sizes.columns - 1
    }

    /// The column of a spender.
    fn column(&self, h: usize) -> usize {
        (h + 1).saturating_sub(self.sizes.groups)
    }

    fn price_place(&self, j: usize, s: usize, h: usize) -> usize {
        let at = j * self.sizes.products + s;
        if self.sizes.width == 1 { at } else { at * self.sizes.width + self.sizes.products + self.column(h) }
    }

    fn baseline(&self, column: usize, j: usize) -> &[f64] {
        let products = self.sizes.products;
        &self.share[(column * self.sizes.regions + j) * products..][..products]
    }

    /// Shares of products in a column before any shock: tastes move no index, so that real income is told by those of the
    /// baseline.
    fn weights(&self, column: usize, j: usize) -> &[f64] {
        let products = self.sizes.products;
        &self.weight[(column * self.sizes.regions + j) * products..][..products]
    }

    /// Part of income that a column other than long-run investment spends, once investment is paid.
    fn part_of_rest(&self, column: usize, j: usize) -> f64 {
        let part = |column: usize| self.part[column * self.sizes.regions + j];
        match &self.investment {
            Some((investment, _)) => part(column) / (1.0 - part(*investment)),
            None => part(column),
        }
    }

    /// Spending, utility and shares from incomes of groups and the growth of capital by region.
    pub(crate) fn evaluate(
        &self,
        income: &[f64],
        capital_hat: &[f64],
        ln_price: &[f64],
        point: &mut ConsumptionPoint,
    ) {
        let Sizes { regions, products, groups, .. } = self.sizes;
        let spenders = self.spenders();
        point.spending.resize(regions * spenders, 0.0);
        point.kept.resize(regions, 1.0);
        point.ln_utility.resize(regions * groups, 0.0);
        if self.moves() {
            point.share.resize(regions * groups * products, 0.0);
        }
        for j in 0..regions {
            let incomes = &income[j * groups..][..groups];
            let total: f64 = incomes.iter().sum();
            let invested = self.investment.as_ref().map_or(0.0, |(_, baseline)| baseline[j] * capital_hat[j]);
            point.kept[j] = if total == 0.0 { 1.0 } else { 1.0 - invested / total };
            for h in 0..spenders {
                let column = self.column(h);
                let own = if h < groups { incomes[h] } else { total };
                let invests = self.investment.as_ref().is_some_and(|(investment, _)| *investment == column);
                point.spending[j * spenders + h] =
                    if invests { invested } else { self.part_of_rest(column, j) * own * point.kept[j] };
            }
            for g in 0..groups {
                self.choose(j, g, ln_price, point);
            }
        }
    }

    /// Utility of a group and its shares of products. Equation: model.md (3.12).
    fn choose(&self, j: usize, g: usize, ln_price: &[f64], point: &mut ConsumptionPoint) {
        let Some((sigma, income)) = &self.moving else { return };
        let Sizes { products, groups, .. } = self.sizes;
        let at = j * groups + g;
        let spent = point.spending[j * self.spenders() + g];
        if spent <= 0.0 {
            return;
        }
        let ln_spent = (spent / (self.part[j] * self.income[at])).ln();
        let baseline = self.baseline(0, j);
        let relative: Vec<f64> =
            (0..products).map(|s| ln_price[self.price_place(j, s, g)] - ln_spent).collect();
        let (utility, shares) = utility(*sigma, income, baseline, &relative, point.ln_utility[at]);
        point.ln_utility[at] = utility;
        point.share[at * products..][..products].copy_from_slice(&shares);
    }

    /// Share of product s in the spending of spender h.
    pub(crate) fn share(&self, point: &ConsumptionPoint, j: usize, s: usize, h: usize) -> f64 {
        let Sizes { products, groups, .. } = self.sizes;
        if h < groups && self.moves() {
            point.share[(j * groups + h) * products + s]
        } else {
            self.baseline(self.column(h), j)[s]
        }
    }

    /// Final purchases of product s at what buyers pay, by column.
    pub(crate) fn bought(&self, point: &ConsumptionPoint, j: usize, s: usize, column: usize) -> f64 {
        let of = |h: usize| self.share(point, j, s, h) * point.spending[j * self.spenders() + h];
        self.of_column(column).map(of).sum()
    }

    fn of_column(&self, column: usize) -> std::ops::Range<usize> {
        let groups = self.sizes.groups;
        if column == 0 { 0..groups } else { groups + column - 1..groups + column }
    }

    /// How spending and utility move with log incomes, the growth of capital (in levels) and log prices.
    pub(crate) fn tangent(
        &self,
        point: &ConsumptionPoint,
        moves: &ConsumptionMoves<'_>,
        tangent: &mut ConsumptionTangent,
    ) {
        let Sizes { regions, products, groups, .. } = self.sizes;
        let spenders = self.spenders();
        tangent.spending.resize(regions * spenders, 0.0);
        tangent.utility.resize(regions * groups, 0.0);
        for j in 0..regions {
            let own = |g: usize| moves.income[j * groups + g] * moves.log_income[j * groups + g];
            let total: f64 = moves.income[j * groups..][..groups].iter().sum();
            let change: f64 = (0..groups).map(own).sum();
            let invested =
                self.investment.as_ref().map_or(0.0, |(_, baseline)| baseline[j] * moves.capital[j]);
            // kept = 1 − invested/total
            let kept = if total == 0.0 { 0.0 } else { ((1.0 - point.kept[j]) * change - invested) / total };
            for h in 0..spenders {
                let column = self.column(h);
                let (income, moved) =
                    if h < groups { (moves.income[j * groups + h], own(h)) } else { (total, change) };
                let invests = self.investment.as_ref().is_some_and(|(investment, _)| *investment == column);
                tangent.spending[j * spenders + h] = if invests {
                    invested
                } else {
                    self.part_of_rest(column, j) * (moved * point.kept[j] + income * kept)
                };
            }
            let Some((_, epsilon)) = &self.moving else { continue };
            for g in 0..groups {
                let spent = point.spending[j * spenders + g];
                let log_spent = if spent > 0.0 { tangent.spending[j * spenders + g] / spent } else { 0.0 };
                let (mut weighted, mut mean) = (0.0, 0.0);
                for s in 0..products {
                    let share = self.share(point, j, s, g);
                    weighted += share * moves.price[self.price_place(j, s, g)];
                    mean += share * epsilon[s];
                }
                tangent.utility[j * groups + g] =
                    if mean > 0.0 { (log_spent - weighted) / mean } else { 0.0 };
            }
        }
    }

    /// Change of final purchases of product s, by column, in levels.
    pub(crate) fn bought_tangent(
        &self,
        point: &ConsumptionPoint,
        tangent: &ConsumptionTangent,
        price: &[f64],
        (j, s, column): (usize, usize, usize),
    ) -> f64 {
        self.of_column(column).map(|h| self.spender_tangent(point, tangent, price, (j, s, h))).sum()
    }

    /// Adds the change of all final purchases of each product of a region, in levels.
    pub(crate) fn add_bought_tangent(
        &self,
        point: &ConsumptionPoint,
        tangent: &ConsumptionTangent,
        price: &[f64],
        j: usize,
        into: &mut [f64],
    ) {
        for h in 0..self.spenders() {
            if h < self.sizes.groups && self.moves() {
                for (s, into) in into.iter_mut().enumerate() {
                    *into += self.spender_tangent(point, tangent, price, (j, s, h));
                }
            } else {
                let change = tangent.spending[j * self.spenders() + h];
                let shares = self.baseline(self.column(h), j);
                into.iter_mut().zip(shares).for_each(|(into, share)| *into += share * change);
            }
        }
    }

    /// Change of the purchases of product s by spender h.
    fn spender_tangent(
        &self,
        point: &ConsumptionPoint,
        tangent: &ConsumptionTangent,
        price: &[f64],
        (j, s, h): (usize, usize, usize),
    ) -> f64 {
        let at = j * self.spenders() + h;
        let share = self.share(point, j, s, h);
        let change = tangent.spending[at];
        let Some((sigma, epsilon)) = self.moving.as_ref().filter(|_| h < self.sizes.groups) else {
            return share * change;
        };
        let spent = point.spending[at];
        if spent <= 0.0 {
            return 0.0;
        }
        let utility = tangent.utility[j * self.sizes.groups + h];
        let moved = price[self.price_place(j, s, h)] - change / spent + epsilon[s] * utility;
        share * (change + spent * (1.0 - sigma) * moved)
    }

    /// The transpose of [`Consumption::tangent`] with [`Consumption::bought_tangent`]: from what purchases
    /// (region × product × column) and log utilities weigh; adds to `into`.
    pub(crate) fn adjoint(
        &self,
        point: &ConsumptionPoint,
        income: &[f64],
        weights: &ConsumptionWeights<'_>,
        into: &mut ConsumptionBars<'_>,
    ) {
        let Sizes { regions, products, groups, columns, .. } = self.sizes;
        let spenders = self.spenders();
        for j in 0..regions {
            let mut spending = weights.spending[j * spenders..][..spenders].to_vec();
            for h in 0..spenders {
                let column = self.column(h);
                let bought = |s: usize| weights.bought[(j * products + s) * columns + column];
                spending[h] += (0..products).map(|s| self.share(point, j, s, h) * bought(s)).sum::<f64>();
                let spent = point.spending[j * spenders + h];
                let Some((sigma, epsilon)) = self.moving.as_ref().filter(|_| h < groups && spent > 0.0)
                else {
                    continue;
                };
                let mut utility = weights.utility[j * groups + h];
                let mut mean = 0.0;
                for s in 0..products {
                    let share = self.share(point, j, s, h);
                    let moved = share * spent * (1.0 - sigma) * bought(s);
                    into.price[self.price_place(j, s, h)] += moved;
                    spending[h] -= moved / spent;
                    utility += epsilon[s] * moved;
                    mean += share * epsilon[s];
                }
                spending[h] += utility / (mean * spent);
                for s in 0..products {
                    into.price[self.price_place(j, s, h)] -= utility * self.share(point, j, s, h) / mean;
                }
            }
            self.spending_adjoint(j, point, income, &spending, into);
        }
    }

    /// From what spending weighs to what log incomes and capital weigh.
    fn spending_adjoint(
        &self,
        j: usize,
        point: &ConsumptionPoint,
        income: &[f64],
        spending: &[f64],
        into: &mut ConsumptionBars<'_>,
    ) {
        let groups = self.sizes.groups;
        let incomes = &income[j * groups..][..groups];
        let total: f64 = incomes.iter().sum();
        let (mut invested, mut kept, mut all) = (0.0, 0.0, 0.0);
        for (h, weight) in spending.iter().enumerate() {
            let column = self.column(h);
            if self.investment.as_ref().is_some_and(|(investment, _)| *investment == column) {
                invested += weight;
                continue;
            }
            let part = self.part_of_rest(column, j);
            if h < groups {
                into.income[j * groups + h] += part * weight * point.kept[j] * incomes[h];
                kept += part * weight * incomes[h];
            } else {
                all += part * weight * point.kept[j];
                kept += part * weight * total;
            }
        }
        if total > 0.0 {
            all += kept * (1.0 - point.kept[j]) / total;
            invested -= kept / total;
        }
        for (g, income) in incomes.iter().enumerate() {
            into.income[j * groups + g] += all * income;
        }
        if let Some((_, baseline)) = &self.investment {
            into.capital[j] += baseline[j] * invested;
        }
    }

    /// Log price index of a column of final spending at the baseline's shares; `into` by region.
    pub(crate) fn mean_price(&self, column: usize, price: &[f64], into: &mut [f64]) {
        let h = if column == 0 { 0 } else { self.sizes.groups + column - 1 };
        for (j, into) in into.iter_mut().enumerate() {
            let shares = self.weights(column, j).iter().enumerate();
            *into = shares.map(|(s, share)| share * price[self.price_place(j, s, h)]).sum();
        }
    }

    /// The transpose of [`Consumption::mean_price`]; adds to `price`.
    pub(crate) fn mean_price_adjoint(&self, column: usize, weights: &[f64], price: &mut [f64]) {
        let h = if column == 0 { 0 } else { self.sizes.groups + column - 1 };
        for (j, weight) in weights.iter().enumerate() {
            for s in 0..self.sizes.products {
                price[self.price_place(j, s, h)] += weight * self.weights(column, j)[s];
            }
        }
    }

    /// How purchases of product s move with the log income of group g, at fixed shares; of one column or of all.
    pub(crate) fn income_slope(
        &self,
        point: &ConsumptionPoint,
        income: &[f64],
        (j, s, g): (usize, usize, usize),
        column: Option<usize>,
    ) -> f64 {
        let groups = self.sizes.groups;
        let spent = |h: usize| self.share(point, j, s, h) * point.spending[j * self.spenders() + h];
        let own = if column.is_none_or(|column| column == 0) { spent(g) } else { 0.0 };
        let total: f64 = income[j * groups..][..groups].iter().sum();
        let part = if total == 0.0 { 0.0 } else { income[j * groups + g] / total };
        let follows =
            |column: &usize| self.investment.as_ref().is_none_or(|(investment, _)| investment != column);
        let others =
            (1..self.sizes.columns).filter(|c| column.is_none_or(|column| column == *c)).filter(follows);
        own + others.map(|column| part * spent(groups + column - 1)).sum::<f64>()
    }

    /// Change of purchases of product s by households that a move of log preferences brings directly.
    pub(crate) fn preference_tangent(
        &self,
        point: &ConsumptionPoint,
        moves: &[f64],
        j: usize,
        s: usize,
    ) -> f64 {
        let baseline = self.baseline(0, j);
        let scaled: f64 = baseline.iter().zip(moves).map(|(share, change)| share * change).sum();
        let of = |g: usize| {
            let spent = point.spending[j * self.spenders() + g];
            let change = |s: usize| moves[s] - scaled;
            let Some((_, epsilon)) = &self.moving else { return baseline[s] * spent * change(s) };
            let (mut all, mut mean) = (0.0, 0.0);
            for t in 0..self.sizes.products {
                let share = self.share(point, j, t, g);
                all += share * change(t);
                mean += share * epsilon[t];
            }
            // utility takes up what would break the sum of shares
            self.share(point, j, s, g) * spent * (change(s) - epsilon[s] * all / mean)
        };
        (0..self.sizes.groups).map(of).sum()
    }

    /// The column that follows capital in the long run.
    pub(crate) fn investment_column(&self) -> Option<usize> {
        self.investment.as_ref().map(|(column, _)| *column)
    }
}

/// Welfare: what spending is worth at new prices. Equation: model.md (3.15).
impl Consumption {
    /// Log real spending of a spender: utility in units of baseline spending.
    pub(crate) fn ln_real_spending(
        &self,
        point: &ConsumptionPoint,
        ln_price: &[f64],
        j: usize,
        h: usize,
    ) -> f64 {
        let groups = self.sizes.groups;
        if let Some((sigma, epsilon)) = self.moving.as_ref().filter(|_| h < groups) {
            let utility = point.ln_utility[j * groups + h];
            return ln_equivalent_variation(*sigma, epsilon, self.weights(0, j), utility).0;
        }
        let column = self.column(h);
        let shares = self.weights(column, j).iter().enumerate();
        let price: f64 = shares.map(|(s, share)| share * ln_price[self.price_place(j, s, h)]).sum();
        let spent = point.spending[j * self.spenders() + h];
        let baseline = self.baseline_spending(j, h);
        if baseline == 0.0 { 0.0 } else { (spent / baseline).ln() - price }
    }

    fn baseline_spending(&self, j: usize, h: usize) -> f64 {
        let groups = self.sizes.groups;
        let incomes = &self.income[j * groups..][..groups];
        let income = if h < groups { incomes[h] } else { incomes.iter().sum() };
        self.part[self.column(h) * self.sizes.regions + j] * income
    }

    /// Change of real spending at current prices, by region: of all spenders that count, and of investment in the long run;
    /// and what those that count spend.
    pub(crate) fn real_spending_moves(
        &self,
        point: &ConsumptionPoint,
        tangent: &ConsumptionTangent,
        price: &[f64],
    ) -> Vec<[f64; 3]> {
        let spenders = self.spenders();
        let mut moves = vec![[0.0; 3]; self.sizes.regions];
        for (j, moves) in moves.iter_mut().enumerate() {
            for h in 0..spenders {
                let spent = point.spending[j * spenders + h];
                let prices: f64 = (0..self.sizes.products)
                    .map(|s| self.share(point, j, s, h) * price[self.price_place(j, s, h)])
                    .sum();
                let change = tangent.spending[j * spenders + h] - spent * prices;
                if self.investment.as_ref().is_some_and(|(column, _)| *column == self.column(h)) {
                    moves[1] += change;
                } else {
                    moves[0] += change;
                    moves[2] += spent;
                }
            }
        }
        moves
    }

    /// Share of a spender in what counts as the region's real income: all spending, but investment in the long run.
    fn counts(&self, j: usize, h: usize) -> f64 {
        let invests =
            |h: usize| self.investment.as_ref().is_some_and(|(column, _)| *column == self.column(h));
        let counted = |h: usize| if invests(h) { 0.0 } else { self.baseline_spending(j, h) };
        let total: f64 = (0..self.spenders()).map(counted).sum();
        if total == 0.0 { 0.0 } else { counted(h) / total }
    }

    /// Real income over the baseline, by region: the mean over spenders, weighted by baseline spending.
    pub(crate) fn real_income_hat(&self, point: &ConsumptionPoint, ln_price: &[f64]) -> Vec<f64> {
        let of = |j: usize| {
            let real = |h: usize| self.counts(j, h) * self.ln_real_spending(point, ln_price, j, h).exp();
            (0..self.spenders()).map(real).sum()
        };
        (0..self.sizes.regions).map(of).collect()
    }

    /// How log real incomes move, by region.
    pub(crate) fn real_income_tangent(
        &self,
        point: &ConsumptionPoint,
        ln_price: &[f64],
        tangent: &ConsumptionTangent,
        price: &[f64],
    ) -> Vec<f64> {
        let Sizes { regions, groups, .. } = self.sizes;
        let spenders = self.spenders();
        let real_income = self.real_income_hat(point, ln_price);
        let of = |j: usize, h: usize| {
            let part = self.counts(j, h) * self.ln_real_spending(point, ln_price, j, h).exp();
            if part == 0.0 {
                return 0.0;
            }
            if let Some((sigma, epsilon)) = self.moving.as_ref().filter(|_| h < groups) {
                let utility = point.ln_utility[j * groups + h];
                let slope = ln_equivalent_variation(*sigma, epsilon, self.weights(0, j), utility).1;
                return part * slope * tangent.utility[j * groups + h];
            }
            let shares = self.weights(self.column(h), j).iter().enumerate();
            let prices: f64 = shares.map(|(s, share)| share * price[self.price_place(j, s, h)]).sum();
            part * (tangent.spending[j * spenders + h] / point.spending[j * spenders + h] - prices)
        };
        let region = |j: usize| (0..spenders).map(|h| of(j, h)).sum::<f64>() / real_income[j];
        (0..regions).map(region).collect()
    }

    /// What spending, log utility and log prices weigh in the sum of log real incomes of regions with these weights.
    pub(crate) fn welfare_weights(
        &self,
        point: &ConsumptionPoint,
        ln_price: &[f64],
        weights: &[f64],
    ) -> OutcomeWeights {
        let Sizes { regions, groups, .. } = self.sizes;
        let spenders = self.spenders();
        let mut into = OutcomeWeights {
            use_price: vec![0.0; ln_price.len()],
            spending: vec![0.0; regions * spenders],
            utility: vec![0.0; regions * groups],
            ..OutcomeWeights::default()
        };
        let real_income = self.real_income_hat(point, ln_price);
        for j in (0..regions).filter(|&j| weights[j] != 0.0) {
            for h in 0..spenders {
                let part = self.counts(j, h) * self.ln_real_spending(point, ln_price, j, h).exp();
                let weight = weights[j] * part / real_income[j];
                if let Some((sigma, epsilon)) = self.moving.as_ref().filter(|_| h < groups) {
                    let utility = point.ln_utility[j * groups + h];
                    let slope = ln_equivalent_variation(*sigma, epsilon, self.weights(0, j), utility).1;
                    into.utility[j * groups + h] += weight * slope;
                    continue;
                }
                if weight == 0.0 {
                    continue;
                }
                into.spending[j * spenders + h] += weight / point.spending[j * spenders + h];
                for (s, share) in self.weights(self.column(h), j).iter().enumerate() {
                    into.use_price[self.price_place(j, s, h)] -= weight * share;
                }
            }
        }
        into
    }
}

/// Log of the equivalent variation `(Σ_s b_s Û^(ε_s(1−σ)))^(1/(1−σ))`, and its slope in log utility.
fn ln_equivalent_variation(sigma: f64, income: &[f64], baseline: &[f64], utility: f64) -> (f64, f64) {
    let (mut sum, mut slope, mut total) = (0.0, 0.0, 0.0);
    for (share, epsilon) in baseline.iter().zip(income) {
        let term = share * ((1.0 - sigma) * epsilon * utility).exp();
        sum += term;
        slope += epsilon * term;
        total += share;
    }
    if total == 0.0 { (0.0, 0.0) } else { ((sum / total).ln() / (1.0 - sigma), slope / sum) }
}

/// What moves final demand.
#[derive(Debug)]
pub(crate) struct ConsumptionMoves<'a> {
    /// Income by group at the point: region × group.
    pub income: &'a [f64],
    /// Change of its log.
    pub log_income: &'a [f64],
    /// Change of capital over the baseline, by region.
    pub capital: &'a [f64],
    /// Change of log prices.
    pub price: &'a [f64],
}

/// What purchases and log utilities weigh in a sum.
#[derive(Debug)]
pub(crate) struct ConsumptionWeights<'a> {
    /// Region × product × column.
    pub bought: &'a [f64],
    /// By spender.
    pub spending: &'a [f64],
    /// Region × group.
    pub utility: &'a [f64],
}

/// What moves them weighs.
#[derive(Debug)]
pub(crate) struct ConsumptionBars<'a> {
    pub income: &'a mut [f64],
    pub capital: &'a mut [f64],
    pub price: &'a mut [f64],
}

/// Log utility `ln Û` from `Σ_s b_s (P̂_s/Ê)^(1−σ) Û^(ε_s(1−σ)) = 1`, and the shares of products, which are the terms of
/// this sum; `relative` is `ln(P̂_s/Ê)`. Equation: model.md (3.12) [Comin, Lashkari & Mestieri 2021, eq. 5].
pub(crate) fn utility(
    sigma: f64,
    income: &[f64],
    baseline: &[f64],
    relative: &[f64],
    guess: f64,
) -> (f64, Vec<f64>) {
    const ROUNDS: usize = 60;
    let mut ln = guess;
    let mut shares = vec![0.0; baseline.len()];
    for _ in 0..ROUNDS {
        // the sum is log-convex and monotone in ln Û: Newton's method on its log converges from anywhere
        let mut largest = f64::NEG_INFINITY;
        for s in (0..baseline.len()).filter(|&s| baseline[s] > 0.0) {
            shares[s] = baseline[s].ln() + (1.0 - sigma) * (relative[s] + income[s] * ln);
            largest = largest.max(shares[s]);
        }
        let mut sum = 0.0;
        for s in 0..baseline.len() {
            shares[s] = if baseline[s] > 0.0 { (shares[s] - largest).exp() } else { 0.0 };
            sum += shares[s];
        }
        shares.iter_mut().for_each(|share| *share /= sum);
        let mean: f64 = shares.iter().zip(income).map(|(share, income)| share * income).sum();
        let step = -(largest + sum.ln()) / ((1.0 - sigma) * mean);
        ln += step;
        if step.abs() <= 1e-15 * ln.abs().max(1.0) {
            break;
        }
    }
    (ln, shares)
}
