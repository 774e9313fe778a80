//! Trade and scale elasticities: published sets mapped to the sectors of a world, one number, or a person's own file.

mod mapping;
mod own;
mod published;

pub use mapping::{trade_elasticity, uniform_trade_elasticity};
pub use own::read_trade_elasticity;
pub use published::{ElasticitySet, elasticity_sets};

/// The set that the built-in world comes with: the 99 % sample of Caliendo & Parro (2015).
pub const DEFAULT_ELASTICITY_SET: &str = "caliendo-parro-2015-99";

/// Elasticities for each sector of a world, and where each comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    /// Trade elasticity `θ > 0` by sector.
    pub trade_elasticity: Vec<f64>,
    /// Scale elasticity `ψ ≥ 0` by sector, where the source has them.
    pub scale_elasticity: Option<Vec<f64>>,
    /// Where each sector's numbers come from, in words: `mean of Wood 11.5, Paper 16.52`.
    pub origins: Vec<String>,
    /// The estimate that each sector's trade elasticity is.
    pub estimates: Vec<Estimate>,
}

/// An estimate of a trade elasticity, which may be that of several sectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Its number: sectors with the same one share the estimate, and so its error.
    pub number: usize,
    /// Its standard error over the estimate, where the source tells one.
    pub relative_error: Option<f64>,
}
