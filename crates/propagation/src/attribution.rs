//! What each shock costs: alone, and on top of all others.

use crate::curves::Curves;
use crate::draws::run_many;
use crate::error::PropagationError;
use crate::model::Model;
use crate::observe::Observer;
use crate::shocks::Shock;

/// Value added that the world loses over all steps because of one shock, in the table's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShockLoss {
    /// With this shock alone.
    pub alone: f64,
    /// With all shocks, less what is lost without this one.
    pub on_top: f64,
}

/// The loss of each shock, and that of all together.
///
/// The losses of shocks that meet do not add up: the two numbers of each say how far they depend on the others. Each run
/// is watched by `also(run)` too, which may end it; then the losses mean nothing.
///
/// # Errors
/// As [`crate::Simulation`].
pub fn losses_by_shock<O: Observer + Send>(
    model: &Model,
    shocks: &[Shock],
    steps: usize,
    also: impl Fn(usize) -> O + Sync,
) -> Result<(f64, Vec<ShockLoss>), PropagationError> {
    let n = shocks.len();
    // all; then each alone; then all but each
    let of_run = |run: usize| match run.checked_sub(1) {
        None => shocks.to_vec(),
        Some(at) if at < n => vec![shocks[at].clone()],
        Some(at) => {
            let others = shocks.iter().enumerate().filter(|(other, _)| *other != at - n);
            others.map(|(_, shock)| shock.clone()).collect()
        }
    };
    let runs = run_many(model, 2 * n + 1, steps, of_run, |run| (Curves::new(model), also(run)))?;
    let lost: Vec<f64> = runs.iter().map(|(curves, _)| curves.value_added_lost().iter().sum()).collect();
    let of_shock = |at: usize| ShockLoss { alone: lost[1 + at], on_top: lost[0] - lost[1 + n + at] };
    Ok((lost[0], (0..n).map(of_shock).collect()))
}
