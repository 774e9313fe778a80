//! The flows of layout `table`: every cell by itself, or pooled over the sources of each use.

use std::path::Path;

use oblate_world::{Array3, Axes, Axis, FinalUse, Flows, Id, Label, MendRule, Region, Sector, TradeTensor};

use super::ImportOptions;
use super::axes::axis;
use super::description::WorldToml;
use crate::error::SourceError;
use crate::fault::FaultKind;
use crate::table::{Legal, Table, TableFile, Wanted};

/// The tables of flows whose uses share their sources.
const POOLED: [&str; 3] = ["trade", "intermediate_use", "final_use"];
const NOT_NEGATIVE: &str = "a finite number that is not negative, since the rule that mends it is off";

/// The final uses: those of `world.toml`, or else the words of the table that name no sector.
pub(super) fn final_uses(
    folder: &Path,
    told: &WorldToml,
    sectors: &Axis<Sector>,
) -> Result<Axis<FinalUse>, SourceError> {
    if let Some(labels) = told.final_uses() {
        return axis(labels, &folder.join("world.toml"));
    }
    let (file, column) = match TableFile::find(folder, "flows")? {
        Some(file) => (file, "to_use"),
        None => (TableFile::need(folder, "final_use")?, "use"),
    };
    let table = file.read(&Wanted::default().text(column))?;
    let words = table.text(column).map_or(&[][..], |cells| cells.words());
    let uses = words.iter().filter(|word| !word.is_empty() && sectors.find(word).is_none());
    axis(uses.map(Label::plain).collect(), file.path())
}

/// The flows of a folder.
pub(super) fn read(
    folder: &Path,
    axes: &Axes,
    inventories: &[FinalUse],
    options: &ImportOptions,
) -> Result<Flows, SourceError> {
    let by_use = TableFile::find(folder, "flows")?;
    for other in POOLED {
        if by_use.is_some() && TableFile::find(folder, other)?.is_some() {
            return Err(SourceError::TwoKindsOfFlows { folder: folder.to_owned(), other });
        }
    }
    match by_use {
        Some(file) => every_cell(&file, axes, inventories, options),
        None if POOLED.iter().any(|stem| matches!(TableFile::find(folder, stem), Ok(Some(_)))) => {
            pooled(folder, axes)
        }
        None => {
            TableFile::need(folder, "flows").and_then(|file| every_cell(&file, axes, inventories, options))
        }
    }
}

fn every_cell(
    file: &TableFile,
    axes: &Axes,
    inventories: &[FinalUse],
    options: &ImportOptions,
) -> Result<Flows, SourceError> {
    let columns = ["from_region", "from_sector", "to_region", "to_use"];
    let wanted = columns.iter().fold(Wanted::default(), |wanted, column| wanted.text(column));
    let mut table = file.read(&wanted.number("value", Legal::Finite))?;
    let from = table.ids("from_region", &axes.regions);
    let sold = table.ids("from_sector", &axes.sectors);
    let to = table.ids("to_region", &axes.regions);
    let uses = use_positions(&mut table, axes);
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let place = |row: usize| (from[row].index() * m + sold[row].index()) * n + to[row].index();
    table.unique(n * m * n * (m + c), |row| place(row) * (m + c) + uses[row], &columns);
    refuse_negative(&mut table, &uses, axes, inventories, options);
    table.check()?;
    let (mut intermediate, mut final_use) = (vec![0.0; n * m * n * m], vec![0.0; n * m * n * c]);
    for (row, (&value, &usage)) in table.numbers("value").iter().zip(&uses).enumerate() {
        match usage.checked_sub(m) {
            None => intermediate[place(row) * m + usage] = value,
            Some(usage) => final_use[place(row) * c + usage] = value,
        }
    }
    Ok(Flows::ByUse { intermediate, final_use })
}

/// The uses of the rows: sectors first, then final uses.
fn use_positions(table: &mut Table, axes: &Axes) -> Vec<usize> {
    let m = axes.sectors.len();
    let find = |word: &str| match axes.sectors.find(word) {
        Some(sector) => Some(sector.index()),
        None => axes.final_uses.find(word).map(|usage| m + usage.index()),
    };
    let legal = || axes.final_uses.codes().chain(axes.sectors.codes()).map(str::to_owned).collect();
    table.positions("to_use", "sector or final use", find, legal)
}

/// A negative flow is a mistake where no rule mends it.
fn refuse_negative(
    table: &mut Table,
    uses: &[usize],
    axes: &Axes,
    inventories: &[FinalUse],
    options: &ImportOptions,
) {
    let m = axes.sectors.len();
    let is_mended = |usage: usize| match usage.checked_sub(m) {
        None => options.is_on(MendRule::NegativeIntermediateUse),
        Some(usage) if inventories.contains(&FinalUse::new(usage)) => {
            options.is_on(MendRule::DropInventories)
        }
        Some(_) => options.is_on(MendRule::NegativeFinalUse),
    };
    let negative =
        |(row, &value): (usize, &f64)| (value < 0.0 && !is_mended(uses[row])).then_some((row, value));
    let found: Vec<(usize, f64)> = table.numbers("value").iter().enumerate().filter_map(negative).collect();
    for (row, value) in found {
        table.fault(row, "value", FaultKind::Illegal { value, legal: NOT_NEGATIVE });
    }
}

fn pooled(folder: &Path, axes: &Axes) -> Result<Flows, SourceError> {
    let [trade] = trade(&TableFile::need(folder, "trade")?, axes, [("value", Legal::NotNegative)])?;
    Ok(Flows::Common {
        trade,
        intermediate: intermediate_use(
            &TableFile::need(folder, "intermediate_use")?,
            axes,
            Legal::NotNegative,
        )?,
        final_use: final_use(&TableFile::need(folder, "final_use")?, axes)?,
    })
}

/// Columns of numbers by origin, destination and sector; zero where there is no row.
pub(super) fn trade<const C: usize>(
    file: &TableFile,
    axes: &Axes,
    columns: [(&str, Legal); C],
) -> Result<[TradeTensor; C], SourceError> {
    let keys = ["origin", "destination", "sector"];
    let wanted = keys.iter().fold(Wanted::default(), |wanted, key| wanted.text(key));
    let wanted = columns.iter().fold(wanted, |wanted, (column, legal)| wanted.number(column, *legal));
    let mut table = file.read(&wanted)?;
    let origins = table.ids("origin", &axes.regions);
    let destinations = table.ids("destination", &axes.regions);
    let sectors = table.ids("sector", &axes.sectors);
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let cell = |row: usize| (sectors[row].index() * n + destinations[row].index()) * n + origins[row].index();
    table.unique(m * n * n, cell, &keys);
    table.check()?;
    Ok(columns.map(|(column, _)| {
        let mut tensor = TradeTensor::zeros([m, n, n]);
        for (row, &value) in table.numbers(column).iter().enumerate() {
            tensor.as_mut_slice()[cell(row)] = value;
        }
        tensor
    }))
}

/// The table of inputs: region × product × using sector; zero where there is no row.
pub(super) fn intermediate_use(
    file: &TableFile,
    axes: &Axes,
    legal: Legal,
) -> Result<Array3<Region, Sector, Sector>, SourceError> {
    let keys = ["region", "input", "sector"];
    let wanted = keys.iter().fold(Wanted::default(), |wanted, key| wanted.text(key));
    let mut table = file.read(&wanted.number("value", legal))?;
    let regions = table.ids("region", &axes.regions);
    let (inputs, users) = (table.ids("input", &axes.sectors), table.ids("sector", &axes.sectors));
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let cell = |row: usize| (regions[row].index() * m + inputs[row].index()) * m + users[row].index();
    table.unique(n * m * m, cell, &keys);
    table.check()?;
    let mut array = Array3::zeros([n, m, m]);
    for (row, &value) in table.numbers("value").iter().enumerate() {
        array.as_mut_slice()[cell(row)] = value;
    }
    Ok(array)
}

fn final_use(file: &TableFile, axes: &Axes) -> Result<Array3<Region, Sector, FinalUse>, SourceError> {
    let keys = ["region", "sector", "use"];
    let wanted = keys.iter().fold(Wanted::default(), |wanted, key| wanted.text(key));
    let mut table = file.read(&wanted.number("value", Legal::NotNegative))?;
    let regions = table.ids("region", &axes.regions);
    let (products, uses) = (table.ids("sector", &axes.sectors), table.ids("use", &axes.final_uses));
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let cell = |row: usize| (regions[row].index() * m + products[row].index()) * c + uses[row].index();
    table.unique(n * m * c, cell, &keys);
    table.check()?;
    let mut array = Array3::zeros([n, m, c]);
    for (row, &value) in table.numbers("value").iter().enumerate() {
        array.as_mut_slice()[cell(row)] = value;
    }
    Ok(array)
}
