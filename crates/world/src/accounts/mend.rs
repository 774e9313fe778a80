//! Mends: what was changed in a statistical table to make it a world, each with its place and size.

use crate::axes::{Axes, Region, Sector};

/// The rules by which a table is mended when a world is built. Each can be switched off by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum MendRule {
    /// Cross-hauling was removed up to a home share of 1 % (done by the source).
    CrossHauling,
    /// Product taxes and margins on industries are booked as a net tax on production.
    IndustryTaxes,
    /// Product taxes and margins on final use are dropped: values are at basic prices.
    FinalUseTaxes,
    /// Labour income over value added outside 0.05-0.95 takes the world's mean for the sector.
    LabourShare,
    /// A region that neither makes nor buys anything is left out.
    EmptyRegion,
    /// Negative final use other than inventories is set to zero.
    NegativeFinalUse,
    /// Negative intermediate use is set to zero.
    NegativeIntermediateUse,
    /// Inventory changes are dropped and output is recomputed as `(I − A)⁻¹ × final use`.
    DropInventories,
    /// A sector whose output never reaches a final use is dropped from its region: its inputs and value added become zero.
    DeadSector,
    /// Value added becomes output − inputs − production taxes.
    ValueAddedResidual,
    /// Value added under 1 % of output is raised to it; the rest is booked as a production subsidy.
    ValueAddedFloor,
    /// A product has no home supply in a region: kept, but autarky is unbounded there.
    NoHomeSupply,
    /// The pieces did not add up: the shares were kept and the baseline was solved from them.
    Rebalanced,
    /// Merged trade links had different tariffs by use: the difference is booked as a net tax on production.
    MergedTariffs,
    /// Values were rounded for storage.
    Rounding,
}

impl MendRule {
    /// All rules, in the order in which they are applied and listed.
    pub const ALL: [MendRule; 15] = [
        Self::CrossHauling,
        Self::IndustryTaxes,
        Self::FinalUseTaxes,
        Self::LabourShare,
        Self::EmptyRegion,
        Self::NegativeFinalUse,
        Self::NegativeIntermediateUse,
        Self::DropInventories,
        Self::DeadSector,
        Self::ValueAddedResidual,
        Self::ValueAddedFloor,
        Self::NoHomeSupply,
        Self::Rebalanced,
        Self::MergedTariffs,
        Self::Rounding,
    ];

    /// The name by which files and the command line know the rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::CrossHauling => "cross-hauling",
            Self::IndustryTaxes => "industry-taxes",
            Self::FinalUseTaxes => "final-use-taxes",
            Self::LabourShare => "labour-share",
            Self::EmptyRegion => "empty-region",
            Self::NegativeFinalUse => "negative-final-use",
            Self::NegativeIntermediateUse => "negative-intermediate-use",
            Self::DropInventories => "drop-inventories",
            Self::DeadSector => "dead-sector",
            Self::ValueAddedResidual => "value-added-residual",
            Self::ValueAddedFloor => "value-added-floor",
            Self::NoHomeSupply => "no-home-supply",
            Self::Rebalanced => "rebalanced",
            Self::MergedTariffs => "merged-tariffs",
            Self::Rounding => "rounding",
        }
    }

    /// The rule with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// A move below this share of output is rounding: it is made where it must be, but not listed.
pub(crate) const ROUNDING: f64 = 1e-9;

/// One mend that was made: the rule, where, and how large.
#[derive(Debug, Clone, PartialEq)]
pub struct Mend {
    /// The rule that was applied.
    pub rule: MendRule,
    /// Code of the region, where the mend has one.
    pub region: Option<String>,
    /// Code of the sector or final use, where the mend has one.
    pub sector: Option<String>,
    /// Value before, in the world's unit (for shares: the share; NaN where the source has none).
    pub before: f64,
    /// Value after, in the unit of `before`.
    pub after: f64,
    /// What happened, for people: "GFCF in USA".
    pub note: String,
}

impl Mend {
    /// A mend of one industry, or of one product of a region: its value before and after.
    pub(crate) fn at(
        axes: &Axes,
        (region, sector): (Region, Sector),
        rule: MendRule,
        [before, after]: [f64; 2],
        note: impl Into<String>,
    ) -> Self {
        let region = Some(axes.regions.code(region).to_owned());
        let sector = Some(axes.sectors.code(sector).to_owned());
        Self { rule, region, sector, before, after, note: note.into() }
    }
}
