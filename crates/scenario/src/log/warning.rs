//! What the reader of the results must know.

use std::fmt;

use super::{counted, rounded};

/// Something that is no mistake, but that the reader of the results must know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The scenario, or this variant of it, has no shock: its result is the baseline.
    NoShocks,
    /// There are contracts, and nobody looks at them.
    ContractsUnused,
    /// A table file is written with other marks than commas between cells and points in numbers.
    TableReadAs {
        /// The file, as the scenario names it.
        table: String,
        /// How it was read: `cells are separated by semicolons, numbers have a decimal comma`.
        read_as: String,
    },
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
    /// A shock destroys nothing.
    DestroysNothing {
        /// The shock: `capital_loss.1`.
        shock: String,
        /// Why.
        reason: String,
    },
    /// A shock acts on no day of a run.
    NeverActs {
        /// The shock: `capacity_loss.1`.
        shock: String,
        /// Its first day.
        start: f64,
        /// The last day of the run.
        last: f64,
    },
    /// A shock has not worn off on the last day of a run: losses end with the run and not with the shock.
    StillActs {
        /// The shock: `capacity_loss.1`.
        shock: String,
        /// The part of its full size that is left.
        left: f64,
    },
    /// Of two shocks that set the same cells, the later one is the narrower, and wins.
    SetAnew {
        /// What they set: `the tariff`.
        quantity: String,
        /// The wider shock: `tariff.1`.
        shock: String,
        /// The narrower one.
        by: String,
        /// Cells that both set.
        cells: usize,
    },
    /// Net taxes on production count as income of the factors.
    TaxesAreIncome {
        /// Sum of the absolute taxes over factor income.
        share: f64,
        /// Industries that keep theirs.
        left: usize,
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
    /// A cap on links that embargoes cut: they win.
    CapCut {
        /// The shock: `cap.1`.
        shock: String,
    },
    /// Rows of a table that name trade of a region with itself, which the shock does not select.
    OwnTradeLeftOut {
        /// The shock: `tariff.1`.
        shock: String,
        /// How many rows.
        rows: usize,
    },
    /// A tariff that names no sectors, on a world that tells services apart.
    ServicesToo {
        /// The shock: `tariff.1`.
        shock: String,
        /// How many sectors are services.
        sectors: usize,
    },
    /// A shock that makes rates above one.
    LargeRate {
        /// The shock: `tariff.1`.
        shock: String,
        /// What it is a rate of: `tariff`.
        name: String,
        /// Cells with such a rate.
        cells: usize,
        /// The largest rate.
        most: f64,
    },
    /// A shock that makes trade several times as cheap or as dear.
    UnusualCost {
        /// The shock: `iceberg.1`.
        shock: String,
        /// Cells with such a cost.
        cells: usize,
        /// The cost that is farthest from one.
        most: f64,
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

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoShocks => write!(out, "there is no shock: the result is the baseline"),
            Self::ContractsUnused => {
                write!(out, "contracts decide who is served first only under `rationing = \"by-contract\"`")
            }
            Self::SelectsNothing { shock, reason } => write!(out, "`{shock}` selects nothing: {reason}"),
            Self::ChangesNothing { shock, reason } => write!(out, "`{shock}` changes nothing: {reason}"),
            Self::DestroysNothing { shock, reason } => write!(out, "`{shock}` destroys nothing: {reason}"),
            Self::NeverActs { shock, start, last } => write!(
                out,
                "`{shock}` acts on no day of the run: it starts on day {}, and the last day is {last}",
                // a day beyond all counting is not written out
                if *start < 1e15 { start.to_string() } else { format!("{start:e}") }
            ),
            Self::StillActs { shock, left } => {
                write!(
                    out,
                    "`{shock}` is still at {} % on the last day: what it costs later is not told",
                    rounded(100.0 * left)
                )
            }
            Self::SetAnew { quantity, shock, by, cells } => {
                let cells = counted(*cells, "cell");
                write!(
                    out,
                    "{quantity} of {cells} is set by `{shock}` and anew by `{by}`, which is narrower and wins"
                )
            }
            Self::TaxesAreIncome { share, left } => {
                write!(
                    out,
                    "net taxes on production, {:.1} % of factor income, count as income of the factors",
                    100.0 * share
                )?;
                if *left == 0 {
                    Ok(())
                } else {
                    write!(out, "; {} without such income", counted(*left, "industry"))
                }
            }
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
            Self::CapCut { shock } => {
                write!(out, "`{shock}` acts on no link: an embargo cuts all that it names, and wins")
            }
            Self::OwnTradeLeftOut { shock, rows } => write!(
                out,
                "{} of the table of `{shock}` {} trade of a region with itself and {} left out: `include_own = true` takes {}",
                counted(*rows, "row"),
                if *rows == 1 { "names" } else { "name" },
                if *rows == 1 { "was" } else { "were" },
                if *rows == 1 { "it" } else { "them" },
            ),
            Self::ServicesToo { shock, sectors } => write!(
                out,
                "`{shock}` names no sectors and taxes {} of services too: `sectors = \"goods\"` leaves them out",
                counted(*sectors, "sector")
            ),
            Self::LargeRate { shock, name, cells, most } => {
                // a tariff, an export tax
                let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                write!(out, "`{shock}` makes {article} {name} of {} %", rounded(100.0 * most))?;
                match cells {
                    1 => write!(out, " (0.1 is 10 %)"),
                    more => write!(out, " (0.1 is 10 %), the largest of {more} above 100 %"),
                }
            }
            Self::UnusualCost { shock, cells, most } => write!(
                out,
                "`{shock}` makes trade costs {} times those of the baseline in {} (1.1 is 10 % dearer)",
                rounded(*most),
                counted(*cells, "cell")
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
            Self::TableReadAs { table, read_as } => {
                write!(out, "`{table}`: {read_as}, as its contents show")
            }
            Self::NoBaselineTariffs { world } => {
                write!(out, "world `{world}` carries no tariffs: those of the scenario start from zero")
            }
        }
    }
}
