//! Reading the layout `table`: flows cell by cell, or pooled over the sources of each use.

use std::path::Path;

use oblate_tables::{Legal, Rows, TableFile, Wanted};
use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, Factor, FinalUse, Id, PublishedTable, Region, Sector, World, mend,
};

use super::axes::{Columns, Labelled, appearing, labelled};
use super::description::WorldToml;
use super::learned::{check_factors, check_sectors};
use super::strangers::{unread_columns, unread_files};
use super::tables::{INDUSTRY_COLUMNS, TABLE_LAYOUT};
use super::{ImportOptions, elasticity, extras, flows, plausible, record_files};
use crate::error::SourceError;
use crate::files::{Keyed, axis, find, need};

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
    let Told { mut accounts, inventories, mended } = Told::read(folder, options)?;
    if !mended {
        let caveats = plausible::of_accounts(&accounts);
        accounts.description.caveats.extend(caveats);
        accounts =
            mend(accounts, &inventories, &options.mend_options()).map_err(SourceError::mend(folder))?;
    }
    World::new(accounts).map_err(SourceError::balance(folder))
}

/// Reads a folder of layout `table` as published, for indicators alone: no rule mends it, negative flows stay, and it
/// need not balance.
///
/// # Errors
/// [`SourceError`]: all mistakes of the first wrong table at once, or a final use that is the sum of others.
pub fn read_published(folder: &Path) -> Result<PublishedTable, SourceError> {
    let Told { accounts, inventories, .. } = Told::read(folder, &ImportOptions::default())?;
    PublishedTable::new(accounts, inventories).map_err(SourceError::mend(folder))
}

/// What the tables of a folder say.
struct Told {
    accounts: Accounts,
    /// The final uses that hold changes of inventories.
    inventories: Vec<FinalUse>,
    /// Whether it is a world that was exported.
    mended: bool,
}

impl Told {
    fn read(folder: &Path, options: &ImportOptions) -> Result<Self, SourceError> {
        unread_files(folder, &TABLE_LAYOUT)?;
        let told = WorldToml::read(folder)?;
        let industries = Industries::read(folder, &told)?;
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
        unread_columns(folder, &TABLE_LAYOUT)?;
        told.check_names(&accounts, folder)?;
        options.name(&mut accounts.description, folder);
        if mends.is_none() {
            record_files(&mut accounts.description, folder, &TABLE_LAYOUT)?;
        }
        Ok(Self { accounts, inventories, mended: mends.is_some() })
    }
}

type IncomeAndTaxes = (Array3<Region, Sector, Factor>, Array2<Region, Sector>);

/// The table `industries` before the axes are known.
struct Industries {
    file: TableFile,
    rows: Rows,
    factors: Vec<String>,
    taxed: bool,
}

impl Industries {
    fn read(folder: &Path, told: &WorldToml) -> Result<Self, SourceError> {
        let file = need(folder, "industries")?;
        let mut factors = file.columns_besides(&INDUSTRY_COLUMNS);
        if factors.is_empty() {
            // asked for, so that the message names it
            factors.push("value_added".to_owned());
        }
        let taxed = file.has("taxes");
        let wanted = Wanted::keys(["region", "sector"]).numbers(&factors, Legal::Finite);
        let mut rows = file.read(&wanted.numbers(taxed.then_some("taxes"), Legal::Finite))?;
        check_factors(&mut rows, &factors, told);
        if find(folder, "sectors")?.is_none() {
            check_sectors(&mut rows);
        }
        Ok(Self { file, rows, factors, taxed })
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
                self.rows.check()?;
                Ok((appearing(&self.rows, column, self.file.path())?, Vec::new()))
            }
        }
    }

    /// Factor income and production taxes.
    fn accounts(self, axes: &Axes) -> Result<IncomeAndTaxes, SourceError> {
        let keyed = Keyed::of(self.rows, [("region", &axes.regions), ("sector", &axes.sectors)]);
        let income = self.factors.iter().map(|factor| keyed.array(factor, 0.0));
        let income: Vec<Array2<Region, Sector>> = income.collect::<Result<_, _>>()?;
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        let tax = if self.taxed { keyed.array("taxes", 0.0)? } else { Array2::zeros([n, m]) };
        let by_factor = |j, k, f: Factor| income[f.index()][(j, k)];
        Ok((Array3::from_fn([n, m, income.len()], by_factor), tax))
    }
}
