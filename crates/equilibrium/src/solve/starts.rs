//! Other starting guesses: a search for further equilibria beside one that is known.

use oblate_world::{Array2, Region, Sector};

use super::error::SolveError;
use super::problem::Problem;
use super::settings::Settings;
use super::solve_at;
use crate::economy::Economy;
use crate::outcome::Equilibrium;
use crate::shocks::Shocks;

/// The least receipts over the baseline from which a closed sector is tried again.
const OPEN: f64 = 1e-3;

/// Solves for an equilibrium after the shocks from the receipts of a known one times `receipts_hat` (region × sector,
/// above 0): which sectors are large in which regions is what tells equilibria apart. All else starts as in the known
/// one. `economy` and `shocks` are those of the known equilibrium.
///
/// Where `θψ` is above one, an equilibrium in which a sector closes altogether in a region is not found: receipts are
/// solved for as logs there.
///
/// # Errors
/// As [`crate::solve()`].
pub fn solve_from(
    economy: &Economy,
    shocks: &Shocks,
    known: &Equilibrium,
    receipts_hat: &Array2<Region, Sector>,
    settings: &Settings<'_>,
) -> Result<Equilibrium, SolveError> {
    let problem = Problem::new(economy, shocks, settings.stop)?;
    let equations = &problem.equations;
    let mut start = known.unknowns.clone();
    let receipts = equations.layout.parts_mut(&mut start).receipts;
    for (at, (unknown, hat)) in receipts.iter_mut().zip(receipts_hat.as_slice()).enumerate() {
        if equations.shape.closes[at % equations.layout.sectors] {
            *unknown = unknown.max(OPEN) * hat;
        } else {
            *unknown += hat.ln();
        }
    }
    solve_at(problem, &start, settings)
}
