//! What can go wrong between a world and an equilibrium.

use oblate_numerics::{Ending, Record};

use crate::entry::Entry;

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
    /// A CES nest with a share that is negative.
    #[error(
        "a share in the nest `{nest}` of sector `{sector}` of region `{region}` is {share}: negative shares need a \
         substitution elasticity of one in that nest"
    )]
    Share {
        /// The nest.
        nest: String,
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// The share.
        share: f64,
    },
    /// A nest that does not stand in an earlier one, or a second root.
    #[error(
        "the nest `{nest}` has no place: the first nest is the root, and each other one stands in an earlier one"
    )]
    Nest {
        /// The nest.
        nest: String,
    },
    /// A product or factor that stands in no nest or in several.
    #[error("the {kind} `{code}` stands in {times} nests of a technology tree; it must stand in exactly one")]
    Member {
        /// What it is.
        kind: &'static str,
        /// Its code.
        code: String,
        /// In how many nests it stands.
        times: usize,
    },
    /// By-use sourcing on a world whose uses share their sources.
    #[error("the world `{world}` does not tell the sources of uses apart: use common sourcing")]
    CommonFlows {
        /// Name of the world.
        world: String,
    },
    /// A parameter of preferences that cannot be.
    #[error("{parameter} is {value}; it must be a finite number {legal}")]
    Preferences {
        /// Which parameter.
        parameter: &'static str,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// A share of a group that is negative.
    #[error("{what} of the group `{group}` is {value}; it must be of zero or more")]
    GroupShare {
        /// The group.
        group: String,
        /// Which share.
        what: String,
        /// The value found.
        value: f64,
    },
    /// Shares of groups that do not add up to one.
    #[error("the shares of all groups in {what} add up to {sum}, not to one")]
    GroupShares {
        /// In what.
        what: String,
        /// Their sum.
        sum: f64,
    },
    /// A group without income in a region.
    #[error(
        "income of the group `{group}` in region `{region}` is {income}; a group needs positive income: give it a larger share of factors"
    )]
    GroupIncome {
        /// The group.
        group: String,
        /// Code of the region.
        region: String,
        /// Its income, in the world's unit.
        income: f64,
    },
    /// A shape of the distribution of talents that cannot be.
    #[error("the shape of the `roy` market of factor `{factor}` is {value}; it must be above one")]
    RoyShape {
        /// Code of the factor.
        factor: String,
        /// The value found.
        value: f64,
    },
    /// Shares of migration that cannot be.
    #[error(
        "migration from region `{region}`: it must stand in one country, have people, and the shares of where they live must add up to \
         one (they add up to {sum})"
    )]
    Migration {
        /// Code of the region.
        region: String,
        /// Sum of the shares.
        sum: f64,
    },
    /// A factor that moves with people and on its own across the world.
    #[error(
        "factor `{factor}` moves with people within a country and is mobile across the world: choose one"
    )]
    MovesTwice {
        /// Code of the factor.
        factor: String,
    },
    /// Capital in the long run without investment told apart.
    #[error(
        "factor `{factor}` is in the long run, but no final use is investment: tell final uses apart and name them"
    )]
    NoInvestment {
        /// Code of the factor.
        factor: String,
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
    /// Two caps on one link, or a cap and a border adjustment.
    #[error("two caps, or a cap and a border adjustment, act on one link ({place}): keep one of them")]
    TwoCaps {
        /// Labels of the link, in words.
        place: String,
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

/// A derivative whose linear system was not solved: the equilibrium is near a fold or a corner.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error(
    "the derivative was not found: the linear system is solved to {relative_residual:.1e} of its right-hand side only; the \
     equilibrium may lie at a point where another one begins"
)]
pub struct DerivativeError {
    /// What is left of the right-hand side.
    pub relative_residual: f64,
}

/// A change that could not be split along its path.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecompositionError {
    /// The shocks cannot be applied.
    #[error(transparent)]
    Shock(#[from] ShockError),
    /// A region's price level is unbounded after the shock.
    #[error("the change cannot be split: real income of a region falls without bound")]
    Unbounded,
    /// No equilibrium at a position.
    #[error("the change cannot be split: no equilibrium was found at {:.2} % of the shock", 100.0 * .position)]
    NotFound {
        /// Share of the shock.
        position: f64,
    },
    /// No derivative at a position.
    #[error("the change cannot be split at {:.2} % of the shock: {reason}", 100.0 * .position)]
    Derivative {
        /// Share of the shock.
        position: f64,
        /// Why.
        reason: DerivativeError,
    },
    /// The change jumps on the way, so that no instant's change tells it.
    #[error("the change cannot be split: it jumps by {miss:.1e} at {:.2} % of the shock", 100.0 * .position)]
    Missed {
        /// Share of the shock.
        position: f64,
        /// The jump of log real income.
        miss: f64,
    },
    /// The user stopped it.
    #[error("stopped by the user")]
    Interrupted,
}

impl DecompositionError {
    pub(crate) fn derivative(position: f64, reason: DerivativeError) -> Self {
        Self::Derivative { position, reason }
    }
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
