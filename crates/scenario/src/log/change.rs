//! Every change that a scenario made, from old to new.

use std::fmt;

use super::{Extent, counted};

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
    /// Quantities on trade links were capped.
    Cap {
        /// The shock: `cap.1`.
        key: String,
        /// Its name, where it has one.
        name: Option<String>,
        /// Line of the file in which it stands, counted from 1; none for JSON files.
        line: Option<usize>,
        /// Number of links that it caps.
        cells: usize,
        /// The most that may pass, as a share of the baseline's quantity.
        quantity: f64,
    },
    /// A region was split into parts.
    RegionSplit {
        /// The split: `region_split.1`.
        key: String,
        /// The region.
        region: String,
        /// Its parts and their shares.
        parts: Vec<(String, f64)>,
        /// What each part buys at home from itself.
        own: f64,
    },
    /// A new factor took over a part of the income of another one.
    FactorSplit {
        /// The split: `factor_split.1`.
        key: String,
        /// The new factor.
        name: String,
        /// The factor that was split.
        from: String,
        /// Shares of the sectors.
        share: Extent,
    },
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
            Self::Cap { key, name, cells, quantity, .. } => {
                write!(out, "`{key}`")?;
                if let Some(name) = name {
                    write!(out, " ({name})")?;
                }
                write!(out, ": at most {quantity} of the baseline's quantity on {}", counted(*cells, "link"))
            }
            Self::RegionSplit { key, region, parts, own } => {
                let parts: Vec<String> =
                    parts.iter().map(|(name, share)| format!("{name} ({share})")).collect();
                write!(
                    out,
                    "`{key}`: {region} is split into {}; each buys {own} from itself",
                    parts.join(", ")
                )
            }
            Self::FactorSplit { key, name, from, share } => {
                write!(out, "`{key}`: `{name}` earns {share} of what `{from}` earned")
            }
        }
    }
}
