//! What can go wrong between a world and an economy.

/// A world and elasticities that do not make an economy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// An elasticity that is missing or cannot be.
    #[error("{parameter} of sector `{sector}` is {value}; it must be a finite number {legal}")]
    Elasticity {
        /// Which elasticity.
        parameter: &'static str,
        /// Code of the sector.
        sector: String,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// Elasticities for another number of sectors.
    #[error("{parameter} has {found} values, but the world has {expected} sectors")]
    Length {
        /// Which elasticity.
        parameter: &'static str,
        /// Values found.
        found: usize,
        /// Sectors of the world.
        expected: usize,
    },
    /// A region whose income is not positive.
    #[error(
        "income of region `{region}` is {income}; a region needs positive final spending and factor income"
    )]
    Income {
        /// Code of the region.
        region: String,
        /// Its income, in the world's unit.
        income: f64,
    },
    /// A CES nest with a share that is negative.
    #[error(
        "a share in the nest `{nest}` of sector `{sector}` of region `{region}` is {share}: negative shares need a \
         substitution elasticity of one in that nest"
    )]
    Share {
        /// The nest.
        nest: String,
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// The share.
        share: f64,
    },
    /// A nest that does not stand in an earlier one, or a second root.
    #[error(
        "the nest `{nest}` has no place: the first nest is the root, and each other one stands in an earlier one"
    )]
    Nest {
        /// The nest.
        nest: String,
    },
    /// A product or factor that stands in no nest or in several.
    #[error("the {kind} `{code}` stands in {times} nests of a technology tree; it must stand in exactly one")]
    Member {
        /// What it is.
        kind: &'static str,
        /// Its code.
        code: String,
        /// In how many nests it stands.
        times: usize,
    },
    /// By-use sourcing on a world whose uses share their sources.
    #[error("the world `{world}` does not tell the sources of uses apart: use common sourcing")]
    CommonFlows {
        /// Name of the world.
        world: String,
    },
    /// A parameter of preferences that cannot be.
    #[error("{parameter} is {value}; it must be a finite number {legal}")]
    Preferences {
        /// Which parameter.
        parameter: &'static str,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// A share of a group that is negative.
    #[error("{what} of the group `{group}` is {value}; it must be of zero or more")]
    GroupShare {
        /// The group.
        group: String,
        /// Which share.
        what: String,
        /// The value found.
        value: f64,
    },
    /// Shares of groups that do not add up to one.
    #[error("the shares of all groups in {what} add up to {sum}, not to one")]
    GroupShares {
        /// In what.
        what: String,
        /// Their sum.
        sum: f64,
    },
    /// A group without income in a region.
    #[error(
        "income of the group `{group}` in region `{region}` is {income}; a group needs positive income: give it a larger share of factors"
    )]
    GroupIncome {
        /// The group.
        group: String,
        /// Code of the region.
        region: String,
        /// Its income, in the world's unit.
        income: f64,
    },
    /// A shape of the distribution of talents that cannot be.
    #[error("the shape of the `roy` market of factor `{factor}` is {value}; it must be above one")]
    RoyShape {
        /// Code of the factor.
        factor: String,
        /// The value found.
        value: f64,
    },
    /// Shares of migration that cannot be.
    #[error(
        "migration from region `{region}`: it must stand in one country, have people, and the shares of where they live must add up to \
         one (they add up to {sum})"
    )]
    Migration {
        /// Code of the region.
        region: String,
        /// Sum of the shares.
        sum: f64,
    },
    /// A factor that moves with people and on its own across the world.
    #[error(
        "factor `{factor}` moves with people within a country and is mobile across the world: choose one"
    )]
    MovesTwice {
        /// Code of the factor.
        factor: String,
    },
    /// Capital in the long run without investment told apart.
    #[error(
        "factor `{factor}` is in the long run, but no final use is investment: tell final uses apart and name them"
    )]
    NoInvestment {
        /// Code of the factor.
        factor: String,
    },
}
