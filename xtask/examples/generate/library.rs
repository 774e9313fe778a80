//! The pages of the book on the library: for each scenario its README, its results, its file, and the command that runs it.

use std::fmt::Write;
use std::path::Path;

use oblate::{WORLD, load_scenario};
use oblate_scenario::{Kind, LibraryEntry, Scenario, library_of};

use crate::Generated;

/// How many regions with the largest losses, and gains, are told.
const SHOWN: usize = 3;

/// The pages, the list of them, the summary of the book with them; and what is wrong with their files.
///
/// A scenario without README has no page; one with it needs its results too.
pub fn pages(root: &Path) -> (Vec<Generated>, Vec<String>) {
    let (mut files, mut faults, mut list) = (Vec::new(), Vec::new(), LIST_TOP.to_owned());
    let mut contents = "- [The library](library/index.md)\n".to_owned();
    for entry in library_of(Kind::LongRun) {
        let (title, question) = titles(entry);
        let LibraryEntry { name, .. } = entry;
        let mut told = format!("`{name}`");
        if root.join("scenarios").join(name).join("README.md").exists() {
            match page(root, entry) {
                Ok(text) => files.push((format!("docs/src/library/{name}.md"), text)),
                Err(fault) => faults.push(fault),
            }
            told = format!("[`{name}`]({name}.md)");
            let _ = writeln!(contents, "  - [{title}](library/{name}.md)");
        }
        let _ = writeln!(list, "| {told} | {title} | {question} |");
    }
    files.push(("docs/src/library/index.md".to_owned(), list));
    match summary(root, &contents) {
        Ok(text) => files.push((SUMMARY.to_owned(), text)),
        Err(fault) => faults.push(fault),
    }
    (files, faults)
}

const LIST_TOP: &str = "\
# The library

*This page is generated from the scenarios: `cargo xtask generate`.*

Scenarios that come with the program. `oblate run NAME` runs one; `oblate scenario show NAME > my.toml` makes a copy to change.

| name | title | question |
|---|---|---|
";

fn titles(entry: &LibraryEntry) -> (String, String) {
    let file = Scenario::parse(entry.text, entry.name).expect("the tests hold the library to be valid");
    let head = file.head().clone();
    (head.title.unwrap_or_else(|| entry.name.to_owned()), head.question.unwrap_or_default())
}

const SUMMARY: &str = "docs/src/SUMMARY.md";

/// The summary of the book with these lines in its part `# Library`.
fn summary(root: &Path, contents: &str) -> Result<String, String> {
    let text = read(root, SUMMARY)?;
    let no_part = || format!("{SUMMARY} has no part `# Library` with another part after it");
    let (before, rest) = text.split_once("# Library\n").ok_or_else(no_part)?;
    let (_, after) = rest.split_once("\n# ").ok_or_else(no_part)?;
    Ok(format!("{before}# Library\n\n{contents}\n# {after}"))
}

fn read(root: &Path, path: &str) -> Result<String, String> {
    std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
}

fn page(root: &Path, entry: &LibraryEntry) -> Result<String, String> {
    let name = entry.name;
    let folder = format!("scenarios/{name}");
    let readme = read(root, &format!("{folder}/README.md"))?;
    let expected = format!("{folder}/expected.csv");
    let world = load_scenario(name, &[]).and_then(|scenario| scenario.open_world(None));
    let world = world.map_err(|error| format!("{name}: {error}"))?;
    // groups of the scenario are no regions: their members are told already
    let is_region = |code: &str| world.axes().regions.find(code).is_some();
    let results =
        results(&read(root, &expected)?, is_region).map_err(|fault| format!("{expected}: {fault}"))?;
    let (heading, body) = readme.trim().split_once('\n').unwrap_or((readme.trim(), ""));
    // links from the folder of the scenario to the book, seen from the book
    let body = body.replace("](../../docs/src/", "](../");
    Ok(format!(
        "{heading}\n\n*This page is generated from `{folder}`: `cargo xtask generate`.*\n\n\
         <!-- run -->\n```sh\noblate run {name}\n```\n\n![Results of {name}](../../../{folder}/picture.svg)\n\n{body}\n\n\
         ## Results\n\nChange of real income in per cent, with the three largest losses and gains.\n\n{results}\n\
         ## The scenario\n\n```toml\n{}\n```\n",
        entry.text.trim_end()
    ))
}

/// One region in one variant; no value where it is unbounded.
struct Change<'a> {
    region: &'a str,
    value: Option<f64>,
}

/// A table with one row for each variant, from the expected results.
fn results(csv: &str, is_region: impl Fn(&str) -> bool) -> Result<String, String> {
    let mut variants: Vec<(&str, Vec<Change<'_>>)> = Vec::new();
    for (at, line) in csv.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let [variant, region, variable, value, ..] = cells[..] else {
            return Err(format!("line {}: too few cells", at + 1));
        };
        if variable != "real_income_pct" || !(region == WORLD || is_region(region)) {
            continue;
        }
        let value = match value {
            "" => None,
            text => Some(text.parse().map_err(|_| format!("line {}: `{text}` is no number", at + 1))?),
        };
        if variants.last().is_none_or(|(name, _)| *name != variant) {
            variants.push((variant, Vec::new()));
        }
        variants.last_mut().expect("one was pushed").1.push(Change { region, value });
    }
    let mut table = "| variant | world | largest losses | largest gains |\n|---|---|---|---|\n".to_owned();
    table.extend(variants.into_iter().map(|(variant, changes)| row(variant, changes)));
    Ok(table)
}

fn row(variant: &str, changes: Vec<Change<'_>>) -> String {
    let world = changes.iter().find(|change| change.region == WORLD).and_then(|change| change.value);
    let regions = || changes.iter().filter(|change| change.region != WORLD);
    let unbounded: Vec<_> = regions().filter(|change| change.value.is_none()).map(|c| c.region).collect();
    let mut told: Vec<_> = regions().filter_map(|change| Some((change.region, change.value?))).collect();
    told.sort_by(|a, b| a.1.total_cmp(&b.1));
    let list = |chosen: Vec<&(&str, f64)>| {
        let words: Vec<_> =
            chosen.iter().map(|(region, value)| format!("{region} {}", number(*value))).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(", ") }
    };
    let mut losses = list(told.iter().take_while(|(_, value)| *value < 0.0).take(SHOWN).collect());
    if !unbounded.is_empty() {
        losses = format!("{losses}; unbounded: {}", unbounded.join(", "));
    }
    let gains = list(told.iter().rev().take_while(|(_, value)| *value > 0.0).take(SHOWN).collect());
    let world = world.map_or_else(|| "none told".to_owned(), number);
    format!("| {variant} | {world} | {losses} | {gains} |\n")
}

/// Two decimals, or as many as show a first digit, with a true minus sign.
fn number(value: f64) -> String {
    let decimals =
        if value == 0.0 { 2 } else { (1.0 - value.abs().log10().floor()).clamp(2.0, 8.0) as usize };
    format!("{value:.decimals$}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_tell_the_world_and_the_largest_changes() {
        let csv = "variant,region,variable,value,relative_tolerance,absolute_tolerance\n\
                   base,A,real_income_pct,-1.5,1e-6,0\nbase,B,real_income_pct,-0.00123,1e-6,0\n\
                   base,C,real_income_pct,2,1e-6,0\nbase,C,wage_hat,9,1e-6,0\nbase,D,real_income_pct,,1e-6,0\n\
                   base,E,real_income_pct,-3,1e-6,0\nbase,F,real_income_pct,-2,1e-6,0\n\
                   base,west,real_income_pct,-9,1e-6,0\nbase,WLD,real_income_pct,-0.5,1e-6,0\n";
        let results = |csv| results(csv, |code| code.len() == 1);
        let last = results(csv).unwrap().lines().last().unwrap_or_default().to_owned();
        assert_eq!(last, "| base | −0.50 | E −3.00, F −2.00, A −1.50; unbounded: D | C 2.00 |");
        assert!(results("h\nbase,A,real_income_pct,x\n").unwrap_err().contains("line 2"));
    }

    #[test]
    fn small_numbers_keep_two_digits() {
        assert_eq!([0.00123, -12.345, 0.0].map(number), ["0.0012", "−12.35", "0.00"]);
    }
}
