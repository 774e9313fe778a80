//! The tables for Excel and Stata: read back, every cell is that of the tables, to the last digit.

use std::path::Path;

use crate::support::{entries, solved, world};
use calamine::{Data, Reader, Xlsx};
use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::release::Release;
use dta::stata::dta::value::Value;
use oblate::{Cells, Export, Format, Manifest, Results, ResultsFolder, Table, run_report};
use oblate_world::{Label, World};
use tempfile::TempDir;

/// Labels that spreadsheets, web pages and statistics programs stumble over.
const NAMES: [&str; 4] =
    ["=1+1", "<script>alert(\"x\")</script>", "Österreich & \"Söhne\", 'K'", "المملكة\tالعربية"];

/// A base case and a variant.
const SCENARIO: &str = "title = \"=SUM(A1)\"\n[[tariff]]\nname = \"wall\"\nfrom = \"R2\"\nto = \"R1\"\nadd = 0.2\n\
    [variants.high]\nset = { \"tariff.wall.add\" = 0.5 }\n";

/// A random world whose regions have names of all kinds.
fn named_world() -> World {
    let mut accounts = world().into_accounts();
    let label = |(label, name): (&Label, &str)| Label { name: name.to_owned(), ..label.clone() };
    let labels = accounts.axes.regions.labels().iter().zip(NAMES).map(label).collect();
    accounts.axes.regions = oblate_world::Axis::new(labels).unwrap();
    World::new(accounts).unwrap()
}

fn exported(exports: &[Export]) -> (TempDir, Results) {
    let place = TempDir::new().unwrap();
    let result = solved(&named_world(), SCENARIO, 1).unwrap();
    write(&result.results, &place.path().join("run"), exports);
    (place, result.results)
}

fn write(results: &Results, path: &Path, exports: &[Export]) -> Vec<String> {
    let folder = ResultsFolder::new::<Manifest>(path, true).unwrap().with_exports(exports.to_vec());
    folder.write(results, Some(&run_report), Format::Csv, &|| false).unwrap()
}

/// A cell as every form can say it.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Number(u64),
    Missing,
}

fn cell(table: &Table, column: usize, row: usize) -> Cell {
    match &table.columns[column].cells {
        Cells::Labels(labels) => Cell::Text(labels.get(row).to_owned()),
        Cells::Numbers(numbers) if numbers[row].is_nan() => Cell::Missing,
        Cells::Numbers(numbers) => Cell::Number(numbers[row].to_bits()),
    }
}

/// Compares all cells; says how many were numbers, and how many missing ones.
fn compare(table: &Table, read: impl Fn(usize, usize) -> Cell) -> [usize; 2] {
    // zero has a sign that Excel does not keep
    let unsigned = |cell| if cell == Cell::Number((-0.0_f64).to_bits()) { Cell::Number(0) } else { cell };
    let mut counts = [0, 0];
    for row in 0..table.rows() {
        for column in 0..table.columns.len() {
            let found = unsigned(read(row, column));
            counts[0] += usize::from(matches!(found, Cell::Number(_)));
            counts[1] += usize::from(found == Cell::Missing);
            let expected = unsigned(cell(table, column, row));
            assert_eq!(found, expected, "{} {row} {}", table.name, table.columns[column].name);
        }
    }
    counts
}

/// Reads the workbook of a run back and compares it with a table.
fn compare_sheet(run: &Path, table: &Table) -> [usize; 2] {
    let mut workbook: Xlsx<_> = calamine::open_workbook(run.join("results.xlsx")).unwrap();
    assert_eq!(
        workbook.sheet_names(),
        ["summary", "regions", "sectors", "trade", "sensitivity", "decomposition", "first_order", "about"]
    );
    assert!(workbook.worksheet_formula(table.name).unwrap().used_cells().next().is_none(), "{}", table.name);
    let range = workbook.worksheet_range(table.name).unwrap();
    assert_eq!(range.height(), table.rows() + 1);
    let header: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(header, table.columns.iter().map(|column| column.name).collect::<Vec<_>>());
    compare(table, |row, column| match range.get((row + 1, column)).unwrap() {
        Data::String(text) => Cell::Text(text.clone()),
        Data::Float(number) => Cell::Number(number.to_bits()),
        Data::Int(number) => Cell::Number((*number as f64).to_bits()),
        Data::Empty => Cell::Missing,
        other => Cell::Text(format!("no such cell: {other:?}")),
    })
}

/// Reads a data set of a run back and compares it with its table.
fn compare_data_set(run: &Path, table: &Table) -> [usize; 2] {
    let path = run.join(format!("{}.dta", table.name));
    let schema = DtaReader::new().from_path(path).unwrap().read_header().unwrap();
    let header = schema.header().clone();
    assert_eq!((header.release(), header.timestamp().is_none()), (Release::V118, true));
    assert_eq!(header.observation_count(), table.rows() as u64);
    let title = format!("{}, oblate {}: my on ", table.name, env!("CARGO_PKG_VERSION"));
    assert!(header.dataset_label().starts_with(&title), "{}", header.dataset_label());
    let mut characteristics = schema.read_schema().unwrap();
    characteristics.skip_to_end().unwrap();
    let mut records = characteristics.into_record_reader().unwrap();
    for (variable, column) in records.schema().variables().iter().zip(&table.columns) {
        assert_eq!(variable.name(), column.name);
        assert!(variable.name().len() <= 32 && !variable.label().is_empty(), "{}", variable.name());
        assert!(variable.label().chars().count() <= 80, "{}", variable.label());
    }
    let mut rows = Vec::new();
    while let Some(record) = records.read_record().unwrap() {
        rows.push(record.values().iter().map(stata_cell).collect::<Vec<_>>());
    }
    compare(table, |row, column| rows[row][column].clone())
}

fn stata_cell(value: &Value<'_>) -> Cell {
    match value {
        Value::String(text) => Cell::Text(text.to_string()),
        Value::Double(number) => {
            number.present().map_or(Cell::Missing, |number| Cell::Number(number.to_bits()))
        }
        other => Cell::Text(format!("no such cell: {other:?}")),
    }
}

#[test]
fn excel_and_stata_hold_every_cell_of_every_table() {
    let (place, result) = exported(&[Export::Xlsx, Export::Dta]);
    let (run, tables) = (place.path().join("run"), result);
    for table in [
        tables.table("summary").unwrap(),
        tables.table("regions").unwrap(),
        tables.table("sectors").unwrap(),
        tables.table("trade").unwrap(),
    ] {
        let counts = compare_sheet(&run, table);
        assert!(counts[0] > 30, "{} {counts:?}", table.name);
        assert_eq!(compare_data_set(&run, table), counts);
    }
    let names = tables.table("summary").unwrap().labels("name").unwrap().words();
    assert!(NAMES.iter().all(|name| names.iter().any(|found| found == name)), "{names:?}");
}

#[test]
fn missing_numbers_are_empty_cells_and_dots() {
    // a region that makes nothing of some product has no finite prices alone
    let autarky = "title = \"Autarky\"\n[model]\ndeficits = \"zero\"\n[[embargo]]\n";
    let world = oblate::open_world("world-2014").unwrap();
    let place = TempDir::new().unwrap();
    let result = solved(&world, autarky, 1).unwrap();
    write(&result.results, &place.path().join("run"), &[Export::Xlsx, Export::Dta]);
    let tables = &result.results;
    for table in [tables.table("summary").unwrap(), tables.table("regions").unwrap()] {
        let counts = compare_sheet(&place.path().join("run"), table);
        assert!(counts[1] > 0, "{} {counts:?}", table.name);
        assert_eq!(compare_data_set(&place.path().join("run"), table), counts);
    }
}

#[test]
fn the_workbook_says_what_the_run_is() {
    let (place, result) = exported(&[Export::Xlsx]);
    let mut workbook: Xlsx<_> = calamine::open_workbook(place.path().join("run/results.xlsx")).unwrap();
    let about = workbook.worksheet_range("about").unwrap();
    let told = |item: &str| {
        let row = about.rows().find(|row| row[0] == *item);
        row.map(|row| row[1].to_string()).unwrap_or_default()
    };
    let world = &result.manifest.world;
    assert_eq!(told("program"), format!("oblate {}", env!("CARGO_PKG_VERSION")));
    assert_eq!(told("scenario title"), "=SUM(A1)");
    assert_eq!(told("scenario BLAKE3"), blake3::hash(SCENARIO.as_bytes()).to_hex().to_string());
    assert_eq!((told("world"), told("world BLAKE3")), (world.name.clone(), world.blake3.clone()));
    assert_eq!(told("unit of levels"), world.unit);
}

#[test]
fn the_same_run_gives_the_same_bytes_at_another_time() {
    let (place, result) = exported(&[Export::Xlsx, Export::Dta]);
    let files = entries(&place.path().join("run"));
    let bytes = || -> Vec<Vec<u8>> {
        files.iter().map(|name| std::fs::read(place.path().join("run").join(name)).unwrap()).collect()
    };
    let before = bytes();
    // the clock of a workbook has seconds, that of its archive two of them
    std::thread::sleep(std::time::Duration::from_millis(2100));
    write(&result, &place.path().join("run"), &[Export::Xlsx, Export::Dta]);
    assert!(before == bytes());
}

#[test]
fn the_files_are_listed_once_and_known_again_as_files_of_a_run() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("run");
    let result = solved(&world(), SCENARIO, 1).unwrap();
    let files = write(&result.results, &path, &[Export::Dta, Export::Xlsx, Export::Dta]);
    assert_eq!(
        files[8..],
        [
            "results.xlsx",
            "summary.dta",
            "regions.dta",
            "sectors.dta",
            "trade.dta",
            "sensitivity.dta",
            "decomposition.dta",
            "first_order.dta",
            "about.dta",
            "report.html"
        ]
    );
    let mut sorted = files.clone();
    sorted.sort();
    assert_eq!(entries(&path), sorted);
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(path.join("run.json")).unwrap()).unwrap();
    assert_eq!(manifest["files"].as_array().unwrap().len(), files.len() - 1);
    // `write` overwrites: an earlier run with exports is one, and they are gone after a run without
    assert_eq!(write(&result.results, &path, &[]).len(), 9);
    assert_eq!(entries(&path).len(), 9);
}
