//! Whether entry rests at the observed baseline.
//!
//! Inputs of sectors with economies of scale grow where sales exceed receipts, all prices and incomes solved within. With `J`
//! the Jacobian at hats of one and `B` the part of it that adjusts, the baseline is stable where all eigenvalues of
//! `J x = λ B x` have positive real parts. Beyond the bounds of uniqueness it need not be.

use faer::{Mat, c64};
use oblate_numerics::{GmresSettings, KrylovBasis, KrylovSpace, System, Transient, arnoldi, gmres_in};
use oblate_world::{Id, Region, Sector};

use super::problem::{Forward, Problem};
use crate::economy::Economy;
use crate::shocks::Shocks;

/// Whether the baseline is a stable equilibrium of entry.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Entry {
    /// It is.
    Stable,
    /// Entry feeds on itself.
    Unstable {
        /// In how many directions at least.
        directions: usize,
        /// The real part of the eigenvalue of the most unstable one, below zero.
        eigenvalue: f64,
        /// Code of the region that moves most in the most unstable one.
        region: String,
        /// Code of the sector that does.
        sector: String,
        /// With scale elasticities times this number the baseline is stable.
        stable_at: Option<f64>,
    },
}

/// A direction in which entry leads away from the baseline.
struct Unstable {
    /// Real part of its eigenvalue, below zero.
    slope: f64,
    /// The cell that moves most.
    cell: (Region, Sector),
}

impl Entry {
    /// Looks at the baseline; none without economies of scale, or where the linear systems are not solved.
    pub fn at_baseline(economy: &Economy, stop: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        if !economy.parameters.has_scale() {
            return None;
        }
        let unstable = unstable(economy, stop, STEPS)?;
        let worst = unstable.iter().min_by(|a, b| a.slope.total_cmp(&b.slope));
        let Some(Unstable { slope, cell: (region, sector) }) = worst else { return Some(Self::Stable) };
        Some(Self::Unstable {
            directions: unstable.len(),
            eigenvalue: *slope,
            region: economy.axes.regions.code(*region).to_owned(),
            sector: economy.axes.sectors.code(*sector).to_owned(),
            stable_at: stable_at(economy, stop),
        })
    }
}

/// The largest number by which scale elasticities can be multiplied so that the baseline is stable, rounded down.
fn stable_at(economy: &Economy, stop: &(dyn Fn() -> bool + Sync)) -> Option<f64> {
    const HALVINGS: usize = 5;
    // the first sign of instability is enough
    const FEW_STEPS: usize = STEPS / 2;
    let (mut stable, mut beyond) = (0.0, 1.0);
    let mut scaled = economy.clone();
    for _ in 0..HALVINGS {
        let middle = 0.5 * (stable + beyond);
        let elasticities = economy.parameters.scale_elasticity.iter().map(|psi| middle * psi);
        scaled.parameters.scale_elasticity = elasticities.collect();
        if unstable(&scaled, stop, FEW_STEPS)?.is_empty() { stable = middle } else { beyond = middle }
    }
    (stable > 0.0).then_some((100.0 * stable).floor() / 100.0)
}

/// Eigenvalues are found as those of `(J + shift B)⁻¹` restricted to entry, `1/(λ + shift)`: the unstable ones lie outside.
const SHIFT: f64 = 1.0;
/// Size of the Krylov space.
const STEPS: usize = 60;
/// How far an eigenvalue of that space may be from one of the operator, relative to it.
const CLOSE: f64 = 1e-3;
const KRYLOV: GmresSettings = GmresSettings { tolerance: 1e-6, restart: 80, max_products: 160 };

/// The unstable directions at hats of one.
fn unstable(economy: &Economy, stop: &(dyn Fn() -> bool + Sync), steps: usize) -> Option<Vec<Unstable>> {
    let shocks = Shocks::default();
    let mut problem = Problem::new(economy, &shocks, stop).ok()?;
    let start = problem.start();
    let layout = problem.equations.layout;
    let [mut rhs, mut x] = [vec![0.0; start.len()], vec![0.0; start.len()]];
    problem.set_inertia(SHIFT);
    problem.residual(&start, &mut rhs).ok()?;
    problem.prepare_preconditioner();
    let equations = &problem.equations;
    let cells: Vec<usize> =
        (0..layout.cells()).filter(|&at| equations.active(at) && equations.inertia_of(at) > 0.0).collect();
    let mut space = KrylovSpace::default();
    let answer = |pushed: &[f64], inputs: &mut [f64]| {
        rhs.fill(0.0);
        let goods = layout.parts_mut(&mut rhs).receipts;
        cells.iter().zip(pushed).for_each(|(&at, push)| goods[at] = *push);
        x.fill(0.0);
        let solved = gmres_in(&mut space, &mut Forward(&mut problem), &rhs, &mut x, &KRYLOV);
        if solved.relative_residual > CLOSE || problem.interrupted() {
            return Err(());
        }
        let moved = layout.parts(&x);
        cells.iter().zip(inputs).for_each(|(&at, input)| *input = moved.receipts[at] - moved.cost[at]);
        Ok(())
    };
    // a start that no symmetry of the economy shares
    let spread: Vec<f64> =
        (1..=cells.len()).map(|at| (at as f64 * 0.618_033_988_749_895).fract() - 0.5).collect();
    let basis = arnoldi(answer, &spread, steps).ok()?;
    let place =
        |at: usize| (Region::new(cells[at] / layout.sectors), Sector::new(cells[at] % layout.sectors));
    eigenvalues(&basis).map(|pairs| {
        let unstable = pairs.into_iter().filter(|(lambda, _)| *lambda < 0.0);
        unstable.map(|(slope, at)| Unstable { slope, cell: place(at) }).collect()
    })
}

/// Real parts of the `λ` that the space has found, each with the place of the largest entry of its vector.
fn eigenvalues(basis: &KrylovBasis) -> Option<Vec<(f64, usize)>> {
    let last = basis.columns.last()?.last()?;
    let size = basis.columns.len();
    let matrix =
        Mat::from_fn(size, size, |row, column| basis.columns[column].get(row).copied().unwrap_or(0.0));
    let eigen = matrix.eigen().ok()?;
    let mut found = Vec::new();
    for (at, value) in eigen.S().column_vector().iter().enumerate() {
        let weights: Vec<c64> = (0..size).map(|row| eigen.U()[(row, at)]).collect();
        let length = weights.iter().map(|weight| weight.norm_sqr()).sum::<f64>().sqrt();
        if last * weights[size - 1].norm() > CLOSE * value.norm() * length {
            continue;
        }
        let entry = |place: usize| -> f64 {
            let terms = basis.vectors.iter().zip(&weights);
            terms.map(|(vector, weight)| *weight * vector[place]).sum::<c64>().norm_sqr()
        };
        let largest = (0..basis.vectors[0].len()).map(|place| (place, entry(place)));
        let (place, _) = largest.max_by(|a, b| a.1.total_cmp(&b.1))?;
        found.push((value.re / value.norm_sqr() - SHIFT, place));
    }
    Some(found)
}
