//! The transpose of the preconditioner for economies of scale, step by step backwards through its twin.

use faer::linalg::solvers::Solve;

use super::{Response, to_regions, to_sectors};
use crate::system::{Layout, Parts};

impl Response {
    /// Writes the transpose of the approximate inverse times `weights` into `step`: backwards through [`Response::apply`].
    pub(in crate::solve::preconditioner) fn apply_transposed(&mut self, weights: &[f64], step: &mut [f64]) {
        let layout = self.layout;
        let Layout { regions: n, sectors: m, .. } = layout;
        let size = self.places.size;
        let (from, into) = (layout.parts(weights), layout.parts_mut(step));
        into.cap.copy_from_slice(from.cap);
        into.population.copy_from_slice(from.population);
        into.price.copy_from_slice(from.price);
        self.start_transposed(&from);
        let work = &mut self.work;
        for (s, sector) in self.sectors.iter().enumerate() {
            sector.answer_transposed(&mut self.flow, s, &mut work.of_sector);
        }
        let pushed = self.flow.pushed.clone();
        to_regions(&self.flow.cost, n, &mut work.cost);
        to_regions(&self.flow.purchases, n, &mut work.purchases);
        let unknowns = work.unknowns.col_as_slice_mut(0);
        self.places.gather(from.wage, from.income, unknowns);
        self.own.means_transposed(from.wage, unknowns);
        let [a, b] = &mut [vec![0.0; m], vec![0.0; m]];
        for j in 0..n {
            let here = j * m..(j + 1) * m;
            let (cost, purchases) = (&mut work.cost[here.clone()], &mut work.purchases[here]);
            self.blocks[j].solve_transposed(cost, purchases, &mut work.of_region);
            self.borders[j].push_transposed(cost, purchases, unknowns);
            a.fill(0.0);
            b.fill(0.0);
            self.blocks[j].feed_transposed(cost, purchases, a, b, &mut work.of_region[0]);
            self.amplitudes.gather(&self.amplitudes.left, j, [a, b], &mut unknowns[size..]);
        }
        self.reduced.solve_transpose_in_place(work.unknowns.as_mut());
        let unknowns = work.unknowns.col_as_slice(0);
        self.places.spread(unknowns, into.wage, into.income);
        let [cost, purchases] = &mut [vec![0.0; m], vec![0.0; m]];
        for j in 0..n {
            let here = j * m..(j + 1) * m;
            let (receipts, price) = (&mut work.receipts[here.clone()], &mut work.price[here.clone()]);
            receipts.fill(0.0);
            price.fill(0.0);
            for (row, weights) in &self.borders[j].rows {
                let unknown = unknowns[*row];
                receipts.iter_mut().zip(weights).for_each(|(receipts, weight)| *receipts += weight * unknown);
            }
            let [by_cost, by_purchases, ..] = &self.blocks[j].diagonal;
            (0..m).for_each(|s| cost[s] = by_cost[s] * receipts[s]);
            (0..m).for_each(|s| purchases[s] = by_purchases[s] * receipts[s]);
            self.amplitudes.spread(&self.amplitudes.right, j, &unknowns[size..], [cost, purchases]);
            self.blocks[j].solve_transposed(cost, purchases, &mut work.of_region);
            // both rounds start from the same pushes
            cost.iter_mut().zip(&work.cost[here.clone()]).for_each(|(sum, other)| *sum += other);
            purchases.iter_mut().zip(&work.purchases[here.clone()]).for_each(|(sum, other)| *sum += other);
            into.cost[here].copy_from_slice(cost);
            self.blocks[j].feed_transposed(cost, purchases, receipts, price, &mut work.of_region[0]);
        }
        to_sectors(&work.receipts, n, &mut self.flow.receipts);
        to_sectors(&work.price, n, &mut self.flow.price);
        self.flow.whole_cost.fill(0.0);
        self.flow.net.fill(0.0);
        for (s, sector) in self.sectors.iter().enumerate().filter(|(_, sector)| sector.is_scaled()) {
            sector.answer_transposed(&mut self.flow, s, &mut work.of_sector);
        }
        for (s, sector) in self.sectors.iter().enumerate().filter(|(_, sector)| !sector.is_scaled()) {
            sector.echo_transposed(&mut self.flow, s);
        }
        for at in 0..n * m {
            let seller = at % m * n + at / m;
            into.receipts[at] = if self.cells.is_open(at) {
                (pushed[seller] + self.flow.pushed[seller]) / self.cells.row[at]
            } else {
                from.receipts[at] / self.cells.row[at]
            };
        }
        self.own.push_transposed(from.wage, into.cost, self.work.unknowns.col_as_slice(0), into.wage);
        self.push_costs_transposed(into.cost, into.price);
    }

    /// From weights of steps to weights of the sectors' answers.
    fn start_transposed(&mut self, from: &Parts<'_>) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let flow = &mut self.flow;
        flow.net.fill(0.0);
        flow.price.fill(0.0);
        for at in 0..n * m {
            let seller = at % m * n + at / m;
            flow.whole_cost[seller] = from.cost[at];
            let open = self.cells.is_open(at);
            flow.receipts[seller] = if open { from.receipts[at] * self.cells.column[at] } else { 0.0 };
        }
        self.own.receipts_transposed(from.wage, |at, weight| flow.receipts[at % m * n + at / m] += weight);
        for (s, sector) in self.sectors.iter().enumerate() {
            for (i, sales) in sector.closed() {
                let weight = from.receipts[i * m + s];
                let [by_cost, by_sales] = self.cells.closed_slope[i * m + s];
                flow.whole_cost[s * n + i] -= by_cost * weight;
                let net = flow.net[s * n..][..n].iter_mut().zip(sales);
                net.for_each(|(net, sales)| *net -= by_sales * weight * sales);
            }
        }
        let width = self.layout.prices / (n * m);
        for (at, weight) in from.price.iter().enumerate() {
            let (j, s) = (at / width / m, at / width % m);
            flow.price[s * n + j] -= weight / self.theta[s];
        }
    }

    fn push_costs_transposed(&self, cost: &[f64], price: &mut [f64]) {
        self.each_price_link(|at, share, cell| price[at] += share * cost[cell]);
    }
}
