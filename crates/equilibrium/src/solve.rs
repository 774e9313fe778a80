//! From shocks to an equilibrium.

mod branch;
mod entry;
mod error;
mod methods;
mod preconditioner;
mod problem;
mod scaled;
mod settings;
mod starts;

use std::borrow::Cow;

use oblate_numerics::Ending;

use crate::economy::Economy;
use crate::outcome::{Equilibrium, Outcome};
use crate::shocks::{DeficitRule, Shocks};

pub use entry::Entry;
pub use error::{BranchEnds, Feedback, NotConverged, SolveError};
pub(crate) use methods::newton_for;
pub(crate) use preconditioner::Preconditioner;
pub(crate) use problem::{Backward, Forward, Problem};
pub use settings::Settings;
pub use starts::solve_from;

/// Solves a counterfactual; with [`DeficitRule::Zero`] the baseline without deficits is solved first.
///
/// # Errors
/// As [`solve`].
pub fn counterfactual<'e>(
    economy: &'e Economy,
    shocks: &Shocks,
    settings: &Settings<'_>,
) -> Result<Outcome<'e>, SolveError> {
    let no_deficits = economy.deficit.iter().all(|&deficit| deficit == 0.0);
    if shocks.deficits != DeficitRule::Zero || no_deficits {
        let equilibrium = solve(economy, shocks, settings)?;
        return Ok(Outcome { baseline: Cow::Borrowed(economy), equilibrium });
    }
    let zero = Shocks { deficits: DeficitRule::Zero, ..Shocks::default() };
    let baseline = solve(economy, &zero, settings)?.rebase(economy);
    let equilibrium = solve(&baseline, shocks, settings)?;
    Ok(Outcome { baseline: Cow::Owned(baseline), equilibrium })
}

/// Solves for the equilibrium after the shocks, from hats of one, in changes from `economy`.
///
/// With economies of scale it is the end of the branch of equilibria that begins at the baseline, and both are stable
/// equilibria of entry. Equation: model.md (3.4).
///
/// # Errors
/// [`SolveError`] if the shocks cannot be applied, if no method converges, if the baseline or the answer is not stable or the
/// branch ends before the whole shock, if the result fails its check in levels, or if the user stops it.
pub fn solve(economy: &Economy, shocks: &Shocks, settings: &Settings<'_>) -> Result<Equilibrium, SolveError> {
    let problem = Problem::new(economy, shocks, settings.stop)?;
    if economy.parameters.has_scale() {
        return accept(branch::solve(problem, settings)?, settings);
    }
    let start = problem.start();
    solve_at(problem, &start, settings)
}

/// Solves from these unknowns.
fn solve_at(
    mut problem: Problem<'_>,
    start: &[f64],
    settings: &Settings<'_>,
) -> Result<Equilibrium, SolveError> {
    let solution = methods::find(&mut problem, start, settings)?;
    if solution.ending == Ending::Interrupted {
        return Err(SolveError::Interrupted { record: solution.record });
    }
    accept(Equilibrium::of(problem.into_equations(), solution), settings)
}

/// Nothing that fails its check in levels.
fn accept(equilibrium: Equilibrium, settings: &Settings<'_>) -> Result<Equilibrium, SolveError> {
    let named = equilibrium.residuals.named();
    match named.into_iter().find(|(_, gap)| *gap > settings.tolerance || gap.is_nan()) {
        None => Ok(equilibrium),
        Some((account, gap)) => Err(SolveError::FailedCheck { account, gap, tolerance: settings.tolerance }),
    }
}
