//! Why there are no elasticities for the sectors of a world.

use std::path::PathBuf;

use oblate_tables::names::{did_you_mean, listed};

use super::SourceError;

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
    /// A file of elasticities that cannot be read.
    #[error(transparent)]
    File(#[from] SourceError),
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
    pub(crate) fn trade(value: f64, sector: &str) -> Result<f64, Self> {
        if value.is_finite() && value > 0.0 {
            return Ok(value);
        }
        Err(Self::Illegal { what: format!("trade elasticity of {sector}"), value, legal: "above zero" })
    }

    /// The number, if it is a scale elasticity.
    pub(crate) fn scale(value: f64, sector: &str) -> Result<f64, Self> {
        if value.is_finite() && value >= 0.0 {
            return Ok(value);
        }
        Err(Self::Illegal { what: format!("scale elasticity of {sector}"), value, legal: "of zero or more" })
    }
}
