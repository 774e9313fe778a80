//! Final demand: spending by column and group, and shares of products.
//!
//! Equations: model.md (3.12), (3.13). Spenders are the groups of households, then the other columns of final
//! demand; a spender of a region stands at `j·H + h`. Prices are those that a use pays, as in the nests.

mod choice;
mod moves;
mod welfare;

use oblate_world::{Array2, Region, Sector};

use crate::economy::{Economy, Preferences};

use choice::Choice;
pub(crate) use moves::{ConsumptionBars, ConsumptionMoves, ConsumptionWeights};
pub(crate) use welfare::WelfareWeights;

/// The final demand of one counterfactual.
#[derive(Debug, Clone)]
pub(crate) struct Consumption {
    /// Products, groups, columns of final demand, entries per product in a vector of prices.
    sizes: Sizes,
    /// Shares of products in spending at baseline prices and utility: households (after a shock to preferences),
    /// then the other columns; column × region × product.
    share: Vec<f64>,
    /// The same in the baseline, by which real income is told and prices are weighted in an index: tastes move neither.
    weight: Vec<f64>,
    /// Whether tastes differ from those of the baseline.
    turned: bool,
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
    /// What groups choose, where shares move.
    pub choice: Choice,
    /// What they would choose by the tastes of the baseline, where those have turned: it tells real income.
    by_baseline_tastes: Option<Choice>,
    /// Income of the region less investment, over its income.
    kept: Vec<f64>,
}

impl ConsumptionPoint {
    /// What groups would choose by the tastes of the baseline.
    fn valued(&self) -> &Choice {
        self.by_baseline_tastes.as_ref().unwrap_or(&self.choice)
    }
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
        let investment = economy.investment().filter(|_| economy.accumulates());
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
            turned: preference_hat.is_some(),
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

    /// Shares of products in a column before any shock.
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
        if self.moves() && point.choice.share.is_empty() {
            point.choice = Choice::new(regions * groups, products);
            point.by_baseline_tastes = self.turned.then(|| Choice::new(regions * groups, products));
        }
        for j in 0..regions {
            let incomes = &income[j * groups..][..groups];
            let total: f64 = incomes.iter().sum();
            let invested = self.investment.as_ref().map_or(0.0, |(_, baseline)| baseline[j] * capital_hat[j]);
            point.kept[j] = if total == 0.0 { 1.0 } else { 1.0 - invested / total };
            for h in 0..spenders {
                let column = self.column(h);
                let own = if h < groups { incomes[h] } else { total };
                let invests = self.is_investment(column);
                point.spending[j * spenders + h] =
                    if invests { invested } else { self.part_of_rest(column, j) * own * point.kept[j] };
            }
            for g in 0..groups {
                self.choose((j, g), ln_price, point);
            }
        }
    }

    /// Share of product s in the spending of spender h.
    pub(crate) fn share(&self, point: &ConsumptionPoint, j: usize, s: usize, h: usize) -> f64 {
        let Sizes { products, groups, .. } = self.sizes;
        if h < groups && self.moves() {
            point.choice.share[(j * groups + h) * products + s]
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

    /// Whether a column follows capital in the long run.
    fn is_investment(&self, column: usize) -> bool {
        self.investment_column() == Some(column)
    }

    /// The column that follows capital in the long run.
    pub(crate) fn investment_column(&self) -> Option<usize> {
        self.investment.as_ref().map(|(column, _)| *column)
    }
}
