//! What a folder of layout `table` may say beside its flows: tariffs, satellites, covariates, mends.

use std::path::Path;

use oblate_world::{
    Array2, Axes, Id, Mend, MendRule, PairCovariate, RegionCovariate, Satellite, TradeTensor,
};

use super::axes::Columns;
use super::description::WorldToml;
use super::flows::trade;
use crate::error::SourceError;
use crate::fault::{FaultKind, FaultList};
use crate::table::{Legal, Table, TableFile, Wanted};

/// Tariffs in rate points (`origin, destination, sector, value`); none without such a table.
pub(super) fn tariffs(folder: &Path, axes: &Axes) -> Result<Option<TradeTensor>, SourceError> {
    let Some(file) = TableFile::find(folder, "tariffs")? else { return Ok(None) };
    let [tariff] = trade(&file, axes, [("value", Legal::Rate)])?;
    Ok(Some(tariff))
}

/// Satellites (`region, sector, name, value, unit`) in the order of their first rows.
pub(super) fn satellites(folder: &Path, axes: &Axes) -> Result<Vec<Satellite>, SourceError> {
    let Some(file) = TableFile::find(folder, "satellites")? else { return Ok(Vec::new()) };
    let keys = ["region", "sector", "name"];
    let wanted = keys.iter().fold(Wanted::default(), |wanted, key| wanted.text(key));
    let mut table = file.read(&wanted.sparse_text("unit").number("value", Legal::OrMissing))?;
    let (regions, sectors) = (table.ids("region", &axes.regions), table.ids("sector", &axes.sectors));
    let names = table.text("name").cloned().unwrap_or_default();
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let place = |row: usize| regions[row].index() * m + sectors[row].index();
    let cells = names.words().len() * n * m;
    table.unique(cells, |row| names.codes()[row] as usize * n * m + place(row), &keys);
    let units = units(&mut table, names.words(), names.codes());
    table.check()?;
    let mut found: Vec<Satellite> = names
        .words()
        .iter()
        .zip(units)
        .map(|(name, unit)| Satellite { name: name.clone(), unit, values: Array2::filled([n, m], f64::NAN) })
        .collect();
    for (row, &value) in table.numbers("value").iter().enumerate() {
        found[names.codes()[row] as usize].values.as_mut_slice()[place(row)] = value;
    }
    Ok(found)
}

/// The unit of each satellite; a satellite with two is a mistake.
fn units(table: &mut Table, names: &[String], codes: &[u32]) -> Vec<String> {
    let cells = table.text("unit").cloned().unwrap_or_default();
    let mut units: Vec<Option<String>> = vec![None; names.len()];
    for (row, &name) in codes.iter().enumerate() {
        let (unit, label) = (cells.get(row), &names[name as usize]);
        match &units[name as usize] {
            None => units[name as usize] = Some(unit.to_owned()),
            Some(first) if first != unit => {
                let (first, second) = (first.clone(), unit.to_owned());
                table.fault(row, "unit", FaultKind::TwoUnits { label: label.clone(), first, second });
            }
            Some(_) => {}
        }
    }
    units.into_iter().map(Option::unwrap_or_default).collect()
}

/// The further columns of the table `regions`.
pub(super) fn region_covariates(columns: Columns, told: &WorldToml) -> Vec<RegionCovariate> {
    let covariate =
        |(name, values): (String, Vec<f64>)| RegionCovariate { unit: told.region_unit(&name), name, values };
    columns.into_iter().map(covariate).collect()
}

/// The table `sectors` has no further columns: numbers by sector have no place in a world.
pub(super) fn refuse_sector_covariates(folder: &Path, columns: &Columns) -> Result<(), SourceError> {
    if columns.is_empty() {
        return Ok(());
    }
    let mut faults = FaultList::default();
    for (name, _) in columns {
        faults.header(FaultKind::UnknownColumn { name: name.clone(), legal: "`code`, `name` and `isic4`" });
    }
    Err(SourceError::Table { file: folder.join("sectors").display().to_string(), faults })
}

/// The columns of the table `pairs` (`origin, destination`, then facts); NaN where there is no row.
pub(super) fn pair_covariates(
    folder: &Path,
    axes: &Axes,
    told: &WorldToml,
) -> Result<Vec<PairCovariate>, SourceError> {
    let Some(file) = TableFile::find(folder, "pairs")? else { return Ok(Vec::new()) };
    let keys = ["origin", "destination"];
    let columns = file.columns_besides(&keys);
    let mut wanted = keys.iter().fold(Wanted::default(), |wanted, key| wanted.text(key));
    for column in &columns {
        wanted = wanted.number(column, Legal::OrMissing);
    }
    let mut table = file.read(&wanted)?;
    let origins = table.ids("origin", &axes.regions);
    let destinations = table.ids("destination", &axes.regions);
    let n = axes.regions.len();
    table.unique(n * n, |row| origins[row].index() * n + destinations[row].index(), &keys);
    table.check()?;
    let covariate = |name: String| {
        let mut values = Array2::filled([n, n], f64::NAN);
        for (row, &value) in table.numbers(&name).iter().enumerate() {
            values[(origins[row], destinations[row])] = value;
        }
        PairCovariate { unit: told.pair_unit(&name), name, values }
    };
    Ok(columns.into_iter().map(covariate).collect())
}

/// The mends of a world that was exported (`rule, region, sector, before, after, note`); none without the table.
pub(super) fn mends(folder: &Path) -> Result<Option<Vec<Mend>>, SourceError> {
    let Some(file) = TableFile::find(folder, "mends")? else { return Ok(None) };
    let mut wanted = Wanted::default().text("rule");
    for column in ["region", "sector", "note"] {
        wanted = wanted.sparse_text(column);
    }
    let wanted = wanted.number("before", Legal::OrMissing).number("after", Legal::OrMissing);
    let mut table = file.read(&wanted)?;
    let find = |name: &str| MendRule::ALL.iter().position(|rule| rule.name() == name);
    let legal = || MendRule::ALL.iter().map(|rule| rule.name().to_owned()).collect();
    let rules = table.positions("rule", "mend rule", find, legal);
    table.check()?;
    let text = |column: &str, row: usize| {
        table.text(column).map(|cells| cells.get(row)).unwrap_or_default().to_owned()
    };
    let told = |column: &str, row: usize| Some(text(column, row)).filter(|label| !label.is_empty());
    let mend = |(row, &rule): (usize, &usize)| Mend {
        rule: MendRule::ALL[rule],
        region: told("region", row),
        sector: told("sector", row),
        before: table.numbers("before")[row],
        after: table.numbers("after")[row],
        note: text("note", row),
    };
    Ok(Some(rules.iter().enumerate().map(mend).collect()))
}
