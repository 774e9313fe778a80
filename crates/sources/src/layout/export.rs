//! Writing the layout `table`: everything that a world is, so that reading it back gives the same world.

use std::path::Path;

use oblate_world::{Accounts, Axes, Axis, Flows, Id, Label, TradeTensor, World};

use super::description::WorldToml;
use super::import::{INDUSTRY_COLUMNS, STEMS};
use crate::error::SourceError;
use crate::output;
use crate::table::{Cells, Format, write_table};

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
    output::write_folder(folder, overwrite, &STEMS, |staging| {
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

fn region_columns(accounts: &Accounts) -> Vec<(&str, Cells<'_>)> {
    let column = |c: &'_ oblate_world::RegionCovariate| Cells::Numbers(c.values.clone());
    accounts.region_covariates.iter().map(|c| (c.name.as_str(), column(c))).collect()
}

fn labels<I: Id>(
    folder: &Path,
    format: Format,
    stem: &str,
    axis: &Axis<I>,
    standard: &str,
    further: &[(&str, Cells<'_>)],
) -> Result<(), SourceError> {
    let text = |of: fn(&Label) -> &str| Cells::Text(axis.labels().iter().map(of).collect());
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
    let mut columns = vec![
        ("region", Cells::Text(rows().map(|(j, _)| axes.regions.code(j)).collect())),
        ("sector", Cells::Text(rows().map(|(_, k)| axes.sectors.code(k)).collect())),
    ];
    for f in axes.factors.ids() {
        let income = rows().map(|(j, k)| accounts.factor_income[(j, k, f)]).collect();
        columns.push((axes.factors.code(f), Cells::Numbers(income)));
    }
    columns.push(("taxes", Cells::Numbers(accounts.production_tax.as_slice().to_vec())));
    write_table(folder, "industries", format, &columns)
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
fn cells<'a>(axes: &'a Axes, intermediate: &[f64], final_use: &[f64]) -> Vec<(&'static str, Cells<'a>)> {
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let (regions, sectors) = (codes(&axes.regions), codes(&axes.sectors));
    let uses: Vec<&str> = sectors.iter().copied().chain(axes.final_uses.codes()).collect();
    let (mut from, mut sold, mut to, mut user, mut values) = (vec![], vec![], vec![], vec![], vec![]);
    for market in 0..n * m * n {
        let row = intermediate[market * m..][..m].iter().chain(&final_use[market * c..][..c]);
        for (usage, &value) in row.enumerate().filter(|(_, value)| **value != 0.0) {
            from.push(regions[market / n / m]);
            sold.push(sectors[market / n % m]);
            to.push(regions[market % n]);
            user.push(uses[usage]);
            values.push(value);
        }
    }
    vec![
        ("from_region", Cells::Text(from)),
        ("from_sector", Cells::Text(sold)),
        ("to_region", Cells::Text(to)),
        ("to_use", Cells::Text(user)),
        ("value", Cells::Numbers(values)),
    ]
}

/// The columns of a table by origin, destination and sector: the links that are not zero.
fn links<'a>(axes: &'a Axes, tensor: &TradeTensor) -> Vec<(&'static str, Cells<'a>)> {
    let (regions, sectors) = (codes(&axes.regions), codes(&axes.sectors));
    let mut columns =
        triples(tensor.as_slice(), [("sector", &sectors), ("destination", &regions), ("origin", &regions)]);
    columns[..3].reverse();
    columns
}

/// The columns of a table over three axes: the cells that are not zero.
pub(super) fn triples<'a>(
    values: &[f64],
    [a, b, c]: [(&'static str, &[&'a str]); 3],
) -> Vec<(&'static str, Cells<'a>)> {
    let filled: Vec<usize> = (0..values.len()).filter(|&at| values[at] != 0.0).collect();
    let (len_b, len_c) = (b.1.len(), c.1.len());
    vec![
        (a.0, Cells::Text(filled.iter().map(|at| a.1[at / len_c / len_b]).collect())),
        (b.0, Cells::Text(filled.iter().map(|at| b.1[at / len_c % len_b]).collect())),
        (c.0, Cells::Text(filled.iter().map(|at| c.1[at % len_c]).collect())),
        ("value", Cells::Numbers(filled.iter().map(|&at| values[at]).collect())),
    ]
}

fn extras(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    if let Some(tariff) = &accounts.tariff {
        write_table(folder, "tariffs", format, &links(&accounts.axes, tariff))?;
    }
    if let Some(elasticity) = &accounts.trade_elasticity {
        let columns = [
            ("sector", Cells::Text(codes(&accounts.axes.sectors))),
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
        ("region", Cells::Text(rows().map(|(_, at)| regions[at / m]).collect())),
        ("sector", Cells::Text(rows().map(|(_, at)| sectors[at % m]).collect())),
        ("name", Cells::Text(rows().map(|(satellite, _)| satellite.name.as_str()).collect())),
        ("value", Cells::Numbers(rows().map(|(satellite, at)| satellite.values.as_slice()[at]).collect())),
        ("unit", Cells::Text(rows().map(|(satellite, _)| satellite.unit.as_str()).collect())),
    ];
    write_table(folder, "satellites", format, &columns)
}

fn pairs(accounts: &Accounts, folder: &Path, format: Format) -> Result<(), SourceError> {
    let regions = codes(&accounts.axes.regions);
    let n = regions.len();
    let mut columns = vec![
        ("origin", Cells::Text((0..n * n).map(|at| regions[at / n]).collect())),
        ("destination", Cells::Text((0..n * n).map(|at| regions[at % n]).collect())),
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
        ("rule", Cells::Text(mends.iter().map(|mend| mend.rule.name()).collect())),
        (
            "region",
            Cells::Text(mends.iter().map(|mend| mend.region.as_deref().unwrap_or_default()).collect()),
        ),
        (
            "sector",
            Cells::Text(mends.iter().map(|mend| mend.sector.as_deref().unwrap_or_default()).collect()),
        ),
        ("before", Cells::Numbers(mends.iter().map(|mend| mend.before).collect())),
        ("after", Cells::Numbers(mends.iter().map(|mend| mend.after).collect())),
        ("note", Cells::Text(mends.iter().map(|mend| mend.note.as_str()).collect())),
    ];
    write_table(folder, "mends", format, &columns)
}
