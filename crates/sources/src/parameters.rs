//! Trade and scale elasticities: published sets mapped to the sectors of a world, one number, or a person's own file.

mod mapping;
mod own;
mod published;

use std::path::PathBuf;

use crate::error::SourceError;
use crate::nearest::{did_you_mean, listed};

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

/// Why there are no elasticities for the sectors of a world.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// A set that does not exist.
    #[error("there is no set of elasticities `{name}`{}; there are: {}", did_you_mean(name, known.iter()), listed(known))]
    UnknownSet {
        /// The name asked for.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// Sectors that the concordance of a set does not have.
    #[error(
        "the set `{set}` is mapped to the sectors of {}, and this world has others ({}); give one number for all \
         sectors, or a file with the columns `sector` and `trade_elasticity`",
        listed(classifications),
        listed(sectors)
    )]
    UnknownSectors {
        /// The set.
        set: String,
        /// The classifications that it is mapped to.
        classifications: Vec<String>,
        /// Codes of the sectors that the nearest of them does not have.
        sectors: Vec<String>,
    },
    /// A number that is no elasticity.
    #[error("a {what} of {value} is not possible; it must be a finite number {legal}")]
    Illegal {
        /// Which elasticity, and of which sector.
        what: String,
        /// The number.
        value: f64,
        /// What numbers are legal.
        legal: &'static str,
    },
    /// A file of elasticities in CSV or Parquet that cannot be read.
    #[error(transparent)]
    File(#[from] SourceError),
    /// A TOML file that cannot be understood.
    #[error("`{}`: {message}", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A TOML file that names a sector which the world does not have.
    #[error("`{}`: there is no sector `{sector}`{}; legal are {}", path.display(), did_you_mean(sector, legal.iter()), listed(legal))]
    UnknownSector {
        /// The file.
        path: PathBuf,
        /// The sector it names.
        sector: String,
        /// The sectors of the world.
        legal: Vec<String>,
    },
    /// A TOML file that leaves sectors without a number.
    #[error("`{}` has no trade elasticity for {}; name them, or give a `default`", path.display(), listed(sectors))]
    MissingSectors {
        /// The file.
        path: PathBuf,
        /// Codes of the sectors.
        sectors: Vec<String>,
    },
}

impl ParameterError {
    /// The number, if it is a trade elasticity.
    fn trade(value: f64, sector: &str) -> Result<f64, Self> {
        if value.is_finite() && value > 0.0 {
            return Ok(value);
        }
        Err(Self::Illegal { what: format!("trade elasticity of {sector}"), value, legal: "above zero" })
    }

    /// The number, if it is a scale elasticity.
    fn scale(value: f64, sector: &str) -> Result<f64, Self> {
        if value.is_finite() && value >= 0.0 {
            return Ok(value);
        }
        Err(Self::Illegal { what: format!("scale elasticity of {sector}"), value, legal: "of zero or more" })
    }
}
