//! A person's own file of elasticities: CSV, Parquet or TOML.

use std::collections::BTreeMap;
use std::path::Path;

use oblate_tables::Legal;
use oblate_world::{Axis, Id, Sector};
use serde::Deserialize;

use super::{Estimate, Mapped};
use crate::error::ParameterError;
use crate::files::{by_sector, open, read_toml};

/// The TOML form: `default = 5`, then `[trade_elasticity]` with one line for a sector.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    default: Option<f64>,
    #[serde(default)]
    trade_elasticity: BTreeMap<String, f64>,
    scale_elasticity: Option<BTreeMap<String, f64>>,
}

/// Reads elasticities for the sectors of a world from a file.
///
/// CSV and Parquet: columns `sector`, `trade_elasticity` and, if wanted, `scale_elasticity`; one row for each
/// sector. TOML: a table `[trade_elasticity]`, and if wanted `[scale_elasticity]`, with one number for each
/// sector; `default` is the trade elasticity of sectors that are not named, scale elasticities are zero there.
///
/// # Errors
/// [`ParameterError`] with the line or the sector that is wrong.
pub fn read_trade_elasticity(path: &Path, sectors: &Axis<Sector>) -> Result<Mapped, ParameterError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (trade_elasticity, scale_elasticity) = match path.extension().is_some_and(|ending| ending == "toml") {
        true => from_toml(path, sectors)?,
        false => from_table(path, sectors)?,
    };
    let estimates = (0..sectors.len()).map(|number| Estimate { number, relative_error: None }).collect();
    Ok(Mapped { trade_elasticity, scale_elasticity, origins: vec![name; sectors.len()], estimates })
}

type Elasticities = (Vec<f64>, Option<Vec<f64>>);

fn from_table(path: &Path, sectors: &Axis<Sector>) -> Result<Elasticities, ParameterError> {
    let file = open(path)?;
    let trade = by_sector(&file, "trade_elasticity", Legal::Positive, sectors)?;
    let scale = match file.has("scale_elasticity") {
        true => Some(by_sector(&file, "scale_elasticity", Legal::NotNegative, sectors)?),
        false => None,
    };
    Ok((trade, scale))
}

fn from_toml(path: &Path, sectors: &Axis<Sector>) -> Result<Elasticities, ParameterError> {
    let own: Own = read_toml(path)?;
    let mut trade = vec![own.default; sectors.len()];
    for (code, value) in &own.trade_elasticity {
        trade[find(code, sectors, path)?.index()] = Some(ParameterError::trade(*value, code)?);
    }
    if let Some(default) = own.default {
        ParameterError::trade(default, "default")?;
    }
    let missing = sectors.codes().zip(&trade).filter(|(_, value)| value.is_none());
    let missing: Vec<String> = missing.map(|(code, _)| code.to_owned()).collect();
    if !missing.is_empty() {
        return Err(ParameterError::MissingSectors { path: path.to_owned(), sectors: missing });
    }
    let scale = own.scale_elasticity.map(|told| scale(&told, sectors, path)).transpose()?;
    Ok((trade.into_iter().flatten().collect(), scale))
}

fn scale(
    told: &BTreeMap<String, f64>,
    sectors: &Axis<Sector>,
    path: &Path,
) -> Result<Vec<f64>, ParameterError> {
    let mut values = vec![0.0; sectors.len()];
    for (code, value) in told {
        values[find(code, sectors, path)?.index()] = ParameterError::scale(*value, code)?;
    }
    Ok(values)
}

fn find(code: &str, sectors: &Axis<Sector>, path: &Path) -> Result<Sector, ParameterError> {
    sectors.find(code).ok_or_else(|| ParameterError::UnknownSector {
        path: path.to_owned(),
        sector: code.to_owned(),
        legal: sectors.codes().map(str::to_owned).collect(),
    })
}
