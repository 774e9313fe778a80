//! Result variables from the outcomes of the second program, by their definitions in the book.

use oblate_world::{Axis, Region};

use super::economy::Outcome;

/// A region, a group or the world: its code and its members.
pub struct Place {
    pub code: String,
    pub members: Vec<usize>,
}

/// The places of a scenario: the regions, its groups, the world.
pub fn places(regions: &Axis<Region>, groups: &[oblate_scenario::RegionGroup]) -> Vec<Place> {
    use oblate_world::Id;
    let one = |j: Region| Place { code: regions.code(j).to_owned(), members: vec![j.index()] };
    let several = |group: &oblate_scenario::RegionGroup| Place {
        code: group.name.clone(),
        members: group.members.iter().map(|j| j.index()).collect(),
    };
    let world = Place { code: oblate::WORLD.to_owned(), members: regions.ids().map(Id::index).collect() };
    regions.ids().map(one).chain(groups.iter().map(several)).chain([world]).collect()
}

/// A variable of a place; NaN if a member of it lacks a product and can buy it nowhere.
pub fn figure(variable: &str, place: &Place, before: &Outcome, after: &Outcome) -> f64 {
    if place.members.iter().any(|&j| after.lacking[j]) {
        return f64::NAN;
    }
    let sum = |of: &dyn Fn(usize) -> f64| place.members.iter().map(|&j| of(j)).sum::<f64>();
    let mean = |of: &dyn Fn(usize) -> f64| sum(&|j| before.income[j] * of(j)) / sum(&|j| before.income[j]);
    match variable {
        "real_income_pct" => mean(&|j| {
            let deflated = |outcome: &Outcome| outcome.income[j] / outcome.consumer_price[j];
            100.0 * (deflated(after) / deflated(before) - 1.0)
        }),
        "terms_of_trade_pct" => mean(&|j| 100.0 * terms_of_trade(before, after, j) / before.income[j]),
        "exports_hat" => sum(&|j| exports(after, j)) / sum(&|j| exports(before, j)),
        "tariff_revenue" => sum(&|j| after.tariff_revenue[j]),
        _ => panic!("teach this program `{variable}`"),
    }
}

fn exports(outcome: &Outcome, i: usize) -> f64 {
    let abroad = |row: &Vec<Vec<f64>>| (0..row.len()).filter(|&j| j != i).map(|j| row[j][i]).sum::<f64>();
    outcome.sales.iter().map(abroad).sum()
}

/// What a region gains, at baseline quantities, from dearer exports and cheaper imports.
fn terms_of_trade(before: &Outcome, after: &Outcome, j: usize) -> f64 {
    let dearer = |i: usize, s: usize| after.cost[i][s] / before.cost[i][s] - 1.0;
    let product = |(s, sales): (usize, &Vec<Vec<f64>>)| {
        let with = |i: usize| sales[i][j] * dearer(j, s) - sales[j][i] * dearer(i, s);
        (0..sales.len()).map(with).sum::<f64>()
    };
    before.sales.iter().enumerate().map(product).sum()
}
