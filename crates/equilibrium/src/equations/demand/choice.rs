//! What groups of households choose where their shares of products move.

use super::{Consumption, ConsumptionPoint, Sizes};

/// What groups choose at prices and spending by some tastes; zero under Cobb–Douglas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// Log utility: region × group.
    pub ln_utility: Vec<f64>,
    /// Shares of products in spending: (region × group) × product.
    pub share: Vec<f64>,
}

impl Choice {
    pub(super) fn new(spenders: usize, products: usize) -> Self {
        Self { ln_utility: vec![0.0; spenders], share: vec![0.0; spenders * products] }
    }
}

impl Consumption {
    /// Utility of a group and its shares of products, by its tastes and by those of the baseline. Equation: model.md (3.12).
    pub(super) fn choose(&self, (j, g): (usize, usize), ln_price: &[f64], point: &mut ConsumptionPoint) {
        let Some((sigma, income)) = &self.moving else { return };
        let Sizes { products, groups, .. } = self.sizes;
        let at = j * groups + g;
        let spent = point.spending[j * self.spenders() + g];
        if spent <= 0.0 {
            return;
        }
        let ln_spent = (spent / (self.part[j] * self.income[at])).ln();
        let relative: Vec<f64> =
            (0..products).map(|s| ln_price[self.price_place(j, s, g)] - ln_spent).collect();
        let choose = |tastes: &[f64], choice: &mut Choice| {
            let (utility, shares) = utility(*sigma, income, tastes, &relative, choice.ln_utility[at]);
            choice.ln_utility[at] = utility;
            choice.share[at * products..][..products].copy_from_slice(&shares);
        };
        choose(self.baseline(0, j), &mut point.choice);
        if let Some(choice) = &mut point.by_baseline_tastes {
            choose(self.weights(0, j), choice);
        }
    }
}

/// Log utility `ln Û` from `Σ_s b_s (P̂_s/Ê)^(1−σ) Û^(ε_s(1−σ)) = 1`, and the shares of products, which are the terms of
/// this sum; `relative` is `ln(P̂_s/Ê)`. Equation: model.md (3.12) [Comin, Lashkari & Mestieri 2021, eq. 5].
fn utility(sigma: f64, income: &[f64], baseline: &[f64], relative: &[f64], guess: f64) -> (f64, Vec<f64>) {
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
