//! How final demand moves: the directional derivative of [`super`] and its transpose.

use super::{Consumption, ConsumptionPoint, ConsumptionTangent, Sizes};

impl Consumption {
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
                let invests = self.is_investment(column);
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
    /// (region × product × column) and spending weigh; adds to `into`.
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
                let (mut utility, mut mean) = (0.0, 0.0);
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
            if self.is_investment(column) {
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
        let h = self.of_column(column).start;
        for (j, into) in into.iter_mut().enumerate() {
            let shares = self.weights(column, j).iter().enumerate();
            *into = shares.map(|(s, share)| share * price[self.price_place(j, s, h)]).sum();
        }
    }

    /// The transpose of [`Consumption::mean_price`]; adds to `price`.
    pub(crate) fn mean_price_adjoint(&self, column: usize, weights: &[f64], price: &mut [f64]) {
        let h = self.of_column(column).start;
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
        let others = (1..self.sizes.columns)
            .filter(|c| column.is_none_or(|column| column == *c))
            .filter(|c| !self.is_investment(*c));
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

/// What purchases and spending weigh in a sum.
#[derive(Debug)]
pub(crate) struct ConsumptionWeights<'a> {
    /// Region × product × column.
    pub bought: &'a [f64],
    /// By spender.
    pub spending: &'a [f64],
}

/// What moves them weighs.
#[derive(Debug)]
pub(crate) struct ConsumptionBars<'a> {
    pub income: &'a mut [f64],
    pub capital: &'a mut [f64],
    pub price: &'a mut [f64],
}
