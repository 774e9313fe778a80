//! The short run: from a world and a set of shocks to curves, bottlenecks and what other choices would have done.

mod case;
mod checkpoint;
mod industries;
mod patience;
mod totals;

use std::collections::BTreeMap;
use std::path::Path;

use oblate_propagation::{
    Bottlenecks, Curves, Model, Outcome, PropagationError, Recovery, Shock, Timing, Trouble,
};
use oblate_scenario::{Change, ShortRun};
use oblate_world::World;
use serde::{Deserialize, Serialize};

use crate::error::EngineError;
use crate::questions::{FoundScenario, PlannedVariant};
use crate::threads::in_pool;
use case::{Case, Done, cases};
use checkpoint::Checkpoint;
use patience::Patience;

pub use industries::Industries;
pub use totals::Totals;

/// A set of shocks on a world.
pub struct ShockRequest<'a> {
    /// The shocks.
    pub scenario: &'a FoundScenario,
    /// The world.
    pub world: &'a World,
    /// Variants to run; all where it is empty. The base case is `base`.
    pub variants: &'a [String],
    /// Days that are run; those of the file without it.
    pub days: Option<usize>,
    /// Whether each industry is told on each day.
    pub industries: bool,
    /// Threads at most; 0 is one per core.
    pub threads: usize,
}

/// Who is told how far the work is, who may stop it, and where it is kept then.
#[derive(Clone, Copy)]
pub struct Supervision<'a> {
    /// Hears how many of how many days are done, over all runs.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
    /// Whether the user wants to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// The file that keeps what is done, now and then while it runs and when the user stops; the same request goes on from it, also
    /// after it was killed. It stays until [`ShockResult::forget`].
    pub checkpoint: Option<&'a Path>,
}

impl Supervision<'static> {
    /// Nobody looks.
    pub const NONE: Self = Self { progress: &|_, _| {}, stop: &|| false, checkpoint: None };
}

/// What a multiple of the inventories would have changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InventoryRun {
    /// Inventories held over those of the run.
    pub times: f64,
    /// The world's value added lost, in the world's unit.
    pub lost: f64,
    /// Lowest output of the world, over output without shocks.
    pub lowest: f64,
}

/// Value added that the world loses over all days because of one shock, in the world's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShockLoss {
    /// The name of the shock.
    pub shock: String,
    /// With this shock alone.
    pub alone: f64,
    /// With all shocks, less what is lost without this one.
    pub on_top: f64,
}

/// The short runs of all variants.
pub struct ShockResult {
    /// Days that were run.
    pub days: usize,
    /// The table files that were read, with the BLAKE3 hashes of their bytes.
    pub table_files: BTreeMap<String, String>,
    /// The base case first, then the variants in the order of the file.
    pub variants: Vec<ShockVariant>,
    /// Whether a stopped run was gone on with.
    pub resumed: bool,
    /// A hash of all that decides it.
    key: [u8; 32],
}

/// A short run with all that is told of it.
pub struct ShockVariant {
    /// `base`, or the name of the variant.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Every override, old → new.
    pub changes: Vec<Change>,
    /// The model.
    pub model: Model,
    /// Output, value added and unmet demand by region and sector.
    pub curves: Curves,
    /// Which input held which industry back.
    pub bottlenecks: Bottlenecks,
    /// What went wrong.
    pub troubles: Vec<Trouble>,
    /// What one choice made otherwise would have done; only where something went wrong.
    pub choices: Vec<Outcome>,
    /// What other inventories would have done, in rising order; the run itself is among them.
    pub inventories: Vec<InventoryRun>,
    /// The loss of each shock.
    pub losses: Vec<ShockLoss>,
    /// What a reader must know.
    pub warnings: Vec<String>,
    /// Each industry on each day, where that was asked for.
    pub industries: Option<Industries>,
}

/// What a short run would be.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortPlan {
    /// The variants in their order, the base case first.
    pub variants: Vec<PlannedVariant>,
    /// Days of each run.
    pub days: usize,
    /// Steps of all runs, of those too that the variants are compared with.
    pub steps: usize,
    /// Industries of the world.
    pub industries: usize,
}

/// Tells what [`run_shocks`] would run, with every change.
///
/// # Errors
/// As [`run_shocks`], but for running.
pub fn plan_shocks(request: &ShockRequest<'_>) -> Result<ShortPlan, EngineError> {
    let cases = cases(request)?.cases;
    let variant = |case: &Case| {
        let ShortRun { variant, title, log, warnings, shocks, .. } = &case.resolved;
        let mut planned = PlannedVariant::new(variant, title, log, warnings);
        planned.changes.extend(shocks.iter().map(|Shock { name, timing, .. }| timed(name, timing)));
        planned
    };
    Ok(ShortPlan {
        variants: cases.iter().map(variant).collect(),
        days: cases.first().map_or(0, |case| case.days),
        steps: cases.iter().map(Case::days_of_all_runs).sum(),
        industries: cases.first().map_or(0, |case| case.model.table().shape().industries()),
    })
}

/// When a shock is there, in words.
fn timed(name: &str, timing: &Timing) -> String {
    let Timing { start, days, recovery } = timing;
    let length = if *days == 1.0 { "1 day".to_owned() } else { format!("{days} days") };
    match recovery {
        Recovery::Never => format!("`{name}` from day {start} on"),
        Recovery::Abrupt => format!("`{name}` from day {start} for {length}"),
        _ => format!("`{name}` from day {start} for {length}, then recovering"),
    }
}

/// Runs a set of shocks in all its variants, and what each is compared with.
///
/// # Errors
/// [`EngineError`] of class `Scenario` with all mistakes of the file at once, or for numbers that the model refuses; `Output`
/// for a checkpoint that cannot be read or written; `Interrupted`.
pub fn run_shocks(
    request: &ShockRequest<'_>,
    supervision: &Supervision<'_>,
) -> Result<ShockResult, EngineError> {
    let prepared = cases(request)?;
    let key = checkpoint::key(request, &prepared.tables);
    let mut checkpoint = Checkpoint::open(supervision.checkpoint, key)?;
    let resumed = checkpoint.is_resumed();
    let patience = Patience::new(prepared.cases.iter().map(Case::days_of_all_runs).sum(), supervision);
    let refused = |reason: PropagationError| EngineError::Propagation {
        shocks: request.scenario.name.clone(),
        reason: Box::new(reason),
    };
    let all_done = in_pool(request.threads, || run_all(&prepared.cases, &mut checkpoint, &patience))?;
    if !all_done.map_err(refused)? {
        return Err(checkpoint.keep()?);
    }
    checkpoint.keep_whole();
    let told = |case: &Case| case.told(checkpoint.take(&case.resolved.variant));
    let variants: Vec<ShockVariant> = prepared.cases.iter().filter_map(told).collect();
    let days = prepared.cases.first().map_or(0, |case| case.days);
    Ok(ShockResult { days, table_files: prepared.tables, variants, resumed, key })
}

impl ShockResult {
    /// Removes what a run kept of itself, once its results are kept elsewhere. A file of another run stays.
    ///
    /// # Errors
    /// [`EngineError::Checkpoint`] where it cannot be removed, or oblate did not write it.
    pub fn forget(&self, checkpoint: &Path) -> Result<(), EngineError> {
        checkpoint::remove(checkpoint, self.key)
    }
}

/// Runs all variants; false where the user stopped them: the checkpoint has what is done.
fn run_all(
    cases: &[Case],
    checkpoint: &mut Checkpoint<'_, Done>,
    patience: &Patience<'_>,
) -> Result<bool, PropagationError> {
    for case in cases {
        if !case.run(checkpoint, patience)? {
            return Ok(false);
        }
    }
    Ok(true)
}
