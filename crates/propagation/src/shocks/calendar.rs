//! The shocks of a run on the positions of its table: what each day takes away.

mod compile;
mod damage;

use crate::input_output::Shape;
use crate::model::Model;
use crate::settings::{Compatibility, Overlap};
use crate::shocks::timing::Timing;
use crate::shocks::{Rebound, RouteChange};
use damage::{Damage, Project};

/// A quantity by position, on some days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dated<T> {
    pub timing: Timing,
    pub cells: Vec<T>,
}

/// Final demand that changes, by product and final user.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Demand {
    pub dated: Dated<(usize, f64)>,
    pub rebound: Option<Rebound>,
    /// Days of full strength that are put off.
    pub put_off: f64,
}

/// An embargo on the positions of the table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ban {
    pub timing: Timing,
    pub share: f64,
    pub products: Vec<usize>,
    /// Origins and other destinations.
    pub pairs: Vec<(usize, usize)>,
}

/// All shocks of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Calendar {
    pub capacity: Vec<Dated<(usize, f64)>>,
    pub labour: Vec<Dated<(usize, f64)>>,
    pub damages: Vec<Damage>,
    pub projects: Vec<Project>,
    /// First day, and shares of the stock by product and industry.
    pub spoilt: Vec<(f64, Vec<(usize, f64)>)>,
    pub demand: Vec<Demand>,
    pub expectation: Vec<Dated<(usize, f64)>>,
    pub routes: Vec<(Timing, RouteChange)>,
    pub bans: Vec<Ban>,
    pub targets: Vec<Dated<(usize, f64)>>,
    /// The day after which no shock acts; none where one never ends.
    pub end: Option<f64>,
}

impl Calendar {
    /// What is left of each industry's capacity, apart from labour. `damage` is capital lost by industry.
    pub fn capacity_left(&self, model: &Model, day: f64, damage: &[f64], left: &mut [f64]) {
        left.fill(1.0);
        let largest = model.settings.overlap == Overlap::Largest;
        for Dated { timing, cells } in &self.capacity {
            match model.settings.compatibility {
                Compatibility::Boario072 => {
                    let strength = damage::boario_strength(timing, day - 1.0);
                    for &(f, loss) in cells {
                        left[f] = left[f].min(1.0 - damage::rounded(loss * strength, 6));
                    }
                }
                Compatibility::None => lose(left, cells, timing.strength(day), largest),
            }
        }
        for ((left, damage), capital) in left.iter_mut().zip(damage).zip(&model.capital) {
            if *damage > 0.0 {
                // damage that is rounded may be a trace more than there is
                let capital_left = (1.0 - damage / capital).max(0.0);
                *left = if largest { left.min(capital_left) } else { *left * capital_left };
            }
        }
    }

    /// What is left of each industry's labour.
    pub fn labour_left(&self, overlap: Overlap, day: f64, left: &mut [f64]) {
        left.fill(1.0);
        for Dated { timing, cells } in &self.labour {
            lose(left, cells, timing.strength(day), overlap == Overlap::Largest);
        }
    }

    /// What shocks leave of final demand, product × final user, as a factor, and what is bought on top as a part of
    /// the demand before. Returns false if there is nothing to do.
    pub fn final_demand(&self, day: f64, kept: &mut [f64], on_top: &mut [f64]) -> bool {
        if self.demand.is_empty() {
            return false;
        }
        kept.fill(1.0);
        on_top.fill(0.0);
        for Demand { dated, rebound, put_off } in &self.demand {
            let strength = dated.timing.strength(day);
            let made_up = rebound.map_or(0.0, |rebound| made_up(&dated.timing, rebound, *put_off, day));
            for &(at, change) in &dated.cells {
                kept[at] *= 1.0 + change * strength;
                on_top[at] -= change.min(0.0) * made_up;
            }
        }
        true
    }

    /// Whether any industry's target differs from its own; fills factors, product × industry.
    pub fn targets(&self, day: f64, factor: &mut Vec<f64>, shape: Shape) -> bool {
        if self.targets.is_empty() {
            return false;
        }
        factor.clear();
        factor.resize(shape.sectors * shape.industries(), 1.0);
        for Dated { timing, cells } in &self.targets {
            let strength = timing.strength(day);
            for &(at, times) in cells {
                factor[at] *= 1.0 + (times - 1.0) * strength;
            }
        }
        true
    }

    /// Strength of each embargo on a day.
    pub fn bans_of(&self, day: f64) -> Vec<f64> {
        self.bans.iter().map(|ban| ban.share * ban.timing.strength(day)).collect()
    }
}

fn lose(left: &mut [f64], cells: &[(usize, f64)], strength: f64, largest: bool) {
    if strength == 0.0 {
        return;
    }
    for &(f, loss) in cells {
        let kept = 1.0 - loss * strength;
        left[f] = if largest { left[f].min(kept) } else { left[f] * kept };
    }
}

/// Part of a day's demand that is bought on top on a day of the rebound.
fn made_up(timing: &Timing, rebound: Rebound, put_off: f64, day: f64) -> f64 {
    let Some(end) = timing.end() else { return 0.0 };
    let since = day - (end + rebound.after);
    if (0.0..rebound.days).contains(&since) { rebound.share * put_off / rebound.days } else { 0.0 }
}
