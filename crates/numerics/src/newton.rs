//! Inexact Newton with a backtracking line search.

use crate::krylov::{GmresSettings, KrylovSpace, gmres_in};
use crate::record::{Ending, Iteration, Method, Record, Solution};
use crate::system::{Linearised, System};
use crate::vector::{add_scaled, largest, norm};

/// How Newton's method goes on and when it stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewtonSettings {
    /// Largest error at which it stops.
    pub tolerance: f64,
    /// Largest error that counts as solved where rounding stops the way to `tolerance`.
    pub acceptable: f64,
    /// Newton steps at most.
    pub max_iterations: usize,
    /// Krylov vectors before a restart.
    pub restart: usize,
    /// Jacobian-vector products per step at most.
    pub max_products: usize,
    /// Newton steps for which a preconditioner is kept while the Krylov solves stay short.
    pub keep_preconditioner: usize,
    /// Products per step beyond which a kept preconditioner is made anew.
    pub long_solve: usize,
    /// Whether the system brings a preconditioner from a point near by, which is used first.
    pub prepared: bool,
    /// Share of a full step under which the line search gives up.
    pub smallest_step: f64,
    /// How long a step may be for a whole one before it. A small number asks for the contraction that keeps the iterates near the
    /// solution that belongs to the start (Deuflhard 2011, chapter 5); infinity takes any way.
    pub contraction: f64,
}

impl Default for NewtonSettings {
    fn default() -> Self {
        Self {
            tolerance: 1e-11,
            acceptable: 1e-11,
            max_iterations: 60,
            restart: 40,
            max_products: 120,
            keep_preconditioner: 6,
            long_solve: 10,
            prepared: false,
            smallest_step: 1e-4,
            contraction: f64::INFINITY,
        }
    }
}

/// Least decrease of the norm that the line search accepts, relative to a full linear step (Armijo).
const SUFFICIENT_DECREASE: f64 = 1e-4;
/// Largest forcing term: how roughly the first linear systems are solved.
const LOOSEST_FORCING: f64 = 0.01;

/// Solves `F(x) = 0` from `start`.
///
/// Each step solves `J δ = −F` to a forcing tolerance that tightens as the residuals fall
/// (Eisenstat & Walker 1996, choice 2), and is halved until the residuals' norm falls enough.
pub fn newton(system: &mut impl System, start: &[f64], settings: &NewtonSettings) -> Solution {
    let mut run = Run::new(system.size(), start);
    if system.residual(&run.x, &mut run.residual).is_err() {
        return run.end(Ending::OutOfDomain);
    }
    run.record.evaluations = 1;
    run.record.initial_residual = system.error(&run.residual);
    let mut forcing = LOOSEST_FORCING;
    let mut age = if settings.prepared { 1 } else { usize::MAX };
    let mut longest = f64::INFINITY;
    while run.record.iterations.len() < settings.max_iterations {
        let before = norm(&run.residual);
        if run.record.residual() <= settings.tolerance {
            return run.end(Ending::Converged);
        }
        if system.interrupted() {
            return run.end(Ending::Interrupted);
        }
        if age >= settings.keep_preconditioner {
            system.prepare_preconditioner();
            age = 0;
        }
        let products = run.direction(system, forcing, settings);
        let length = largest(&run.direction);
        if length > longest {
            return run.end_or_converge(Ending::Wandered, settings);
        }
        let Some(step) = run.line_search(system, before, forcing, settings.smallest_step) else {
            if age > 0 {
                age = usize::MAX;
                continue;
            }
            return run.end_or_converge(Ending::Stalled, settings);
        };
        age = if products > settings.long_solve { usize::MAX } else { age + 1 };
        longest = (1.0 - (1.0 - settings.contraction) * step) * length;
        let residual = system.error(&run.residual);
        run.record.iterations.push(Iteration { method: Method::Newton, path: 1.0, residual, products, step });
        forcing = next_forcing(forcing, norm(&run.residual) / before, settings.tolerance / residual);
    }
    run.end_or_converge(Ending::OutOfIterations, settings)
}

/// Eisenstat & Walker's choice 2 with its safeguard, never tighter than the last step needs.
fn next_forcing(last: f64, decrease: f64, needed: f64) -> f64 {
    let choice = 0.9 * decrease * decrease;
    let safeguard = 0.9 * last * last;
    let forcing = if safeguard > 0.1 { choice.max(safeguard) } else { choice };
    forcing.max(0.3 * needed).clamp(1e-8, LOOSEST_FORCING)
}

struct Run {
    x: Vec<f64>,
    residual: Vec<f64>,
    direction: Vec<f64>,
    trial: Vec<f64>,
    trial_residual: Vec<f64>,
    space: KrylovSpace,
    record: Record,
}

impl Run {
    fn new(size: usize, start: &[f64]) -> Self {
        Self {
            x: start.to_vec(),
            residual: vec![0.0; size],
            direction: vec![0.0; size],
            trial: vec![0.0; size],
            trial_residual: vec![0.0; size],
            space: KrylovSpace::default(),
            record: Record::default(),
        }
    }

    fn end(self, ending: Ending) -> Solution {
        Solution { x: self.x, ending, record: self.record }
    }

    /// Converged if the error is acceptable, else ended as said.
    fn end_or_converge(self, ending: Ending, settings: &NewtonSettings) -> Solution {
        let acceptable = settings.acceptable.max(settings.tolerance);
        let ending = if self.record.residual() <= acceptable { Ending::Converged } else { ending };
        self.end(ending)
    }

    /// Solves for the Newton direction; returns the products used.
    fn direction(&mut self, system: &mut impl System, forcing: f64, settings: &NewtonSettings) -> usize {
        let krylov = GmresSettings {
            tolerance: forcing,
            restart: settings.restart,
            max_products: settings.max_products,
        };
        for (trial, residual) in self.trial.iter_mut().zip(&self.residual) {
            *trial = -residual;
        }
        gmres_in(&mut self.space, &mut Linearised(system), &self.trial, &mut self.direction, &krylov).products
    }

    /// Halves the step until the norm falls enough; moves there and returns the step, or stays.
    fn line_search(
        &mut self,
        system: &mut impl System,
        before: f64,
        forcing: f64,
        smallest: f64,
    ) -> Option<f64> {
        let mut step = 1.0;
        while step > smallest {
            self.trial.copy_from_slice(&self.x);
            add_scaled(&mut self.trial, step, &self.direction);
            self.record.evaluations += 1;
            let defined = system.residual(&self.trial, &mut self.trial_residual).is_ok();
            let enough = (1.0 - SUFFICIENT_DECREASE * step * (1.0 - forcing)) * before;
            if defined && norm(&self.trial_residual) <= enough {
                std::mem::swap(&mut self.x, &mut self.trial);
                std::mem::swap(&mut self.residual, &mut self.trial_residual);
                return Some(step);
            }
            step *= 0.5;
        }
        // back to where the linearisation belongs
        self.record.evaluations += 1;
        let _ = system.residual(&self.x, &mut self.residual);
        None
    }
}
