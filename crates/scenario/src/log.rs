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

/// How many words a warning lists before it only counts the others.
const LISTED: usize = 12;

/// Words with commas between them, the first of many.
fn listed(words: &[String]) -> String {
    let shown = &words[..words.len().min(LISTED)];
    match words.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
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

/// Something that is no mistake, but that the reader of the results must know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The scenario, or this variant of it, has no shock: its result is the baseline.
    NoShocks,
    /// There are contracts, and nobody looks at them.
    ContractsUnused,
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
    /// A fixed cost of market access in sectors without selection of firms.
    NoSelection {
        /// The shock: `fixed_cost.1`.
        shock: String,
        /// The sectors.
        sectors: Vec<String>,
    },
    /// A cap that leaves more than the baseline's quantity.
    LooseCap {
        /// The shock: `cap.1`.
        shock: String,
        /// The cap, as a share of the baseline's quantity.
        quantity: f64,
    },
    /// Emissions of sectors that buy none of the fuels which carry the price of carbon.
    NoFuel {
        /// The fuels.
        fuels: Vec<String>,
        /// The sectors with their regions, as in `M in ROW`.
        sectors: Vec<String>,
    },
    /// Sectors whose emissions the world does not tell: they pay no price of carbon.
    EmissionsMissing {
        /// The regions.
        regions: Vec<String>,
    },
    /// The scale elasticity times the trade elasticity is above one.
    StrongScale {
        /// The sectors, each with the product.
        sectors: Vec<(String, f64)>,
    },
    /// The scale elasticity times the trade elasticity is one: sectors can close.
    ScaleAtOne {
        /// The sectors.
        sectors: Vec<String>,
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
            Self::ContractsUnused => {
                write!(out, "contracts decide who is served first only under `rationing = \"by-contract\"`")
            }
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
            Self::NoSelection { shock, sectors } => write!(
                out,
                "`{shock}` has no effect in {}: fixed costs of market access act under `melitz` only",
                listed(sectors)
            ),
            Self::LooseCap { shock, quantity } => write!(
                out,
                "`{shock}` leaves {quantity} of the baseline's quantity: it has no effect unless trade grows beyond that"
            ),
            Self::NoFuel { fuels, sectors } => write!(
                out,
                "the emissions of {} carry no price of carbon: they buy none of {}",
                listed(sectors),
                fuels.join(", ")
            ),
            Self::EmissionsMissing { regions } => write!(
                out,
                "the emissions of some sectors are missing, and carry no price of carbon, in {}",
                listed(regions)
            ),
            Self::StrongScale { sectors } => {
                let sectors: Vec<String> =
                    sectors.iter().map(|(code, product)| format!("{code} ({})", rounded(*product))).collect();
                write!(
                    out,
                    "scale elasticity times trade elasticity is above 1 in {}: the equilibrium need not be the only one; \
                     `oblate run --starts N` looks for others",
                    listed(&sectors)
                )
            }
            Self::ScaleAtOne { sectors } => write!(
                out,
                "scale elasticity times trade elasticity is 1 in {}: such a sector can close in a region",
                listed(sectors)
            ),
            Self::NoBaselineTariffs { world } => {
                write!(out, "world `{world}` carries no tariffs: those of the scenario start from zero")
            }
        }
    }
}
