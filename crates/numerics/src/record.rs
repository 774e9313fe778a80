//! How a solve went and how it ended.

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// The largest residual is within the tolerance.
    Converged,
    /// The iterations were used up.
    OutOfIterations,
    /// No step along the direction lowers the residuals any more.
    Stalled,
    /// The steps do not shorten as they do towards a solution near the start.
    Wandered,
    /// The residuals are not defined at the start.
    OutOfDomain,
    /// Continuation steps became too small.
    StepTooSmall,
    /// The user stopped it.
    Interrupted,
}

/// Which method made an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Inexact Newton.
    Newton,
    /// Anderson acceleration.
    Anderson,
    /// Pseudo-transient continuation.
    Transient,
}

/// One iteration: where it started and what it did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Iteration {
    /// The method.
    pub method: Method,
    /// Position on the path of continuation: 1 is the wanted problem.
    pub path: f64,
    /// Largest absolute residual after the iteration.
    pub residual: f64,
    /// Jacobian-vector products used.
    pub products: usize,
    /// Share of the full step that was taken.
    pub step: f64,
}

/// All iterations of a solve.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Largest absolute residual at the start.
    pub initial_residual: f64,
    /// The iterations in order.
    pub iterations: Vec<Iteration>,
    /// Evaluations of the residuals, line searches included.
    pub evaluations: usize,
}

impl Record {
    /// Largest absolute residual at the end.
    pub fn residual(&self) -> f64 {
        self.iterations.last().map_or(self.initial_residual, |iteration| iteration.residual)
    }

    /// Jacobian-vector products in all.
    pub fn products(&self) -> usize {
        self.iterations.iter().map(|iteration| iteration.products).sum()
    }

    /// Appends the iterations of a further solve.
    pub fn append(&mut self, further: Record) {
        self.iterations.extend(further.iterations);
        self.evaluations += further.evaluations;
    }
}

/// Where a solve ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The last iterate; a solution only if the ending is [`Ending::Converged`].
    pub x: Vec<f64>,
    /// How it ended.
    pub ending: Ending,
    /// What happened on the way.
    pub record: Record,
}
