//! What a folder of layout `table` may say beside its flows: tariffs, satellites, covariates, mends.

use std::path::Path;

use oblate_tables::{FaultKind, FaultList, Labels, Legal, ReadError, Rows, Wanted};
use oblate_world::{Array2, Axes, Mend, MendRule, PairCovariate, RegionCovariate, Satellite, TradeTensor};

use super::axes::Columns;
use super::description::WorldToml;
use super::flows::{by_link, links};
use crate::error::SourceError;
use crate::files::{Keyed, Keys, Words, by_pair, find};

/// Tariffs in rate points (`origin, destination, sector, value`); none without such a table.
pub(super) fn tariffs(folder: &Path, axes: &Axes) -> Result<Option<TradeTensor>, SourceError> {
    let Some(file) = find(folder, "tariffs")? else { return Ok(None) };
    by_link(&links(&file, axes, [("value", Legal::Rate)])?, "value").map(Some)
}

/// Satellites (`region, sector, name, value, unit`) in the order of their first rows.
pub(super) fn satellites(folder: &Path, axes: &Axes) -> Result<Vec<Satellite>, SourceError> {
    let Some(file) = find(folder, "satellites")? else { return Ok(Vec::new()) };
    let wanted = Wanted::keys(["region", "sector", "name"]).sparse_text("unit");
    let rows = file.read(&wanted.number("value", Legal::OrMissing))?;
    let names = rows.text("name").cloned().unwrap_or_default();
    let words = Words { kind: "satellite", words: names.words() };
    let keys: Keys<'_, 3> = [("region", &axes.regions), ("sector", &axes.sectors), ("name", &words)];
    let mut keyed = Keyed::of(rows, keys);
    let units = units(&mut keyed.rows, &names);
    let values = keyed.values("value", f64::NAN)?;
    let satellite = |(at, (name, unit)): (usize, (&String, String))| {
        let of_name = values.iter().skip(at).step_by(names.words().len());
        let shape = [axes.regions.len(), axes.sectors.len()];
        Satellite { name: name.clone(), unit, values: Array2::from_vec(shape, of_name.copied().collect()) }
    };
    Ok(names.words().iter().zip(units).enumerate().map(satellite).collect())
}

/// The unit of each satellite; a satellite with two is a mistake.
fn units(rows: &mut Rows, names: &Labels) -> Vec<String> {
    let cells = rows.text("unit").cloned().unwrap_or_default();
    let mut units: Vec<Option<String>> = vec![None; names.words().len()];
    for (row, &name) in names.codes().iter().enumerate() {
        let unit = cells.get(row);
        match &units[name as usize] {
            None => units[name as usize] = Some(unit.to_owned()),
            Some(first) if first != unit => {
                let (first, second) = (first.clone(), unit.to_owned());
                let label = names.get(row).to_owned();
                rows.fault(row, "unit", FaultKind::TwoUnits { label, first, second });
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
    Err(ReadError::Mistakes { file: folder.join("sectors").display().to_string(), faults }.into())
}

/// The columns of the table `pairs` (`origin, destination`, then facts); NaN where there is no row.
pub(super) fn pair_covariates(
    folder: &Path,
    axes: &Axes,
    told: &WorldToml,
) -> Result<Vec<PairCovariate>, SourceError> {
    let Some(file) = find(folder, "pairs")? else { return Ok(Vec::new()) };
    let columns = file.columns_besides(&["origin", "destination"]);
    let facts = by_pair(&file, &columns, &axes.regions)?;
    let covariate = |(name, values): (String, _)| PairCovariate { unit: told.pair_unit(&name), name, values };
    Ok(columns.into_iter().zip(facts).map(covariate).collect())
}

/// The mends of a world that was exported (`rule, region, sector, before, after, note`); none without the table.
pub(super) fn mends(folder: &Path) -> Result<Option<Vec<Mend>>, SourceError> {
    let Some(file) = find(folder, "mends")? else { return Ok(None) };
    let wanted = Wanted::default().text("rule");
    let wanted = ["region", "sector", "note"].into_iter().fold(wanted, Wanted::sparse_text);
    let mut rows = file.read(&wanted.numbers(["before", "after"], Legal::OrMissing))?;
    let find = |name: &str| MendRule::ALL.iter().position(|rule| rule.name() == name);
    let legal = || MendRule::ALL.iter().map(|rule| rule.name().to_owned()).collect();
    let rules = rows.positions("rule", "mend rule", find, legal);
    rows.check()?;
    let text = |column: &str, row: usize| {
        rows.text(column).map(|cells| cells.get(row)).unwrap_or_default().to_owned()
    };
    let told = |column: &str, row: usize| Some(text(column, row)).filter(|label| !label.is_empty());
    let mend = |(row, &rule): (usize, &usize)| Mend {
        rule: MendRule::ALL[rule],
        region: told("region", row),
        sector: told("sector", row),
        before: rows.numbers("before")[row],
        after: rows.numbers("after")[row],
        note: text("note", row),
    };
    Ok(Some(rules.iter().enumerate().map(mend).collect()))
}
