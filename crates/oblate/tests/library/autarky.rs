//! Autarky by its closed form, model.md section 8, extended to production taxes, several factors and a deficit that ends.

use super::second::economy::Economy;

impl Economy {
    /// Real income of a region that trades with nobody, over that of the baseline with its deficit: output from
    /// `Y' = Γ (1+b) Y' + β I`, factor prices from what factors are paid then, prices from `(I − Γᵀ)⁻¹`, all at the nominal
    /// income of the baseline. Zero if it makes nothing of a product that it buys.
    pub fn real_income_alone(&self, j: usize) -> f64 {
        let sectors = self.wants[j].len();
        let bought = |s: usize| self.taste[s][j].iter().any(|taste| *taste > 0.0);
        let home = |s: usize| self.taste[s][j][j];
        if (0..sectors).any(|s| bought(s) && home(s) == 0.0) {
            return 0.0;
        }
        let gross = |k: usize| 1.0 + self.subsidy[j][k];
        let output = rest(sectors, |output, s| {
            let used = (0..sectors).map(|k| self.inputs[j][k][s] * gross(k) * output[k]);
            self.wants[j][s] * self.income[j] + used.sum::<f64>()
        });
        let ln_wage = |f: usize| {
            let paid = (0..sectors).map(|k| self.factors[j][k][f] * gross(k) * output[k]);
            (paid.sum::<f64>() / self.endowment[j][f]).ln()
        };
        let ln_wages: Vec<f64> = (0..self.endowment[j].len()).map(ln_wage).collect();
        let ln_price = rest(sectors, |ln_price, s| {
            let inputs = self.inputs[j][s].iter().zip(ln_price);
            let factors = self.factors[j][s].iter().zip(&ln_wages);
            let ln_cost: f64 = inputs.chain(factors).map(|(share, ln)| share * ln).sum();
            if bought(s) { ln_cost - home(s).ln() / self.theta[s] } else { 0.0 }
        });
        (-self.wants[j].iter().zip(&ln_price).map(|(share, ln)| share * ln).sum::<f64>()).exp()
    }
}

/// The vector that a contraction leaves as it is.
fn rest(length: usize, next: impl Fn(&[f64], usize) -> f64) -> Vec<f64> {
    let mut vector = vec![0.0; length];
    loop {
        let new: Vec<f64> = (0..length).map(|at| next(&vector, at)).collect();
        let still = new.iter().zip(&vector).all(|(new, old)| (new - old).abs() <= 1e-14 * new.abs().max(1.0));
        vector = new;
        if still {
            return vector;
        }
    }
}
