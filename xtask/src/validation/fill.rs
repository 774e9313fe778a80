//! Marked places of hand-written pages that take their content from the records.
//!
//! `<!-- validation: summary -->` and `<!-- validation: known -->` stand before generated lines, and
//! `<!-- validation: ours RECORD / TABLE / ROW / COLUMN -->` and `reference …` before one number. All end with
//! `<!-- /validation -->`.

use super::Records;
use super::page::{anchor, place, verdict_lines};
use super::plan::{GROUPS, PAGES, PROPERTIES};
use super::{figures, record::Cell};
use crate::markdown;
use crate::step::Fault;

/// The start of a mark.
pub const OPEN: &str = "<!-- validation: ";
const CLOSE: &str = "<!-- /validation -->";

/// The page with its marked places filled anew.
pub fn fill(page: &str, records: &Records) -> Result<String, Fault> {
    let mut filled = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let no_end = || Fault::new(format!("the mark `{OPEN}{}…` has no end `{CLOSE}`", first_line(after)));
        let (wish, content) = after.split_once(" -->").ok_or_else(no_end)?;
        let (_, remaining) = content.split_once(CLOSE).ok_or_else(no_end)?;
        filled += &format!("{before}{OPEN}{wish} -->{}{CLOSE}", content_for(wish, records)?);
        rest = remaining;
    }
    Ok(filled + rest)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn content_for(wish: &str, records: &Records) -> Result<String, Fault> {
    match wish.split_once(' ') {
        // empty lines around, so that no renderer takes the end of the mark for a part of the table
        None if wish == "summary" => Ok(format!("\n\n{}\n", summary(records)?)),
        None if wish == "known" => Ok(format!("\n\n{}\n", known(records)?)),
        Some(("ours", place)) => Ok(figures::ours(cell(place, records)?)),
        Some(("reference", place)) => Ok(figures::reference(cell(place, records)?)),
        _ => Err(Fault::new(format!(
            "the mark `{wish}` is none of summary, known, ours PLACE, reference PLACE"
        ))),
    }
}

/// The cell at `RECORD / TABLE / ROW / COLUMN`; a bar would end the cell of a Markdown table.
fn cell<'r>(place: &str, records: &'r Records) -> Result<&'r Cell, Fault> {
    let parts: Vec<&str> = place.split(" / ").collect();
    let none = || Fault::new(format!("no test wrote a number at `{place}` (RECORD / TABLE / ROW / COLUMN)"));
    let (record, wanted) = parts.split_first().ok_or_else(none)?;
    records.table(record)?.cells.iter().find(|cell| cell.place == wanted).ok_or_else(none)
}

fn summary(records: &Records) -> Result<String, Fault> {
    let mut text =
        "| what | comparisons | inside | tolerance | largest gap |\n|---|---:|---:|---|---|\n".to_owned();
    for page in PAGES {
        text += &format!("| **[{}](validation/{})** | | | | |\n", page.title, page.file);
        for name in page.tables.iter().chain(page.verdicts) {
            let link = |title: &str| match page.tables.contains(name) {
                true => format!("[{title}](validation/{}#{})", page.file, anchor(title)),
                false => title.to_owned(),
            };
            text += &verdict_lines(records.table(name)?, &link);
        }
    }
    text += &format!("| **[Identities on random worlds](validation/{PROPERTIES})** | | | | |\n");
    for (file, heading) in GROUPS {
        let cases: usize = records.properties(file).map(|property| property.cases).sum();
        let loosest = records.properties(file).map(|property| property.tolerance).fold(0.0, f64::max);
        let link = format!("[{heading}](validation/{PROPERTIES}#{})", anchor(heading));
        text += &format!("| {link} | {cases} | {cases} | {} at most | |\n", figures::power(loosest));
    }
    Ok(text)
}

fn known(records: &Records) -> Result<String, Fault> {
    let mut text = String::new();
    for page in PAGES {
        for name in page.tables.iter().chain(page.verdicts) {
            let record = records.table(name)?;
            let missed: Vec<&Cell> = record.cells.iter().filter(|cell| cell.reason.is_some()).collect();
            let Some(first) = missed.first() else { continue };
            let link = format!("[{}](validation/{}#{})", record.title, page.file, anchor(&record.title));
            let who = if missed.len() == 1 { place(first) } else { format!("{} cells", missed.len()) };
            text += &format!("- {link}, {who}: {}.\n", first.reason.as_deref().unwrap_or_default());
        }
    }
    Ok(text)
}

/// Decimal numbers that stand outside of marks: they would have no record.
pub fn numbers_by_hand(page: &str) -> Vec<String> {
    let outside: String = page
        .split(OPEN)
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once(CLOSE).map_or("", |(_, rest)| rest) })
        .collect();
    let mut faults = Vec::new();
    for (_, line) in markdown::prose(&outside) {
        let mut before = "";
        for word in line.split_whitespace() {
            let inside_a_link = word.contains("](") || word.contains(".md");
            let of_a_table = matches!(before.to_lowercase().as_str(), "table" | "tables" | "section");
            if is_decimal(word) && !inside_a_link && !of_a_table {
                faults.push(format!("`{word}` is a number without a record: mark it (`{OPEN}ours …`)"));
            }
            before = word;
        }
    }
    faults
}

fn is_decimal(word: &str) -> bool {
    word.as_bytes().windows(3).any(|w| w[0].is_ascii_digit() && w[1] == b'.' && w[2].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_outside_of_marks_are_told() {
        let page = "gains <!-- validation: ours x -->1.25<!-- /validation --> per cent, see [(8.1)](m.md#eq-8-1)\n\
                    in table 4.2, `0.5`, but 0.75 too";
        let faults = numbers_by_hand(page);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("`0.75`"), "{faults:?}");
    }

    #[test]
    fn a_mark_without_a_record_is_told() {
        let records = Records { tables: Default::default(), properties: Vec::new() };
        let told = |page: &str| fill(page, &records).unwrap_err().to_string();
        let page = format!("{OPEN}ours x / a / b / c -->1{CLOSE}");
        assert!(told(&page).contains("no test wrote the record `x`"));
        assert!(told(&format!("{OPEN}ours x -->1")).contains("has no end"));
        assert!(told(&format!("{OPEN}all -->{CLOSE}")).contains("is none of"));
        assert_eq!(fill("plain", &records).unwrap(), "plain");
    }
}
