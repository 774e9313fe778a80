//! Writing the layout `table`: everything that a world is, so that reading it back gives the same world.

use std::path::Path;

use oblate_tables::{Cells, Format, Labels};
use oblate_world::{Accounts, Axes, Axis, Flows, Id, Label, TradeTensor, World};

use super::description::WorldToml;
use super::tables::{INDUSTRY_COLUMNS, TABLE_LAYOUT};
use crate::error::SourceError;
use crate::files::{write_folder, write_table};

/// Writes a world as a folder of layout `table`, from which [`super::import_table`] gives the same world back.
///
/// Flows with sources for every use go to `flows`; flows whose uses share their sources go to `trade`,
/// `intermediate_use` and `final_use`. Zero flows have no row. Either the whole folder is written or nothing.
///
/// # Errors
/// [`SourceError::Exists`] if the folder holds something and `overwrite` does not say so,
/// [`SourceError::Layout`] if a label of the world is also the name of a column, [`SourceError::Write`].
pub fn export_table(
    world: &World,
    folder: &Path,
    format: Format,
    overwrite: bool,
) -> Result<(), SourceError> {
    let accounts = world.accounts();
    refuse_clashes(accounts)?;
    write_folder(folder, overwrite, &TABLE_LAYOUT.map(|table| table.name), |staging| {
        WorldToml::of(accounts).write(staging)?;
        labels(staging, format, "regions", &accounts.axes.regions, "iso3", &region_columns(accounts))?;
        labels(staging, format, "sectors", &accounts.axes.sectors, "isic4", &[])?;
        industries(accounts, staging, format)?;
        flows(accounts, staging, format)?;
        extras(accounts, staging, format)
    })
}

/// Names that would stand for two things in one table.
fn refuse_clashes(accounts: &Accounts) -> Result<(), SourceError> {
    let axes = &accounts.axes;
    let factors = axes.factors.codes().find(|code| INDUSTRY_COLUMNS.contains(code));
    let facts = accounts.region_covariates.iter().map(|covariate| covariate.name.as_str());
    let facts = facts.clone().find(|name| ["code", "name", "iso3"].contains(name));
    let pairs = accounts.pair_covariates.iter().map(|covariate| covariate.name.as_str());
    let reserved = ["origin", "destination", "exporter", "importer"];
    let pairs = pairs.clone().find(|name| reserved.contains(name));
    let uses = axes.final_uses.codes().find(|code| axes.sectors.find(code).is_some());
    let clashes = [
        ("factor", factors, "a column of `industries`"),
        ("covariate", facts, "a column of `regions`"),
        ("covariate", pairs, "a column of `pairs`"),
        ("final use", uses, "a sector"),
    ];
    for (what, name, also) in clashes {
        if let Some(name) = name {
            let reason = format!("the {what} `{name}` has the name of {also}");
            return Err(SourceError::Layout { layout: "table", reason, instead: "a world file" });
        }
    }
    Ok(())
}

fn region_columns(accounts: &Accounts) -> Vec<(&str, Cells)> {
    let column = |c: &'_ oblate_world::RegionCovariate| Cells::Numbers(c.values.clone());
    accounts.region_covariates.iter().map(|c| (c.name.as_str(), column(c))).collect()
}

fn labels<I: Id>(
    folder: &Path,
    format: Format,
    stem: &str,
    axis: &Axis<I>,
    standard: &str,
    further: &[(&str, Cells)],
) -> Result<(), SourceError> {
    let text = |of: fn(&Label) -> &str| Cells::Labels(axis.labels().iter().map(of).collect());
    let mut columns = vec![
        ("code", text(|label| &label.code)),
        ("name", text(|label| &label.name)),
        (standard, text(|label| label.standard.as_deref().unwrap_or_default())),
    ];
    columns.extend(further.iter().cloned());
    write_table(folder, stem, format, &columns)
}

fn industries(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    let axes = &accounts.axes;
    let rows = || axes.regions.ids().flat_map(|j| axes.sectors.ids().map(move |k| (j, k)));
    let [region, sector] = by_industry(axes);
    let mut columns = vec![("region", region), ("sector", sector)];
    for f in axes.factors.ids() {
        let income = rows().map(|(j, k)| accounts.factor_income[(j, k, f)]).collect();
        columns.push((axes.factors.code(f), Cells::Numbers(income)));
    }
    columns.push(("taxes", Cells::Numbers(accounts.production_tax.as_slice().to_vec())));
    write_table(folder, "industries", format, &columns)
}

/// The columns of a table with one row for each sector of each region: region and sector.
pub(super) fn by_industry(axes: &Axes) -> [Cells; 2] {
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    [
        labels_at(&codes(&axes.regions), (0..n * m).map(|at| at / m)),
        labels_at(&codes(&axes.sectors), (0..n * m).map(|at| at % m)),
    ]
}

/// The words at these positions.
pub(super) fn labels_at(words: &[&str], positions: impl IntoIterator<Item = usize>) -> Cells {
    Cells::Labels(Labels::at(words.iter().copied(), positions))
}

fn flows(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    let axes = &accounts.axes;
    match &accounts.flows {
        Flows::ByUse { intermediate, final_use } => {
            write_table(folder, "flows", format, &cells(axes, intermediate, final_use))
        }
        Flows::Common { trade, intermediate, final_use } => {
            write_table(folder, "trade", format, &links(axes, trade))?;
            let inputs = triples(
                intermediate.as_slice(),
                [
                    ("region", &codes(&axes.regions)),
                    ("input", &codes(&axes.sectors)),
                    ("sector", &codes(&axes.sectors)),
                ],
            );
            write_table(folder, "intermediate_use", format, &inputs)?;
            let uses = triples(
                final_use.as_slice(),
                [
                    ("region", &codes(&axes.regions)),
                    ("sector", &codes(&axes.sectors)),
                    ("use", &codes(&axes.final_uses)),
                ],
            );
            write_table(folder, "final_use", format, &uses)
        }
    }
}

pub(super) fn codes<I: Id>(axis: &Axis<I>) -> Vec<&str> {
    axis.codes().collect()
}

/// The columns of `flows`: the cells that are not zero, row by row.
fn cells(axes: &Axes, intermediate: &[f64], final_use: &[f64]) -> Vec<(&'static str, Cells)> {
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let (regions, sectors) = (codes(&axes.regions), codes(&axes.sectors));
    let uses: Vec<&str> = sectors.iter().copied().chain(axes.final_uses.codes()).collect();
    let (mut markets, mut user, mut values) = (vec![], vec![], vec![]);
    for market in 0..n * m * n {
        let row = intermediate[market * m..][..m].iter().chain(&final_use[market * c..][..c]);
        for (usage, &value) in row.enumerate().filter(|(_, value)| **value != 0.0) {
            markets.push(market);
            user.push(usage);
            values.push(value);
        }
    }
    vec![
        ("from_region", labels_at(&regions, markets.iter().map(|market| market / n / m))),
        ("from_sector", labels_at(&sectors, markets.iter().map(|market| market / n % m))),
        ("to_region", labels_at(&regions, markets.iter().map(|market| market % n))),
        ("to_use", labels_at(&uses, user)),
        ("value", Cells::Numbers(values)),
    ]
}

/// The columns of a table by origin, destination and sector: the links that are not zero.
fn links(axes: &Axes, tensor: &TradeTensor) -> Vec<(&'static str, Cells)> {
    let (regions, sectors) = (codes(&axes.regions), codes(&axes.sectors));
    let mut columns =
        triples(tensor.as_slice(), [("sector", &sectors), ("destination", &regions), ("origin", &regions)]);
    columns[..3].reverse();
    columns
}

/// The columns of a table over three axes: the cells that are not zero.
pub(super) fn triples(values: &[f64], [a, b, c]: [(&'static str, &[&str]); 3]) -> Vec<(&'static str, Cells)> {
    let filled: Vec<usize> = (0..values.len()).filter(|&at| values[at] != 0.0).collect();
    let (len_b, len_c) = (b.1.len(), c.1.len());
    vec![
        (a.0, labels_at(a.1, filled.iter().map(|at| at / len_c / len_b))),
        (b.0, labels_at(b.1, filled.iter().map(|at| at / len_c % len_b))),
        (c.0, labels_at(c.1, filled.iter().map(|at| at % len_c))),
        ("value", Cells::Numbers(filled.iter().map(|&at| values[at]).collect())),
    ]
}

fn extras(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    if let Some(tariff) = &accounts.tariff {
        write_table(folder, "tariffs", format, &links(&accounts.axes, tariff))?;
    }
    if let Some(elasticity) = &accounts.trade_elasticity {
        let columns = [
            ("sector", Cells::Labels(accounts.axes.sectors.codes().collect())),
            ("trade_elasticity", Cells::Numbers(elasticity.clone())),
        ];
        write_table(folder, "trade_elasticity", format, &columns)?;
    }
    if !accounts.satellites.is_empty() {
        satellites(accounts, folder, format)?;
    }
    if !accounts.pair_covariates.is_empty() {
        pairs(accounts, folder, format)?;
    }
    mends(accounts, folder, format)
}

fn satellites(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    let axes = &accounts.axes;
    let m = axes.sectors.len();
    let (regions, sectors) = (codes(&axes.regions), codes(&axes.sectors));
    let rows = || {
        let cells = |satellite| (0..regions.len() * m).map(move |at| (satellite, at));
        accounts.satellites.iter().flat_map(cells)
    };
    let columns = [
        ("region", labels_at(&regions, rows().map(|(_, at)| at / m))),
        ("sector", labels_at(&sectors, rows().map(|(_, at)| at % m))),
        ("name", Cells::Labels(rows().map(|(satellite, _)| satellite.name.as_str()).collect())),
        ("value", Cells::Numbers(rows().map(|(satellite, at)| satellite.values.as_slice()[at]).collect())),
        ("unit", Cells::Labels(rows().map(|(satellite, _)| satellite.unit.as_str()).collect())),
    ];
    write_table(folder, "satellites", format, &columns)
}

fn pairs(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    let regions = codes(&accounts.axes.regions);
    let n = regions.len();
    let mut columns = vec![
        ("origin", labels_at(&regions, (0..n * n).map(|at| at / n))),
        ("destination", labels_at(&regions, (0..n * n).map(|at| at % n))),
    ];
    for covariate in &accounts.pair_covariates {
        columns.push((covariate.name.as_str(), Cells::Numbers(covariate.values.as_slice().to_vec())));
    }
    write_table(folder, "pairs", format, &columns)
}

/// The table `mends`, even without rows: it says that the folder was a world.
fn mends(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    let mends = &accounts.mends;
    let columns = [
        ("rule", Cells::Labels(mends.iter().map(|mend| mend.rule.name()).collect())),
        (
            "region",
            Cells::Labels(mends.iter().map(|mend| mend.region.as_deref().unwrap_or_default()).collect()),
        ),
        (
            "sector",
            Cells::Labels(mends.iter().map(|mend| mend.sector.as_deref().unwrap_or_default()).collect()),
        ),
        ("before", Cells::Numbers(mends.iter().map(|mend| mend.before).collect())),
        ("after", Cells::Numbers(mends.iter().map(|mend| mend.after).collect())),
        ("note", Cells::Labels(mends.iter().map(|mend| mend.note.as_str()).collect())),
    ];
    write_table(folder, "mends", format, &columns)
}
