//! A solve that gives no equilibrium: how far it came, what stands behind it, what to try.

use oblate_numerics::{Ending, Record};

use super::entry::Entry;
use crate::shocks::ShockError;

/// A solve that gave no equilibrium.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveError {
    /// The shocks cannot be applied.
    #[error(transparent)]
    Shock(#[from] ShockError),
    /// The solver did not converge.
    #[error(transparent)]
    NotConverged(#[from] Box<NotConverged>),
    /// The solver ended, but the result fails the independent check in levels.
    #[error("the result fails its check in levels: {account} are off by {gap:.3e}, allowed {tolerance:.1e}")]
    FailedCheck {
        /// Which account.
        account: &'static str,
        /// Largest relative error.
        gap: f64,
        /// What is allowed.
        tolerance: f64,
    },
    /// The user stopped the solve.
    #[error("stopped by the user after {} iterations, largest relative residual {:.3e}", .record.iterations.len(), .record.residual())]
    Interrupted {
        /// What happened until then.
        record: Record,
    },
}

/// How far a solve came that did not converge.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "the equilibrium was not found: {} after {} iterations, largest relative residual {:.3e} ({worst}), wanted \
     {tolerance:.1e}; the shock was followed to {:.1} % of its size{}",
    ending_in_words(*.ending), .record.iterations.len(), .record.residual(), 100.0 * .reached,
    cause_in_words(.entry.as_ref())
)]
pub struct NotConverged {
    /// How the last method ended.
    pub ending: Ending,
    /// What happened on the way.
    pub record: Record,
    /// The worst equation, in words.
    pub worst: String,
    /// The tolerance asked for.
    pub tolerance: f64,
    /// Share of the shock up to which the path was followed.
    pub reached: f64,
    /// With economies of scale: whether entry rests at the baseline; none if that is not known.
    pub entry: Option<Entry>,
    /// The last iterate: ln ĉ, ln R̂, ln ŵ, ln Î.
    pub last_iterate: Vec<f64>,
}

/// What stands behind a failure, and what to try.
fn cause_in_words(entry: Option<&Entry>) -> String {
    match entry {
        None => ": try a smaller shock, `deficits = \"zero\"`, or other elasticities".to_owned(),
        Some(Entry::Stable) => {
            "; the baseline is a stable equilibrium, but the equilibria that follow from it seem to end \
             there: try a smaller shock or smaller scale elasticities"
                .to_owned()
        }
        Some(Entry::Unstable { directions, eigenvalue, region, sector, stable_at }) => {
            let stable = match stable_at {
                Some(factor) => format!("; with scale elasticities times {factor:.2} it is stable"),
                None => String::new(),
            };
            format!(
                "; the baseline itself is no stable equilibrium with these scale elasticities: entry feeds on itself \
                 ({directions} or more unstable eigenvalues, down to {eigenvalue:.2}), most of all in sector `{sector}` of region \
                 `{region}`{stable}: try smaller scale elasticities, or scale in fewer sectors"
            )
        }
    }
}

fn ending_in_words(ending: Ending) -> &'static str {
    match ending {
        Ending::OutOfIterations => "the iterations were used up",
        Ending::Stalled => "no step lowered the residuals any more",
        Ending::OutOfDomain => "the start lies outside the domain of the equations",
        Ending::StepTooSmall => "the steps along the path of the shock became too small",
        _ => "the solver stopped",
    }
}
