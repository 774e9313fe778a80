//! Labels, covariates, and the mends that the source made or asks for before the table is touched.

use std::path::Path;

use oblate_tables::{Legal, Rows, Wanted};
use oblate_world::{Axes, Axis, Id, Label, Mend, MendRule, PairCovariate, Region, RegionCovariate, Sector};

use super::REST_OF_WORLD;
use super::industries::Industries;
use crate::error::SourceError;
use crate::files::{axis, by_pair, need};

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
    labels(data, "regions", "region", |rows, row| {
        let code = cell(rows, "region", row);
        (code != REST_OF_WORLD).then_some(code)
    })
}

pub(super) fn sectors(data: &Path) -> Result<Axis<Sector>, SourceError> {
    labels(data, "sectors", "sector", |rows, row| Some(cell(rows, "isic4", row)))
}

fn labels<I: Id>(
    data: &Path,
    stem: &'static str,
    code: &str,
    standard: impl Fn(&Rows, usize) -> Option<String>,
) -> Result<Axis<I>, SourceError> {
    let file = need(data, stem)?;
    let mut wanted = Wanted::keys([code, "name"]);
    if file.has("isic4") {
        wanted = wanted.text("isic4");
    }
    let rows = file.read(&wanted)?.checked()?;
    let label = |row| Label {
        code: cell(&rows, code, row),
        name: cell(&rows, "name", row),
        standard: standard(&rows, row),
    };
    axis((0..rows.count()).map(label).collect(), file.path())
}

fn cell(rows: &Rows, column: &str, row: usize) -> String {
    rows.text(column).map(|cells| cells.get(row).to_owned()).unwrap_or_default()
}

pub(super) fn region_covariates(data: &Path) -> Result<Vec<RegionCovariate>, SourceError> {
    let columns = REGION_FACTS.map(|(column, ..)| column);
    let wanted = Wanted::default().numbers(columns, Legal::OrMissing);
    let rows = need(data, "regions")?.read(&wanted)?.checked()?;
    let covariate = |(column, name, unit): (&str, &str, &str)| RegionCovariate {
        name: name.to_owned(),
        unit: unit.to_owned(),
        values: rows.numbers(column).to_vec(),
    };
    Ok(REGION_FACTS.map(covariate).into())
}

pub(super) fn pair_covariates(
    data: &Path,
    regions: &Axis<Region>,
) -> Result<Vec<PairCovariate>, SourceError> {
    let facts = by_pair(&need(data, "pairs")?, &PAIR_FACTS.map(|(name, _)| name), regions)?;
    let covariate = |((name, unit), values): ((&str, &str), _)| PairCovariate {
        name: name.to_owned(),
        unit: unit.to_owned(),
        values,
    };
    Ok(PAIR_FACTS.into_iter().zip(facts).map(covariate).collect())
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
    let sales = ["home_sales_before", "home_sales_after"];
    let wanted = Wanted::keys(["region", "sector"]).numbers(sales, Legal::Finite);
    let rows = need(data, "cross_hauling_mends")?.read(&wanted)?.checked()?;
    let [before, after] = sales.map(|column| rows.numbers(column));
    let mend = |row| Mend {
        rule: MendRule::CrossHauling,
        region: Some(cell(&rows, "region", row)),
        sector: Some(cell(&rows, "sector", row)),
        before: before[row],
        after: after[row],
        note: "sales at home, raised by the source to 1 % of home use or of output".to_owned(),
    };
    Ok((0..rows.count()).map(mend).collect())
}

fn final_use_taxes(data: &Path) -> Result<Vec<Mend>, SourceError> {
    let wanted = Wanted::keys(["region", "use"]).numbers(FINAL_TAXES, Legal::Finite);
    let rows = need(data, "final_demand_taxes")?.read(&wanted)?.checked()?;
    let mend = |row: usize| Mend {
        rule: MendRule::FinalUseTaxes,
        region: Some(cell(&rows, "region", row)),
        sector: Some(cell(&rows, "use", row)),
        before: FINAL_TAXES.iter().map(|kind| rows.numbers(kind)[row]).sum(),
        after: 0.0,
        note: "taxes on products, margins and direct purchases of this final use".to_owned(),
    };
    Ok((0..rows.count()).map(mend).filter(|mend| mend.before != 0.0).collect())
}
