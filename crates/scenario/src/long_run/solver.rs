//! How exactly the equilibrium is computed: `[solver]`.

use std::num::NonZeroUsize;

use crate::text::{At, ProblemCode, table};
use crate::words::Findings;

table! {
    /// How the equilibrium is computed.
    Solver {
        /// Largest relative residual in levels.
        #[schemars(extend("default" = 1e-10))]
        tolerance: Option<At<f64>>,
        /// Most iterations of the solver.
        #[schemars(extend("default" = 60))]
        max_iterations: Option<At<NonZeroUsize>>,
        /// With economies of scale: whether another equilibrium is shown where the equilibria that follow from the baseline
        /// end before the whole shock. It is no answer to what the shock does.
        #[schemars(extend("default" = false))]
        beyond: Option<At<bool>>,
    }
}

/// How the equilibrium is computed, where the scenario says so.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SolverChoice {
    /// Largest relative residual in levels.
    pub tolerance: Option<f64>,
    /// Most iterations.
    pub max_iterations: Option<usize>,
    /// Whether another equilibrium is shown where the branch that begins at the baseline ends.
    pub beyond: bool,
}

/// How `[solver]` asks the equilibrium to be computed.
pub(super) fn solver(raw: Option<&Solver>, findings: &mut Findings<'_>) -> SolverChoice {
    let Some(raw) = raw else { return SolverChoice::default() };
    if let Some(tolerance) = &raw.tolerance
        && !(tolerance.value > 0.0 && tolerance.value < 1.0)
    {
        let message =
            format!("a tolerance of {} makes no sense: it must lie between 0 and 1", tolerance.value);
        findings.report.problem(ProblemCode::BadNumber, &tolerance.place, message);
    }
    SolverChoice {
        tolerance: raw.tolerance.as_ref().map(|tolerance| tolerance.value),
        max_iterations: raw.max_iterations.as_ref().map(|count| count.value.get()),
        beyond: raw.beyond.as_ref().is_some_and(|beyond| beyond.value),
    }
}
