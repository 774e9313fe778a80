//! What can go wrong between a request and its results, each with the class that faces tell apart.

use std::path::PathBuf;

use oblate_equilibrium::{BalanceNationalError, CalibrationError, DerivativeError, SolveError};
use oblate_indicators::IndicatorError;
use oblate_propagation::PropagationError;
use oblate_scenario::{Kind, Problem, UnknownWord};
use oblate_sources::{ParameterError, SourceError};
use oblate_tables::names::{did_you_mean, listed};
use oblate_world::{AggregationError, AxisError, BalanceError, ConcordanceError};

/// Classes of errors; each face maps them to its own signs, the command line to exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Class {
    /// The request itself is wrong.
    Usage,
    /// The scenario is wrong.
    Scenario,
    /// A world, a table or another file of data is wrong.
    Data,
    /// The economy could not be solved.
    NotSolved,
    /// Results cannot be written, or would replace something.
    Output,
    /// The user stopped the work.
    Interrupted,
}

impl Class {
    /// The name by which programs know the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Scenario => "scenario",
            Self::Data => "data",
            Self::NotSolved => "not-solved",
            Self::Output => "output",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A request that gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// A name that is neither a built-in world nor a file.
    #[error(
        "there is no world `{name}`: no built-in one has that name and there is no such file{}; built in: {}",
        did_you_mean(name, known),
        listed(known)
    )]
    UnknownWorld {
        /// The name or path asked for.
        name: String,
        /// The built-in worlds.
        known: Vec<String>,
    },
    /// A name that is neither a scenario of the library nor a file.
    #[error(
        "there is no scenario `{name}`: none of the library has that name and there is no such file{}; in the library: {}",
        did_you_mean(name, known),
        listed(known)
    )]
    UnknownScenario {
        /// The name or path asked for.
        name: String,
        /// The scenarios of the library.
        known: Vec<String>,
    },
    /// A scenario file that cannot be read.
    #[error("cannot read scenario `{}`: {reason}", path.display())]
    ReadScenario {
        /// The file.
        path: PathBuf,
        /// Why, in the system's words.
        reason: std::io::Error,
    },
    /// A scenario file larger than any text that somebody wrote.
    #[error("`{}` is no scenario: it has {bytes} bytes, and a scenario has at most {most}; tables belong into files of their own, which a scenario names by `table = \"…\"`", path.display())]
    HugeScenario {
        /// The file.
        path: PathBuf,
        /// Its length.
        bytes: u64,
        /// The largest length that is read.
        most: u64,
    },
    /// A scenario file that is no text.
    #[error("`{}` is no scenario: it is not UTF-8 text from byte {byte} on; a scenario is a TOML or JSON file in UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Position of the first offending byte, from zero.
        byte: usize,
    },
    /// Mistakes in a scenario, all at once.
    #[error("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Scenario {
        /// The file as the user named it.
        shown: String,
        /// The text of the scenario, for underlining.
        text: String,
        /// The mistakes, in the order of the file.
        problems: Vec<Problem>,
    },
    /// A variant that the scenario does not have.
    #[error(
        "scenario `{scenario}` has no variant `{name}`{}; it has: {}",
        did_you_mean(name, known),
        listed(known)
    )]
    UnknownVariant {
        /// The scenario.
        scenario: String,
        /// The name asked for.
        name: String,
        /// The variants that there are, with the base case.
        known: Vec<String>,
    },
    /// A scenario that asks another question than the one that is told here.
    #[error(
        "scenario `{name}` asks for the {asks}, and this is told of the {told}: `oblate run {name}` answers it"
    )]
    OtherKind {
        /// The scenario.
        name: String,
        /// What it asks.
        asks: Kind,
        /// What could be told.
        told: Kind,
    },
    /// A name that is neither a set of shocks of the library nor a file.
    #[error(
        "there are no shocks `{name}`: none of the library have that name and there is no such file{}; in the library: {}",
        did_you_mean(name, known),
        listed(known)
    )]
    UnknownShocks {
        /// The name or path asked for.
        name: String,
        /// The sets of shocks of the library.
        known: Vec<String>,
    },
    /// A short run that cannot be, or whose books do not close.
    #[error("shocks `{shocks}`: {reason}")]
    Propagation {
        /// The set of shocks.
        shocks: String,
        /// Why not.
        reason: Box<PropagationError>,
    },
    /// A short run that would not fit into memory.
    #[error(
        "shocks `{shocks}`: {variants} case(s) of {days} days would keep about {:.1} GB of days and goods under way, and a run may keep {:.0} GB: run \
         fewer days, longer steps (`short_run.step`), fewer variants, shorter transport, or without `--industries`",
        bytes / 1e9,
        most / 1e9
    )]
    TooLarge {
        /// The set of shocks.
        shocks: String,
        /// Days of a case.
        days: usize,
        /// Cases.
        variants: usize,
        /// Bytes that would be kept.
        bytes: f64,
        /// Bytes that may be kept.
        most: f64,
    },
    /// Variants whose cells would not fit into memory.
    #[error(
        "scenario `{scenario}`: its {variants} cases would keep about {:.1} GB of links and inputs, and a run may keep {:.0} GB: put fewer variants \
         into one file, or aggregate the world",
        bytes / 1e9,
        most / 1e9
    )]
    ManyVariants {
        /// The scenario.
        scenario: String,
        /// Cases, the base case among them.
        variants: usize,
        /// Bytes that would be kept.
        bytes: f64,
        /// Bytes that may be kept.
        most: f64,
    },
    /// More further solutions of a run than anybody waits for, or than memory holds.
    #[error(
        "scenario `{scenario}`: {each} {what} of each of its {variants} cases are {} solutions, which would keep about {:.2} GB; a run makes at \
         most {most}, and keeps {:.0} GB: ask for fewer, or run single variants",
        each * variants,
        bytes / 1e9,
        most_bytes / 1e9
    )]
    ManySolutions {
        /// The scenario.
        scenario: String,
        /// What each of them is: `random starts`, `draws of elasticities`.
        what: &'static str,
        /// How many of each case.
        each: usize,
        /// Cases, the base case among them.
        variants: usize,
        /// Bytes that would be kept.
        bytes: f64,
        /// Solutions that may be made.
        most: usize,
        /// Bytes that may be kept.
        most_bytes: f64,
    },
    /// A file or folder of data.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Elasticities that do not fit the world.
    #[error(transparent)]
    Parameters(#[from] ParameterError),
    /// A world and elasticities that do not make an economy.
    #[error("variant `{variant}`: {reason}")]
    Calibration {
        /// The variant.
        variant: String,
        /// Why not.
        reason: CalibrationError,
    },
    /// An equilibrium that was not found.
    #[error("variant `{variant}`: {reason}")]
    Solve {
        /// The variant.
        variant: String,
        /// Why not, how far the solver came, and what to try.
        reason: Box<SolveError>,
    },
    /// National pieces that cannot be balanced.
    #[error("`{folder}` cannot be balanced: {reason}")]
    National {
        /// The folder as the user named it.
        folder: String,
        /// Why not.
        reason: Box<BalanceNationalError>,
    },
    /// Balanced pieces that still fail the checks of a world.
    #[error("`{folder}` is no world after balancing: {reason}")]
    NotBalanced {
        /// The folder as the user named it.
        folder: String,
        /// The account that fails.
        reason: Box<BalanceError>,
    },
    /// A file of pairs `from,to` that cannot be read.
    #[error("concordance `{}`: {reason}", path.display())]
    ReadConcordance {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        reason: String,
    },
    /// A concordance that does not map the axis of the world.
    #[error("concordance `{}` does not fit the world:\n  {}", path.display(), mistakes.join("\n  "))]
    Concordance {
        /// The file.
        path: PathBuf,
        /// The mistakes, with their lines.
        mistakes: Vec<String>,
    },
    /// Sums that make no world.
    #[error(transparent)]
    Aggregation(#[from] AggregationError),
    /// A mend rule that does not exist.
    #[error("there is no mend rule `{name}`{}; there are: {}", did_you_mean(name, known), known.join(", "))]
    UnknownRule {
        /// The name asked for.
        name: String,
        /// The names of all rules.
        known: Vec<String>,
    },
    /// A thread pool that the system refuses.
    #[error("cannot start {threads} threads: {reason}; ask for fewer with --threads")]
    Threads {
        /// How many were asked for; zero is one per core.
        threads: usize,
        /// Why, in the system's words.
        reason: String,
    },
    /// A file that keeps a stopped run, and cannot be read or written, or is none.
    #[error("`{}` cannot keep a stopped run: {reason}; remove it to begin anew", path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The user stopped the work, and can go on with it.
    #[error("stopped: what is done is kept in `{}`, and the same command goes on from there", kept.display())]
    Paused {
        /// The file that keeps it.
        kept: PathBuf,
    },
    /// The user stopped the work.
    #[error("stopped: {during}; nothing was written")]
    Interrupted {
        /// What was under way.
        during: String,
    },
    /// An outcome that is none.
    #[error("there is no outcome `{given}`; there are: {}", listed(known))]
    UnknownMeasure {
        /// What was asked for.
        given: String,
        /// The forms that there are.
        known: Vec<String>,
    },
    /// A code that an axis of the world does not have.
    #[error("there is no {kind} `{code}`{}; there are: {}", did_you_mean(code, known), listed(known))]
    UnknownLabel {
        /// What it should be.
        kind: &'static str,
        /// The code asked for.
        code: String,
        /// The codes of the axis.
        known: Vec<String>,
    },
    /// A group that exists, but whose members the world cannot tell.
    #[error("group `{word}` cannot be used here: {reason}")]
    UntoldGroup {
        /// The group.
        word: String,
        /// Why.
        reason: String,
    },
    /// A region in two groups.
    #[error("region `{region}` is in the groups `{}` and `{}`; a region counts once: take it out of one of them", groups[0], groups[1])]
    OverlappingGroups {
        /// The region.
        region: String,
        /// The groups.
        groups: [String; 2],
    },
    /// A group that is called like a region or like another group.
    #[error("the groups do not fit the regions: {reason}; give the group another name")]
    GroupName {
        /// Why.
        reason: AxisError,
    },
    /// Something is asked for that a profile cannot be of.
    #[error("a profile is of one region or of one sector; `{asked}` names {found}")]
    NotOne {
        /// What was asked for.
        asked: String,
        /// How many entries that is.
        found: usize,
    },
    /// Chains that have no end.
    #[error("no indicators: {reason}")]
    Indicators {
        /// Why.
        reason: IndicatorError,
    },
    /// An industry at which chains have no end.
    #[error("no indicators: region `{region}`, sector `{sector}`: {reason}")]
    IndicatorsOfIndustry {
        /// Its region.
        region: String,
        /// Its sector.
        sector: String,
        /// Why.
        reason: IndicatorError,
    },
    /// A derivative that was not found.
    #[error("variant `{variant}`: {reason}")]
    NoDerivative {
        /// The variant.
        variant: String,
        /// Why.
        reason: DerivativeError,
    },
}

impl EngineError {
    /// The class of the error.
    pub fn class(&self) -> Class {
        match self {
            Self::UnknownScenario { .. }
            | Self::ReadScenario { .. }
            | Self::HugeScenario { .. }
            | Self::NotText { .. }
            | Self::Scenario { .. }
            | Self::OtherKind { .. }
            | Self::TooLarge { .. }
            | Self::ManyVariants { .. }
            | Self::ManySolutions { .. }
            | Self::UnknownShocks { .. }
            | Self::UnknownVariant { .. } => Class::Scenario,
            Self::Source(SourceError::Exists { .. } | SourceError::Write { .. }) => Class::Output,
            Self::UnknownWorld { .. }
            | Self::Source(_)
            | Self::Parameters(_)
            | Self::Calibration { .. }
            | Self::Indicators { .. }
            | Self::IndicatorsOfIndustry { .. }
            | Self::NotBalanced { .. }
            | Self::ReadConcordance { .. }
            | Self::Concordance { .. }
            | Self::Aggregation(_) => Class::Data,
            Self::National { reason, .. } => match **reason {
                BalanceNationalError::Solve(_) => Class::NotSolved,
                _ => Class::Data,
            },
            Self::Propagation { reason, .. } => match **reason {
                PropagationError::Accounting { .. } => Class::NotSolved,
                _ => Class::Scenario,
            },
            Self::Solve { .. } | Self::NoDerivative { .. } => Class::NotSolved,
            Self::UnknownRule { .. }
            | Self::UnknownMeasure { .. }
            | Self::UnknownLabel { .. }
            | Self::UntoldGroup { .. }
            | Self::OverlappingGroups { .. }
            | Self::GroupName { .. }
            | Self::NotOne { .. }
            | Self::Threads { .. } => Class::Usage,
            Self::Checkpoint { .. } => Class::Output,
            Self::Interrupted { .. } | Self::Paused { .. } => Class::Interrupted,
        }
    }

    /// An equilibrium that was not found, or the user's wish to stop.
    pub(crate) fn solve(variant: &str, reason: SolveError) -> Self {
        match reason {
            SolveError::Interrupted { .. } => {
                Self::Interrupted { during: format!("solving variant `{variant}`") }
            }
            reason => Self::Solve { variant: variant.to_owned(), reason: Box::new(reason) },
        }
    }

    pub(crate) fn national(folder: String, reason: BalanceNationalError) -> Self {
        match reason {
            BalanceNationalError::Solve(SolveError::Interrupted { .. }) => {
                Self::Interrupted { during: format!("balancing `{folder}`") }
            }
            reason => Self::National { folder, reason: Box::new(reason) },
        }
    }

    pub(crate) fn concordance(
        path: PathBuf,
        errors: &[ConcordanceError],
        line: impl Fn(usize) -> u64,
    ) -> Self {
        let place = |error: &ConcordanceError| match error {
            ConcordanceError::UnknownSource { kind, code, row, legal } => {
                format!("line {}: there is no {kind} `{code}`; there are: {legal}", line(*row))
            }
            ConcordanceError::Twice { kind, code, first, row } => {
                format!("line {}: {kind} `{code}` is already mapped in line {}", line(*row), line(*first))
            }
            other => other.to_string(),
        };
        Self::Concordance { path, mistakes: errors.iter().map(place).collect() }
    }
}

impl From<UnknownWord> for EngineError {
    fn from(unknown: UnknownWord) -> Self {
        match unknown.reason {
            Some(reason) => Self::UntoldGroup { word: unknown.word, reason },
            None => Self::UnknownLabel { kind: unknown.kind, code: unknown.word, known: unknown.known },
        }
    }
}
