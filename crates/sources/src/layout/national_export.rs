//! Writing the layout `national`: a world with its final uses and its factors pooled.

use std::path::Path;

use oblate_tables::{Cells, Format};
use oblate_world::{Axes, World};

use super::description::WorldToml;
use super::export::{by_industry, codes, labels_at, triples};
use super::tables::NATIONAL_LAYOUT;
use crate::error::SourceError;
use crate::files::{write_folder, write_table};

/// Writes a world as a folder of layout `national`.
///
/// The layout pools final uses, pools factors into value added, and lets all uses of a product share its
/// sources; satellites and covariates have no place in it. Purchases are at purchasers' prices, trade is
/// net of tariffs. Either the whole folder is written or nothing.
///
/// # Errors
/// [`SourceError::Layout`] for a world with production taxes, for which the layout has no place;
/// [`SourceError::Exists`] and [`SourceError::Write`].
pub fn export_national(
    world: &World,
    folder: &Path,
    format: Format,
    overwrite: bool,
) -> Result<(), SourceError> {
    refuse_production_taxes(world)?;
    write_folder(folder, overwrite, &NATIONAL_LAYOUT.map(|table| table.name), |staging| {
        WorldToml::of_national(world.accounts()).write(staging)?;
        industries(world, staging, format)?;
        let axes = world.axes();
        let sectors = codes(&axes.sectors);
        let inputs = [("region", codes(&axes.regions)), ("input", sectors.clone()), ("sector", sectors)];
        let inputs = inputs.each_ref().map(|(name, codes)| (*name, codes.as_slice()));
        write_table(staging, "intermediate_use", format, &triples(world.intermediate().as_slice(), inputs))?;
        trade(world, staging, format)?;
        deficit(world, staging, format)?;
        elasticity(world, staging, format)
    })
}

fn refuse_production_taxes(world: &World) -> Result<(), SourceError> {
    let axes = world.axes();
    let taxes = world.accounts().production_tax.as_slice();
    let Some(at) = taxes.iter().position(|&tax| tax != 0.0) else { return Ok(()) };
    let m = axes.sectors.len();
    let (region, sector) = (codes(&axes.regions)[at / m], codes(&axes.sectors)[at % m]);
    let reason = format!("it has production taxes, the first in sector `{sector}` of region `{region}`");
    Err(SourceError::Layout { layout: "national", reason, instead: "the layout `table` or a world file" })
}

fn industries(world: &World, folder: &Path, format: Format) -> Result<(), SourceError> {
    let axes = world.axes();
    let rows = || axes.regions.ids().flat_map(|j| axes.sectors.ids().map(move |k| (j, k)));
    let [region, sector] = by_industry(axes);
    let income = &world.accounts().factor_income;
    let columns = [
        ("region", region),
        ("sector", sector),
        ("value_added", Cells::Numbers(rows().map(|(j, k)| income.row(j, k).iter().sum()).collect())),
        (
            "final_use",
            Cells::Numbers(rows().map(|(j, k)| world.final_use().row(j, k).iter().sum()).collect()),
        ),
    ];
    write_table(folder, "industries", format, &columns)
}

/// Every link with trade or with a tariff.
fn trade(world: &World, folder: &Path, format: Format) -> Result<(), SourceError> {
    let axes: &Axes = world.axes();
    let (n, regions, sectors) = (axes.regions.len(), codes(&axes.regions), codes(&axes.sectors));
    let trade = world.trade().as_slice();
    let tariff = world.accounts().tariff.as_ref();
    let rate = |at: usize| tariff.map_or(0.0, |tariff| tariff.as_slice()[at]);
    let filled: Vec<usize> = (0..trade.len()).filter(|&at| trade[at] != 0.0 || rate(at) != 0.0).collect();
    let columns = [
        ("origin", labels_at(&regions, filled.iter().map(|at| at % n))),
        ("destination", labels_at(&regions, filled.iter().map(|at| at / n % n))),
        ("sector", labels_at(&sectors, filled.iter().map(|at| at / n / n))),
        ("value", Cells::Numbers(filled.iter().map(|&at| trade[at]).collect())),
        ("tariff", Cells::Numbers(filled.iter().map(|&at| rate(at)).collect())),
    ];
    write_table(folder, "trade", format, &columns)
}

fn deficit(world: &World, folder: &Path, format: Format) -> Result<(), SourceError> {
    let columns = [
        ("region", Cells::Labels(world.axes().regions.codes().collect())),
        ("deficit", Cells::Numbers(world.deficits())),
    ];
    write_table(folder, "deficit", format, &columns)
}

fn elasticity(world: &World, folder: &Path, format: Format) -> Result<(), SourceError> {
    let Some(elasticity) = &world.accounts().trade_elasticity else { return Ok(()) };
    let columns = [
        ("sector", Cells::Labels(world.axes().sectors.codes().collect())),
        ("trade_elasticity", Cells::Numbers(elasticity.clone())),
    ];
    write_table(folder, "trade_elasticity", format, &columns)
}
