//! The flows of layout `table`: every cell by itself, or pooled over the sources of each use.

use std::path::Path;

use oblate_tables::{FaultKind, Legal, TableFile, Wanted};
use oblate_world::{Array3, Axes, Axis, FinalUse, Flows, Id, Label, MendRule, Region, Sector, TradeTensor};

use super::ImportOptions;
use super::description::WorldToml;
use super::learned::check_uses;
use crate::error::SourceError;
use crate::files::{Keyed, Keys, LabelSet, axis, find, need};

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
    let (file, [place, column]) = match find(folder, "flows")? {
        Some(file) => (file, ["to_region", "to_use"]),
        None if is_pooled(folder) => (need(folder, "final_use")?, ["region", "use"]),
        None => (need(folder, "flows")?, ["to_region", "to_use"]),
    };
    let mut rows = file.read(&Wanted::keys([place, column]))?;
    if check_uses(&mut rows, [place, column], sectors) {
        rows.check()?;
    }
    let words = rows.text(column).map_or(&[][..], |cells| cells.words());
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
    let by_use = find(folder, "flows")?;
    for other in POOLED {
        if by_use.is_some() && find(folder, other)?.is_some() {
            return Err(SourceError::TwoKindsOfFlows { folder: folder.to_owned(), other });
        }
    }
    match by_use {
        Some(file) => every_cell(&file, axes, inventories, options),
        None if is_pooled(folder) => pooled(folder, axes),
        None => need(folder, "flows").and_then(|file| every_cell(&file, axes, inventories, options)),
    }
}

/// Whether a folder holds tables of flows whose uses share their sources.
fn is_pooled(folder: &Path) -> bool {
    POOLED.iter().any(|stem| matches!(find(folder, stem), Ok(Some(_)) | Err(_)))
}

/// What `to_use` may name: sectors first, then final uses.
struct Uses<'a>(&'a Axes);

impl LabelSet for Uses<'_> {
    fn kind(&self) -> &'static str {
        "sector or final use"
    }

    fn count(&self) -> usize {
        self.0.sectors.len() + self.0.final_uses.len()
    }

    fn position(&self, label: &str) -> Option<usize> {
        let sectors = &self.0.sectors;
        let final_use = || Some(sectors.len() + self.0.final_uses.find(label)?.index());
        sectors.find(label).map(Id::index).or_else(final_use)
    }

    fn all(&self) -> Vec<String> {
        self.0.final_uses.codes().chain(self.0.sectors.codes()).map(str::to_owned).collect()
    }
}

fn every_cell(
    file: &TableFile,
    axes: &Axes,
    inventories: &[FinalUse],
    options: &ImportOptions,
) -> Result<Flows, SourceError> {
    let uses = Uses(axes);
    let keys: Keys<'_, 4> = [
        ("from_region", &axes.regions),
        ("from_sector", &axes.sectors),
        ("to_region", &axes.regions),
        ("to_use", &uses),
    ];
    let mut keyed = Keyed::read(file, keys, [("value", Legal::Finite)])?;
    refuse_negative(&mut keyed, axes, inventories, options);
    keyed.rows.check()?;
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let (mut intermediate, mut final_use) = (vec![0.0; n * m * n * m], vec![0.0; n * m * n * c]);
    for (&cell, &value) in keyed.cells().iter().zip(keyed.rows.numbers("value")) {
        let (market, usage) = (cell / (m + c), cell % (m + c));
        match usage.checked_sub(m) {
            None => intermediate[market * m + usage] = value,
            Some(usage) => final_use[market * c + usage] = value,
        }
    }
    Ok(Flows::ByUse { intermediate, final_use })
}

/// A negative flow is a mistake where no rule mends it.
fn refuse_negative(keyed: &mut Keyed<4>, axes: &Axes, inventories: &[FinalUse], options: &ImportOptions) {
    let (m, uses) = (axes.sectors.len(), Uses(axes).count());
    let is_mended = |usage: usize| match usage.checked_sub(m) {
        None => options.is_on(MendRule::NegativeIntermediateUse),
        Some(usage) if inventories.contains(&FinalUse::new(usage)) => {
            options.is_on(MendRule::DropInventories)
        }
        Some(_) => options.is_on(MendRule::NegativeFinalUse),
    };
    let values = keyed.rows.numbers("value").iter().zip(keyed.cells()).enumerate();
    let wrong = values.filter(|(_, (value, cell))| **value < 0.0 && !is_mended(*cell % uses));
    let found: Vec<(usize, f64)> = wrong.map(|(row, (&value, _))| (row, value)).collect();
    for (row, value) in found {
        keyed.rows.fault(row, "value", FaultKind::Illegal { value, legal: NOT_NEGATIVE });
    }
}

fn pooled(folder: &Path, axes: &Axes) -> Result<Flows, SourceError> {
    let links = links(&need(folder, "trade")?, axes, [("value", Legal::NotNegative)])?;
    Ok(Flows::Common {
        trade: by_link(&links, "value")?,
        intermediate: intermediate_use(&need(folder, "intermediate_use")?, axes, Legal::NotNegative)?,
        final_use: final_use(&need(folder, "final_use")?, axes)?,
    })
}

/// A table with columns of numbers by origin, destination and sector.
pub(super) fn links<const C: usize>(
    file: &TableFile,
    axes: &Axes,
    columns: [(&str, Legal); C],
) -> Result<Keyed<3>, SourceError> {
    let keys: Keys<'_, 3> =
        [("origin", &axes.regions), ("destination", &axes.regions), ("sector", &axes.sectors)];
    Keyed::read(file, keys, columns)
}

/// A column of such a table; zero where there is no row.
pub(super) fn by_link(links: &Keyed<3>, column: &str) -> Result<TradeTensor, SourceError> {
    let by_origin: Array3<Region, Region, Sector> = links.array(column, 0.0)?;
    let [n, _, m] = by_origin.shape();
    Ok(TradeTensor::from_fn([m, n, n], |sector, destination, origin| {
        by_origin[(origin, destination, sector)]
    }))
}

/// The table of inputs: region × product × using sector; zero where there is no row.
pub(super) fn intermediate_use(
    file: &TableFile,
    axes: &Axes,
    legal: Legal,
) -> Result<Array3<Region, Sector, Sector>, SourceError> {
    let keys: Keys<'_, 3> = [("region", &axes.regions), ("input", &axes.sectors), ("sector", &axes.sectors)];
    Keyed::read(file, keys, [("value", legal)])?.array("value", 0.0)
}

fn final_use(file: &TableFile, axes: &Axes) -> Result<Array3<Region, Sector, FinalUse>, SourceError> {
    let keys: Keys<'_, 3> = [("region", &axes.regions), ("sector", &axes.sectors), ("use", &axes.final_uses)];
    Keyed::read(file, keys, [("value", Legal::NotNegative)])?.array("value", 0.0)
}
