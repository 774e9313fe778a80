//! What the end of a run cuts off: shocks that start after it, and those that have not worn off by then.

use oblate_propagation::{CapitalLoss, Effect, Shock, Timing};

use super::ShortRun;
use crate::log::{Warning, rounded};

/// A shock of which less is left has worn off.
const WORN_OFF: f64 = 0.005;

impl ShortRun {
    /// What a reader must know of the shocks of a run over so many days.
    pub fn cut_off(&self, days: usize) -> Vec<Warning> {
        let step = self.settings.step;
        let steps = (days as f64 / step).ceil().max(1.0);
        let days = Days { last: (steps - 1.0) * step, step };
        self.shocks.iter().filter_map(|shock| days.warning(shock)).collect()
    }
}

/// The days of a run: those on which a step begins.
struct Days {
    last: f64,
    step: f64,
}

impl Days {
    fn warning(&self, shock: &Shock) -> Option<Warning> {
        let Shock { name, timing, effect } = shock;
        let name = || name.clone();
        if !self.meet(timing) {
            return Some(Warning::NeverActs { shock: name(), start: timing.start, last: self.last });
        }
        let left = timing.strength(self.last);
        // what is left to rebuild, or of what was destroyed in stock, is no matter of days
        let wears_off = match effect {
            Effect::Inventories(_) | Effect::Capital(CapitalLoss { rebuilding: Some(_), .. }) => false,
            Effect::Capacity(_)
            | Effect::Labour(_)
            | Effect::Capital(CapitalLoss { rebuilding: None, .. })
            | Effect::FinalDemand(_)
            | Effect::IncomeExpectation(_)
            | Effect::Route(_)
            | Effect::Embargo(..)
            | Effect::InventoryTarget(_) => true,
        };
        (wears_off && left >= WORN_OFF).then(|| Warning::StillActs { shock: name(), left: rounded(left) })
    }

    /// Whether a shock acts at the beginning of any step.
    fn meet(&self, timing: &Timing) -> bool {
        let first = (timing.start / self.step).ceil() * self.step;
        let end = timing.end().unwrap_or(f64::INFINITY).min(self.last);
        let mut steps =
            (0u32..).map(|step| first + f64::from(step) * self.step).take_while(|day| *day <= end);
        steps.any(|day| timing.strength(day) > 0.0)
    }
}
