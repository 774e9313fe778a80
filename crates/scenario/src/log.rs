//! What a scenario did to its baseline: every change from old to new, and what the reader must know.

mod change;
mod warning;

use std::fmt;

pub use change::Change;
pub use warning::Warning;

/// The smallest and the largest of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// The smallest value.
    pub least: f64,
    /// The largest value.
    pub greatest: f64,
}

impl Extent {
    /// The extent of these values; none if there are none.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        values.fold(None, |extent, value| {
            let (least, greatest) = extent.map_or((value, value), |e: Self| (e.least, e.greatest));
            Some(Self { least: least.min(value), greatest: greatest.max(value) })
        })
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, greatest) = (rounded(self.least), rounded(self.greatest));
        if least == greatest { write!(out, "{least}") } else { write!(out, "{least} to {greatest}") }
    }
}

/// A number of things in words: `1 cell`, `3 cells`; the plural is made with an s.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// A value with six significant digits: 0.1 + 0.05 reads 0.15.
pub(crate) fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}
