//! Reports say what the tables say, to the digit, whether a run was made just now or read from its folder.
#![allow(clippy::unwrap_used, reason = "a missing part of a page should stop the test")]

use oblate_engine::{
    Format, Labelled, Request, Results, RunFolder, RunResult, compare_report, load_scenario, run, run_report,
    scenario_names,
};
use tempfile::TempDir;

fn solved(name: &str) -> RunResult {
    let scenario = load_scenario(name, &[]).unwrap();
    let world = scenario.open_world(None).unwrap();
    run(&Request { scenario: &scenario, world: &world, variants: &[], threads: 0 }, &|| false).unwrap()
}

/// The text between two marks, as often as it stands in a page.
fn between<'a>(page: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(start).skip(1).map(move |rest| rest.split(end).next().unwrap())
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!("{name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap())
}

/// A number as people read it: its value and half of its last digit, without its sign.
fn read(shown: &str) -> (f64, f64) {
    const WORDS: [(&str, f64); 4] =
        [("trillion", 1e12), ("billion", 1e9), ("million", 1e6), ("thousand", 1e3)];
    let text = shown.replace(['−', '+', '\u{202f}'], "");
    let number: String =
        text.chars().take_while(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    let rest = &text[number.len()..];
    let scale =
        WORDS.iter().find(|(word, _)| rest.trim_start().starts_with(word)).map_or(1.0, |(_, scale)| *scale);
    let decimals = number.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    (number.parse::<f64>().unwrap() * scale, 0.5 * 10_f64.powi(-(decimals as i32)) * scale)
}

#[test]
fn every_number_of_the_text_is_that_of_its_table() {
    for name in scenario_names() {
        let results = Results::from(&solved(&name));
        let page = run_report(&results);
        let mut compared = 0;
        for tag in between(&page, "<data ", "</data>") {
            let (attributes, shown) = tag.split_once('>').unwrap();
            let value: f64 = attribute(attributes, "value").unwrap().parse().unwrap();
            if let Some(from) = attribute(attributes, "data-from") {
                let [_, variant, region, variable] = from.split('/').collect::<Vec<_>>()[..] else {
                    panic!("{from}")
                };
                let number = results.region(variant, region, variable);
                // ratios are told as changes in per cent
                let number = if variable.ends_with("_hat") { 100.0 * (number - 1.0) } else { number };
                assert!(value == number, "{name}: {from} is {number}, the report has {value}");
                compared += 1;
            }
            if shown.contains("e-") {
                continue;
            }
            // amounts are told in units, tables in millions
            let scale = if shown.contains("dollars") { 1e6 } else { 1.0 };
            let (told, half) = read(shown);
            assert!((told - value.abs() * scale).abs() <= half * (1.0 + 1e-9), "{name}: {shown} for {value}");
        }
        assert!(compared >= 5, "{name}: {compared} numbers with their places");
    }
}

#[test]
fn every_cell_of_the_table_of_regions_is_that_of_the_csv() {
    let results = Results::from(&solved("friend-shoring"));
    let page = run_report(&results);
    let table = between(&page, "<table id=\"regions\"", "</table>").next().unwrap();
    let keys: Vec<&str> = between(table, "data-key=\"", "\"").collect();
    let rows: Vec<&str> = between(table.split_once("<tbody>").unwrap().1, "<tr>", "</tr>").collect();
    assert_eq!(rows.len(), 45);
    for row in rows {
        let cells: Vec<&str> = between(row, "<td", "</td>").collect();
        let region = between(cells[0], "<bdi>", "</bdi>").next().unwrap();
        for (key, cell) in keys.iter().zip(&cells).skip(2) {
            let value: f64 = attribute(cell, "data-v").unwrap().parse().unwrap();
            let number = match key.strip_suffix("_change_pct") {
                Some(of) => 100.0 * (results.region("base", region, &format!("{of}_hat")) - 1.0),
                None => results.region("base", region, key),
            };
            assert!(value == number, "{region} {key}: {value} for {number}");
            let (told, half) = read(cell.split_once('>').unwrap().1);
            assert!((told - value.abs()).abs() <= half * (1.0 + 1e-9), "{region} {key}: {cell}");
        }
    }
}

#[test]
fn a_run_read_from_its_folder_has_the_report_that_lies_in_it() {
    let place = TempDir::new().unwrap();
    let result = solved("us-china-tariffs");
    for format in [Format::Parquet, Format::Csv] {
        let path = place.path().join(format.ending());
        RunFolder::new(&path, false).unwrap().write(&result, format, &|| false).unwrap();
        let written = std::fs::read_to_string(path.join("report.html")).unwrap();
        assert!(run_report(&Results::open(&path).unwrap()) == written, "{}", format.ending());
    }
}

#[test]
fn a_comparison_tells_the_differences_of_its_runs() {
    let runs = ["friend-shoring", "re-shoring"].map(|name| (name, Results::from(&solved(name))));
    let labelled: Vec<_> = runs.iter().map(|(label, results)| Labelled { label, results }).collect();
    let page = compare_report(&labelled);
    let table = between(&page, "<table id=\"differences\"", "</table>").next().unwrap();
    let rows: Vec<&str> = between(table.split_once("<tbody>").unwrap().1, "<tr>", "</tr>").collect();
    assert_eq!(rows.len(), 45);
    for row in rows {
        let cells: Vec<&str> = between(row, "<td", "</td>").collect();
        let region = between(cells[0], "<bdi>", "</bdi>").next().unwrap();
        let gap: f64 = attribute(cells[2], "data-v").unwrap().parse().unwrap();
        let real_income = |run: usize| runs[run].1.region("base", region, "real_income_pct");
        assert!(gap == real_income(1) - real_income(0), "{region}: {gap}");
    }
}

#[test]
fn a_shock_without_effect_says_why() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("still.toml");
    std::fs::write(&path, "[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nadd = 0.0\n").unwrap();
    let page = run_report(&Results::from(&solved(path.to_str().unwrap())));
    assert!(page.contains("Nothing changes: every region has the real income that it had."));
    assert!(page.contains("Why: ") && page.contains("changes nothing"));
}
