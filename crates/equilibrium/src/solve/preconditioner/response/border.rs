//! How the reduced system's unknowns stand to a region's costs, purchases and receipts, all in logs.

use oblate_world::{Id, Region};

use super::cells::{Cells, State};
use crate::economy::share;
use crate::equations::sums::dot;
use crate::solve::preconditioner::corner::Places;
use crate::solve::preconditioner::region::{payments, revenue_of_receipts};
use crate::system::{Equations, Layout};

/// The places of a region among the unknowns; lists by sector.
pub(super) struct Border {
    /// Factor prices, own or mean: what their log adds to log unit costs.
    pub cost: Vec<(usize, Vec<f64>)>,
    /// Incomes: what they add to log purchases.
    pub purchases: Vec<(usize, Vec<f64>)>,
    /// Rows: what log receipts weigh in them.
    pub rows: Vec<(usize, Vec<f64>)>,
}

impl Border {
    /// The border of region `j`; `replaced` tells the markets that numeraires replace.
    pub(super) fn new(
        equations: &Equations<'_>,
        (cells, places): (&Cells, &Places),
        replaced: &[bool],
        j: usize,
    ) -> Self {
        let Layout { sectors: m, groups, .. } = equations.layout;
        let point = &equations.point;
        let receipts = &point.receipts[j * m..][..m];
        let idle = |k: usize| cells.state[j * m + k] == State::Idle;
        let mut border = Self { cost: Vec::new(), purchases: Vec::new(), rows: Vec::new() };
        let kept = |market: usize| places.market(market).is_some();
        for (market, mut paid) in payments(equations, j, kept) {
            let place = places.market(market).expect("others are left out");
            (0..m).filter(|&k| idle(k)).for_each(|k| paid[k] = 0.0);
            let markets = &equations.markets;
            if !markets.is_idle(market) && !markets.is_long_run(market) && !replaced[market] {
                let demand = point.markets.demand[market];
                let weights =
                    paid.iter().zip(receipts).map(|(paid, receipts)| share(paid * receipts, demand));
                border.rows.push((place, weights.collect()));
            }
            border.cost.push((place, paid));
        }
        if equations.counterfactual.reach.is_unbounded(Region::new(j)) {
            return border;
        }
        let revenue = revenue_of_receipts(equations, j);
        let width = equations.shape.bundle_width;
        for g in 0..groups {
            let place = places.income(j * groups + g);
            let part = equations.transfer_share(g);
            let income = point.income_from_sources[j * groups + g];
            let weights = revenue
                .iter()
                .zip(receipts)
                .map(|(revenue, receipts)| share(part * revenue * receipts, income));
            border.rows.push((place, weights.collect()));
            let spent =
                |s: usize| (s * width..(s + 1) * width).map(|b| equations.final_slope(j, b, g)).sum::<f64>();
            let bought = |s: usize| share(spent(s), purchases(equations, j, s));
            border.purchases.push((place, (0..m).map(bought).collect()));
        }
        border
    }
}

/// Purchases of a product by a region, all uses pooled.
pub(super) fn purchases(equations: &Equations<'_>, j: usize, s: usize) -> f64 {
    let width = equations.shape.bundle_width;
    equations.point.expenditure[(j * equations.layout.sectors + s) * width..][..width].iter().sum()
}

impl Border {
    /// Adds what log receipts of sector `k` weigh in a row.
    pub(super) fn add_row(&mut self, row: usize, k: usize, weight: f64, sectors: usize) {
        add(&mut self.rows, row, k, weight, sectors);
    }

    /// Adds what an unknown adds to the log unit cost of sector `k`.
    pub(super) fn add_cost(&mut self, unknown: usize, k: usize, push: f64, sectors: usize) {
        add(&mut self.cost, unknown, k, push, sectors);
    }

    /// Adds what factor prices and incomes push.
    pub(super) fn push(&self, unknowns: &[f64], cost: &mut [f64], purchases: &mut [f64]) {
        for (list, into) in [(&self.cost, cost), (&self.purchases, purchases)] {
            for (place, pushes) in list {
                let unknown = unknowns[*place];
                into.iter_mut().zip(pushes).for_each(|(into, push)| *into += push * unknown);
            }
        }
    }

    /// The transpose of [`Border::push`].
    pub(super) fn push_transposed(&self, cost: &[f64], purchases: &[f64], unknowns: &mut [f64]) {
        for (list, from) in [(&self.cost, cost), (&self.purchases, purchases)] {
            list.iter().for_each(|(place, pushes)| unknowns[*place] += dot(pushes, from));
        }
    }
}

fn add(list: &mut Vec<(usize, Vec<f64>)>, place: usize, k: usize, value: f64, sectors: usize) {
    let at = list.iter().position(|(other, _)| *other == place).unwrap_or_else(|| {
        list.push((place, vec![0.0; sectors]));
        list.len() - 1
    });
    list[at].1[k] += value;
}
