//! Counting the turns of a curve that are larger than noise.

use serde::{Deserialize, Serialize};

/// A curve's swings between extremes that lie further apart than a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Swings {
    threshold: f64,
    /// Value and step of the last extreme in the present direction.
    extreme: Option<(f64, usize)>,
    rising: Option<bool>,
    count: usize,
    since: Option<usize>,
    largest: f64,
}

impl Swings {
    /// No value seen yet.
    pub fn new(threshold: f64) -> Self {
        Self { threshold, extreme: None, rising: None, count: 0, since: None, largest: 0.0 }
    }

    /// Sees the next value.
    pub fn see(&mut self, step: usize, value: f64) {
        let Some((extreme, at)) = self.extreme else {
            self.extreme = Some((value, step));
            return;
        };
        let further = match self.rising {
            Some(true) => value > extreme,
            Some(false) => value < extreme,
            None => false,
        };
        if further {
            self.extreme = Some((value, step));
        } else if (value - extreme).abs() <= 0.1 * self.threshold {
            // it still stands where it stood: the swing begins when it leaves
            self.extreme = Some((extreme, step));
        } else if (value - extreme).abs() > self.threshold {
            self.since.get_or_insert(at);
            self.count += 1;
            self.rising = Some(value > extreme);
            self.extreme = Some((value, step));
        }
        if self.count > 0 {
            self.largest = self.largest.max((value - extreme).abs());
        }
    }

    /// Number of swings.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Step from which the first swing went.
    pub fn since(&self) -> Option<usize> {
        self.since
    }

    /// The largest swing.
    pub fn largest(&self) -> f64 {
        self.largest
    }
}
