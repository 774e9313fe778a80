//! Continuation: small steps in a parameter that leads from a known solution to the wanted one.

use crate::newton::{NewtonSettings, newton};
use crate::record::{Ending, Record, Solution};
use crate::system::{OutOfDomain, System};

/// A system that depends on a position on a path: at 0 a solution is known, at 1 it is wanted.
pub trait Homotopy: System {
    /// Moves to a position on the path.
    ///
    /// # Errors
    /// [`OutOfDomain`] where the problem has no meaning at this position.
    fn set_path(&mut self, position: f64) -> Result<(), OutOfDomain>;

    /// How far two solutions at positions near each other are apart.
    fn distance(&self, one: &[f64], other: &[f64]) -> f64;
}

/// How continuation chooses its steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContinuationSettings {
    /// Newton's settings at each position.
    pub newton: NewtonSettings,
    /// First step along the path.
    pub first_step: f64,
    /// Step under which it gives up.
    pub smallest_step: f64,
    /// How a smallest step is taken that fails otherwise, as it may across a kink.
    pub across_kinks: Option<AcrossKinks>,
}

/// A smallest step of continuation that counts where the solution stays near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AcrossKinks {
    /// Newton's settings there.
    pub newton: NewtonSettings,
    /// Largest distance of the solution.
    pub longest: f64,
}

/// Follows the path from `start`, the solution at position 0, to position 1.
///
/// A failed step is halved, a good one doubles the next; one that is too small may still lead across a kink. Ends with the last solved position's iterate and
/// that position if it has to give up.
pub fn continuation(
    system: &mut impl Homotopy,
    start: &[f64],
    settings: &ContinuationSettings,
) -> (Solution, f64) {
    let mut x = start.to_vec();
    let mut record = Record::default();
    let (mut position, mut step) = (0.0, settings.first_step);
    while position < 1.0 {
        let target = f64::min(position + step, 1.0);
        let ending = match system.set_path(target) {
            Ok(()) => attempt(system, &mut x, target, &mut record, &settings.newton),
            Err(OutOfDomain) => Ending::OutOfDomain,
        };
        match ending {
            Ending::Converged => {
                position = target;
                step *= 2.0;
            }
            Ending::Interrupted => return (Solution { x, ending, record }, position),
            _ => step *= 0.5,
        }
        if step < settings.smallest_step {
            let target = f64::min(position + settings.smallest_step, 1.0);
            if !is_across(system, &mut x, target, &mut record, settings) {
                return (Solution { x, ending: Ending::StepTooSmall, record }, position);
            }
            (position, step) = (target, settings.smallest_step);
        }
    }
    (Solution { x, ending: Ending::Converged, record }, position)
}

/// Whether the solution at a position a smallest step ahead lies near; moves `x` there if it does.
fn is_across(
    system: &mut impl Homotopy,
    x: &mut Vec<f64>,
    target: f64,
    record: &mut Record,
    settings: &ContinuationSettings,
) -> bool {
    let Some(across) = settings.across_kinks else { return false };
    let mut there = x.clone();
    let solved = system.set_path(target).is_ok()
        && attempt(system, &mut there, target, record, &across.newton) == Ending::Converged;
    let is_near = solved && system.distance(&there, x) <= across.longest;
    if is_near {
        *x = there;
    }
    is_near
}

/// Solves at one position; moves `x` there if that succeeds.
fn attempt(
    system: &mut impl System,
    x: &mut Vec<f64>,
    target: f64,
    record: &mut Record,
    settings: &NewtonSettings,
) -> Ending {
    let mut attempt = newton(system, x, settings);
    attempt.record.iterations.iter_mut().for_each(|iteration| iteration.path = target);
    record.append(attempt.record);
    if attempt.ending == Ending::Converged {
        *x = attempt.x;
    }
    attempt.ending
}
