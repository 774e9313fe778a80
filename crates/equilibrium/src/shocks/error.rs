//! Shocks that cannot be.

/// Shocks that cannot be applied to an economy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ShockError {
    /// An array that does not have the size of the economy's axes.
    #[error("{shock} has shape {found:?}, but the economy asks for {expected:?}")]
    Shape {
        /// Which shock.
        shock: &'static str,
        /// The shape found.
        found: Vec<usize>,
        /// The shape asked for.
        expected: Vec<usize>,
    },
    /// A value outside its range.
    #[error("{shock} is {value} at {place}; it must be {legal}")]
    Value {
        /// Which shock.
        shock: &'static str,
        /// Labels of the cell, in words.
        place: String,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// Two caps on one link, or a cap and a border adjustment.
    #[error("two caps, or a cap and a border adjustment, act on one link ({place}): keep one of them")]
    TwoCaps {
        /// Labels of the link, in words.
        place: String,
    },
    /// Nobody is left to sell a product that a region needs.
    #[error(
        "no supplier is left for {} (of {} such cases); with an expenditure share that cannot fall to zero its price is \
         unbounded: leave one supplier in, or cut the region off from all others so that it is reported as unbounded",
        .cells.iter().take(5).map(|(region, sector)| format!("product `{sector}` in region `{region}`")).collect::<Vec<_>>().join(", "),
        .cells.len()
    )]
    NoSupply {
        /// Codes of region and product.
        cells: Vec<(String, String)>,
    },
    /// A region that can sell nothing abroad any more but still buys there, and has no deficit.
    #[error(
        "`{region}` sells nothing abroad after the shocks but still buys there, and nothing pays for it: cut its imports as well, leave \
         it an export, or give it a deficit"
    )]
    Unpaid {
        /// Code of the region.
        region: String,
    },
    /// Deficits of regions that trade with each other do not add up to zero.
    #[error(
        "the deficits of {} add up to {sum}, not to zero: these regions trade with nobody else, so nobody can pay for it; \
         use `deficits = \"zero\"`, or set deficits that add up to zero among them",
        .regions.join(", ")
    )]
    Deficits {
        /// Codes of the regions of the bloc.
        regions: Vec<String>,
        /// Sum of their deficits, in the world's unit.
        sum: f64,
    },
}
