//! Whether entry rests at an equilibrium: at the observed baseline, and at the answer.
//!
//! Inputs of sectors with economies of scale grow where sales exceed receipts, all prices and incomes solved within. With `J`
//! the Jacobian at an equilibrium and `B` the part of it that adjusts, it is stable where all eigenvalues of
//! `J x = λ B x` have positive real parts. Beyond the bounds of uniqueness it need not be.

use faer::{Mat, c64};
use oblate_numerics::{GmresSettings, KrylovBasis, KrylovSpace, System, Transient, arnoldi, gmres_in};
use oblate_world::{Id, Region, Sector};

use super::error::Feedback;
use super::problem::{Forward, Problem};
use super::scaled::largest_scale;
use crate::economy::Economy;
use crate::shocks::Shocks;

/// Whether the baseline is a stable equilibrium of entry.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Entry {
    /// It is.
    Stable,
    /// Entry feeds on itself.
    Unstable(Feedback),
}

impl Entry {
    /// Looks at the baseline; none without economies of scale, or where the linear systems are not solved.
    pub fn at_baseline(economy: &Economy, stop: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        if !economy.parameters.has_scale() {
            return None;
        }
        let unstable = unstable(economy, stop, &STUDY)?;
        let worst = unstable.iter().min_by(|a, b| a.slope.total_cmp(&b.slope));
        let Some(Adjusting { slope, cell: (region, sector) }) = worst else { return Some(Self::Stable) };
        let rests = |scaled: &Economy| Some(self::unstable(scaled, stop, &CHECK)?.is_empty());
        Some(Self::Unstable(Feedback {
            directions: unstable.len(),
            eigenvalue: *slope,
            region: economy.axes.regions.code(*region).to_owned(),
            sector: economy.axes.sectors.code(*sector).to_owned(),
            stable_at: largest_scale(economy, rests),
        }))
    }
}

/// A direction in which entry adjusts.
pub(super) struct Adjusting {
    /// Real part of its eigenvalue: below zero where it leads away from the equilibrium.
    pub slope: f64,
    /// The cell that moves most.
    pub cell: (Region, Sector),
}

/// How closely the directions of entry are looked at: those of `(J + shift B)⁻¹` restricted to entry have eigenvalues
/// `1/(λ + shift)`, and outer ones are found first.
struct Look {
    shift: f64,
    /// Size of the Krylov space.
    steps: usize,
    /// How roughly linear systems are solved.
    linear: f64,
    /// How far an eigenvalue of that space may be from one of the operator, relative to it.
    close: f64,
}

/// Eigenvalues near zero stand far out: a few rough steps with the preconditioner that is there tell them to some per cent.
const GLANCE: Look = Look { shift: 0.0, steps: 8, linear: 0.1, close: f64::INFINITY };
/// Those below zero lie outside: real parts above one.
const STUDY: Look = Look { shift: 1.0, steps: 60, linear: 1e-6, close: 1e-3 };
/// The first sign of instability is enough.
const CHECK: Look = Look { steps: 30, ..STUDY };
/// Eigenvalue above which a glance is enough.
const CLEAR: f64 = 0.02;
/// Largest relative residual of a linear system that tells something.
const TELLING: f64 = 0.2;

/// Whether entry rests at the equilibrium at which a problem was evaluated last, `x`; it brings a preconditioner from near by.
/// None if the linear systems are not solved, or the user stops.
pub(super) fn rests(problem: &mut Problem<'_>, x: &[f64]) -> Option<bool> {
    let clear = |found: &[Adjusting]| found.iter().all(|direction| direction.slope > CLEAR);
    if adjusting(problem, &GLANCE).is_some_and(|found| clear(&found)) {
        return Some(true);
    }
    studied(problem, x, &CHECK).map(|found| found.iter().all(|direction| direction.slope >= 0.0))
}

/// The direction in which entry adjusts most slowly at an equilibrium.
pub(super) fn slowest(problem: &mut Problem<'_>, x: &[f64]) -> Option<Adjusting> {
    problem.residual(x, &mut vec![0.0; x.len()]).ok()?;
    problem.prepare_preconditioner();
    let found = adjusting(problem, &GLANCE)?;
    found.into_iter().min_by(|a, b| a.slope.total_cmp(&b.slope))
}

/// The unstable directions at hats of one.
fn unstable(economy: &Economy, stop: &(dyn Fn() -> bool + Sync), look: &Look) -> Option<Vec<Adjusting>> {
    let shocks = Shocks::default();
    let mut problem = Problem::new(economy, &shocks, stop).ok()?;
    let start = problem.start();
    let mut found = studied(&mut problem, &start, look)?;
    found.retain(|direction| direction.slope < 0.0);
    Some(found)
}

/// The directions at a point, with a preconditioner for this look; leaves the problem as it stands there, with one of its own.
fn studied(problem: &mut Problem<'_>, x: &[f64], look: &Look) -> Option<Vec<Adjusting>> {
    let mut residual = vec![0.0; x.len()];
    problem.set_inertia(look.shift);
    let defined = problem.residual(x, &mut residual);
    problem.prepare_preconditioner();
    let found = adjusting(problem, look);
    problem.set_inertia(0.0);
    problem.residual(x, &mut residual).and(defined).ok()?;
    problem.prepare_preconditioner();
    found
}

/// Directions of entry where the problem was evaluated last, with the preconditioner that it has.
fn adjusting(problem: &mut Problem<'_>, look: &Look) -> Option<Vec<Adjusting>> {
    let layout = problem.equations.layout;
    let [mut rhs, mut x] = [vec![0.0; layout.size()], vec![0.0; layout.size()]];
    let equations = &problem.equations;
    let adjusts = |&at: &usize| equations.active(at) && equations.adjusts(at % layout.sectors);
    let cells: Vec<usize> = (0..layout.cells()).filter(adjusts).collect();
    if cells.is_empty() {
        return Some(Vec::new());
    }
    let krylov = GmresSettings { tolerance: look.linear, restart: 80, max_products: 160 };
    let mut space = KrylovSpace::default();
    let answer = |pushed: &[f64], inputs: &mut [f64]| {
        rhs.fill(0.0);
        let goods = layout.parts_mut(&mut rhs).receipts;
        cells.iter().zip(pushed).for_each(|(&at, push)| goods[at] = *push);
        x.fill(0.0);
        let solved = gmres_in(&mut space, &mut Forward(problem), &rhs, &mut x, &krylov);
        if solved.relative_residual > TELLING || problem.interrupted() {
            return Err(());
        }
        let moved = layout.parts(&x);
        cells.iter().zip(inputs).for_each(|(&at, input)| *input = moved.receipts[at] - moved.cost[at]);
        Ok(())
    };
    // a start that no symmetry of the economy shares
    let spread: Vec<f64> =
        (1..=cells.len()).map(|at| (at as f64 * 0.618_033_988_749_895).fract() - 0.5).collect();
    let basis = arnoldi(answer, &spread, look.steps).ok()?;
    let place =
        |at: usize| (Region::new(cells[at] / layout.sectors), Sector::new(cells[at] % layout.sectors));
    let found = eigenvalues(&basis, look)?.into_iter();
    Some(found.map(|(slope, at)| Adjusting { slope, cell: place(at) }).collect())
}

/// Eigenvalue of the inverse, relative to the largest, that counts as zero: no feedback is thousands of times what feeds it.
const STIFF: f64 = 1e-4;

/// Real parts of the `λ` that the space has found, each with the place of the largest entry of its vector.
fn eigenvalues(basis: &KrylovBasis, look: &Look) -> Option<Vec<(f64, usize)>> {
    let last = basis.columns.last()?.last()?;
    let size = basis.columns.len();
    let matrix =
        Mat::from_fn(size, size, |row, column| basis.columns[column].get(row).copied().unwrap_or(0.0));
    let eigen = matrix.eigen().ok()?;
    let largest = eigen.S().column_vector().iter().map(|value| value.norm()).fold(0.0, f64::max);
    let mut found = Vec::new();
    for (at, value) in eigen.S().column_vector().iter().enumerate() {
        // inputs that nothing moves
        if value.norm() <= STIFF * largest {
            continue;
        }
        let weights: Vec<c64> = (0..size).map(|row| eigen.U()[(row, at)]).collect();
        let length = weights.iter().map(|weight| weight.norm_sqr()).sum::<f64>().sqrt();
        if last * weights[size - 1].norm() > look.close * value.norm() * length {
            continue;
        }
        let entry = |place: usize| -> f64 {
            let terms = basis.vectors.iter().zip(&weights);
            terms.map(|(vector, weight)| *weight * vector[place]).sum::<c64>().norm_sqr()
        };
        let largest = (0..basis.vectors[0].len()).map(|place| (place, entry(place)));
        let (place, _) = largest.max_by(|a, b| a.1.total_cmp(&b.1))?;
        found.push((value.re / value.norm_sqr() - look.shift, place));
    }
    Some(found)
}
