//! How emissions move where carbon has a price: those of the world, and who emits how much less or more.

use oblate_report::{NumberFormat, Unit, Words};

use super::case::{Case, Place, changes, decimals, pct};
use crate::cube::Cube;
use oblate_results::{Results, WORLD};

/// Units of emissions as worlds write them, in words.
const WORDS: [(&str, &str); 4] =
    [("t", "tonnes"), ("kt", "thousand tonnes"), ("Mt", "million tonnes"), ("Gt", "billion tonnes")];

/// The world's emissions and the regions whose emissions move most, in one sentence; none without a price of carbon.
pub(super) fn sentence(case: &Case<'_>, results: &Results) -> Option<Words> {
    let table = results.table("emissions")?;
    let numbers = Cube::of(table, &["region", "variable"], table.rows_where(&[("variant", case.name)]));
    let before = numbers.at(&[WORLD, "emissions_baseline"]);
    let change = pct(numbers.at(&[WORLD, "emissions_hat"]));
    if change.is_nan() {
        return None;
    }
    let verb = if change < 0.0 { "fall" } else { "rise" };
    let words = Words::from(format!("Emissions of CO2 {verb} by "))
        .number_from(change, &NumberFormat::Size(decimals(change)), from(case, WORLD, "emissions_hat"))
        .text(" in the world, where they were ")
        .number_from(before, &NumberFormat::Amount(unit(results)), from(case, WORLD, "emissions_baseline"));
    let [fall, rise] = ends(case, &numbers);
    let end = |words: Words, told: &str, place: &Place<'_>| {
        let change = pct(numbers.at(&[place.code, "emissions_hat"]));
        let place_of = from(case, place.code, "emissions_hat");
        words
            .text(told)
            .name(place.name)
            .text(" (")
            .number_from(change, &changes(&[change]), place_of)
            .text(")")
    };
    let words = fall
        .into_iter()
        .fold(words, |words, place| end(words, "; in tonnes the largest fall is that of ", place));
    let words = rise.into_iter().fold(words, |words, place| end(words, ", the largest rise that of ", place));
    Some(words.text("."))
}

/// The regions whose emissions fall and rise most, in tonnes.
fn ends<'a>(case: &'a Case<'_>, numbers: &Cube<'_>) -> [Option<&'a Place<'a>>; 2] {
    let change = |place: &Place<'_>| {
        let [after, before] = ["emissions", "emissions_baseline"].map(|name| numbers.at(&[place.code, name]));
        after - before
    };
    let moves = || case.regions.iter().map(|place| (place, change(place)));
    let fall = moves().filter(|(_, change)| *change < 0.0).min_by(|a, b| a.1.total_cmp(&b.1));
    let rise = moves().filter(|(_, change)| *change > 0.0).max_by(|a, b| a.1.total_cmp(&b.1));
    [fall, rise].map(|end| end.map(|(place, _)| place))
}

/// The unit of emissions in words, of which the report knows the sizes.
fn unit(results: &Results) -> Unit {
    let table = results.table("emissions");
    let row = table.and_then(|table| table.rows_where(&[("variable", "emissions")]).next());
    let units = table.and_then(|table| table.labels("unit"));
    let written = row.and_then(|row| units.map(|units| units.get(row))).unwrap_or_default();
    Unit::new(WORDS.iter().find(|(short, _)| *short == written).map_or(written, |(_, words)| words))
}

fn from(case: &Case<'_>, region: &str, variable: &str) -> String {
    format!("emissions/{}/{region}/{variable}", case.name)
}
