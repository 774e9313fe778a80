//! Other starting guesses: a search for further equilibria beside one that is known.

use oblate_world::{Array2, Region, Sector};

use crate::economy::Economy;
use crate::equations::Equations;
use crate::equilibrium::Equilibrium;
use crate::error::SolveError;
use crate::settings::Settings;
use crate::shocks::Shocks;
use crate::solve::solve_at;

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
/// As [`crate::solve`].
pub fn solve_from(
    economy: &Economy,
    shocks: &Shocks,
    known: &Equilibrium,
    receipts_hat: &Array2<Region, Sector>,
    settings: &Settings<'_>,
) -> Result<Equilibrium, SolveError> {
    let equations = Equations::new(economy, shocks, settings.stop)?;
    let mut start = known.unknowns.clone();
    let receipts = equations.layout.parts_mut(&mut start).receipts;
    for (at, (unknown, hat)) in receipts.iter_mut().zip(receipts_hat.as_slice()).enumerate() {
        if equations.shape.closes[at % equations.layout.sectors] {
            *unknown = unknown.max(OPEN) * hat;
        } else {
            *unknown += hat.ln();
        }
    }
    solve_at(equations, shocks, &start, settings)
}
