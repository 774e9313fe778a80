//! Reports say what the tables say, to the digit, whether a run was made just now or read from its folder.

use std::path::Path;

use oblate::{
    Format, Further, Labelled, Request, Results, Table, compare_report, load_scenario, run_picture,
    run_report,
};
use oblate_scenario::LibraryEntry;
use tempfile::TempDir;

use crate::library::{Run, runs};
use crate::support::{solved_with, write};

/// The results of a scenario by its name or path.
fn solved(name: &str) -> Results {
    let scenario = load_scenario(name, &[]).unwrap();
    let world = scenario.open_world(None).unwrap();
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 0 };
    solved_with(&request, &Further::default()).unwrap().results
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

/// The cell that a place names: a table, and the labels of its columns in their order.
fn cell(results: &Results, place: &str) -> f64 {
    let (name, keys) = place.split_once('/').unwrap();
    let table = match name {
        "regions" => results.regions(),
        "households" => results.table("households").unwrap(),
        "emissions" => results.table("emissions").unwrap(),
        _ => unreachable!("{place}"),
    };
    of(table, &keys.split('/').collect::<Vec<_>>())
}

/// The value of the one row that has these labels in the first columns.
fn of(table: &Table, keys: &[&str]) -> f64 {
    let columns: Vec<_> =
        table.columns.iter().zip(keys).map(|(column, _)| table.labels(column.name).unwrap()).collect();
    let matches = |row: usize| columns.iter().zip(keys).all(|(labels, key)| labels.get(row) == *key);
    let rows: Vec<usize> = (0..table.rows()).filter(|&row| matches(row)).collect();
    assert!(rows.len() == 1 && columns.len() == keys.len(), "{keys:?} of {}", table.name);
    table.numbers("value").unwrap()[rows[0]]
}

#[test]
fn every_number_of_the_text_is_that_of_its_table() {
    let mut tables: Vec<String> = Vec::new();
    for Run { entry: LibraryEntry { name, .. }, results, .. } in runs() {
        let page = run_report(results);
        let mut compared = 0;
        for tag in between(&page, "<data ", "</data>") {
            let (attributes, shown) = tag.split_once('>').unwrap();
            let value: f64 = attribute(attributes, "value").unwrap().parse().unwrap();
            if let Some(from) = attribute(attributes, "data-from") {
                let number = cell(results, from);
                // ratios are told as changes in per cent
                let number = if from.ends_with("_hat") { 100.0 * (number - 1.0) } else { number };
                assert!(value == number, "{name}: {from} is {number}, the report has {value}");
                compared += 1;
                tables.push(from.split('/').next().unwrap().to_owned());
            }
            if shown.contains("e-") {
                continue;
            }
            // amounts are told in units, tables in millions of dollars and thousands of tonnes
            let scales = [("dollars", 1e6), ("tonnes", 1e3)];
            let scale = scales.iter().find(|(unit, _)| shown.contains(unit)).map_or(1.0, |(_, scale)| *scale);
            let (told, half) = read(shown);
            assert!((told - value.abs() * scale).abs() <= half * (1.0 + 1e-9), "{name}: {shown} for {value}");
        }
        assert!(compared >= 5, "{name}: {compared} numbers with their places");
    }
    tables.sort();
    tables.dedup();
    assert_eq!(tables, ["emissions", "households", "regions"]);
}

#[test]
fn every_picture_of_the_library_is_that_of_its_run() {
    for Run { entry: LibraryEntry { name, .. }, results, .. } in runs() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(name).join("picture.svg");
        let drawn =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(drawn == run_picture(results), "{name}: `picture.svg` is stale: run `cargo xtask generate`");
    }
}

#[test]
fn every_cell_of_the_table_of_regions_is_that_of_the_csv() {
    let results = solved("friend-shoring");
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
                Some(of) => 100.0 * (results.value("base", region, &format!("{of}_hat")) - 1.0),
                None => results.value("base", region, key),
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
    let specific = unequal(place.path());
    for (name, format) in [
        ("us-china-tariffs", Format::Parquet),
        ("us-china-tariffs", Format::Csv),
        ("carbon-price", Format::Parquet),
        (specific.as_str(), Format::Csv),
    ] {
        let path = place.path().join("run");
        write(&solved(name), &path, true, format).unwrap();
        let written = std::fs::read_to_string(path.join("report.html")).unwrap();
        assert!(run_report(&Results::open(&path).unwrap()) == written, "{name} {}", format.ending());
    }
}

/// A scenario with two groups of households and capital that stays in its sector.
fn unequal(place: &Path) -> String {
    let path = place.join("unequal.toml");
    let text = "world = \"world-2014\"\n[factors]\ncapital = \"specific\"\n[[household]]\nname = \"workers\"\n\
        factors = { labour = 1.0, capital = 0.1 }\ntransfers = 0.5\n[[household]]\nname = \"owners\"\n\
        [[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nadd = 0.2\n";
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The rows of a table of a page: for each cell its text and its number in full, where it is one.
fn rows(page: &str, id: &str) -> Vec<Vec<(String, f64)>> {
    let table = page.split(&format!("<table id=\"{id}\"")).nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    let cell = |cell: &str| {
        let label = between(cell, "<bdi>", "</bdi>").next().unwrap_or_default().to_owned();
        (label, attribute(cell, "data-v").map_or(f64::NAN, |value| value.parse().unwrap()))
    };
    let rows = between(table.split_once("<tbody>").unwrap().1, "<tr>", "</tr>");
    rows.map(|row| between(row, "<td", "</td>").map(cell).collect()).collect()
}

#[test]
fn who_gains_within_is_what_the_tables_of_households_and_factors_say() {
    let place = TempDir::new().unwrap();
    let results = solved(&unequal(place.path()));
    let page = run_report(&results);
    let (households, factors) = (results.table("households").unwrap(), results.table("factors").unwrap());
    let groups = rows(&page, "groups");
    assert!(groups.len() >= 8);
    for row in &groups {
        let region = row[0].0.as_str();
        let income = |group| of(households, &["base", region, group, "real_income_pct"]);
        assert!((row[3].1, row[4].1) == (income("workers"), income("owners")), "{region}");
        assert!(row[5].1 == (income("workers") - income("owners")).abs(), "{region}");
    }
    // the headline is the widest gap of all regions, shown or not
    let gap = |region: &str| {
        let [a, b] =
            ["workers", "owners"].map(|group| of(households, &["base", region, group, "real_income_pct"]));
        (a - b).abs()
    };
    let regions = &results.manifest.world.regions;
    let widest = regions.iter().max_by(|a, b| gap(&a.code).total_cmp(&gap(&b.code))).unwrap();
    assert!(page.contains(&format!("The gap opens widest in <bdi>{}</bdi>", widest.name)));
    assert!(groups.iter().any(|row| row[0].0 == widest.code));
    let real =
        |region: &str, hat: f64| 100.0 * (hat / results.value("base", region, "price_index_hat") - 1.0);
    for row in rows(&page, "factor-prices") {
        let region = row[0].0.as_str();
        for (at, factor) in [(2, "capital"), (3, "labour")] {
            let hat = results.value("base", region, &format!("factor_price_hat:{factor}"));
            assert!(row[at].1 == real(region, hat), "{region} {factor}");
        }
    }
    // only the factor that stays in its sector has ends
    let ends = rows(&page, "factor-prices-by-sector");
    assert_eq!(ends.len(), groups.len());
    for row in ends {
        let region = row[0].0.as_str();
        assert_eq!(row[2].0, "capital");
        let sectors = results.manifest.world.sectors.iter();
        let hats =
            sectors.map(|sector| of(factors, &["base", region, &sector.code, "capital", "factor_price_hat"]));
        let (low, high) = hats
            .filter(|hat| !hat.is_nan())
            .fold((f64::INFINITY, 0.0_f64), |(low, high), hat| (low.min(hat), high.max(hat)));
        assert!((row[4].1, row[6].1) == (real(region, low), real(region, high)), "{region}");
    }
}

#[test]
fn a_comparison_tells_the_differences_of_its_runs() {
    let runs = ["friend-shoring", "re-shoring"].map(|name| (name, solved(name)));
    let labelled: Vec<_> = runs.iter().map(|(label, results)| Labelled { label, results }).collect();
    let page = compare_report(&labelled);
    let table = between(&page, "<table id=\"differences\"", "</table>").next().unwrap();
    let rows: Vec<&str> = between(table.split_once("<tbody>").unwrap().1, "<tr>", "</tr>").collect();
    assert_eq!(rows.len(), 45);
    for row in rows {
        let cells: Vec<&str> = between(row, "<td", "</td>").collect();
        let region = between(cells[0], "<bdi>", "</bdi>").next().unwrap();
        let gap: f64 = attribute(cells[2], "data-v").unwrap().parse().unwrap();
        let real_income = |run: usize| runs[run].1.value("base", region, "real_income_pct");
        assert!(gap == real_income(1) - real_income(0), "{region}: {gap}");
    }
}

#[test]
fn a_shock_without_effect_says_why() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("still.toml");
    std::fs::write(&path, "[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nadd = 0.0\n").unwrap();
    let page = run_report(&solved(path.to_str().unwrap()));
    assert!(page.contains("Nothing changes: every region has the real income that it had."));
    assert!(page.contains("Why: ") && page.contains("changes nothing"));
}
