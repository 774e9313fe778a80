//! Runs that a run is compared with: one choice made otherwise, other inventories, each shock alone, all shocks but one.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PropagationError;
use crate::many_runs::remedies::Remedy;
use crate::many_runs::{ABREAST, run_many};
use crate::model::Model;
use crate::observers::{Curves, Trouble, Watch};
use crate::run::Observer;
use crate::settings::Settings;
use crate::shocks::Shock;

/// What is otherwise in a run that a run is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Variation {
    /// One choice of the model.
    Choice(Remedy),
    /// Days of inventories, times those of the run.
    Inventories(f64),
    /// Only the shock at this position acts.
    Alone(usize),
    /// The shock at this position does not act.
    Without(usize),
}

/// What a run came to that a run is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was otherwise.
    pub variation: Variation,
    /// The world's value added lost over all steps, in the table's unit.
    pub lost: f64,
    /// Lowest output of the world, over output without shocks.
    pub lowest: f64,
    /// Its troubles.
    pub troubles: Vec<Trouble>,
}

impl Outcome {
    /// Whether a trouble is gone.
    pub fn avoids(&self, trouble: &Trouble) -> bool {
        self.troubles.iter().all(|left| !left.is_like(trouble))
    }
}

/// Runs the same shocks for as many steps with one thing otherwise each, and tells what each came to.
///
/// `hears` is told as soon as runs that go side by side have ended, in the order in which they end.
///
/// Left out are choices that the model has made already, inventories that are too short to run with, and runs that their
/// observer ended: each run is watched by an `also()` too, by which a user can stop.
///
/// # Errors
/// As [`crate::Simulation`].
pub fn compare<O: Observer + Send>(
    model: &Model,
    shocks: &[Shock],
    steps: usize,
    wanted: &[Variation],
    also: impl Fn() -> O + Sync,
    hears: &(dyn Fn(&[Outcome]) + Sync),
) -> Result<(), PropagationError> {
    let batches = batches(wanted);
    let of_batch = |batch: &Vec<Variation>| {
        let Some(other) = other_model(model, batch[0]) else { return Ok(()) };
        let observer = |_| ((Watch::new(&other), Curves::new(&other)), also());
        let shocks = |run: usize| acting(shocks, batch[run]);
        let runs = run_many(&other, batch.len(), steps, shocks, observer)?;
        let finished = batch.iter().zip(runs).filter(|(_, ((_, curves), _))| curves.regions.len() == steps);
        let outcomes: Vec<Outcome> =
            finished.map(|(&variation, (seen, _))| outcome(variation, &seen)).collect();
        hears(&outcomes);
        Ok(())
    };
    batches.par_iter().map(of_batch).collect()
}

/// Runs of one model that go side by side.
fn batches(wanted: &[Variation]) -> Vec<Vec<Variation>> {
    let under_own =
        |variation: &&Variation| matches!(variation, Variation::Choice(_) | Variation::Inventories(_));
    let alone = wanted.iter().filter(under_own).map(|&variation| vec![variation]);
    let same: Vec<Variation> = wanted.iter().filter(|variation| !under_own(variation)).copied().collect();
    alone.chain(same.chunks(ABREAST).map(<[Variation]>::to_vec)).collect()
}

fn other_model(model: &Model, variation: Variation) -> Option<Cow<'_, Model>> {
    let settings = model.settings();
    let other = match variation {
        Variation::Choice(remedy) => remedy.apply(settings)?,
        Variation::Inventories(times) => {
            Settings { inventories: settings.inventories.times(times), ..settings.clone() }
        }
        Variation::Alone(_) | Variation::Without(_) => return Some(Cow::Borrowed(model)),
    };
    // half of a short inventory may be less than a step's use: that cannot be run
    model.with(other).ok().map(Cow::Owned)
}

fn acting(shocks: &[Shock], variation: Variation) -> Vec<Shock> {
    let acts = |at: usize| match variation {
        Variation::Alone(only) => at == only,
        Variation::Without(left_out) => at != left_out,
        Variation::Choice(_) | Variation::Inventories(_) => true,
    };
    let all = shocks.iter().enumerate();
    all.filter(|(at, _)| acts(*at)).map(|(_, shock)| shock.clone()).collect()
}

fn outcome(variation: Variation, (watch, curves): &(Watch, Curves)) -> Outcome {
    Outcome {
        variation,
        lost: curves.value_added_lost().iter().sum(),
        lowest: curves.trough().map_or(1.0, |(_, lowest)| lowest),
        troubles: watch.troubles(),
    }
}
