//! The corner of the reduced systems: factor prices and incomes at given outputs.

use faer::Mat;
use oblate_world::Id;

use super::region::tariff_wedge;
use crate::economy::share;
use crate::system::{Equations, Layout};

/// The place of an income among the unknowns, which are the factor markets, then incomes by region and group.
pub(super) fn income_place(equations: &Equations<'_>, j: usize, g: usize) -> usize {
    equations.layout.markets + j * equations.layout.groups + g
}

/// Writes a vector over the unknowns, which may have more entries, to wages and incomes.
pub(super) fn spread(unknowns: &[f64], wage: &mut [f64], income: &mut [f64]) {
    let (wages, rest) = unknowns.split_at(wage.len());
    wage.copy_from_slice(wages);
    income.copy_from_slice(&rest[..income.len()]);
}

/// A matrix of this size: factor markets and budgets at given outputs, the identity beyond them.
pub(super) fn start(equations: &Equations<'_>, size: usize) -> Mat<f64> {
    let mut matrix = Mat::identity(size, size);
    markets(equations, &mut matrix);
    budgets(equations, &mut matrix);
    matrix
}

/// Factor markets: what is earned moves with prices.
fn markets(equations: &Equations<'_>, matrix: &mut Mat<f64>) {
    (0..equations.layout.markets).for_each(|market| matrix[(market, market)] = 0.0);
    for (row, column, value) in equations.markets.price_slopes(&equations.point.markets) {
        matrix[(row, column)] += value;
    }
}

/// Factor income and the tariffs on final demand, in the budgets.
fn budgets(equations: &Equations<'_>, matrix: &mut Mat<f64>) {
    let Layout { regions: n, groups, factors, markets, .. } = equations.layout;
    for (market, place, earned) in equations.markets.earned_slopes(&equations.point.markets) {
        let at = place / (factors * groups) * groups + place % groups;
        let income = equations.point.income_from_sources[at];
        matrix[(markets + at, market)] -= share(earned, income);
    }
    for j in 0..n {
        for from in 0..groups {
            let taxed: f64 = (0..equations.bundles())
                .map(|b| equations.final_slope(j, b, from) * tariff_wedge(equations, j, b))
                .sum();
            for g in 0..groups {
                let part = equations.transfer_share(g) * taxed;
                let income = equations.point.income_from_sources[j * groups + g];
                let (row, column) = (income_place(equations, j, g), income_place(equations, j, from));
                matrix[(row, column)] -= share(part, income);
            }
        }
    }
}

/// Numeraires, and the rows of what is not solved for.
pub(super) fn fix_rows(equations: &Equations<'_>, matrix: &mut Mat<f64>) {
    for (row, members) in equations.markets.numeraire_slopes(&equations.point.markets) {
        matrix.row_mut(row).fill(0.0);
        members.into_iter().for_each(|(column, value)| matrix[(row, column)] = value);
    }
    let groups = equations.layout.groups;
    let budgets = equations.counterfactual.reach.unbounded().iter();
    for row in budgets.flat_map(|(j, _)| (0..groups).map(move |g| income_place(equations, j.index(), g))) {
        matrix.row_mut(row).fill(0.0);
        matrix[(row, row)] = 1.0;
    }
}
