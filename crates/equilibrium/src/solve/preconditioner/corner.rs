//! The corner of the reduced systems: factor prices and incomes at given outputs.

use faer::Mat;
use oblate_world::{Id, Region};

use super::region::tariff_wedge;
use crate::economy::share;
use crate::system::{Equations, Layout};

/// The unknowns of the reduced systems: factor prices, mean prices of those who choose among sectors where their own are
/// no unknowns, incomes by region and group.
pub(super) struct Places {
    /// By market; none where the price follows the receipts of the one sector that pays it.
    market: Vec<Option<usize>>,
    means: usize,
    incomes: usize,
    /// Number of unknowns.
    pub size: usize,
}

impl Places {
    /// All factor prices and incomes but for the prices of `others`, and so many means.
    pub(super) fn new(layout: &Layout, others: impl IntoIterator<Item = usize>, means: usize) -> Self {
        let mut kept = vec![true; layout.markets];
        others.into_iter().for_each(|market| kept[market] = false);
        let mut next = 0;
        let mut place = |kept: bool| {
            next += usize::from(kept);
            kept.then(|| next - 1)
        };
        let market = kept.into_iter().map(&mut place).collect();
        let incomes = next + means;
        Self { market, means: next, incomes, size: incomes + layout.regions * layout.groups }
    }

    pub(super) fn market(&self, market: usize) -> Option<usize> {
        self.market[market]
    }

    pub(super) fn mean(&self, at: usize) -> usize {
        self.means + at
    }

    /// The place of an income, region × group.
    pub(super) fn income(&self, at: usize) -> usize {
        self.incomes + at
    }

    /// Writes the unknowns, which may be followed by more, to factor prices and incomes.
    pub(super) fn spread(&self, unknowns: &[f64], wage: &mut [f64], income: &mut [f64]) {
        for (wage, place) in wage.iter_mut().zip(&self.market) {
            place.iter().for_each(|&place| *wage = unknowns[place]);
        }
        income.copy_from_slice(&unknowns[self.incomes..self.size]);
    }

    /// The transpose of [`Places::spread`]; zero elsewhere.
    pub(super) fn gather(&self, wage: &[f64], income: &[f64], unknowns: &mut [f64]) {
        unknowns.fill(0.0);
        for (wage, place) in wage.iter().zip(&self.market) {
            place.iter().for_each(|&place| unknowns[place] = *wage);
        }
        unknowns[self.incomes..self.size].copy_from_slice(income);
    }
}

/// Factor markets and budgets at given outputs.
pub(super) struct Corner {
    /// The identity beyond the unknowns.
    pub matrix: Mat<f64>,
    /// What prices that are no unknowns weigh: row, market, weight.
    pub others: Vec<(usize, usize, f64)>,
}

impl Corner {
    pub(super) fn new(equations: &Equations<'_>, places: &Places, size: usize) -> Self {
        let mut corner = Self { matrix: Mat::identity(size, size), others: Vec::new() };
        corner.markets(equations, places);
        corner.budgets(equations, places);
        corner
    }

    /// Adds what a factor price weighs in a row.
    pub(super) fn add(&mut self, places: &Places, row: usize, market: usize, weight: f64) {
        match places.market(market) {
            Some(column) => self.matrix[(row, column)] += weight,
            None => self.others.push((row, market, weight)),
        }
    }

    /// Factor markets: what is earned moves with prices. Numeraires replace some.
    fn markets(&mut self, equations: &Equations<'_>, places: &Places) {
        let point = &equations.point.markets;
        let replaced = equations.markets.replaced();
        let kept = (0..replaced.len()).filter_map(|market| places.market(market));
        kept.for_each(|place| self.matrix[(place, place)] = 0.0);
        for (market, other, slope) in equations.markets.price_slopes(point) {
            if let Some(row) = places.market(market).filter(|_| !replaced[market]) {
                self.add(places, row, other, slope);
            }
        }
        for (market, members) in equations.markets.numeraire_slopes(point) {
            let row = places.market(market).expect("the price that a numeraire replaces is an unknown");
            members.into_iter().for_each(|(other, slope)| self.add(places, row, other, slope));
        }
    }

    /// Factor income and the tariffs on final demand, in the budgets.
    fn budgets(&mut self, equations: &Equations<'_>, places: &Places) {
        let Layout { regions: n, groups, factors, .. } = equations.layout;
        let bounded = |j: usize| !equations.counterfactual.reach.is_unbounded(Region::new(j));
        for (market, place, earned) in equations.markets.earned_slopes(&equations.point.markets) {
            let at = place / (factors * groups) * groups + place % groups;
            if bounded(at / groups) {
                let income = equations.point.income_from_sources[at];
                self.add(places, places.income(at), market, -share(earned, income));
            }
        }
        for j in (0..n).filter(|&j| bounded(j)) {
            for from in 0..groups {
                let taxed: f64 = (0..equations.bundles())
                    .map(|b| equations.final_slope(j, b, from) * tariff_wedge(equations, j, b))
                    .sum();
                for at in j * groups..(j + 1) * groups {
                    let part = equations.transfer_share(at % groups) * taxed;
                    let income = equations.point.income_from_sources[at];
                    let (row, column) = (places.income(at), places.income(j * groups + from));
                    self.matrix[(row, column)] -= share(part, income);
                }
            }
        }
    }
}
