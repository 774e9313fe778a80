//! Trouble that a run must not hide: collapse, oscillation, starvation; since when, and what began it.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::model::Model;
use crate::observers::bottlenecks::Bottleneck;
use crate::observers::swings::Swings;
use crate::run::{Day, Observer};

/// What went wrong in a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Trouble {
    /// World output stays far below what capacity allows: shortages feed on each other.
    Collapse {
        /// First step from which it stays there.
        since: usize,
        /// World output at the end, over output without shocks.
        output: f64,
        /// World capacity at the end, over capacity without shocks.
        capacity: f64,
        /// The first bottleneck that cost an industry a notable part of its output.
        began: Option<Bottleneck>,
    },
    /// Output of a sector, or of the world, swings up and down.
    Oscillation {
        /// Step of the first swing.
        since: usize,
        /// Number of swings.
        swings: usize,
        /// The largest swing, over output without shocks.
        largest: f64,
        /// Position of the sector; none for the world.
        sector: Option<usize>,
    },
    /// Industries stand still at the end because an input is missing, while they have capacity.
    Starvation {
        /// First step from which the first of them stands still.
        since: usize,
        /// The industries, the one that starved first in front, each with the input it lacks.
        industries: Vec<(usize, Option<usize>)>,
        /// The first bottleneck that cost an industry a notable part of its output.
        began: Option<Bottleneck>,
    },
}

impl Trouble {
    /// Whether two troubles are of one kind.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The trouble in words, with the codes of the table.
    pub fn describe(&self, model: &Model) -> String {
        let began = |began: &Option<Bottleneck>| match began {
            None => String::new(),
            Some(bottleneck) => format!(
                "; it began on day {} with {} lacking {}",
                day(model, bottleneck.step),
                model.table().industry_name(bottleneck.industry),
                sector(model, bottleneck.input)
            ),
        };
        match self {
            Self::Collapse { since, output, capacity, began: first } => format!(
                "collapse since day {}: world output ends at {:.1} % of what it was, while capacity is {:.1} %{}",
                day(model, *since),
                100.0 * output,
                100.0 * capacity,
                began(first)
            ),
            Self::Oscillation { since, swings, largest, sector: place } => format!(
                "oscillation since day {}: output of {} swings {swings} times, by up to {:.1} % of what it was",
                day(model, *since),
                place.map_or("the world".to_owned(), |k| sector(model, k)),
                100.0 * largest
            ),
            Self::Starvation { since, industries, began: first } => {
                let (industry, input) = industries[0];
                let lacking = input.map_or(String::new(), |k| format!(", which lacks {}", sector(model, k)));
                format!(
                    "starvation since day {}: {} industries stand still at the end, first {}{lacking}{}",
                    day(model, *since),
                    industries.len(),
                    model.table().industry_name(industry),
                    began(first)
                )
            }
        }
    }
}

fn day(model: &Model, step: usize) -> f64 {
    step as f64 * model.settings().step
}

fn sector(model: &Model, k: usize) -> String {
    model.table().sectors().code(oblate_world::Id::new(k)).to_owned()
}

/// World output this far below world capacity, in parts of output without shocks, is more than a shortage that passes.
const COLLAPSED: f64 = 0.1;
/// An industry below this part of its output stands still.
const STILL: f64 = 0.05;
/// A loss of this part of an industry's output is notable.
const NOTABLE: f64 = 0.01;
/// A swing of this part of output is no noise.
const SWING: f64 = 0.01;
/// So many swings are an oscillation: one shock and its recovery are two, with an overshoot three.
const MANY: usize = 5;

/// An observer that looks for trouble.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    baseline: Vec<f64>,
    collapsed_since: Option<usize>,
    last: [f64; 2],
    still_since: Vec<Option<usize>>,
    lacks: Vec<Option<usize>>,
    began: Option<Bottleneck>,
    /// Of the world, then of each sector.
    swings: Vec<Swings>,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(model: &Model) -> Self {
        let shape = model.shape();
        Self {
            baseline: model.baseline.clone(),
            collapsed_since: None,
            last: [1.0; 2],
            still_since: vec![None; shape.industries()],
            lacks: vec![None; shape.industries()],
            began: None,
            swings: vec![Swings::new(SWING); shape.sectors + 1],
        }
    }

    /// The troubles of the run as far as it was seen.
    pub fn troubles(&self) -> Vec<Trouble> {
        self.collapse().into_iter().chain(self.starvation()).chain(self.oscillation()).collect()
    }

    fn collapse(&self) -> Option<Trouble> {
        let [output, capacity] = self.last;
        Some(Trouble::Collapse { since: self.collapsed_since?, output, capacity, began: self.began })
    }

    fn starvation(&self) -> Option<Trouble> {
        let mut still: Vec<(usize, usize)> =
            self.still_since.iter().enumerate().filter_map(|(f, since)| Some(((*since)?, f))).collect();
        still.sort_unstable();
        let (since, _) = *still.first()?;
        let industries = still.into_iter().map(|(_, f)| (f, self.lacks[f])).collect();
        Some(Trouble::Starvation { since, industries, began: self.began })
    }

    fn oscillation(&self) -> Option<Trouble> {
        let many = self.swings.iter().enumerate().filter(|(_, swings)| swings.count() >= MANY);
        // of equally many, the world goes first
        let (place, swings) =
            many.max_by_key(|(place, swings)| (swings.count(), std::cmp::Reverse(*place)))?;
        Some(Trouble::Oscillation {
            since: swings.since()?,
            swings: swings.count(),
            largest: swings.largest(),
            sector: place.checked_sub(1),
        })
    }

    fn watch_industries(&mut self, day: &Day<'_, '_>) {
        for f in 0..self.baseline.len() {
            let (base, output) = (self.baseline[f], day.output()[f]);
            let starves = base > 0.0
                && output < STILL * base
                && day.input_bound()[f] < STILL * base
                && day.capacity_left()[f] > 2.0 * STILL;
            if !starves {
                self.still_since[f] = None;
            } else if self.still_since[f].is_none() {
                self.still_since[f] = Some(day.step());
                let limits = &day.model().limits;
                self.lacks[f] = limits.scarcest(day.inventories(), f, &self.baseline);
            }
        }
    }

    fn watch_beginning(&mut self, day: &Day<'_, '_>) {
        if self.began.is_some() {
            return;
        }
        let held = (0..self.baseline.len()).filter_map(|industry| {
            let (input, lost) = day.bottleneck(industry)?;
            let notable = lost > NOTABLE * self.baseline[industry];
            notable.then_some(Bottleneck { step: day.step(), industry, input, lost })
        });
        self.began = held.max_by(|a, b| a.lost.total_cmp(&b.lost));
    }

    fn watch_swings(&mut self, day: &Day<'_, '_>) {
        let sectors = self.swings.len() - 1;
        let mut sums = vec![[0.0; 2]; sectors + 1];
        for (f, (output, base)) in day.output().iter().zip(&self.baseline).enumerate() {
            for place in [0, f % sectors + 1] {
                sums[place][0] += output;
                sums[place][1] += base;
            }
        }
        for (swings, [output, base]) in self.swings.iter_mut().zip(sums) {
            if base > 0.0 {
                swings.see(day.step(), output / base);
            }
        }
    }
}

impl Observer for Watch {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        let total: f64 = self.baseline.iter().sum();
        let capacity: f64 =
            day.capacity_left().iter().zip(&self.baseline).map(|(left, base)| left * base).sum();
        // what final users no longer want is no shortage
        let wanted: f64 =
            day.final_demand().iter().sum::<f64>() / day.model().final_demand.iter().sum::<f64>();
        self.last = [day.output().iter().sum::<f64>() / total, capacity / total];
        if self.last[0] < self.last[1].min(wanted) - COLLAPSED {
            self.collapsed_since.get_or_insert(day.step());
        } else {
            self.collapsed_since = None;
        }
        self.watch_industries(day);
        self.watch_beginning(day);
        self.watch_swings(day);
        ControlFlow::Continue(())
    }
}
