//! What can go wrong between a world and an equilibrium.

use oblate_numerics::{Ending, Record};

/// A world and elasticities that do not make an economy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// An elasticity that is missing or cannot be.
    #[error("{parameter} of sector `{sector}` is {value}; it must be a finite number {legal}")]
    Elasticity {
        /// Which elasticity.
        parameter: &'static str,
        /// Code of the sector.
        sector: String,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// Elasticities for another number of sectors.
    #[error("{parameter} has {found} values, but the world has {expected} sectors")]
    Length {
        /// Which elasticity.
        parameter: &'static str,
        /// Values found.
        found: usize,
        /// Sectors of the world.
        expected: usize,
    },
    /// A region whose income is not positive.
    #[error(
        "income of region `{region}` is {income}; a region needs positive final spending and factor income"
    )]
    Income {
        /// Code of the region.
        region: String,
        /// Its income, in the world's unit.
        income: f64,
    },
    /// A sector with CES value added and a share that is not positive.
    #[error(
        "the share of {child} in the cost of sector `{sector}` of region `{region}` is {share}: negative shares \
         need a substitution elasticity of one in that nest"
    )]
    Share {
        /// The child of the nest.
        child: &'static str,
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// The share.
        share: f64,
    },
}

/// Shocks that cannot be applied to an economy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ShockError {
    /// An array that does not have the size of the economy's axes.
    #[error("{shock} has shape {found:?}, but the economy asks for {expected:?}")]
    Shape {
        /// Which shock.
        shock: &'static str,
        /// The shape found.
        found: Vec<usize>,
        /// The shape asked for.
        expected: Vec<usize>,
    },
    /// A value outside its range.
    #[error("{shock} is {value} at {place}; it must be {legal}")]
    Value {
        /// Which shock.
        shock: &'static str,
        /// Labels of the cell, in words.
        place: String,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// Nobody is left to sell a product that a region needs.
    #[error(
        "no supplier is left for {} (of {} such cases); with an expenditure share that cannot fall to zero its price is \
         unbounded: leave one supplier in, or cut the region off from all others so that it is reported as unbounded",
        .cells.iter().take(5).map(|(region, sector)| format!("product `{sector}` in region `{region}`")).collect::<Vec<_>>().join(", "),
        .cells.len()
    )]
    NoSupply {
        /// Codes of region and product.
        cells: Vec<(String, String)>,
    },
    /// Deficits of regions that trade with each other do not add up to zero.
    #[error(
        "the deficits of {} add up to {sum}, not to zero: these regions trade with nobody else, so nobody can pay for it; \
         use `deficits = \"zero\"`, or set deficits that add up to zero among them",
        .regions.join(", ")
    )]
    Deficits {
        /// Codes of the regions of the bloc.
        regions: Vec<String>,
        /// Sum of their deficits, in the world's unit.
        sum: f64,
    },
}

/// A solve that gave no equilibrium.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveError {
    /// The shocks cannot be applied.
    #[error(transparent)]
    Shock(#[from] ShockError),
    /// The solver did not converge.
    #[error(transparent)]
    NotConverged(Box<NotConverged>),
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
     {tolerance:.1e}; the shock was followed to {:.1} % of its size: try a smaller shock, `deficits = \"zero\"`, or other \
     elasticities",
    ending_in_words(*.ending), .record.iterations.len(), .record.residual(), 100.0 * .reached
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

/// National pieces that cannot be balanced.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BalanceNationalError {
    /// The shares do not make an economy.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The baseline cannot be solved.
    #[error("the baseline cannot be solved at its own tariffs: {0}")]
    Solve(#[from] SolveError),
}
