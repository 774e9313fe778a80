//! Factor prices that one sector alone pays: they follow its receipts, and are no unknowns of the reduced system.
//!
//! In a cell the rows of such markets read `K w = d r + Σ_g pull_g W_g + residual`, with `K = diag(κ) − E`, the slopes `E`
//! of log factor shares in these prices, and the mean prices `W` of those who choose among sectors; these are unknowns.

use faer::Mat;
use faer::linalg::solvers::DenseSolveCore;

use super::border::Border;
use super::cells::{Cells, State};
use crate::equations::factors::{MeanPrice, OwnPrice};
use crate::equations::sums::{dot, multiply, multiply_transposed};
use crate::equations::technology::NestTangent;
use crate::solve::preconditioner::corner::{Corner, Places};
use crate::system::Equations;

pub(super) struct OwnPrices {
    cells: Vec<Cell>,
    /// Markets, cell by cell.
    markets: Vec<usize>,
    means: Vec<MeanPrice>,
    /// What prices weigh in the reduced system: row, place in `markets`, weight.
    rows: Vec<(usize, usize, f64)>,
    /// Working space.
    moved: Vec<f64>,
    right: Vec<f64>,
}

/// The prices of one cell.
struct Cell {
    /// `j·S + k`.
    at: usize,
    /// Place of the first in `markets`.
    first: usize,
    /// `K⁻¹`, row by row.
    inverse: Vec<f64>,
    /// `K⁻¹ d`: how they follow receipts.
    follows: Vec<f64>,
    /// `K⁻¹ pull`: how they follow a mean price, with its place among the unknowns.
    means: Vec<(usize, Vec<f64>)>,
    /// Shares of these factors in receipts.
    share: Vec<f64>,
}

impl Cell {
    fn range(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.share.len()
    }
}

impl OwnPrices {
    /// Also the places of the unknowns that are left.
    pub(super) fn new(equations: &Equations<'_>, cells: &Cells) -> (Self, Places) {
        let f = equations.layout.factors;
        let mut prices = equations.markets.own_prices();
        // a sector that sells nothing at this point but could has no receipts to follow
        prices.retain(|price| price.idle || cells.state[price.place / f] != State::Closed);
        prices.sort_by_key(|price| price.place);
        let means = equations.markets.mean_prices(&equations.point.markets);
        let markets: Vec<usize> = prices.iter().map(|price| price.market).collect();
        let places = Places::new(&equations.layout, markets.iter().copied(), means.len());
        let slopes = share_slopes(equations);
        let mut first = 0;
        let lists = prices.chunk_by(|one, other| one.place / f == other.place / f);
        let cells = lists
            .map(|prices| {
                first += prices.len();
                let idle = cells.state[prices[0].place / f] == State::Idle;
                cell(equations, prices, first - prices.len(), (&slopes, &means, &places), idle)
            })
            .collect();
        let count = markets.len();
        let own =
            Self { cells, markets, means, rows: Vec::new(), moved: vec![0.0; count], right: vec![0.0; f] };
        (own, places)
    }

    /// What of log unit costs follows the sector's own receipts: region × sector.
    pub(super) fn feeds(&self, cells: usize) -> Vec<f64> {
        let mut feeds = vec![0.0; cells];
        self.cells.iter().for_each(|cell| feeds[cell.at] = dot(&cell.share, &cell.follows));
        feeds
    }

    /// Enters the reduced system: the rows of mean prices, and what the other rows and unit costs make of all these prices.
    pub(super) fn enter(
        &mut self,
        equations: &Equations<'_>,
        places: &Places,
        corner: &mut Corner,
        borders: &mut [Border],
    ) {
        let m = equations.layout.sectors;
        for (at, mean) in self.means.iter().enumerate() {
            let weights = mean.weight.iter().enumerate();
            weights.for_each(|(k, weight)| corner.add(places, places.mean(at), mean.first + k, -weight));
        }
        let mut place_of = vec![(0, 0); equations.layout.markets];
        for (at, cell) in self.cells.iter().enumerate() {
            cell.range().for_each(|place| place_of[self.markets[place]] = (at, place));
            let border = &mut borders[cell.at / m];
            for (mean, response) in &cell.means {
                border.add_cost(*mean, cell.at % m, dot(&cell.share, response), m);
            }
        }
        for (row, market, weight) in std::mem::take(&mut corner.others) {
            let (at, place) = place_of[market];
            let cell = &self.cells[at];
            let own = place - cell.first;
            self.rows.push((row, place, -weight));
            borders[cell.at / m].add_row(row, cell.at % m, -weight * cell.follows[own], m);
            for (mean, response) in &cell.means {
                corner.matrix[(row, *mean)] += weight * response[own];
            }
        }
    }

    /// What residuals of these markets push: unit costs, and the rows of the reduced system.
    pub(super) fn push(&mut self, residual: &[f64], cost: &mut [f64], unknowns: &mut [f64]) {
        for cell in &self.cells {
            let right = &mut self.right[..cell.share.len()];
            right.iter_mut().zip(&self.markets[cell.range()]).for_each(|(right, &at)| *right = residual[at]);
            let moved = &mut self.moved[cell.range()];
            multiply(&cell.inverse, right, moved);
            cost[cell.at] += dot(&cell.share, moved);
        }
        self.rows.iter().for_each(|&(row, place, weight)| unknowns[row] += weight * self.moved[place]);
    }

    /// The transpose of [`OwnPrices::push`] and of what residuals add in [`OwnPrices::follow`].
    pub(super) fn push_transposed(
        &mut self,
        weights: &[f64],
        cost: &[f64],
        unknowns: &[f64],
        into: &mut [f64],
    ) {
        self.moved.iter_mut().zip(&self.markets).for_each(|(moved, &market)| *moved = weights[market]);
        self.rows.iter().for_each(|&(row, place, weight)| self.moved[place] += weight * unknowns[row]);
        for cell in &self.cells {
            let moved = &mut self.moved[cell.range()];
            moved.iter_mut().zip(&cell.share).for_each(|(moved, share)| *moved += share * cost[cell.at]);
            let right = &mut self.right[..moved.len()];
            right.fill(0.0);
            multiply_transposed(&cell.inverse, moved, right);
            right.iter().zip(&self.markets[cell.range()]).for_each(|(right, &market)| into[market] = *right);
        }
    }

    /// The prices, once log receipts (region × sector) and the unknowns are known; [`OwnPrices::push`] came before.
    pub(super) fn follow(&self, receipts: &[f64], unknowns: &[f64], into: &mut [f64]) {
        for cell in &self.cells {
            for (own, place) in cell.range().enumerate() {
                let means = cell.means.iter().map(|(mean, response)| response[own] * unknowns[*mean]);
                into[self.markets[place]] =
                    self.moved[place] + cell.follows[own] * receipts[cell.at] + means.sum::<f64>();
            }
        }
    }

    /// The transpose of [`OwnPrices::follow`] in receipts: calls with a cell and what its log receipts weigh.
    pub(super) fn receipts_transposed(&self, weights: &[f64], mut add: impl FnMut(usize, f64)) {
        for cell in &self.cells {
            let own = self.markets[cell.range()].iter().zip(&cell.follows);
            add(cell.at, own.map(|(&market, follows)| weights[market] * follows).sum());
        }
    }

    /// The transpose of [`OwnPrices::follow`] in mean prices; adds to the unknowns.
    pub(super) fn means_transposed(&self, weights: &[f64], unknowns: &mut [f64]) {
        for cell in &self.cells {
            for (mean, response) in &cell.means {
                let own = self.markets[cell.range()].iter().zip(response);
                unknowns[*mean] += own.map(|(&market, response)| weights[market] * response).sum::<f64>();
            }
        }
    }
}

/// The prices of one cell; nobody produces in an idle one.
fn cell(
    equations: &Equations<'_>,
    prices: &[OwnPrice],
    first: usize,
    (slopes, means, places): (&[Vec<f64>], &[MeanPrice], &Places),
    idle: bool,
) -> Cell {
    let f = equations.layout.factors;
    let count = prices.len();
    let matrix = Mat::from_fn(count, count, |row, column| {
        let (one, other) = (&prices[row], &prices[column]);
        let own = if row == column { one.shape } else { 0.0 };
        match (one.idle, slopes.get(other.place % f)) {
            (true, _) => f64::from(u8::from(row == column)),
            (false, None) => own,
            (false, Some(slopes)) => own - slopes[one.place],
        }
    });
    let inverse = matrix.partial_piv_lu().inverse();
    let inverse: Vec<f64> = (0..count * count).map(|at| inverse[(at / count, at % count)]).collect();
    let solve = |right: &[f64]| {
        let mut into = vec![0.0; count];
        multiply(&inverse, right, &mut into);
        into
    };
    let follows: Vec<f64> = prices.iter().map(|price| f64::from(u8::from(!price.idle))).collect();
    let pulled = means.iter().enumerate().filter_map(|(at, mean)| {
        let inside = |price: &OwnPrice| {
            price.market.checked_sub(mean.first).and_then(|k| mean.pull.get(k)).filter(|_| !price.idle)
        };
        let pulls: Vec<f64> = prices.iter().map(|price| inside(price).copied().unwrap_or_default()).collect();
        pulls.iter().any(|&pull| pull != 0.0).then(|| (places.mean(at), solve(&pulls)))
    });
    let shares = equations.technology.factor_share(&equations.point.nests).as_slice();
    Cell {
        at: prices[0].place / f,
        first,
        follows: solve(&follows),
        means: pulled.collect(),
        share: prices.iter().map(|price| if idle { 0.0 } else { shares[price.place] }).collect(),
        inverse,
    }
}

/// Slopes of log factor shares, `(j·S + k)·F + f`, in the price of each factor; nothing where shares are fixed.
fn share_slopes(equations: &Equations<'_>) -> Vec<Vec<f64>> {
    let technology = &equations.technology;
    if technology.fixed_shares {
        return Vec::new();
    }
    let (m, f) = (equations.layout.sectors, equations.layout.factors);
    let cells = equations.layout.cells();
    let still = vec![0.0; equations.point.ln_use_price.len()];
    let mut tangent = NestTangent::default();
    let mut slopes = Vec::with_capacity(f);
    for moving in 0..f {
        let price = |place: usize| f64::from(u8::from(place % f == moving));
        let factor: Vec<f64> = (0..cells * f).map(price).collect();
        technology.tangent(&equations.point.nests, &still, &factor, &mut tangent);
        let change = |place: usize| {
            let cell = place / f;
            technology.factor_change(&tangent, (cell / m, cell % m, place % f), factor[place])
        };
        slopes.push((0..cells * f).map(change).collect());
    }
    slopes
}
