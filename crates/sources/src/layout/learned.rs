//! Labels that are learned from the data, checked: a final use or a factor that may be a slip is refused, not taken.

use oblate_tables::names::{bare, slip_of};
use oblate_tables::{FaultKind, Rows};
use oblate_world::{Axis, Id, Region, Sector};

use super::description::WorldToml;

/// Where final uses and factors are told, for messages.
const TOLD_USES: &str = "`[[final_use]]` of `world.toml`";
const TOLD_FACTORS: &str = "`[[factor]]` of `world.toml`";
/// Codes of final uses in published tables, which are taken as they are.
const USUAL_USES: [&str; 20] = [
    "HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "INVEN", "DPABR", "CONS_ABR", "NONRES", "DIRP", "CONS_h",
    "CONS_np", "CONS_g", "P3_S13", "P3_S14", "P3_S15", "P51G", "P5M", "P52", "P53",
];
/// Words of this length and longer that differ by one letter are slips of each other.
const LONG_ENOUGH: usize = 3;

/// Records as mistakes the final uses of a column that are slips of a sector or of another use, or that one region alone has.
///
/// `place` is the column with the buying region. Tells whether there are such mistakes.
pub(super) fn check_uses(rows: &mut Rows, [place, column]: [&str; 2], sectors: &Axis<Sector>) -> bool {
    let words = rows.text(column).map(|cells| cells.words().to_vec()).unwrap_or_default();
    let is_use = |word: &&String| !word.is_empty() && sectors.find(word).is_none();
    let uses: Vec<&str> = words.iter().filter(is_use).map(String::as_str).collect();
    if rows.count() == 0 {
        rows.table_fault(FaultKind::NoRows);
        return true;
    }
    if uses.is_empty() && !words.is_empty() {
        rows.table_fault(FaultKind::NoneLeft { axis: "final use", other: Sector::KIND, labels: words });
        return true;
    }
    let mut found = false;
    for label in uses.iter().filter(|label| !USUAL_USES.contains(label)) {
        let of_sector = sectors.codes().find(|code| is_slip(label, code)).map(|code| (Sector::KIND, code));
        let mut others = uses.iter().filter(|other| *other != label);
        let of_use = others.find(|other| is_slip(label, other)).map(|code| ("final use", *code));
        let kind = match of_sector.or(of_use) {
            Some((other, near)) => FaultKind::SlipOfLabel {
                axis: "final use",
                label: (*label).to_owned(),
                other,
                near: near.to_owned(),
                told: TOLD_USES,
            },
            None if is_lonely(rows, [place, column], label) => FaultKind::LonelyLabel {
                place: Region::KIND,
                axis: "final use",
                label: (*label).to_owned(),
                told: TOLD_USES,
            },
            None => continue,
        };
        rows.fault(first_row(rows, column, label), column, kind);
        found = true;
    }
    found
}

/// Records as mistakes the sectors of `industries` that one region alone has and that are slips of another sector.
pub(super) fn check_sectors(rows: &mut Rows) {
    let words = rows.text("sector").map(|cells| cells.words().to_vec()).unwrap_or_default();
    for label in words.iter().filter(|label| is_lonely(rows, ["region", "sector"], label)).collect::<Vec<_>>()
    {
        let near = words.iter().find(|other| *other != label && is_slip(label, other));
        if let Some(near) = near.cloned() {
            let (axis, label) = (Sector::KIND, label.clone());
            let row = first_row(rows, "sector", &label);
            let kind = FaultKind::SlipOfLabel {
                axis,
                label,
                other: axis,
                near,
                told: "`code` of a table `sectors`",
            };
            rows.fault(row, "sector", kind);
        }
    }
}

/// Whether a word is another one but for case, blanks and marks, or one letter; codes that differ in digits are two codes.
fn is_slip(word: &str, other: &str) -> bool {
    let letters = |word: &str| bare(word).chars().filter(|letter| !letter.is_numeric()).collect::<String>();
    if bare(word) == bare(other) {
        return true;
    }
    let long = word.chars().count().max(other.chars().count()) >= LONG_ENOUGH;
    long && letters(word) != letters(other) && slip_of(word, [other], 1).is_some()
}

/// Whether of several regions only one has a label.
fn is_lonely(rows: &Rows, [place, column]: [&str; 2], label: &str) -> bool {
    let (Some(places), Some(cells)) = (rows.text(place), rows.text(column)) else { return false };
    let mut having =
        places.codes().iter().zip(cells.iter()).filter(|(_, cell)| *cell == label).map(|(code, _)| code);
    let first = having.next();
    places.words().len() > 1 && having.all(|code| Some(code) == first)
}

fn first_row(rows: &Rows, column: &str, label: &str) -> usize {
    rows.text(column).and_then(|cells| cells.iter().position(|cell| cell == label)).unwrap_or(0)
}

/// Records as mistakes the columns of `industries` that can be no incomes of factors: slips, sums of the others, text.
pub(super) fn check_factors(rows: &mut Rows, factors: &[String], told: &WorldToml) {
    for (at, name) in factors.iter().enumerate().filter(|(_, name)| !told.names_factor(name)) {
        let near = [("column", "value_added")].into_iter().filter(|(_, near)| name != near);
        let near = near.chain(factors[..at].iter().map(|other| ("factor", other.as_str())));
        if let Some((other, near)) = near.into_iter().find(|(_, near)| is_slip(name, near)) {
            let (label, near) = (name.clone(), near.to_owned());
            rows.table_fault(FaultKind::SlipOfLabel {
                axis: "factor",
                label,
                other,
                near,
                told: TOLD_FACTORS,
            });
        }
    }
    let no_numbers: Vec<String> = factors
        .iter()
        .filter(|name| rows.count() > 0 && rows.numbers(name).iter().all(|value| value.is_nan()))
        .cloned()
        .collect();
    if !no_numbers.is_empty() {
        rows.table_fault(FaultKind::TakenFor { columns: no_numbers, what: "the income of a factor" });
    }
    refuse_sum(rows, factors);
}

/// A column that is the sum of all others in every row holds their total.
fn refuse_sum(rows: &mut Rows, factors: &[String]) {
    if factors.len() < 2 || rows.count() < 2 {
        return;
    }
    for total in factors {
        let parts: Vec<String> = factors.iter().filter(|name| *name != total).cloned().collect();
        let is_sum = |row: usize| {
            let sum: f64 = parts.iter().map(|part| rows.numbers(part)[row]).sum();
            (rows.numbers(total)[row] - sum).abs() <= 1e-6 * sum.abs()
        };
        if (0..rows.count()).all(is_sum) {
            rows.table_fault(FaultKind::SumOfColumns { total: total.clone(), parts });
            return;
        }
    }
}
