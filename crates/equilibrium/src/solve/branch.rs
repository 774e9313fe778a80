//! With economies of scale: the branch of equilibria that begins at the baseline, followed to the whole shock.
//!
//! There may be several equilibria then, and what shocks do is the one to which the observed one moves. A step along the path of
//! the shock counts only where Newton's steps shorten so fast that they cannot lead to another branch (Deuflhard 2011,
//! section 5.1); it is halved until they do. Where the branch turns back, none is short enough.

use oblate_numerics::{
    AcrossKinks, ContinuationSettings, Ending, Homotopy, NewtonSettings, Record, Solution, System,
    continuation,
};

use super::entry::{Adjusting, Entry, rests, slowest};
use super::error::{BranchEnds, SolveError};
use super::methods::{self, quick_settings};
use super::problem::Problem;
use super::scaled::largest_scale;
use super::settings::Settings;
use crate::economy::Economy;
use crate::outcome::Equilibrium;
use crate::shocks::Shocks;

/// Largest length of a Newton step over the one before it.
const CONTRACTION: f64 = 0.5;
/// Only whole Newton steps are taken.
const WHOLE: f64 = 0.99;
/// Largest change of any unknown, mostly a log, in a smallest step that is taken any way: at a kink, where a cap begins to bind, a
/// floor of wages holds or a sector closes, the steps do not shorten so fast however small the change is.
const NEAR: f64 = 0.01;
/// Smallest share of the shock that is added in one step: where the branch is followed, and where only whether it can be is asked.
const SMALLEST_STEP: f64 = 1.0 / 1024.0;
const SMALLEST_TRIAL: f64 = 1.0 / 64.0;
/// Residual of a first step that was stopped by rounding, not by a turn of the branch.
const ROUNDING: f64 = 1e-7;

/// Solves an economy with economies of scale: for the end of the branch, or, where there is none and that is wanted, for another
/// equilibrium.
pub(super) fn solve(mut problem: Problem<'_>, settings: &Settings<'_>) -> Result<Equilibrium, SolveError> {
    let start = problem.start();
    let off = match follow(&mut problem, &start, settings)? {
        Followed::ToTheEnd(solution) => return Ok(Equilibrium::of(problem.into_equations(), solution)),
        Followed::Not(off) => off,
    };
    if settings.beyond {
        // the whole shock was applied when the path began
        let _ = problem.set_path(1.0);
        let solution = methods::find(&mut problem, &start, settings)?;
        if solution.ending == Ending::Interrupted {
            return Err(SolveError::Interrupted { record: solution.record });
        }
        let equilibrium = Equilibrium::of(problem.into_equations(), solution);
        return Ok(Equilibrium { beyond: Some(off.reached()), ..equilibrium });
    }
    check_stop(settings)?;
    Err(diagnosis(&mut problem, off, settings))
}

/// What became of the branch that begins at the baseline.
enum Followed {
    /// It was followed to the whole shock, and rests at both ends.
    ToTheEnd(Solution),
    /// It was not.
    Not(Off),
}

/// Why an answer is no end of the branch.
enum Off {
    /// The baseline is not stable.
    Unstable,
    /// The branch ends before the whole shock.
    Turns { last: Solution, reached: f64 },
    /// What it leads to is not stable.
    Leaves(Solution),
}

impl Off {
    /// Up to which share of the shock there are equilibria that follow from the baseline and are stable.
    fn reached(&self) -> f64 {
        match self {
            Self::Unstable => 0.0,
            Self::Turns { reached, .. } => *reached,
            Self::Leaves(_) => 1.0,
        }
    }
}

/// Follows the branch that begins at the baseline.
fn follow(problem: &mut Problem<'_>, start: &[f64], settings: &Settings<'_>) -> Result<Followed, SolveError> {
    if !rests_at_baseline(problem, start) {
        check_stop(settings)?;
        return Ok(Followed::Not(Off::Unstable));
    }
    let path = path(settings, SMALLEST_STEP);
    let (solution, reached) = continuation(problem, start, &path);
    match solution.ending {
        Ending::Converged if rests(problem, &solution.x) == Some(true) => Ok(Followed::ToTheEnd(solution)),
        Ending::Converged => {
            check_stop(settings)?;
            Ok(Followed::Not(Off::Leaves(solution)))
        }
        Ending::Interrupted => Err(SolveError::Interrupted { record: solution.record }),
        _ => Ok(Followed::Not(Off::Turns { last: solution, reached })),
    }
}

fn check_stop(settings: &Settings<'_>) -> Result<(), SolveError> {
    if (settings.stop)() { Err(SolveError::Interrupted { record: Record::default() }) } else { Ok(()) }
}

/// What a reader must know of a branch that gives no answer.
fn diagnosis(problem: &mut Problem<'_>, off: Off, settings: &Settings<'_>) -> SolveError {
    match off {
        Off::Unstable => match Entry::at_baseline(problem.equations.economy, settings.stop) {
            Some(Entry::Unstable(feedback)) => SolveError::UnstableBaseline(Box::new(feedback)),
            _ => SolveError::NotJudged,
        },
        Off::Turns { last, reached } if reached == 0.0 && last.record.residual() <= ROUNDING => {
            methods::not_converged(problem, last, reached, settings).into()
        }
        Off::Turns { last, reached } => {
            SolveError::BranchEnds(Box::new(end(problem, &last, reached, settings)))
        }
        Off::Leaves(last) => SolveError::UnstableAnswer(Box::new(end(problem, &last, 1.0, settings))),
    }
}

/// Whether entry rests at the baseline; leaves its preconditioner for the first step of the path.
fn rests_at_baseline(problem: &mut Problem<'_>, start: &[f64]) -> bool {
    let mut residual = vec![0.0; start.len()];
    if problem.set_path(0.0).is_err() || problem.residual(start, &mut residual).is_err() {
        return false;
    }
    problem.prepare_preconditioner();
    rests(problem, start) == Some(true)
}

/// How the path is followed from the baseline, whose preconditioner is there.
fn path(settings: &Settings<'_>, smallest_step: f64) -> ContinuationSettings {
    let quick = quick_settings(settings);
    let newton = NewtonSettings { contraction: CONTRACTION, smallest_step: WHOLE, prepared: true, ..quick };
    let across = AcrossKinks { newton: quick, longest: NEAR };
    ContinuationSettings { newton, first_step: 1.0, smallest_step, across_kinks: Some(across) }
}

/// What is known of the end of a branch.
fn end(problem: &mut Problem<'_>, solution: &Solution, reached: f64, settings: &Settings<'_>) -> BranchEnds {
    let (economy, shocks) = (problem.equations.economy, problem.equations.shocks);
    let at_end = problem.set_path(reached).ok().and_then(|()| slowest(problem, &solution.x));
    BranchEnds {
        reached,
        record: solution.record.clone(),
        cell: at_end.map(|Adjusting { cell: (region, sector), .. }| {
            [economy.axes.regions.code(region).to_owned(), economy.axes.sectors.code(sector).to_owned()]
        }),
        goes_on_at: largest_scale(economy, |scaled| goes_on(scaled, shocks, settings)),
    }
}

/// Whether the branch of an economy goes on to the whole shock; none if the user stops.
fn goes_on(economy: &Economy, shocks: &Shocks, settings: &Settings<'_>) -> Option<bool> {
    let mut problem = Problem::new(economy, shocks, settings.stop).ok()?;
    let start = problem.start();
    if !rests_at_baseline(&mut problem, &start) {
        return (!(settings.stop)()).then_some(false);
    }
    let path = path(settings, SMALLEST_TRIAL);
    let (solution, _) = continuation(&mut problem, &start, &path);
    match solution.ending {
        Ending::Converged => Some(rests(&mut problem, &solution.x) == Some(true)),
        Ending::Interrupted => None,
        _ => Some(false),
    }
}
