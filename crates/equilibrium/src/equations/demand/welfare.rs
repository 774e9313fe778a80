//! Welfare: what spending is worth at new prices, by the tastes of the baseline. Equation: model.md (3.15).

use super::{Consumption, ConsumptionPoint, ConsumptionTangent, Sizes};
use crate::equations::sums::dot;

/// What spending by spender and log prices of uses weigh in log real incomes; empty where nothing does.
#[derive(Debug, Clone, Default)]
pub(crate) struct WelfareWeights {
    pub spending: Vec<f64>,
    pub use_price: Vec<f64>,
}

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
            let utility = point.valued().ln_utility[j * groups + h];
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
                if self.is_investment(self.column(h)) {
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
        let counted =
            |h: usize| if self.is_investment(self.column(h)) { 0.0 } else { self.baseline_spending(j, h) };
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

    /// How log real spending of a spender moves with log spending, less log prices weighed by these shares.
    fn real_spending_slope<'a>(
        &'a self,
        point: &'a ConsumptionPoint,
        j: usize,
        h: usize,
    ) -> (f64, &'a [f64]) {
        let Sizes { products, groups, .. } = self.sizes;
        let Some((sigma, epsilon)) = self.moving.as_ref().filter(|_| h < groups) else {
            return (1.0, self.weights(self.column(h), j));
        };
        let (at, choice) = (j * groups + h, point.valued());
        let shares = &choice.share[at * products..][..products];
        let mean = dot(shares, epsilon);
        let slope = ln_equivalent_variation(*sigma, epsilon, self.weights(0, j), choice.ln_utility[at]).1;
        (if mean > 0.0 { slope / mean } else { 0.0 }, shares)
    }

    /// How log real incomes move, by region.
    pub(crate) fn real_income_tangent(
        &self,
        point: &ConsumptionPoint,
        ln_price: &[f64],
        tangent: &ConsumptionTangent,
        price: &[f64],
    ) -> Vec<f64> {
        let spenders = self.spenders();
        let real_income = self.real_income_hat(point, ln_price);
        let of = |j: usize, h: usize| {
            let part = self.counts(j, h) * self.ln_real_spending(point, ln_price, j, h).exp();
            let spent = point.spending[j * spenders + h];
            if part == 0.0 || spent == 0.0 {
                return 0.0;
            }
            let (slope, shares) = self.real_spending_slope(point, j, h);
            let shares = shares.iter().enumerate();
            let prices: f64 = shares.map(|(s, share)| share * price[self.price_place(j, s, h)]).sum();
            part * slope * (tangent.spending[j * spenders + h] / spent - prices)
        };
        let region = |j: usize| (0..spenders).map(|h| of(j, h)).sum::<f64>() / real_income[j];
        (0..self.sizes.regions).map(region).collect()
    }

    /// What spending and log prices weigh in the sum of log real incomes of regions with these weights.
    pub(crate) fn welfare_weights(
        &self,
        point: &ConsumptionPoint,
        ln_price: &[f64],
        weights: &[f64],
    ) -> WelfareWeights {
        let spenders = self.spenders();
        let mut into = WelfareWeights {
            spending: vec![0.0; self.sizes.regions * spenders],
            use_price: vec![0.0; ln_price.len()],
        };
        let real_income = self.real_income_hat(point, ln_price);
        for j in (0..self.sizes.regions).filter(|&j| weights[j] != 0.0) {
            for h in 0..spenders {
                let part = self.counts(j, h) * self.ln_real_spending(point, ln_price, j, h).exp();
                let spent = point.spending[j * spenders + h];
                if part == 0.0 || spent == 0.0 {
                    continue;
                }
                let (slope, shares) = self.real_spending_slope(point, j, h);
                let weight = weights[j] * part / real_income[j] * slope;
                into.spending[j * spenders + h] += weight / spent;
                for (s, share) in shares.iter().enumerate() {
                    into.use_price[self.price_place(j, s, h)] -= weight * share;
                }
            }
        }
        into
    }
}

/// Log of the equivalent variation `(Σ_s b_s Û^(ε_s(1−σ)))^(1/(1−σ))`, and its slope in log utility. The sum is taken through logs:
/// powers of near-perfect substitutes leave the range of numbers.
fn ln_equivalent_variation(sigma: f64, income: &[f64], baseline: &[f64], utility: f64) -> (f64, f64) {
    let bought = || baseline.iter().zip(income).filter(|(share, _)| **share > 0.0);
    let power = |epsilon: f64| (1.0 - sigma) * epsilon * utility;
    let largest = bought().map(|(_, epsilon)| power(*epsilon)).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut slope, mut total) = (0.0, 0.0, 0.0);
    for (share, epsilon) in bought() {
        let term = share * (power(*epsilon) - largest).exp();
        sum += term;
        slope += epsilon * term;
        total += share;
    }
    if total == 0.0 { (0.0, 0.0) } else { ((largest + (sum / total).ln()) / (1.0 - sigma), slope / sum) }
}
