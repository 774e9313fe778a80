//! What a scenario did to its baseline: every change from old to new, and what the reader must know.

use std::fmt;

/// One change that a scenario made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A key was set anew by a variant or by `--set`.
    Override {
        /// The key: `tariff.1.set`.
        key: String,
        /// The value before, as written; none if the key was absent.
        old: Option<String>,
        /// The value after, as written.
        new: String,
        /// Who set it: `line 12` or `--set tariff.1.set=0.2`.
        by: String,
    },
    /// A shock changed cells.
    Shock {
        /// The shock: `tariff.1`, or `variants.full.embargo.1`.
        key: String,
        /// Its name, where it has one.
        name: Option<String>,
        /// Line of the file in which it stands, counted from 1; none for JSON files.
        line: Option<usize>,
        /// Number of cells that it selected.
        cells: usize,
        /// Values of these cells before it; none if it selected nothing.
        old: Option<Extent>,
        /// Values of these cells after it; none if it selected nothing.
        new: Option<Extent>,
    },
}

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

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Override { key, old, new, by } => {
                write!(out, "`{key}`: {} → {new} (by {by})", old.as_deref().unwrap_or("absent"))
            }
            Self::Shock { key, name, cells, old, new, .. } => {
                write!(out, "`{key}`")?;
                if let Some(name) = name {
                    write!(out, " ({name})")?;
                }
                match (old, new) {
                    (Some(old), Some(new)) => write!(out, ": {old} → {new} in {}", counted(*cells, "cell")),
                    _ => write!(out, ": no cell"),
                }
            }
        }
    }
}

/// Something that is no mistake, but that the reader of the results must know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The scenario, or this variant of it, has no shock: its result is the baseline.
    NoShocks,
    /// A shock selects no cell.
    SelectsNothing {
        /// The shock: `tariff.1`.
        shock: String,
        /// Why.
        reason: String,
    },
    /// A shock selects cells, but none of them changes.
    ChangesNothing {
        /// The shock: `tariff.1`.
        shock: String,
        /// Why.
        reason: String,
    },
    /// There is no trade on any of the links that a shock selects.
    NoTrade {
        /// The shock: `embargo.1`.
        shock: String,
    },
    /// Pairs without a value of the covariate that a shock selects by; they are not selected.
    CovariateMissing {
        /// The shock: `iceberg.1`.
        shock: String,
        /// The covariate.
        covariate: String,
        /// Regions that have the covariate with no other region.
        regions: Vec<String>,
        /// Other pairs, origin and destination.
        pairs: Vec<(String, String)>,
    },
    /// Members of a group that are not in this world; they may be part of its rest of the world.
    MembersAbsent {
        /// The group: `@OECD`.
        group: String,
        /// The members that are absent.
        members: Vec<String>,
    },
    /// The world carries no tariffs: those of the scenario start from zero.
    NoBaselineTariffs {
        /// Name of the world.
        world: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoShocks => write!(out, "there is no shock: the result is the baseline"),
            Self::SelectsNothing { shock, reason } => write!(out, "`{shock}` selects nothing: {reason}"),
            Self::ChangesNothing { shock, reason } => write!(out, "`{shock}` changes nothing: {reason}"),
            Self::NoTrade { shock } => {
                write!(out, "`{shock}` has no effect: there is no trade on the links that it selects")
            }
            Self::CovariateMissing { shock, covariate, regions, pairs } => {
                let mut missing = regions.clone();
                missing.extend(pairs.iter().map(|(from, to)| format!("{from} → {to}")));
                write!(
                    out,
                    "`{shock}` does not select where `{covariate}` is missing: {}",
                    missing.join(", ")
                )
            }
            Self::MembersAbsent { group, members } => {
                write!(out, "`{group}`: not in this world are {}", members.join(", "))
            }
            Self::NoBaselineTariffs { world } => {
                write!(out, "world `{world}` carries no tariffs: those of the scenario start from zero")
            }
        }
    }
}
