//! One case of a set of shocks: its model, its run, and the runs that it is compared with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use oblate_propagation::{
    Bottlenecks, Clipped, Curves, InputOutput, Model, Outcome, PropagationError, Remedy, Simulation, Sums,
    Trouble, Variation, Watch, compare,
};
use oblate_scenario::{Problem, ShortRun, ShortRunContext};
use serde::{Deserialize, Serialize};

use super::checkpoint::Checkpoint;
use super::industries::Industries;
use super::patience::Patience;
use super::{InventoryRun, ShockLoss, ShockRequest, ShockVariant};
use crate::error::EngineError;
use crate::questions::{BuiltinGroups, TablesBeside, wanted};

/// The most that a request may keep of its days and of goods under way, in bytes.
const MOST_BYTES: f64 = 8e9;

/// Runs that are counted as going on at once: one, and four beside it.
const SIDE_BY_SIDE: f64 = 5.0;

/// Inventories that are tried, over those of the run.
const INVENTORIES: [f64; 3] = [0.5, 2.0, 4.0];

/// The cases of a request, and the table files that they read with their hashes.
pub(super) struct Cases {
    pub cases: Vec<Case>,
    pub tables: BTreeMap<String, String>,
}

/// One case, ready to be run.
pub(super) struct Case {
    pub resolved: ShortRun,
    pub model: Model,
    /// Days that are run.
    pub days: usize,
    /// Whether each industry is told on each day.
    industries: bool,
    steps: usize,
    clipped: Clipped,
}

/// What is done of a case: enough to go on from any day.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Done {
    /// The state of the run after its last day so far, and what was seen of it.
    run: Option<(Vec<u8>, Seen)>,
    outcomes: Vec<Outcome>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    watch: Watch,
    curves: Curves,
    bottlenecks: Bottlenecks,
    industries: Option<Industries>,
}

/// Those who see what is seen.
type Watched = (Watch, (Curves, (Bottlenecks, Option<Industries>)));

impl Seen {
    fn of((watch, (curves, (bottlenecks, industries))): Watched) -> Self {
        Self { watch, curves, bottlenecks, industries }
    }

    fn watched(self) -> Watched {
        (self.watch, (self.curves, (self.bottlenecks, self.industries)))
    }
}

/// Resolves a set of shocks on a world and prepares the variants that were asked for.
pub(super) fn cases(request: &ShockRequest<'_>) -> Result<Cases, EngineError> {
    let scenario = request.scenario;
    let refused = |reason: PropagationError| EngineError::Propagation {
        shocks: scenario.name.clone(),
        reason: Box::new(reason),
    };
    let table = Arc::new(InputOutput::of_world(request.world).map_err(refused)?);
    let tables = TablesBeside::new(scenario.folder.clone());
    let context =
        ShortRunContext { world: request.world, table: &table, tables: &tables, groups: &BuiltinGroups };
    let resolved = scenario.file.short_run(&scenario.overrides, &context);
    let resolved = resolved.map_err(|problems| scenario.refused(problems))?;
    let case = |mut resolved: ShortRun| {
        let model = Model::new(table.clone(), resolved.settings.clone()).map_err(refused)?;
        let days = request.days.unwrap_or(resolved.days);
        resolved.warnings.extend(resolved.cut_off(days));
        resolved.warnings.extend(tables.warnings());
        let steps = (days as f64 / resolved.settings.step).ceil().max(1.0) as usize;
        let industries = request.industries;
        Ok(Case { resolved, model, days, industries, steps, clipped: table.clipped() })
    };
    let resolved = wanted(resolved, |case| &case.variant, request.variants, &scenario.name)?;
    let clashes: Vec<Problem> = resolved.iter().flat_map(|case| case.refused.clone()).collect();
    if !clashes.is_empty() {
        return Err(scenario.refused(clashes));
    }
    let cases: Vec<Case> = resolved.into_iter().map(case).collect::<Result<_, EngineError>>()?;
    has_room(&cases).map_err(refused)?.map_err(|bytes| EngineError::TooLarge {
        shocks: scenario.name.clone(),
        days: cases.iter().map(|case| case.days).max().unwrap_or(0),
        variants: cases.len(),
        bytes,
        most: MOST_BYTES,
    })?;
    Ok(Cases { cases, tables: tables.into_read() })
}

/// Whether what all cases keep of their days fits into memory; the bytes where it does not.
fn has_room(cases: &[Case]) -> Result<Result<(), f64>, PropagationError> {
    let mut bytes = 0.0;
    let mut under_way = 0.0f64;
    for case in cases {
        bytes += case.bytes_of_days();
        let own = case.model.bytes_under_way(&case.resolved.shocks, case.steps)?;
        under_way = under_way.max(own * SIDE_BY_SIDE);
    }
    let bytes = bytes + under_way;
    Ok(if bytes > MOST_BYTES { Err(bytes) } else { Ok(()) })
}

impl Case {
    /// Days of the run and of those that it is compared with, as far as they are known before it.
    pub fn days_of_all_runs(&self) -> usize {
        self.steps * (1 + self.variations(false).len())
    }

    /// Bytes that are kept of the days of the run and of those beside it, and of the tables that are made of them.
    fn bytes_of_days(&self) -> f64 {
        let shape = self.model.shape();
        let sums = (size_of::<Sums>() * (shape.regions + shape.sectors)) as f64;
        let industry = size_of::<[f64; 4]>() + size_of::<Option<usize>>();
        let industries = if self.industries { (industry * shape.industries()) as f64 } else { 0.0 };
        self.steps as f64 * (SIDE_BY_SIDE * sums + 2.0 * industries)
    }

    /// Goes on from what the checkpoint has of it; false where the user stopped it.
    pub fn run(
        &self,
        checkpoint: &mut Checkpoint<'_, Done>,
        patience: &Patience<'_>,
    ) -> Result<bool, PropagationError> {
        let name = &self.resolved.variant;
        let mut done = checkpoint.take(name);
        let is_whole = self.run_itself(&mut done, checkpoint, patience)?
            && self.compare(&mut done, checkpoint, patience)?;
        checkpoint.put(name, done);
        Ok(is_whole)
    }

    /// The run itself, to its end or until the user stops it.
    fn run_itself(
        &self,
        done: &mut Done,
        checkpoint: &mut Checkpoint<'_, Done>,
        patience: &Patience<'_>,
    ) -> Result<bool, PropagationError> {
        let (model, shocks) = (&self.model, &self.resolved.shocks);
        let watched = |seen: Seen| (seen.watched(), patience.of_run());
        let mut run = match done.run.take() {
            None => Simulation::new(model, shocks, 0, watched(self.nothing_seen()))?,
            Some((state, seen)) => Simulation::resume(model, shocks, 0, watched(seen), &state)?,
        };
        patience.skip(run.steps() + done.outcomes.len() * self.steps);
        while run.steps() < self.steps && !run.ended() {
            run.step()?;
            if checkpoint.is_due() {
                done.run = Some((run.save(), Seen::of(run.observer().0.clone())));
                checkpoint.keep_meanwhile(&self.resolved.variant, done);
            }
        }
        let (state, is_whole) = (run.save(), run.steps() == self.steps);
        done.run = Some((state, Seen::of(run.into_observer().0)));
        Ok(is_whole)
    }

    /// The runs that it is compared with.
    fn compare(
        &self,
        done: &mut Done,
        checkpoint: &mut Checkpoint<'_, Done>,
        patience: &Patience<'_>,
    ) -> Result<bool, PropagationError> {
        let trouble = done.run.as_ref().is_some_and(|(_, seen)| !seen.watch.troubles().is_empty());
        if trouble {
            patience.expect(self.steps * Remedy::ALL.len());
        }
        let all = self.variations(trouble);
        let mut left = all.clone();
        left.retain(|variation| done.outcomes.iter().all(|outcome| outcome.variation != *variation));
        let keeper = Mutex::new((&mut *done, checkpoint));
        let hears = |outcomes: &[Outcome]| {
            let (done, checkpoint) = &mut *keeper.lock().unwrap_or_else(PoisonError::into_inner);
            done.outcomes.extend_from_slice(outcomes);
            if checkpoint.is_due() {
                checkpoint.keep_meanwhile(&self.resolved.variant, done);
            }
        };
        compare(&self.model, &self.resolved.shocks, self.steps, &left, || patience.of_run(), &hears)?;
        // they came in the order in which they ended
        done.outcomes.sort_by_key(|outcome| all.iter().position(|variation| *variation == outcome.variation));
        Ok(!patience.is_over())
    }

    fn nothing_seen(&self) -> Seen {
        let model = &self.model;
        Seen {
            watch: Watch::new(model),
            curves: Curves::new(model),
            bottlenecks: Bottlenecks::new(model),
            industries: self.industries.then(Industries::default),
        }
    }

    /// What the run is compared with.
    fn variations(&self, trouble: bool) -> Vec<Variation> {
        let shocks = self.resolved.shocks.len();
        let choices = Remedy::ALL.into_iter().filter(|_| trouble).map(Variation::Choice);
        let inventories = INVENTORIES.into_iter().map(Variation::Inventories);
        // a shock that is the only one costs what all cost
        let single = (0..shocks).filter(|_| shocks > 1);
        let single = single.flat_map(|at| [Variation::Alone(at), Variation::Without(at)]);
        choices.chain(inventories).chain(single).collect()
    }

    /// All that is told of a case that is done.
    pub fn told(&self, done: Done) -> Option<ShockVariant> {
        let Seen { watch, curves, bottlenecks, industries } = done.run?.1;
        let lost = curves.value_added_lost().iter().sum();
        let troubles = watch.troubles();
        let is_choice = |outcome: &&Outcome| matches!(outcome.variation, Variation::Choice(_));
        Some(ShockVariant {
            name: self.resolved.variant.clone(),
            title: self.resolved.title.clone(),
            changes: self.resolved.log.clone(),
            model: self.model.clone(),
            choices: done.outcomes.iter().filter(is_choice).cloned().collect(),
            inventories: inventories(&done.outcomes, &curves, lost),
            losses: self.losses(&done.outcomes, lost),
            warnings: self.warnings(&troubles),
            curves,
            bottlenecks,
            troubles,
            industries,
        })
    }

    fn losses(&self, outcomes: &[Outcome], lost: f64) -> Vec<ShockLoss> {
        let of = |variation: Variation| outcomes.iter().find(|outcome| outcome.variation == variation);
        let names = self.resolved.shocks.iter().map(|shock| shock.name.clone()).enumerate();
        let loss = |(at, shock)| ShockLoss {
            shock,
            alone: of(Variation::Alone(at)).map_or(lost, |outcome| outcome.lost),
            on_top: of(Variation::Without(at)).map_or(lost, |outcome| lost - outcome.lost),
        };
        names.map(loss).collect()
    }

    fn warnings(&self, troubles: &[Trouble]) -> Vec<String> {
        let mut warnings: Vec<String> = self.resolved.warnings.iter().map(ToString::to_string).collect();
        if self.clipped.cells > 0 {
            warnings.push(format!(
                "{} negative flows, {} in all, are set to zero: a model driven by demand cannot use them",
                self.clipped.cells, self.clipped.value
            ));
        }
        warnings.extend(troubles.iter().map(|trouble| trouble.describe(&self.model)));
        warnings
    }
}

/// The run among those with other inventories, in rising order.
fn inventories(outcomes: &[Outcome], curves: &Curves, lost: f64) -> Vec<InventoryRun> {
    let lowest = curves.trough().map_or(1.0, |(_, lowest)| lowest);
    let mut runs = vec![InventoryRun { times: 1.0, lost, lowest }];
    runs.extend(outcomes.iter().filter_map(|outcome| match outcome.variation {
        Variation::Inventories(times) => {
            Some(InventoryRun { times, lost: outcome.lost, lowest: outcome.lowest })
        }
        _ => None,
    }));
    runs.sort_by(|a, b| a.times.total_cmp(&b.times));
    runs
}
