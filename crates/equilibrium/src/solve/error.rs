//! A solve that gives no equilibrium: how far it came, what stands behind it, what to try.

use std::fmt;

use oblate_numerics::{Ending, Record};

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
    /// With these scale elasticities the baseline is no stable equilibrium: nothing follows from it.
    #[error(
        "the baseline itself is no stable equilibrium with these scale elasticities: {_0}: try smaller scale elasticities \
         (`scale_multiple` in [parameters]), scale in fewer sectors, or factors that stay in their sectors"
    )]
    UnstableBaseline(Box<Feedback>),
    /// The branch of equilibria that begins at the baseline ends before the whole shock.
    #[error(
        "the equilibria that follow from the baseline end at {:.2} % of the shock{_0}: try a smaller shock or smaller scale \
         elasticities (`scale_multiple` in [parameters]); `[solver] beyond = true` looks for another equilibrium beyond",
        100.0 * ._0.reached
    )]
    BranchEnds(Box<BranchEnds>),
    /// The branch that begins at the baseline leads to an equilibrium that is not stable.
    #[error(
        "the equilibrium that follows from the baseline is not stable: entry feeds on itself{_0}: try a smaller shock or smaller \
         scale elasticities (`scale_multiple` in [parameters])"
    )]
    UnstableAnswer(Box<BranchEnds>),
    /// The linear systems that tell whether an equilibrium is stable are not solved.
    #[error(
        "whether the equilibrium is stable is not known, since its linear systems are not solved: try smaller scale elasticities"
    )]
    NotJudged,
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

/// Entry that feeds on itself at a baseline.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Feedback {
    /// In how many directions at least.
    pub directions: usize,
    /// The real part of the eigenvalue of the most unstable one, below zero.
    pub eigenvalue: f64,
    /// Code of the region that moves most in the most unstable one.
    pub region: String,
    /// Code of the sector that does.
    pub sector: String,
    /// With scale elasticities times this number the baseline is stable.
    pub stable_at: Option<f64>,
}

impl fmt::Display for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { directions, eigenvalue, region, sector, stable_at } = self;
        write!(
            f,
            "entry feeds on itself ({directions} or more unstable eigenvalues, down to {eigenvalue:.2}), most of all in sector \
             `{sector}` of region `{region}`"
        )?;
        stable_at.map_or(Ok(()), |times| {
            write!(f, "; with scale elasticities times {:.2} it is stable", below(times))
        })
    }
}

/// Where a branch of equilibria ends.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BranchEnds {
    /// Share of the shock up to which it was followed.
    pub reached: f64,
    /// Codes of the region and the sector whose entry adjusts most slowly there.
    pub cell: Option<[String; 2]>,
    /// With scale elasticities times this number it goes on to the whole shock.
    pub goes_on_at: Option<f64>,
    /// What happened until then.
    pub record: Record,
}

impl fmt::Display for BranchEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some([region, sector]) = &self.cell {
            write!(f, ", most of all in sector `{sector}` of region `{region}`")?;
        }
        let Some(times) = self.goes_on_at else { return Ok(()) };
        write!(f, "; with scale elasticities times {:.2} they go on to the whole of it", below(times))
    }
}

/// Two digits that hold: what goes on at a number need not go on above it.
fn below(times: f64) -> f64 {
    (100.0 * times).floor() / 100.0
}

/// How far a solve came that did not converge.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "the equilibrium was not found: {} after {} iterations, largest relative residual {:.3e} ({worst}), wanted \
     {tolerance:.1e}; the shock was followed to {:.1} % of its size: try a smaller shock, {}or other elasticities",
    ending_in_words(*.ending), .record.iterations.len(), .record.residual(), 100.0 * .reached,
    if *.deficits_stay { "`deficits = \"zero\"`, " } else { "" }
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
    /// Whether deficits are other than zero after the shock.
    pub deficits_stay: bool,
    /// Share of the shock up to which the path was followed.
    pub reached: f64,
    /// The last iterate: ln ĉ, ln R̂, ln ŵ, ln Î.
    pub last_iterate: Vec<f64>,
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
