//! Reading the layout `table`: flows cell by cell, or pooled over the sources of each use.

use std::path::Path;

use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, Factor, Id, Label, MendError, Region, Sector, Source, World, mend,
};

use super::axes::{Columns, Labelled, appearing, axis, labelled};
use super::description::WorldToml;
use super::{ImportOptions, elasticity, extras, flows, source_files};
use crate::error::SourceError;
use crate::table::{Legal, Table, TableFile, Wanted};

/// The tables of the layout.
pub(super) const STEMS: [&str; 12] = [
    "regions",
    "sectors",
    "industries",
    "flows",
    "trade",
    "intermediate_use",
    "final_use",
    "tariffs",
    "trade_elasticity",
    "satellites",
    "pairs",
    "mends",
];

/// Columns of `industries` that are no factor.
pub(super) const INDUSTRY_COLUMNS: [&str; 3] = ["region", "sector", "taxes"];

/// Reads a folder of layout `table` and makes it a world.
///
/// `flows` (`from_region, from_sector, to_region, to_use, value`, at basic prices) tells every cell; or
/// `trade`, `intermediate_use` and `final_use` tell flows whose uses share their sources.
/// `industries` (`region, sector`, one column for each factor, `taxes`) is needed; `regions`, `sectors`,
/// `tariffs`, `trade_elasticity`, `satellites`, `pairs` and `world.toml` may be left out. Cells without a
/// row are zero; facts without a row are missing.
///
/// The table is mended (see [`oblate_world::mend`]) unless it holds a table `mends`: that is a world which
/// was exported, and it is taken as it is.
///
/// # Errors
/// [`SourceError`]: all mistakes of the first wrong table at once, or the account that does not balance.
pub fn import_table(folder: &Path, options: &ImportOptions) -> Result<World, SourceError> {
    let told = WorldToml::read(folder)?;
    let industries = Industries::read(folder)?;
    let regions = labelled::<Region>(folder, "regions", "iso3")?;
    let sectors = labelled::<Sector>(folder, "sectors", "isic4")?;
    let (regions, covariates) = industries.axis("region", regions)?;
    let (sectors, not_covariates) = industries.axis("sector", sectors)?;
    extras::refuse_sector_covariates(folder, &not_covariates)?;
    let factors =
        axis(industries.factors.iter().map(|code| told.factor(code)).collect(), industries.file.path())?;
    let final_uses = flows::final_uses(folder, &told, &sectors)?;
    let axes = Axes { regions, sectors, final_uses, factors };
    let (factor_income, production_tax) = industries.accounts(&axes)?;
    let inventories = told.inventories(&axes.final_uses, folder)?;
    let mends = extras::mends(folder)?;
    let mut accounts = Accounts {
        description: told.description(),
        flows: flows::read(folder, &axes, &inventories, options)?,
        tariff: extras::tariffs(folder, &axes)?,
        factor_income,
        production_tax,
        trade_elasticity: elasticity::read(folder, &axes.sectors)?,
        satellites: extras::satellites(folder, &axes)?,
        region_covariates: extras::region_covariates(covariates, &told),
        pair_covariates: extras::pair_covariates(folder, &axes, &told)?,
        mends: mends.clone().unwrap_or_default(),
        axes,
    };
    options.name(&mut accounts.description, folder);
    if mends.is_none() {
        record_files(&mut accounts, folder)?;
        accounts = mend(accounts, &inventories, &options.mend_options()).map_err(not_mended(folder))?;
    }
    World::new(accounts).map_err(not_balanced(folder))
}

/// Adds the files that were read to the sources of the world.
fn record_files(accounts: &mut Accounts, folder: &Path) -> Result<(), SourceError> {
    let description = &mut accounts.description;
    description.sources.push(Source {
        name: description.title.clone(),
        licence: description.licence.clone(),
        citation: description.citation.clone(),
        files: source_files(folder, &STEMS)?,
    });
    Ok(())
}

pub(crate) fn not_balanced(folder: &Path) -> impl FnOnce(oblate_world::BalanceError) -> SourceError {
    let origin = folder.display().to_string();
    |fault| SourceError::Balance { origin, fault: Box::new(fault) }
}

pub(crate) fn not_mended(folder: &Path) -> impl FnOnce(MendError) -> SourceError {
    let origin = folder.display().to_string();
    |fault| SourceError::Mend { origin, fault: Box::new(fault) }
}

type IncomeAndTaxes = (Array3<Region, Sector, Factor>, Array2<Region, Sector>);

/// The table `industries` before the axes are known.
struct Industries {
    file: TableFile,
    table: Table,
    factors: Vec<String>,
    taxed: bool,
}

impl Industries {
    fn read(folder: &Path) -> Result<Self, SourceError> {
        let file = TableFile::need(folder, "industries")?;
        let mut factors = file.columns_besides(&INDUSTRY_COLUMNS);
        if factors.is_empty() {
            // asked for, so that the message names it
            factors.push("value_added".to_owned());
        }
        let taxed = file.has("taxes");
        let mut wanted = Wanted::default().text("region").text("sector");
        for column in factors.iter().map(String::as_str).chain(taxed.then_some("taxes")) {
            wanted = wanted.number(column, Legal::Finite);
        }
        let table = file.read(&wanted)?;
        Ok(Self { file, table, factors, taxed })
    }

    /// The axis told by a table of labels, or else by the rows of this one, with the covariates of the former.
    fn axis<I: Id>(
        &self,
        column: &str,
        labels: Option<Labelled<I>>,
    ) -> Result<(Axis<I>, Columns), SourceError> {
        match labels {
            Some(labels) => Ok((labels.axis, labels.covariates)),
            None => {
                self.table.check()?;
                Ok((appearing(&self.table, column, self.file.path())?, Vec::new()))
            }
        }
    }

    /// Factor income and production taxes.
    fn accounts(mut self, axes: &Axes) -> Result<IncomeAndTaxes, SourceError> {
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        let (regions, sectors) =
            (self.table.ids("region", &axes.regions), self.table.ids("sector", &axes.sectors));
        self.table.unique(
            n * m,
            |row| regions[row].index() * m + sectors[row].index(),
            &["region", "sector"],
        );
        self.table.check()?;
        let mut income = Array3::zeros([n, m, self.factors.len()]);
        let mut tax = Array2::zeros([n, m]);
        for (row, (&j, &k)) in regions.iter().zip(&sectors).enumerate() {
            for (f, column) in self.factors.iter().enumerate() {
                income[(j, k, Factor::new(f))] = self.table.numbers(column)[row];
            }
            if self.taxed {
                tax[(j, k)] = self.table.numbers("taxes")[row];
            }
        }
        Ok((income, tax))
    }
}

/// The one label of an axis whose entries a layout pools.
pub(super) fn pooled<I: Id>(code: &str, name: &str, folder: &Path) -> Result<Axis<I>, SourceError> {
    axis(vec![Label { code: code.to_owned(), name: name.to_owned(), standard: None }], folder)
}
