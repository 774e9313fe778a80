//! Pseudo-transient continuation: follows the adjustment that a system stands for until it comes to rest (Kelley & Keyes
//! 1998).
//!
//! Where Newton's line search stalls, the adjustment often goes on to a solution. It is no proof that there is one, and
//! inertia that falls too early may hold it at a fold.

use crate::krylov::{GmresSettings, KrylovSpace, gmres_in};
use crate::record::{Ending, Iteration, Method, Record, Solution};
use crate::system::{Linearised, OutOfDomain, System};
use crate::vector::add_scaled;

/// A system whose unknowns can be made to adjust slowly.
pub trait Transient: System {
    /// Adds this to the slope of each residual in the unknown that adjusts to it; zero takes it away. It counts from the
    /// next call of [`System::residual`].
    fn set_inertia(&mut self, inertia: f64);
}

/// How the adjustment goes on and when it stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransientSettings {
    /// Largest error at which it stops.
    pub tolerance: f64,
    /// Steps at most.
    pub max_iterations: usize,
    /// Inertia of the first step.
    pub first_inertia: f64,
    /// Largest change of any unknown in one step.
    pub longest_step: f64,
    /// Krylov vectors per step at most.
    pub max_products: usize,
    /// Steps for which a preconditioner is kept.
    pub keep_preconditioner: usize,
}

impl Default for TransientSettings {
    fn default() -> Self {
        Self {
            tolerance: 1e-6,
            max_iterations: 120,
            first_inertia: 1.0,
            longest_step: 1.0,
            max_products: 60,
            keep_preconditioner: 3,
        }
    }
}

/// How roughly linear systems are solved.
const FORCING: f64 = 0.05;
/// By what inertia falls after an easy step, one this part of the longest, and rises after one that was too long.
const EASY: f64 = 0.3;
const FASTER: f64 = 0.4;
const SLOWER: f64 = 4.0;
/// What a change counts: what dwindles in logs may do so fast.
fn length(change: f64) -> f64 {
    const DWINDLES: f64 = 0.25;
    if change < 0.0 { -DWINDLES * change } else { change }
}

/// Inertia at which the system counts as stuck.
const MOST_INERTIA: f64 = 1e4;

/// Lets the system adjust from `start`; inertia falls as the steps become short. Leaves the system without inertia.
pub fn transient(system: &mut impl Transient, start: &[f64], settings: &TransientSettings) -> Solution {
    let solution = adjust(system, start, settings);
    system.set_inertia(0.0);
    solution
}

fn adjust(system: &mut impl Transient, start: &[f64], settings: &TransientSettings) -> Solution {
    let mut x = start.to_vec();
    let (mut residual, mut next) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    let mut direction = vec![0.0; x.len()];
    let mut trial = x.clone();
    let mut space = KrylovSpace::default();
    let mut record = Record::default();
    let mut inertia = settings.first_inertia;
    system.set_inertia(inertia);
    if system.residual(&x, &mut residual).is_err() {
        return Solution { x, ending: Ending::OutOfDomain, record };
    }
    record.evaluations = 1;
    record.initial_residual = system.error(&residual);
    let mut age = usize::MAX;
    while record.iterations.len() < settings.max_iterations {
        if record.residual() <= settings.tolerance {
            return Solution { x, ending: Ending::Converged, record };
        }
        if system.interrupted() {
            return Solution { x, ending: Ending::Interrupted, record };
        }
        if age >= settings.keep_preconditioner {
            system.prepare_preconditioner();
            age = 0;
        }
        trial.iter_mut().zip(&residual).for_each(|(trial, residual)| *trial = -residual);
        let krylov = GmresSettings {
            tolerance: FORCING,
            restart: settings.max_products,
            max_products: settings.max_products,
        };
        let products =
            gmres_in(&mut space, &mut Linearised(system), &trial, &mut direction, &krylov).products;
        let longest = direction.iter().fold(0.0, |longest: f64, &change| longest.max(length(change)));
        trial.copy_from_slice(&x);
        add_scaled(&mut trial, 1.0, &direction);
        record.evaluations += 1;
        let accepted = longest <= settings.longest_step && system.residual(&trial, &mut next).is_ok();
        if accepted {
            std::mem::swap(&mut x, &mut trial);
            inertia *= if longest < EASY * settings.longest_step { FASTER } else { 1.0 };
            age += 1;
        } else {
            inertia *= SLOWER;
            age = usize::MAX;
        }
        if inertia > MOST_INERTIA {
            break;
        }
        system.set_inertia(inertia);
        // slopes belong to this inertia
        if let Err(OutOfDomain) = system.residual(&x, &mut residual) {
            break;
        }
        record.evaluations += 1;
        let error = system.error(&residual);
        let step = if accepted { 1.0 } else { 0.0 };
        record.iterations.push(Iteration {
            method: Method::Transient,
            path: 1.0,
            residual: error,
            products,
            step,
        });
    }
    Solution { x, ending: Ending::Stalled, record }
}
