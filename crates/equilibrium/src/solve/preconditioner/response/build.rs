//! Sectors and regions as the preconditioner sees them, read off the equations at a point.

use faer::Mat;
use oblate_world::{Id, Region};

use super::border::purchases;
use super::cells::{Cells, State};
use super::cross::{Crosses, crosses};
use super::sector::{Sector, Shares};
use crate::economy::share;
use crate::system::{Equations, Layout};

/// What is left of a sector's response beyond the crosses, in the units of [`Units`].
const TOLERANCE: f64 = 0.25;

/// Purchases of inputs by a region: `A` over `θ` (using sector × product) and `O` (product × using sector), in logs.
pub(super) fn region_matrices(equations: &Equations<'_>, cells: &Cells, j: usize) -> [Mat<f64>; 2] {
    let m = equations.layout.sectors;
    let point = &equations.point;
    let shares = equations.technology.input_share(&point.nests).matrix(Region::new(j));
    let theta = &equations.economy.parameters.trade_elasticity;
    let uses = equations.shape.uses;
    let inputs = Mat::from_fn(m, m, |k, s| {
        if cells.state[j * m + k] == State::Idle { 0.0 } else { shares[s * m + k] / theta[s] }
    });
    let bought: Vec<f64> = (0..m).map(|s| purchases(equations, j, s)).collect();
    let demand = Mat::from_fn(m, m, |s, k| {
        let net = equations.purchase_net((j * m + s) * uses + k);
        share(shares[s * m + k] * net * point.receipts[j * m + k], bought[s])
    });
    [inputs, demand]
}

/// The shares of one sector; `own_factors` is what of unit costs follows receipts, region × sector.
pub(super) fn sector_shares(
    equations: &Equations<'_>,
    (cells, own_factors): (&Cells, &[f64]),
    s: usize,
    own: &[[Mat<f64>; 2]],
) -> Shares {
    let Layout { regions: n, sectors: m, .. } = equations.layout;
    let parameters = &equations.economy.parameters;
    let open = |i: usize| cells.is_open(i * m + s);
    let point = &equations.point;
    let (mut bought, mut sold) = (Mat::<f64>::zeros(n, n), Mat::<f64>::zeros(n, n));
    let width = equations.shape.bundle_width;
    for b in s * width..(s + 1) * width {
        add_bundle(equations, (s, b), &mut bought, &mut sold);
    }
    let mut closed = Vec::new();
    for i in 0..n {
        let sales = point.sales[s * n + i];
        if cells.state[i * m + s] == State::Closed {
            closed.push((i, (0..n).map(|j| sold[(i, j)]).collect()));
        }
        (0..n).for_each(|j| sold[(i, j)] = if open(i) { sold[(i, j)] / sales } else { 0.0 });
    }
    let by_region = |value: f64| (0..n).map(|i| if open(i) { value } else { 0.0 }).collect();
    Shares {
        alpha: by_region(parameters.bundle_elasticity(s)),
        beta: by_region(parameters.cost_elasticity(s)),
        pace: (0..n).map(|i| 1.0 / (1.0 + cells.inertia[i * m + s])).collect(),
        own_input: own.iter().map(|[inputs, _]| inputs[(s, s)]).collect(),
        own_demand: own.iter().map(|[_, demand]| demand[(s, s)]).collect(),
        own_factors: (0..n).map(|i| own_factors[i * m + s]).collect(),
        eta: parameters.selection[s],
        bought,
        sold,
        closed,
    }
}

/// Adds what one bundle's links bring to shares of purchases and, in levels, of sales.
fn add_bundle(equations: &Equations<'_>, (s, b): (usize, usize), bought: &mut Mat<f64>, sold: &mut Mat<f64>) {
    let Layout { regions: n, sectors: m, .. } = equations.layout;
    let (point, links) = (&equations.point, &equations.counterfactual.links);
    let width = equations.shape.bundle_width;
    let sellers = &point.competitiveness[s * n..][..n];
    for j in 0..n {
        let (phi, demand) = (point.phi[b * n + j], point.demand[b * n + j]);
        let part = if width == 1 {
            1.0
        } else {
            share(point.expenditure[(j * m + s) * width + b % width], purchases(equations, j, s))
        };
        let per_phi = share(part, phi);
        match links.matrices(b) {
            Some((share, goods)) => {
                let rows = share[j * n..][..n].iter().zip(&goods[j * n..][..n]);
                for (i, ((share, goods), seller)) in rows.zip(sellers).enumerate() {
                    bought[(j, i)] += share * seller * per_phi;
                    sold[(i, j)] += goods * demand;
                }
            }
            None => {
                let share = links.share(b, Region::new(j), Region::new(j));
                bought[(j, j)] += share * sellers[j] * per_phi;
                sold[(j, j)] += share * demand;
            }
        }
    }
}

/// How much an answer of a sector matters to its region, and a push from its region to it: by sector and region.
pub(super) struct Units {
    /// Of receipts and prices.
    pub rows: Vec<f64>,
    /// Of costs and purchases.
    pub columns: Vec<f64>,
}

/// Values scaled to square roots of levels, where trade links are near a rotation, times what a region passes on.
pub(super) fn units(equations: &Equations<'_>, scaled: &[bool], own: &[[Mat<f64>; 2]], s: usize) -> Units {
    const LEAST: f64 = 1e-8;
    let Layout { regions: n, sectors: m, .. } = equations.layout;
    let parameters = &equations.economy.parameters;
    let beta = |k: usize| parameters.cost_elasticity(k);
    let root = |value: f64| value.max(LEAST * 1e-300).sqrt();
    let receipts = |j: usize, k: usize| equations.point.receipts[j * m + k];
    let bought = |j: usize, k: usize| purchases(equations, j, k);
    let floor = |of: &dyn Fn(usize) -> f64| LEAST * (0..n).map(of).fold(0.0, f64::max);
    let (least_sold, least_bought) = (floor(&|j| receipts(j, s)), floor(&|j| bought(j, s)));
    let mut units = Units { rows: vec![0.0; 2 * n], columns: vec![0.0; 2 * n] };
    for j in 0..n {
        let [inputs, demand] = &own[j];
        let others = || (0..m).filter(|&k| k != s || !scaled[s]);
        let norm = |of: &dyn Fn(usize) -> f64| others().map(of).map(|x| x * x).sum::<f64>().sqrt().max(1e-3);
        let (size, buys) = (root(receipts(j, s).max(least_sold)), root(bought(j, s).max(least_bought)));
        let size_of = |k: usize| root(receipts(j, k));
        let buys_of = |k: usize| root(bought(j, k));
        let sold_on = norm(&|k| demand[(k, s)] * buys_of(k) / size);
        let fed_by = norm(&|k| share(demand[(s, k)] * buys, size_of(k)));
        let passed_on = norm(&|k| inputs[(k, s)] * beta(k) * size_of(k) / buys);
        let pushed_by = norm(&|k| share(inputs[(s, k)] * beta(s) * size, buys_of(k)));
        units.rows[j] = size * sold_on.sqrt();
        units.rows[n + j] = buys * passed_on.sqrt();
        units.columns[j] = size * beta(s) / pushed_by.sqrt();
        units.columns[n + j] = buys / fed_by.sqrt();
    }
    units
}

/// The crosses of a sector's response and what its diagonals are beyond them: `[d₁, d₂, d₃, d₄]` by region.
pub(super) fn split(
    sector: &Sector,
    response: Option<&Mat<f64>>,
    units: &Units,
    n: usize,
) -> (Crosses, Vec<[f64; 4]>) {
    let Some(response) = response else {
        return (Crosses::default(), (0..n).map(|j| sector.plain_diagonal(j)).collect());
    };
    let crosses = crosses(response, &units.rows, &units.columns, TOLERANCE);
    let left_out = |row: usize, column: usize| {
        let pairs = crosses.left.iter().zip(&crosses.right);
        response[(row, column)] - pairs.map(|(left, right)| left[row] * right[column]).sum::<f64>()
    };
    let of = |j: usize| [left_out(j, j), left_out(j, n + j), left_out(n + j, j), left_out(n + j, n + j)];
    let diagonals = (0..n).map(of).collect();
    (crosses, diagonals)
}
