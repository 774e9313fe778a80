//! With economies of scale: sectors solved exactly across regions, regions exactly within, and what ties them together.
//!
//! A sector answers to unit costs and purchases with receipts and prices ([`sector`]); a region answers to receipts and
//! prices with unit costs and purchases ([`block`]). Of a sector's answer the regions see each its own part; the largest
//! rest ([`cross`]) is solved together with factor prices and incomes in one reduced system ([`amplitudes`]).

mod amplitudes;
mod block;
mod border;
mod build;
mod cells;
mod cross;
mod dense;
mod own;
mod sector;
mod transposed;

use faer::Mat;
use faer::linalg::solvers::{PartialPivLu, Solve};

use super::corner::{Corner, Places};
use crate::equations::sums::dot;
use crate::system::{Equations, Layout};

use amplitudes::{Amplitudes, RegionPart};
use block::{Block, Columns};
use border::Border;
use cells::{Cells, State};
use own::OwnPrices;
use sector::{Flow, Sector};

pub(super) struct Response {
    layout: Layout,
    places: Places,
    own: OwnPrices,
    cells: Cells,
    theta: Vec<f64>,
    sectors: Vec<Sector>,
    blocks: Vec<Block>,
    borders: Vec<Border>,
    amplitudes: Amplitudes,
    reduced: PartialPivLu<f64>,
    /// Shares of inputs where prices are unknowns: (region × product) × using sector.
    input_share: Vec<f64>,
    flow: Flow,
    work: Work,
}

/// Working space.
struct Work {
    of_sector: [Vec<f64>; 4],
    of_region: [Vec<f64>; 2],
    /// Costs, purchases, receipts, prices, region × sector.
    cost: Vec<f64>,
    purchases: Vec<f64>,
    receipts: Vec<f64>,
    price: Vec<f64>,
    unknowns: Mat<f64>,
}

impl Response {
    pub(super) fn new(equations: &Equations<'_>) -> Self {
        let layout = equations.layout;
        let Layout { regions: n, sectors: m, .. } = layout;
        let cells = Cells::new(equations);
        let (mut own_prices, places) = OwnPrices::new(equations, &cells);
        let size = places.size;
        let mut own: Vec<[Mat<f64>; 2]> =
            (0..n).map(|j| build::region_matrices(equations, &cells, j)).collect();
        let feeds = own_prices.feeds(n * m);
        let (sectors, responses): (Vec<Sector>, Vec<_>) =
            (0..m).map(|s| Sector::new(build::sector_shares(equations, (&cells, &feeds), s, &own))).unzip();
        let scaled: Vec<bool> = sectors.iter().map(Sector::is_scaled).collect();
        let (crosses, diagonals): (Vec<_>, Vec<_>) = (0..m)
            .map(|s| {
                let units = build::units(equations, &scaled, &own, s);
                build::split(&sectors[s], responses[s].as_ref(), &units, n)
            })
            .unzip();
        for matrices in &mut own {
            for s in (0..m).filter(|&s| scaled[s]) {
                matrices.iter_mut().for_each(|matrix| matrix[(s, s)] = 0.0);
            }
        }
        let amplitudes = Amplitudes::new(&crosses, n);
        let replaced = equations.markets.replaced();
        let mut borders: Vec<Border> =
            (0..n).map(|j| Border::new(equations, (&cells, &places), &replaced, j)).collect();
        let mut corner = Corner::new(equations, &places, size + amplitudes.count);
        own_prices.enter(equations, &places, &mut corner, &mut borders);
        let mut reduced = corner.matrix;
        let (blocks, columns): (Vec<Block>, Vec<Columns>) = (0..n)
            .map(|j| {
                let diagonal = [0, 1, 2, 3].map(|d| (0..m).map(|s| diagonals[s][j][d]).collect());
                block(&own[j], diagonal, &amplitudes, &borders[j])
            })
            .unzip();
        for j in 0..n {
            let [by_cost, by_purchases, ..] = &blocks[j].diagonal;
            let receipts = [by_cost.as_slice(), by_purchases.as_slice()];
            let part = RegionPart { j, border: &borders[j], columns: &columns[j], receipts };
            amplitudes::add_border(&mut reduced, &amplitudes, &part, size);
        }
        amplitudes::add_amplitudes(&mut reduced, &amplitudes, &columns, size);
        let input_share = if layout.prices > 0 {
            equations.technology.input_share(&equations.point.nests).as_slice().to_vec()
        } else {
            Vec::new()
        };
        Self {
            reduced: reduced.partial_piv_lu(),
            theta: equations.economy.parameters.trade_elasticity.clone(),
            flow: Flow::new(n * m),
            work: Work::new(&layout, size + amplitudes.count),
            layout,
            places,
            own: own_prices,
            cells,
            sectors,
            blocks,
            borders,
            amplitudes,
            input_share,
        }
    }

    /// Writes the approximate `J⁻¹ · residual` into `step`.
    pub(super) fn apply(&mut self, residual: &[f64], step: &mut [f64]) {
        let layout = self.layout;
        let Layout { regions: n, sectors: m, .. } = layout;
        let size = self.places.size;
        let (from, into) = (layout.parts(residual), layout.parts_mut(step));
        into.cap.copy_from_slice(from.cap);
        into.population.copy_from_slice(from.population);
        // costs that prices which are unknowns push
        into.cost.copy_from_slice(from.cost);
        self.push_costs(from.price, into.cost);
        for at in 0..n * m {
            let seller = at % m * n + at / m;
            self.flow.pushed[seller] =
                if self.cells.is_open(at) { from.receipts[at] / self.cells.row[at] } else { 0.0 };
        }
        // what sectors answer to the goods markets' residuals alone
        self.flow.cost.fill(0.0);
        self.flow.purchases.fill(0.0);
        self.answer(true);
        let work = &mut self.work;
        to_regions(&self.flow.receipts, n, &mut work.receipts);
        to_regions(&self.flow.price, n, &mut work.price);
        let unknowns = work.unknowns.col_as_slice_mut(0);
        self.places.gather(from.wage, from.income, unknowns);
        self.own.push(from.wage, into.cost, unknowns);
        let [a, b] = &mut [vec![0.0; m], vec![0.0; m]];
        for j in 0..n {
            let here = j * m..(j + 1) * m;
            let (receipts, price) = (&work.receipts[here.clone()], &work.price[here.clone()]);
            let (cost, purchases) = (&mut work.cost[here.clone()], &mut work.purchases[here.clone()]);
            cost.copy_from_slice(&into.cost[here.clone()]);
            purchases.fill(0.0);
            self.blocks[j].feed(receipts, price, cost, purchases, a);
            b.copy_from_slice(receipts);
            // kept for the second round
            into.cost[here.clone()].copy_from_slice(cost);
            into.receipts[here].copy_from_slice(purchases);
            self.blocks[j].solve(cost, purchases, &mut work.of_region);
            let [by_cost, by_purchases, ..] = &self.blocks[j].diagonal;
            (0..m).for_each(|s| b[s] += by_cost[s] * cost[s] + by_purchases[s] * purchases[s]);
            for (row, weights) in &self.borders[j].rows {
                unknowns[*row] += dot(weights, b);
            }
            self.amplitudes.gather(&self.amplitudes.right, j, [cost, purchases], &mut unknowns[size..]);
        }
        self.reduced.solve_in_place(work.unknowns.as_mut());
        let unknowns = work.unknowns.col_as_slice(0);
        self.places.spread(unknowns, into.wage, into.income);
        for j in 0..n {
            let here = j * m..(j + 1) * m;
            let (cost, purchases) = (&mut work.cost[here.clone()], &mut work.purchases[here.clone()]);
            cost.copy_from_slice(&into.cost[here.clone()]);
            purchases.copy_from_slice(&into.receipts[here]);
            a.fill(0.0);
            b.fill(0.0);
            self.amplitudes.spread(&self.amplitudes.left, j, &unknowns[size..], [a, b]);
            self.blocks[j].feed(a, b, cost, purchases, &mut work.of_region[0]);
            self.borders[j].push(unknowns, cost, purchases);
            self.blocks[j].solve(cost, purchases, &mut work.of_region);
        }
        to_sectors(&work.cost, n, &mut self.flow.cost);
        to_sectors(&work.purchases, n, &mut self.flow.purchases);
        self.answer(false);
        to_regions(&self.flow.whole_cost, n, into.cost);
        to_regions(&self.flow.receipts, n, into.receipts);
        self.own.follow(into.receipts, self.work.unknowns.col_as_slice(0), into.wage);
        self.finish_receipts(from.receipts, into.cost, into.receipts);
        let width = layout.prices / (n * m);
        for (at, price) in into.price.iter_mut().enumerate() {
            let (j, s) = (at / width / m, at / width % m);
            *price = from.price[at] - self.flow.price[s * n + j] / self.theta[s];
        }
    }

    /// The answers of all sectors; without economies of scale nothing but the residual answers if only that pushes.
    fn answer(&mut self, residuals_only: bool) {
        for (s, sector) in self.sectors.iter().enumerate() {
            if residuals_only && !sector.is_scaled() {
                sector.echo(&mut self.flow, s);
            } else {
                sector.answer(&mut self.flow, s, &mut self.work.of_sector);
            }
        }
    }

    /// Steps of receipts from their logs; what is closed follows costs and what its buyers buy.
    fn finish_receipts(&self, residual: &[f64], cost: &[f64], receipts: &mut [f64]) {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        for at in 0..n * m {
            match self.cells.state[at] {
                State::Open => receipts[at] *= self.cells.column[at],
                State::Closed | State::Idle => receipts[at] = residual[at] / self.cells.row[at],
            }
        }
        for (s, sector) in self.sectors.iter().enumerate() {
            for (i, sales) in sector.closed() {
                let at = i * m + s;
                let [by_cost, by_sales] = self.cells.closed_slope[at];
                let sold = dot(sales, &self.flow.net[s * n..][..n]);
                receipts[at] -= by_cost * cost[at] + by_sales * sold;
            }
        }
    }

    /// Adds what residuals of prices push costs by: input shares times them.
    fn push_costs(&self, price: &[f64], cost: &mut [f64]) {
        self.each_price_link(|at, share, cell| cost[cell] += share * price[at]);
    }

    /// Calls with the place of a price, its share in the cost of a cell, and the cell.
    fn each_price_link(&self, mut call: impl FnMut(usize, f64, usize)) {
        let Layout { regions: n, sectors: m, prices, .. } = self.layout;
        if prices == 0 {
            return;
        }
        let width = prices / (n * m);
        for (at, share) in self.input_share.iter().enumerate() {
            let (row, k) = (at / m, at % m);
            let cell = row / m * m + k;
            if self.cells.state[cell] != State::Idle {
                call(row * width + if width == 1 { 0 } else { k }, *share, cell);
            }
        }
    }
}

impl Work {
    fn new(layout: &Layout, unknowns: usize) -> Self {
        let cells = || vec![0.0; layout.cells()];
        Self {
            of_sector: std::array::from_fn(|_| vec![0.0; layout.regions]),
            of_region: std::array::from_fn(|_| vec![0.0; layout.sectors]),
            cost: cells(),
            purchases: cells(),
            receipts: cells(),
            price: cells(),
            unknowns: Mat::zeros(unknowns, 1),
        }
    }
}

/// A region's block and its answers to the pushes of the reduced system's unknowns.
fn block(
    own: &[Mat<f64>; 2],
    diagonal: [Vec<f64>; 4],
    amplitudes: &Amplitudes,
    border: &Border,
) -> (Block, Columns) {
    let [inputs, uses] = own;
    let m = inputs.nrows();
    let sectors: Vec<usize> = amplitudes.ranges.iter().map(|(s, ..)| *s).collect();
    let (markets, incomes) = (border.cost.len(), border.purchases.len());
    let costs =
        Mat::from_fn(m, markets + incomes, |k, at| if at < markets { border.cost[at].1[k] } else { 0.0 });
    let purchases = Mat::from_fn(m, markets + incomes, |s, at| {
        if at < markets { 0.0 } else { border.purchases[at - markets].1[s] }
    });
    Block::new(inputs, uses, diagonal, &sectors, (&costs, &purchases))
}

/// Sector × region to region × sector.
fn to_regions(from: &[f64], regions: usize, into: &mut [f64]) {
    let sectors = from.len() / regions;
    for (j, into) in into.chunks_exact_mut(sectors).enumerate() {
        into.iter_mut().enumerate().for_each(|(s, into)| *into = from[s * regions + j]);
    }
}

/// Region × sector to sector × region.
fn to_sectors(from: &[f64], regions: usize, into: &mut [f64]) {
    let sectors = from.len() / regions;
    for (s, into) in into.chunks_exact_mut(regions).enumerate() {
        into.iter_mut().enumerate().for_each(|(j, into)| *into = from[j * sectors + s]);
    }
}
