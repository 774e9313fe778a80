//! The results of a run as data: what a report, a comparison or another program reads, from memory or from a folder.

use std::collections::HashMap;
use std::path::Path;

use super::Tables;
use super::description::{RESULT_TABLES, holds_numbers};
use crate::error::EngineError;
use crate::folder::MANIFEST;
use crate::manifest::Manifest;
use crate::run::RunResult;
use oblate_tables::{Format, Table, read_table};

/// The results of a run: how it was made, and its tidy tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Everything needed to repeat the run, and how the solver went.
    pub manifest: Manifest,
    /// `variant, region, variable, value, unit`.
    pub regions: Table,
    /// `variant, region, sector, variable, value, unit`.
    pub sectors: Table,
    /// `variant, sector, origin, destination, value_baseline, value_new, unit`.
    pub trade: Table,
    /// `variant, elasticity_set, region, variable, value, unit`.
    pub sensitivity: Table,
    /// `variant, region, split, part, sector, partner, value, unit`.
    pub decomposition: Table,
    /// `variant, region, group, variable, value, unit`; none without groups of households.
    pub households: Option<Table>,
    /// `variant, region, sector, factor, variable, value, unit`; none where all sectors of a region pay one price.
    pub factors: Option<Table>,
    /// `variant, region, variable, value, unit`; none where carbon has no price.
    pub emissions: Option<Table>,
    /// `variant, draw, region, variable, value, unit`; none where no draws were asked for, as of the next two.
    pub draws: Option<Table>,
    /// `variant, region, variable, statistic, value, unit`.
    pub uncertainty: Option<Table>,
    /// `variant, draw, parameter, sector, value`.
    pub drawn_elasticities: Option<Table>,
}

impl From<&RunResult> for Results {
    fn from(result: &RunResult) -> Self {
        Self::new(result.manifest.clone(), result.tables())
    }
}

impl Results {
    pub(crate) fn new(manifest: Manifest, tables: Tables) -> Self {
        let Tables {
            regions,
            sectors,
            trade,
            sensitivity,
            decomposition,
            households,
            factors,
            emissions,
            draws,
            uncertainty,
            drawn_elasticities,
            summary: _,
            equilibria: _,
        } = tables;
        Self {
            manifest,
            regions,
            sectors,
            trade,
            sensitivity,
            decomposition,
            households,
            factors,
            emissions,
            draws,
            uncertainty,
            drawn_elasticities,
        }
    }

    /// A variable of the table `regions`; NaN where missing.
    pub fn region(&self, variant: &str, region: &str, variable: &str) -> f64 {
        let keys = [("variant", variant), ("region", region), ("variable", variable)];
        let codes: Option<Vec<(&[u32], u32)>> = keys
            .iter()
            .map(|(column, word)| {
                let labels = self.regions.labels(column)?;
                let code = labels.words().iter().position(|known| known == word)?;
                Some((labels.codes(), code as u32))
            })
            .collect();
        let Some(codes) = codes else { return f64::NAN };
        let row =
            (0..self.regions.rows()).find(|&row| codes.iter().all(|(column, code)| column[row] == *code));
        let values = self.regions.numbers("value");
        row.and_then(|row| values.map(|values| values[row])).unwrap_or(f64::NAN)
    }

    /// A variable of the table `regions` by variant and region.
    pub fn by_region(&self, variable: &str) -> HashMap<(&str, &str), f64> {
        let columns = ["variant", "region", "variable"].map(|name| self.regions.labels(name));
        let ([Some(variants), Some(regions), Some(variables)], Some(values)) =
            (columns, self.regions.numbers("value"))
        else {
            return HashMap::new();
        };
        let wanted = (0..values.len()).filter(|&row| variables.get(row) == variable);
        wanted.map(|row| ((variants.get(row), regions.get(row)), values[row])).collect()
    }

    /// Reads a run folder.
    ///
    /// # Errors
    /// [`EngineError::ReadRun`] if the folder holds no complete run that this version can read.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let manifest = Manifest::read(folder)?;
        let optional = |name| table(folder, &manifest, name);
        let table = |name| {
            let reason = || format!("its `{MANIFEST}` names no table `{name}`");
            optional(name)?.ok_or_else(|| EngineError::ReadRun { path: folder.to_owned(), reason: reason() })
        };
        Ok(Self {
            regions: table("regions")?,
            sectors: table("sectors")?,
            trade: table("trade")?,
            sensitivity: table("sensitivity")?,
            decomposition: table("decomposition")?,
            households: optional("households")?,
            factors: optional("factors")?,
            emissions: optional("emissions")?,
            draws: optional("draws")?,
            uncertainty: optional("uncertainty")?,
            drawn_elasticities: optional("drawn_elasticities")?,
            manifest,
        })
    }
}

/// A table of a run folder; none if the run wrote no such table.
fn table(folder: &Path, manifest: &Manifest, name: &'static str) -> Result<Option<Table>, EngineError> {
    let described = RESULT_TABLES.iter().filter(|table| table.name == name);
    let columns =
        described.flat_map(|table| table.columns).map(|column| (column.name, holds_numbers(column.name)));
    let shape: Vec<_> = columns.collect();
    let forms = [Format::Parquet, Format::Csv].map(|format| (format!("{name}.{}", format.ending()), format));
    let written = forms.into_iter().find(|(file, _)| manifest.files.contains(file));
    let bad = |file: &str, reason| EngineError::ReadRun {
        path: folder.to_owned(),
        reason: format!("`{file}`: {reason}"),
    };
    let opened = written.map(|(file, format)| {
        read_table(&folder.join(&file), format, name, &shape).map_err(|reason| bad(&file, reason))
    });
    opened.transpose()
}
