//! The short run: from a world and a set of shocks to curves, bottlenecks and what other choices would have done.

mod load;
mod manifest;
mod report;
mod tables;
mod write;

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use oblate_propagation::{
    Alternative, Bottlenecks, Curves, Day, InputOutput, InventoryDays, Model, Observer, PropagationError,
    Remedy, Settings, Shock, ShockLoss, Simulation, Trouble, Watch, alternatives, losses_by_shock, run_many,
};
use oblate_scenario::{ShortRun, ShortRunContext};
use oblate_world::World;

use crate::error::EngineError;
use crate::run::in_pool;
use crate::surroundings::BuiltinGroups;

pub use load::{ShockScenario, load_shocks, shock_names};
pub use manifest::{ShockLossEntry, ShockManifest};

/// A set of shocks on a world.
pub struct ShockRequest<'a> {
    /// The shocks.
    pub scenario: &'a ShockScenario,
    /// The world.
    pub world: &'a World,
    /// Days that are run; those of the file without it.
    pub days: Option<usize>,
    /// Threads at most; 0 is one per core.
    pub threads: usize,
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

/// A short run with all that is told of it.
pub struct ShockResult {
    /// Everything needed to repeat it.
    pub manifest: ShockManifest,
    /// The model.
    pub model: Model,
    /// Output, value added and unmet demand by region and sector.
    pub curves: Curves,
    /// Which input held which industry back.
    pub bottlenecks: Bottlenecks,
    /// What went wrong.
    pub troubles: Vec<Trouble>,
    /// What other choices would have done; only where something went wrong.
    pub alternatives: Vec<Alternative>,
    /// What other inventories would have done, in rising order; the run itself is among them.
    pub inventories: Vec<InventoryRun>,
    /// The loss of each shock.
    pub losses: Vec<(String, ShockLoss)>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Inventories that are tried, over those of the run.
const INVENTORIES: [f64; 3] = [0.5, 2.0, 4.0];

/// Runs a set of shocks, then what it is compared with.
///
/// # Errors
/// [`EngineError`] of class `Scenario` with all mistakes of the file at once, or for numbers that the model refuses;
/// `Interrupted`.
pub fn run_shocks(
    request: &ShockRequest<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<ShockResult, EngineError> {
    let refused = |reason: PropagationError| EngineError::Propagation {
        shocks: request.scenario.name.clone(),
        reason: Box::new(reason),
    };
    let table = InputOutput::of_world(request.world).map_err(refused)?;
    let ShortRun { days, settings, shocks, warnings } = resolve(request, &table)?;
    let days = request.days.unwrap_or(days);
    let steps = (days as f64 / settings.step).ceil().max(1.0) as usize;
    let clipped = table.clipped();
    let model = Model::new(std::sync::Arc::new(table), settings).map_err(refused)?;
    let seen = (Watch::new(&model), (Curves::new(&model), Bottlenecks::new(&model)));
    let patience = Patience { done: &AtomicUsize::new(0), days: steps, progress, stop };
    let mut run = Simulation::new(&model, &shocks, 0, (seen, patience)).map_err(refused)?;
    run.run(steps).map_err(refused)?;
    unless_stopped(stop, "the run")?;
    let ((watch, (curves, bottlenecks)), _) = run.into_observer();
    let troubles = watch.troubles();
    let trouble = !troubles.is_empty();
    let runs = INVENTORIES.len() + 2 * shocks.len() + 1 + if trouble { Remedy::ALL.len() } else { 0 };
    let done = AtomicUsize::new(0);
    let patience = Patience { done: &done, days: runs * steps, progress, stop };
    let compared =
        in_pool(request.threads, || compare(&model, &shocks, steps, (&curves, trouble), patience))?;
    let (alternatives, inventories, losses) =
        compared.map_err(|error| error.map_or_else(interrupted, refused))?;
    let mut warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    if clipped.cells > 0 {
        warnings.push(format!(
            "{} negative flows, {} in all, are set to zero: a model driven by demand cannot use them",
            clipped.cells, clipped.value
        ));
    }
    warnings.extend(troubles.iter().map(|trouble| trouble.describe(&model)));
    let names = shocks.iter().map(|shock| shock.name.clone());
    let losses: Vec<_> = names.zip(losses).collect();
    let manifest = ShockManifest::new(request, &model, days, &losses, &troubles);
    Ok(ShockResult {
        manifest,
        model,
        curves,
        bottlenecks,
        troubles,
        alternatives,
        inventories,
        losses,
        warnings,
    })
}

fn resolve(request: &ShockRequest<'_>, table: &InputOutput) -> Result<ShortRun, EngineError> {
    let context = ShortRunContext { world: request.world, table, groups: &BuiltinGroups };
    request.scenario.file.resolve(&context).map_err(|problems| EngineError::Scenario {
        shown: request.scenario.shown.clone(),
        text: request.scenario.file.text().to_owned(),
        problems,
    })
}

type Compared = (Vec<Alternative>, Vec<InventoryRun>, Vec<ShockLoss>);

/// The runs that the run is compared with; none, where the user stopped them.
fn compare(
    model: &Model,
    shocks: &[Shock],
    steps: usize,
    (curves, trouble): (&Curves, bool),
    patience: Patience<'_>,
) -> Result<Compared, Option<PropagationError>> {
    let go_on = || if (patience.stop)() { Err(None) } else { Ok(()) };
    go_on()?;
    let alternatives = match trouble {
        true => alternatives(model, shocks, steps, |_| patience).map_err(Some)?,
        false => Vec::new(),
    };
    go_on()?;
    let mut inventories = vec![inventory_run(1.0, curves)];
    for times in INVENTORIES {
        let days = multiplied(&model.settings().inventories, times);
        // half of a short inventory may be less than a step's use: that cannot be run
        let Ok(other) = model.with(Settings { inventories: days, ..model.settings().clone() }) else {
            continue;
        };
        let observer = |_| (Curves::new(&other), patience);
        let runs = run_many(&other, 1, steps, |_| shocks.to_vec(), observer).map_err(Some)?;
        inventories.extend(runs.iter().map(|(curves, _)| inventory_run(times, curves)));
        go_on()?;
    }
    inventories.sort_by(|a, b| a.times.total_cmp(&b.times));
    let (_, losses) = losses_by_shock(model, shocks, steps, |_| patience).map_err(Some)?;
    go_on()?;
    Ok((alternatives, inventories, losses))
}

fn inventory_run(times: f64, curves: &Curves) -> InventoryRun {
    let lowest = curves.trough().map_or(1.0, |(_, lowest)| lowest);
    InventoryRun { times, lost: curves.value_added_lost().iter().sum(), lowest }
}

fn multiplied(days: &InventoryDays, times: f64) -> InventoryDays {
    let all = |days: &[f64]| days.iter().map(|days| times * days).collect();
    match days {
        InventoryDays::Same(days) => InventoryDays::Same(times * days),
        InventoryDays::ByInput(days) => InventoryDays::ByInput(all(days)),
        InventoryDays::ByUser(days) => InventoryDays::ByUser(all(days)),
        InventoryDays::ByInputAndUser(days) => InventoryDays::ByInputAndUser(all(days)),
    }
}

/// Tells how many days of all runs are done, and ends them when the user wants that.
#[derive(Clone, Copy)]
struct Patience<'a> {
    done: &'a AtomicUsize,
    days: usize,
    progress: &'a (dyn Fn(usize, usize) + Sync),
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl Observer for Patience<'_> {
    fn day(&mut self, _: &Day<'_, '_>) -> ControlFlow<()> {
        (self.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1, self.days);
        if (self.stop)() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn interrupted() -> EngineError {
    EngineError::Interrupted { during: "comparing the run with others".to_owned() }
}

fn unless_stopped(stop: &(dyn Fn() -> bool + Sync), during: &str) -> Result<(), EngineError> {
    if stop() { Err(EngineError::Interrupted { during: during.to_owned() }) } else { Ok(()) }
}
