//! Labels, covariates, and the mends that the source made or asks for before the table is touched.

use std::path::Path;

use oblate_world::{
    Array2, Axes, Axis, Id, Label, Mend, MendRule, PairCovariate, Region, RegionCovariate, Sector,
};

use super::REST_OF_WORLD;
use super::industries::Industries;
use crate::error::SourceError;
use crate::table::{Legal, Table, TableFile, Wanted};

/// Column of `regions`, name and unit of the covariate.
const REGION_FACTS: [(&str, &str, &str); 5] = [
    ("ideal_point_2014", "ideal_point", "UN General Assembly ideal point, 2014"),
    ("population_million", "population", "million persons"),
    ("area_km2", "area", "square kilometres"),
    ("latitude", "latitude", "degrees north"),
    ("longitude", "longitude", "degrees east"),
];
/// Column of `pairs` and name of the covariate, and its unit.
const PAIR_FACTS: [(&str, &str); 7] = [
    ("distance_km", "kilometres"),
    ("distance_weighted_km", "kilometres"),
    ("contiguous", "0 or 1"),
    ("common_official_language", "0 or 1"),
    ("common_spoken_language", "0 or 1"),
    ("colonial_tie", "0 or 1"),
    ("ideal_point_distance", "UN General Assembly ideal points, 2014"),
];
/// Taxes and margins on final use, by kind.
const FINAL_TAXES: [&str; 5] = ["TXSP", "EXP_adj", "PURR", "PURNR", "IntTTM"];

pub(super) fn regions(data: &Path) -> Result<Axis<Region>, SourceError> {
    labels(data, "regions", "region", |table, row| {
        let code = cell(table, "region", row);
        (code != REST_OF_WORLD).then_some(code)
    })
}

pub(super) fn sectors(data: &Path) -> Result<Axis<Sector>, SourceError> {
    labels(data, "sectors", "sector", |table, row| Some(cell(table, "isic4", row)))
}

fn labels<I: Id>(
    data: &Path,
    stem: &'static str,
    code: &str,
    standard: impl Fn(&Table, usize) -> Option<String>,
) -> Result<Axis<I>, SourceError> {
    let file = TableFile::need(data, stem)?;
    let mut wanted = Wanted::default().text(code).text("name");
    if file.has("isic4") {
        wanted = wanted.text("isic4");
    }
    let table = file.read(&wanted)?;
    table.check()?;
    let label = |row| Label {
        code: cell(&table, code, row),
        name: cell(&table, "name", row),
        standard: standard(&table, row),
    };
    Axis::new((0..table.rows()).map(label).collect())
        .map_err(|fault| SourceError::Axis { origin: file.path().display().to_string(), fault })
}

fn cell(table: &Table, column: &str, row: usize) -> String {
    table.text(column).map(|cells| cells.get(row).to_owned()).unwrap_or_default()
}

pub(super) fn region_covariates(data: &Path) -> Result<Vec<RegionCovariate>, SourceError> {
    let wanted =
        REGION_FACTS.iter().fold(Wanted::default(), |w, (column, ..)| w.number(column, Legal::OrMissing));
    let table = TableFile::need(data, "regions")?.read(&wanted)?;
    table.check()?;
    let covariate = |(column, name, unit): (&str, &str, &str)| RegionCovariate {
        name: name.to_owned(),
        unit: unit.to_owned(),
        values: table.numbers(column).to_vec(),
    };
    Ok(REGION_FACTS.map(covariate).into())
}

pub(super) fn pair_covariates(
    data: &Path,
    regions: &Axis<Region>,
) -> Result<Vec<PairCovariate>, SourceError> {
    let wanted = Wanted::default().text("origin").text("destination");
    let wanted =
        PAIR_FACTS.iter().fold(wanted, |wanted, (column, _)| wanted.number(column, Legal::OrMissing));
    let mut table = TableFile::need(data, "pairs")?.read(&wanted)?;
    let (origins, destinations) = (table.ids("origin", regions), table.ids("destination", regions));
    let n = regions.len();
    table.unique(
        n * n,
        |row| origins[row].index() * n + destinations[row].index(),
        &["origin", "destination"],
    );
    table.check()?;
    let covariate = |(name, unit): (&str, &str)| {
        let mut values = Array2::filled([n, n], f64::NAN);
        for (row, &value) in table.numbers(name).iter().enumerate() {
            values[(origins[row], destinations[row])] = value;
        }
        PairCovariate { name: name.to_owned(), unit: unit.to_owned(), values }
    };
    Ok(PAIR_FACTS.map(covariate).into())
}

/// Cross-hauling that the source removed; taxes on industries that are booked; taxes on final use that are not.
pub(super) fn source_mends(
    data: &Path,
    axes: &Axes,
    industries: &Industries,
) -> Result<Vec<Mend>, SourceError> {
    let mut mends = cross_hauling(data)?;
    for region in axes.regions.ids() {
        let total: f64 = industries.taxes.row(region).iter().sum();
        mends.push(Mend {
            rule: MendRule::IndustryTaxes,
            region: Some(axes.regions.code(region).to_owned()),
            sector: None,
            before: 0.0,
            after: total,
            note: "taxes on products, margins and direct purchases of all its industries".to_owned(),
        });
    }
    mends.extend(final_use_taxes(data)?);
    Ok(mends)
}

fn cross_hauling(data: &Path) -> Result<Vec<Mend>, SourceError> {
    let wanted = Wanted::default().text("region").text("sector");
    let wanted = wanted.number("home_sales_before", Legal::Finite).number("home_sales_after", Legal::Finite);
    let table = TableFile::need(data, "cross_hauling_mends")?.read(&wanted)?;
    table.check()?;
    let mend = |row| Mend {
        rule: MendRule::CrossHauling,
        region: Some(cell(&table, "region", row)),
        sector: Some(cell(&table, "sector", row)),
        before: table.numbers("home_sales_before")[row],
        after: table.numbers("home_sales_after")[row],
        note: "sales at home, raised by the source to 1 % of home use or of output".to_owned(),
    };
    Ok((0..table.rows()).map(mend).collect())
}

fn final_use_taxes(data: &Path) -> Result<Vec<Mend>, SourceError> {
    let wanted = Wanted::default().text("region").text("use");
    let wanted = FINAL_TAXES.iter().fold(wanted, |wanted, kind| wanted.number(kind, Legal::Finite));
    let table = TableFile::need(data, "final_demand_taxes")?.read(&wanted)?;
    table.check()?;
    let mend = |row: usize| Mend {
        rule: MendRule::FinalUseTaxes,
        region: Some(cell(&table, "region", row)),
        sector: Some(cell(&table, "use", row)),
        before: FINAL_TAXES.iter().map(|kind| table.numbers(kind)[row]).sum(),
        after: 0.0,
        note: "taxes on products, margins and direct purchases of this final use".to_owned(),
    };
    Ok((0..table.rows()).map(mend).filter(|mend| mend.before != 0.0).collect())
}
