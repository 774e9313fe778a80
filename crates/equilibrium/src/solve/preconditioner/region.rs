//! Regions solved within, and what factor prices and incomes do to them.

use faer::Mat;
use faer::linalg::solvers::Solve;
use oblate_world::{Id, Region, Sector};

use crate::economy::share;
use crate::equations::sums::{dot, multiply, multiply_transposed};
use crate::system::{Equations, Layout};
/// Prices feeding on prices through home inputs, `C_j⁻¹` of every region, row by row.
pub(super) struct Regions {
    sectors: usize,
    inverse: Vec<f64>,
}

impl Regions {
    pub(super) fn new(equations: &Equations<'_>) -> Self {
        let Layout { regions: n, sectors: m, .. } = equations.layout;
        let shares = equations.technology.input_share(&equations.point.nests);
        let mut inverse = Vec::with_capacity(n * m * m);
        for j in 0..n {
            let matrix = shares.matrix(Region::new(j));
            let home = home_feed(equations, j);
            let block =
                Mat::from_fn(m, m, |k, s| f64::from(u8::from(k == s)) - matrix[s * m + k] * home[s * m + k]);
            let block = block.partial_piv_lu().solve(Mat::<f64>::identity(m, m));
            inverse.extend((0..m).flat_map(|k| (0..m).map(move |s| (k, s))).map(|(k, s)| block[(k, s)]));
        }
        Self { sectors: m, inverse }
    }

    fn blocks(&self) -> impl Iterator<Item = &[f64]> {
        self.inverse.chunks_exact(self.sectors * self.sectors)
    }

    pub(super) fn block(&self, j: usize) -> &[f64] {
        let size = self.sectors * self.sectors;
        &self.inverse[j * size..][..size]
    }

    /// `C⁻¹ x`.
    pub(super) fn costs(&self, from: &[f64], into: &mut [f64]) {
        let m = self.sectors;
        for (block, (from, into)) in self.blocks().zip(from.chunks_exact(m).zip(into.chunks_exact_mut(m))) {
            multiply(block, from, into);
        }
    }

    /// `C⁻ᵀ x`.
    pub(super) fn costs_transposed(&self, from: &[f64], into: &mut [f64]) {
        let m = self.sectors;
        for (block, (from, into)) in self.blocks().zip(from.chunks_exact(m).zip(into.chunks_exact_mut(m))) {
            multiply_transposed(block, from, into);
        }
    }

    /// `D⁻¹ x = R⁻¹ C⁻ᵀ R x`, in logs of outputs; receipts are zero where a sector is not active.
    pub(super) fn outputs(&self, receipts: &[f64], from: &[f64], into: &mut [f64]) {
        let levels: Vec<f64> = from.iter().zip(receipts).map(|(x, receipts)| receipts * x).collect();
        self.costs_transposed(&levels, into);
        for ((into, from), receipts) in into.iter_mut().zip(from).zip(receipts) {
            *into = if *receipts > 0.0 { *into / receipts } else { *from };
        }
    }

    /// `D⁻ᵀ x = R C⁻¹ R⁻¹ x`.
    pub(super) fn outputs_transposed(&self, receipts: &[f64], from: &[f64], into: &mut [f64]) {
        let over: Vec<f64> = from
            .iter()
            .zip(receipts)
            .map(|(x, receipts)| if *receipts > 0.0 { x / receipts } else { 0.0 })
            .collect();
        self.costs(&over, into);
        for ((into, from), receipts) in into.iter_mut().zip(from).zip(receipts) {
            *into = if *receipts > 0.0 { *into * receipts } else { *from };
        }
    }
}

/// Home part of the response of a user's log price to the log unit cost: `(θ+η+θψ)/θ · π'_jj`, product × using sector.
fn home_feed(equations: &Equations<'_>, j: usize) -> Vec<f64> {
    let m = equations.layout.sectors;
    let width = equations.shape.bundle_width;
    let of_product = |s: usize| {
        let first = home_share(equations, j, s, s * width);
        let of_use = move |k: usize| match width {
            1 => first,
            _ => home_share(equations, j, s, equations.shape.bundle(s, k)),
        };
        (0..m).map(of_use)
    };
    (0..m).flat_map(of_product).collect()
}

fn home_share(equations: &Equations<'_>, j: usize, s: usize, b: usize) -> f64 {
    let n = equations.layout.regions;
    let region = Region::new(j);
    let weight = equations.counterfactual.links.share(b, region, region);
    let phi = equations.point.phi[b * n + j];
    if phi > 0.0 { weight * equations.point.competitiveness[s * n + j] / phi } else { 0.0 }
}

/// A part of a vector over cells: where it starts, and its values.
type Piece = (usize, Vec<f64>);

/// How factor prices and incomes stand to the cells: the border of the reduced system.
///
/// Its unknowns are the factor markets, then incomes by region and group.
pub(super) struct Border {
    /// Response of log unit costs to the log price of each factor market, `C⁻¹ φ`.
    pub columns: Vec<Vec<Piece>>,
    /// Weights of log outputs in each factor market, `R C⁻¹ φ / V'`, and in each budget, `R C⁻¹ τ / I'`.
    pub rows: Vec<Vec<Piece>>,
}

impl Border {
    pub(super) fn new(equations: &Equations<'_>, regions: &Regions) -> Self {
        let Layout { regions: n, sectors: m, markets, groups, .. } = equations.layout;
        let mut columns: Vec<Vec<Piece>> = vec![Vec::new(); markets];
        for j in 0..n {
            for (market, paid) in payments(equations, j, |_| true) {
                let mut response = vec![0.0; m];
                multiply(regions.block(j), &paid, &mut response);
                columns[market].push((j * m, response));
            }
        }
        let receipts = &equations.point.receipts;
        let replaced = equations.markets.replaced();
        let mut rows: Vec<Vec<Piece>> = Vec::with_capacity(markets + n * groups);
        for (market, column) in columns.iter().enumerate() {
            let demand = equations.point.markets.demand[market];
            let weigh = |(start, response): &Piece| {
                let cells = response.iter().zip(&receipts[*start..]);
                (*start, cells.map(|(response, receipts)| share(receipts * response, demand)).collect())
            };
            let solved = !equations.markets.is_idle(market)
                && !equations.markets.is_long_run(market)
                && !replaced[market];
            rows.push(if solved { column.iter().map(weigh).collect() } else { Vec::new() });
        }
        for j in 0..n {
            let revenue = solved_revenue(equations, regions, j);
            for g in 0..groups {
                let at = j * groups + g;
                let part = equations.transfer_share(g);
                let income = equations.point.income_from_sources[at];
                let weights = revenue.iter().map(|revenue| share(part * revenue, income)).collect();
                let unbounded = equations.counterfactual.reach.is_unbounded(Region::new(j));
                rows.push(if unbounded { Vec::new() } else { vec![(j * m, weights)] });
            }
        }
        Self { columns, rows }
    }

    pub(super) fn size(&self) -> usize {
        self.rows.len()
    }

    /// The entry of a vector over markets and incomes.
    pub(super) fn own(&self, at: usize, wage: &[f64], income: &[f64]) -> f64 {
        if at < wage.len() { wage[at] } else { income[at - wage.len()] }
    }
}

/// The markets in which a region buys, each with its share in the receipts of every sector; only those that are `wanted`.
pub(super) fn payments(
    equations: &Equations<'_>,
    j: usize,
    wanted: impl Fn(usize) -> bool,
) -> Vec<(usize, Vec<f64>)> {
    let Layout { sectors: m, factors: f, .. } = equations.layout;
    let shares = equations.technology.factor_share(&equations.point.nests).as_slice();
    let mut payments: Vec<(usize, Vec<f64>)> = Vec::new();
    for g in 0..f {
        for k in 0..m {
            let at = (j * m + k) * f + g;
            let market = equations.markets.market_of()[at];
            if !wanted(market) {
                continue;
            }
            // a factor's markets stand together
            let place = match payments.last() {
                Some((last, _)) if *last == market => payments.len() - 1,
                _ => {
                    payments.push((market, vec![0.0; m]));
                    payments.len() - 1
                }
            };
            payments[place].1[k] = shares[at];
        }
    }
    payments
}

/// `R C⁻¹ τ` of a region.
fn solved_revenue(equations: &Equations<'_>, regions: &Regions, j: usize) -> Vec<f64> {
    let m = equations.layout.sectors;
    let revenue = revenue_of_receipts(equations, j);
    let rows = regions.block(j).chunks_exact(m);
    rows.zip(&equations.point.receipts[j * m..])
        .map(|(row, receipts)| receipts * dot(row, &revenue))
        .collect()
}

/// The tariff revenue less subsidies `τ` that a unit of receipts brings, by sector.
pub(super) fn revenue_of_receipts(equations: &Equations<'_>, j: usize) -> Vec<f64> {
    let m = equations.layout.sectors;
    let shares = equations.technology.input_share(&equations.point.nests);
    let mut revenue = vec![0.0; m];
    if equations.shape.bundle_width == 1 {
        let wedge: Vec<f64> = (0..m).map(|s| tariff_wedge(equations, j, s)).collect();
        multiply_transposed(shares.matrix(Region::new(j)), &wedge, &mut revenue);
    } else {
        for s in 0..m {
            let row = shares.row(Region::new(j), Sector::new(s)).iter().enumerate();
            for (k, share) in row {
                revenue[k] += share * tariff_wedge(equations, j, equations.shape.bundle(s, k));
            }
        }
    }
    for (k, revenue) in revenue.iter_mut().enumerate() {
        let b = equations.counterfactual.subsidy.as_slice()[j * m + k];
        *revenue -= b / (1.0 + b);
    }
    revenue
}

/// Share of a purchase that does not reach the seller: `1 − Φ̂_net/Φ̂`.
pub(super) fn tariff_wedge(equations: &Equations<'_>, j: usize, b: usize) -> f64 {
    let at = b * equations.layout.regions + j;
    let phi = equations.point.phi[at];
    if phi > 0.0 { 1.0 - equations.point.phi_net[at] / phi } else { 0.0 }
}
