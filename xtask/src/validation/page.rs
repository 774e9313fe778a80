//! One page of comparisons, as Markdown that reads well in the book and on its own.

use super::Records;
use super::figures::{bound, difference, fixed, ours, power, reference, verdicts};
use super::plan::{GROUPS, PAGES, PROPERTIES, Plan};
use super::record::{Cell, Record, Tolerance, Value};
use crate::step::Fault;

const MARK: &str = "<!-- written by `cargo xtask validation`; do not edit -->\n";

/// The file name and the text of each page.
pub fn all(records: &Records) -> Result<Vec<(&'static str, String)>, Fault> {
    let mut pages = Vec::new();
    for plan in PAGES {
        pages.push((plan.file, page(plan, records)?));
    }
    pages.push((PROPERTIES, properties(records)));
    Ok(pages)
}

fn page(plan: &Plan, records: &Records) -> Result<String, Fault> {
    let all: Vec<&Record> =
        plan.tables.iter().chain(plan.verdicts).map(|name| records.table(name)).collect::<Result<_, _>>()?;
    let mut text = format!("{MARK}# {}\n\n{}\n\n", plan.title, plan.about);
    text += &format!("**Verdict:** {}\n\n", in_all(&all));
    text += "| what | comparisons | inside | tolerance | largest gap |\n|---|---:|---:|---|---|\n";
    for record in &all {
        text += &verdict_lines(record, &|title| {
            if plan.tables.contains(&record.name.as_str()) {
                format!("[{title}](#{})", anchor(title))
            } else {
                title.to_owned()
            }
        });
    }
    text += &format!(
        "\nTo repeat it: `cargo test -p {} {}` compares, `cargo xtask validation` writes this page.{}\n",
        plan.package,
        plan.test,
        if plan.data { " Both look for the published data where CONTRIBUTING.md says." } else { "" },
    );
    for name in plan.tables {
        text += &section(records.table(name)?);
    }
    Ok(text)
}

/// How many comparisons are inside, in one sentence.
fn in_all(records: &[&Record]) -> String {
    let cells = || records.iter().flat_map(|record| &record.cells);
    let (all, inside) = (cells().count(), cells().filter(|cell| cell.inside()).count());
    if all == inside {
        return format!("all {} comparisons are inside their tolerance.", thousands(all));
    }
    let outside = if all - inside == 1 { "one is".to_owned() } else { format!("{} are", all - inside) };
    let (all, inside) = (thousands(all), thousands(inside));
    format!(
        "{inside} of {all} comparisons are inside their tolerance; {outside} not, for the reason given there."
    )
}

/// A line of the summary for each tolerance of a record; `link` makes a link of its title.
pub fn verdict_lines(record: &Record, link: &dyn Fn(&str) -> String) -> String {
    let mut lines = String::new();
    for (at, verdict) in verdicts(record).iter().enumerate() {
        let title = if at == 0 { link(&record.title) } else { String::new() };
        let (cells, inside) = (thousands(verdict.cells), thousands(verdict.inside));
        lines += &format!("| {title} | {cells} | {inside} | {} | {} |\n", verdict.tolerance, verdict.largest);
    }
    lines
}

fn thousands(count: usize) -> String {
    if count < 10_000 { count.to_string() } else { format!("{} {:03}", count / 1000, count % 1000) }
}

/// The anchor of a heading.
pub fn anchor(title: &str) -> String {
    crate::markdown::slug(title)
}

fn section(record: &Record) -> String {
    let mut text = format!("\n## {}\n\n{} Source: {}.\n", record.title, record.what, record.source);
    for note in &record.notes {
        text += &format!("\n{note}\n");
    }
    for block in distinct(record.cells.iter().map(|cell| cell.place[0].as_str())) {
        let cells: Vec<&Cell> = record.cells.iter().filter(|cell| cell.place[0] == block).collect();
        if !block.is_empty() {
            text += &format!("\n### {}\n", heading(record, block));
        }
        text += "\n";
        text += &if is_summary(&cells) { summary(&cells) } else { table(&cells) };
    }
    text + &reasons(record)
}

/// `Welfare, table 2`: headings are unique on a page, so that each can be linked.
fn heading(record: &Record, block: &str) -> String {
    let title = record.title.as_str();
    let which =
        title.split_once(':').map(|(which, _)| which).or(title.split_once(", ").map(|(_, which)| which));
    format!("{block}, {}", which.unwrap_or(title).replacen("Table", "table", 1))
}

fn distinct<'a>(items: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut list = Vec::new();
    for item in items {
        if !list.contains(&item) {
            list.push(item);
        }
    }
    list
}

fn is_summary(cells: &[&Cell]) -> bool {
    cells.iter().filter(|cell| cell.place == cells[0].place).count() > 1
}

/// One line for each row: reference, ours and, where the digits show one, the difference.
fn table(cells: &[&Cell]) -> String {
    let columns = distinct(cells.iter().map(|cell| cell.place[2].as_str()));
    let with_difference: Vec<bool> = columns.iter().map(|column| differs(cells, column)).collect();
    let mut head = "| |".to_owned();
    let mut rule = "|---|".to_owned();
    for (column, differs) in columns.iter().zip(&with_difference) {
        let printed =
            cells.iter().any(|cell| cell.place[2] == *column && cell.tolerance == Tolerance::LastDigit);
        head += &format!(" {column}: {} | ours |", if printed { "printed" } else { "reference" });
        rule += "---:|---:|";
        if *differs {
            head += " difference |";
            rule += "---:|";
        }
    }
    let mut text = format!("{head} inside |\n{rule}---|\n");
    for row in distinct(cells.iter().map(|cell| cell.place[1].as_str())) {
        let of_row: Vec<&Cell> = cells.iter().copied().filter(|cell| cell.place[1] == row).collect();
        text += &format!("| {row} |");
        for (column, differs) in columns.iter().zip(&with_difference) {
            text += &cell_text(of_row.iter().copied().find(|cell| cell.place[2] == *column), *differs);
        }
        text += &format!(" {} |\n", judged(&of_row));
    }
    text
}

/// Whether all numbers of a row are inside, and else the columns that are not.
fn judged(row: &[&Cell]) -> String {
    let outside = distinct(row.iter().filter(|cell| !cell.inside()).map(|cell| cell.place[2].as_str()));
    if outside.is_empty() { "yes".to_owned() } else { format!("**no** ({})", outside.join(", ")) }
}

fn differs(cells: &[&Cell], column: &str) -> bool {
    let shows = |cell: &&&Cell| difference(cell).chars().any(|c| matches!(c, '1'..='9'));
    cells.iter().filter(|cell| cell.place[2] == column).any(|cell| shows(&cell))
}

fn cell_text(cell: Option<&Cell>, differs: bool) -> String {
    let Some(cell) = cell else { return if differs { " | | |" } else { " | |" }.to_owned() };
    let ours = if cell.inside() { ours(cell) } else { format!("**{}**", ours(cell)) };
    let difference = if differs { format!(" {} |", difference(cell)) } else { String::new() };
    format!(" {} | {ours} |{difference}", reference(cell))
}

/// One line for each row: the range of the reference and a bound on the gaps.
fn summary(cells: &[&Cell]) -> String {
    let columns = distinct(cells.iter().map(|cell| cell.place[2].as_str()));
    let mut text = format!("| | {} | largest gap |\n|---|", columns.join(" | "));
    text += &format!("{}---|\n", "---|".repeat(columns.len()));
    for row in distinct(cells.iter().map(|cell| cell.place[1].as_str())) {
        let of_row = || cells.iter().filter(|cell| cell.place[1] == row);
        text += &format!("| {row} |");
        for column in &columns {
            text += &format!(" {} |", range(of_row().filter(|cell| cell.place[2] == *column)));
        }
        text += &format!(" {} |\n", bound(of_row().map(|cell| cell.gap()).fold(0.0, f64::max)));
    }
    text
}

fn range<'a>(cells: impl Iterator<Item = &'a &'a Cell>) -> String {
    let (mut least, mut most, mut digits) = (f64::INFINITY, f64::NEG_INFINITY, 0);
    for cell in cells {
        if let Value::Number(value) = cell.reference {
            (least, most, digits) = (least.min(value), most.max(value), cell.digits);
        }
    }
    format!("{} – {}", fixed(least, digits), fixed(most, digits))
}

/// Why cells miss, each reason once with its places.
fn reasons(record: &Record) -> String {
    let missed = || record.cells.iter().filter_map(|cell| Some((cell, cell.reason.as_deref()?)));
    let mut text = String::new();
    for reason in distinct(missed().map(|(_, reason)| reason)) {
        let places: Vec<String> =
            missed().filter(|(_, other)| *other == reason).map(|(cell, _)| place(cell)).collect();
        let who = if places.len() > 3 { format!("{} cells", places.len()) } else { places.join("; ") };
        text += &format!("\nNot inside, {who}: {reason}.\n");
    }
    text
}

/// `U.S., One sector: printed 0.05, ours 0.0554`.
pub fn place(cell: &Cell) -> String {
    let words: Vec<&str> = cell.place.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    format!("{} (printed {}, ours {})", words.join(", "), reference(cell), ours(cell))
}

fn properties(records: &Records) -> String {
    let mut text = format!(
        "{MARK}# Identities\n\n\
         Statements that have to hold in every equilibrium of the model, whatever the data: closed forms, symmetries, laws \
         of the accounts, and a slow, literal program beside the fast one. Each is tried on random worlds of up to five \
         regions and five sectors that draw their features (tariffs, production taxes, deficits, several factors, CES \
         nests, products that are not traded, industries that are dead) and on random shocks; the draws are the same every \
         time.\n\n\
         **Verdict:** all {} statements hold in all {} random cases.\n\n\
         To repeat it: `cargo test -p oblate-equilibrium FILE`; the last column names the test.\n",
        records.properties.len(),
        thousands(records.properties.iter().map(|property| property.cases).sum()),
    );
    for (file, heading) in GROUPS {
        text += &format!("\n## {heading}\n\nTests in `crates/equilibrium/tests/{file}.rs`.\n\n");
        text += "| what holds | random cases | largest gap allowed | test |\n|---|---:|---|---|\n";
        for property in records.properties(file) {
            let (statement, cases, test) = (&property.statement, property.cases, &property.test);
            let limit = match property.tolerance {
                0.0 => property.measure.clone(),
                most => format!("{} {}", power(most), property.measure),
            };
            text += &format!("| {statement} | {cases} | {limit} | `{test}` |\n");
        }
    }
    text
}
