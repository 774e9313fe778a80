//! Many runs of one model: several share each pass over the flow matrix, and threads share the runs.

mod remedies;
mod variations;

use rayon::prelude::*;

use crate::error::PropagationError;
use crate::model::Model;
use crate::run::{Observer, Run, advance};
use crate::shocks::Shock;
pub use remedies::Remedy;
pub use variations::{Outcome, Variation, compare};

/// Runs that share a pass: enough that the flow matrix is read once for all, few enough that what they work on stays in the
/// cache.
const ABREAST: usize = 4;

/// Runs one model under many sets of shocks, for so many steps each, and gives the observers back in order.
///
/// Run `d` has the shocks `shocks(d)`, the observer `observer(d)`, and the random stream `d`. Its result does not
/// depend on the other runs, nor on the number of threads. An observer that has seen enough ends its run; to
/// stop all, let all observers end theirs.
///
/// # Errors
/// The first error in the order of the runs, as of [`crate::Simulation`].
pub fn run_many<O, S, W>(
    model: &Model,
    runs: usize,
    steps: usize,
    shocks: S,
    observer: W,
) -> Result<Vec<O>, PropagationError>
where
    O: Observer + Send,
    S: Fn(usize) -> Vec<Shock> + Sync,
    W: Fn(usize) -> O + Sync,
{
    let groups: Vec<Vec<O>> = (0..runs.div_ceil(ABREAST))
        .into_par_iter()
        .map(|group| {
            let members = group * ABREAST..runs.min((group + 1) * ABREAST);
            let started = members.map(|run| Ok((Run::new(model, &shocks(run), run as u64)?, observer(run))));
            abreast(started.collect::<Result<_, PropagationError>>()?, steps)
        })
        .collect::<Result<_, _>>()?;
    Ok(groups.into_iter().flatten().collect())
}

/// Runs that go side by side until each has ended; their observers in the order of the runs.
fn abreast<O: Observer>(runs: Vec<(Run<'_>, O)>, steps: usize) -> Result<Vec<O>, PropagationError> {
    let mut observers: Vec<Option<O>> = runs.iter().map(|_| None).collect();
    let (mut places, mut runs): (Vec<usize>, Vec<_>) = runs.into_iter().enumerate().unzip();
    for _ in 0..steps {
        let ends = advance(&mut runs)?;
        for at in (0..runs.len()).rev().filter(|&at| ends[at]) {
            observers[places.remove(at)] = Some(runs.remove(at).1);
        }
    }
    for (place, (_, observer)) in places.into_iter().zip(runs) {
        observers[place] = Some(observer);
    }
    Ok(observers.into_iter().flatten().collect())
}
