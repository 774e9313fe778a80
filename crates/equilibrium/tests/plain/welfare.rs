//! Real income, (3.15).

use oblate_equilibrium::{FactorMarket, Preferences};

use super::baseline::list;
use super::model::{Flow, Hats, Model};
use super::number::Number;

impl<D: Number> Model<'_, D> {
    /// Share of a product in the spending of a column of final demand before the shock.
    fn final_share(&self, j: usize, s: usize, u: usize) -> f64 {
        self.baseline.bought[j][s][u] / self.baseline.spent(j, u)
    }

    /// What a group spent before the shock.
    fn group_spent(&self, j: usize, g: usize) -> f64 {
        self.baseline.spent(j, self.baseline.sectors) * self.income_before(j, g) / self.baseline.income(j)
    }

    /// Of a group of households: what the tastes of the baseline make of the new prices and spending.
    pub fn real_spending(&self, hats: &Hats<D>, flow: &Flow<D>, j: usize, g: usize) -> D {
        let m = self.baseline.sectors;
        let (groups, _) = self.spending(hats, flow, j);
        let spent = groups[g] / self.group_spent(j, g);
        let (sigma, epsilon) = match &self.parameters.demand.preferences {
            Preferences::CobbDouglas => return spent / self.price_index(hats, j, m),
            Preferences::Ces { substitution } => (*substitution, vec![1.0; m]),
            Preferences::NonHomothetic { substitution, income } => (*substitution, income.clone()),
        };
        // (3.12) at the tastes of the baseline
        let sum = |relative: &dyn Fn(usize) -> D, utility: D, slope: bool| -> D {
            let term = |s: usize| {
                let power = epsilon[s] * (1.0 - sigma);
                let weight = self.final_share(j, s, m) * if slope { power } else { 1.0 };
                relative(s).powf(1.0 - sigma) * utility.powf(power) * weight
            };
            (0..m).map(term).sum()
        };
        let relative = |s: usize| self.purchaser_price(hats, j, s, m) / spent;
        let mut ln = D::from(0.0);
        // Newton's method on the log of the sum, in log utility; in dual numbers the root's derivatives converge along
        for _ in 0..40 {
            let whole = sum(&relative, ln.exp(), false);
            ln -= whole.ln() * whole / sum(&relative, ln.exp(), true);
        }
        sum(&|_| D::from(1.0), ln.exp(), false).powf(1.0 / (1.0 - sigma))
    }

    /// The price index of a column of final spending, at baseline shares.
    fn price_index(&self, hats: &Hats<D>, j: usize, u: usize) -> D {
        let part = |s: usize| self.purchaser_price(hats, j, s, u).powf(self.final_share(j, s, u));
        (0..self.baseline.sectors).map(part).product()
    }

    /// Of a region: the mean over those who spend. In the long run investment does not count.
    pub fn real_income(&self, hats: &Hats<D>, flow: &Flow<D>, j: usize) -> D {
        let (b, m) = (self.baseline, self.baseline.sectors);
        let (_, columns) = self.spending(hats, flow, j);
        let long_run = self.parameters.factor_markets.contains(&FactorMarket::LongRun);
        let of_group = |g: usize| (self.group_spent(j, g), self.real_spending(hats, flow, j, g));
        let of_column = |u: usize| (b.spent(j, u), columns[u] / b.spent(j, u) / self.price_index(hats, j, u));
        let counts = |u: &usize| !(long_run && Some(*u) == b.investment) && b.spent(j, *u) > 0.0;
        let spenders: Vec<(f64, D)> = list(self.groups(), of_group)
            .into_iter()
            .chain((m + 1..b.uses).filter(counts).map(of_column))
            .collect();
        let weights: f64 = spenders.iter().map(|(weight, _)| weight).sum();
        spenders.into_iter().map(|(weight, real)| real * weight).sum::<D>() / weights
    }
}
