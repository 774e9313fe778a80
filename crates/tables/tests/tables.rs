//! Tables out of files: what was written comes back, and what is wrong is told with its place.

#![allow(clippy::unwrap_used, reason = "a test that cannot get its data has failed")]

use std::path::{Path, PathBuf};

use oblate_tables::{
    Cells, Column, Format, Labels, Legal, Place, Table, TableFile, Wanted, read_table, write_columns,
};
use proptest::prelude::*;
use tempfile::TempDir;

const SHAPE: [(&str, bool); 3] = [("region", false), ("text", false), ("value", true)];

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn table(rows: &[(String, String, f64)]) -> Table {
    let columns = vec![
        Column::labels("region", rows.iter().map(|row| row.0.as_str()).collect()),
        Column::labels("text", rows.iter().map(|row| row.1.as_str()).collect()),
        Column::numbers("value", rows.iter().map(|row| row.2).collect()),
    ];
    Table { name: "t", columns }
}

/// The same labels, and the same numbers to the bit but for NaN, of which there is one.
fn assert_same(found: &Table, expected: &Table) {
    assert_eq!((found.name, found.rows()), (expected.name, expected.rows()));
    for name in ["region", "text"] {
        assert_eq!(found.labels(name), expected.labels(name));
    }
    let bits = |table: &Table| -> Vec<u64> {
        let numbers = table.numbers("value").unwrap().iter();
        numbers.map(|number| if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() }).collect()
    };
    assert_eq!(bits(found), bits(expected));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_comes_back(rows in prop::collection::vec(("[A-C]", "[^\0\r]{0,6}", any::<f64>()), 0..12)) {
        let folder = TempDir::new().unwrap();
        let expected = table(&rows);
        for format in Format::BOTH {
            let path = format.file(folder.path(), "t");
            expected.save(format, &path).unwrap();
            assert_same(&read_table(&path, format, "t", &SHAPE).unwrap(), &expected);
        }
    }
}

#[test]
fn a_saved_table_that_is_another_one_is_refused() {
    let folder = TempDir::new().unwrap();
    let reason =
        |path: &Path, shape| read_table(path, Format::of_file(path).unwrap(), "t", shape).unwrap_err();
    let path = file(&folder, "t.csv", "region,value\nDEU,1\n");
    assert_eq!(reason(&path, &SHAPE), "its columns are region, value, not region, text, value");
    let path = file(&folder, "t.csv", "region,text,value\nDEU,,1\n\nFRA,,x\n");
    assert_eq!(reason(&path, &SHAPE), "line 4, column `value`: `x` is no number");
    let path = Format::Parquet.file(folder.path(), "t");
    table(&[]).save(Format::Parquet, &path).unwrap();
    assert_eq!(reason(&path, &[("other", false)]), "it has no column `other`");
    table(&[("DEU".to_owned(), String::new(), 1.0)]).save(Format::Parquet, &path).unwrap();
    assert_eq!(reason(&path, &[("text", true)]), "its column `text` holds Utf8");
}

#[test]
fn columns_are_found_under_their_other_names_and_cells_are_trimmed() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "t.CSV", "importer, note ,value\n DEU ,,2\nFRA, x ,\n");
    let file = TableFile::open(&path).unwrap().with_synonyms(&[("importer", "destination")]);
    assert!(file.has("destination") && !file.has("origin"));
    assert_eq!(file.columns_besides(&["destination", "value"]), ["note"]);
    let wanted = Wanted::keys(["destination"]).sparse_text("note").number("value", Legal::OrMissing);
    let rows = file.read(&wanted).unwrap().checked().unwrap();
    assert_eq!(rows.text("destination").unwrap().iter().collect::<Vec<_>>(), ["DEU", "FRA"]);
    assert_eq!(rows.text("note").unwrap().iter().collect::<Vec<_>>(), ["", "x"]);
    assert!(rows.numbers("value")[0] == 2.0 && rows.numbers("value")[1].is_nan());
    assert_eq!((rows.count(), rows.place(1)), (2, Place::Line(3)));
}

/// Cells between semicolons or tabs, and decimal commas, are told by what stands in a file.
#[test]
fn a_file_is_read_as_its_contents_show() {
    let folder = TempDir::new().unwrap();
    let wanted = Wanted::keys(["code"]).number("value", Legal::Finite);
    for (text, read_as, expected) in [
        ("code,value\na;b,0.5\nc,1234\n", None, ["a;b", "c"]),
        (
            "code;value\na,b;0,5\nc;1234\n",
            Some("cells are separated by semicolons, numbers have a decimal comma"),
            ["a,b", "c"],
        ),
        (
            "code;value\n01.1;0,5\n01.2;1234\n",
            Some("cells are separated by semicolons, numbers have a decimal comma"),
            ["01.1", "01.2"],
        ),
        (
            "code;value\na;0.5\nb;1234\n",
            Some("cells are separated by semicolons, numbers have a decimal point"),
            ["a", "b"],
        ),
        (
            "code\tvalue\r\na\t0,5\r\nb\t1234",
            Some("cells are separated by tabs, numbers have a decimal comma"),
            ["a", "b"],
        ),
        ("\"code;1\",code,value\nx;y,a,0.5\nz,b,1234\n", None, ["a", "b"]),
        (
            "code;value;\"a,b\"\na;0,5;x\nb;1234;y\n",
            Some("cells are separated by semicolons, numbers have a decimal comma"),
            ["a", "b"],
        ),
    ] {
        let opened = TableFile::open(&file(&folder, "t.csv", text)).unwrap();
        assert_eq!(opened.read_as().as_deref(), read_as, "{text}");
        let rows = opened.read(&wanted).unwrap().checked().unwrap();
        assert_eq!(rows.numbers("value"), [0.5, 1234.0], "{text}");
        assert_eq!([0, 1].map(|row| rows.text("code").unwrap().get(row).to_owned()), expected, "{text}");
    }
}

#[test]
fn all_mistakes_wait_until_they_are_asked_for() {
    let csv = "region,value\nDEU,1\nFRQ,\nDEU,1\n";
    let file = TableFile::embedded("a table", csv).unwrap();
    let mut rows = file.read(&Wanted::keys(["region"]).number("value", Legal::Finite)).unwrap();
    let codes = ["DEU", "FRA"];
    let find = |label: &str| codes.iter().position(|code| *code == label);
    let positions = rows.positions("region", "region", find, || codes.map(str::to_owned).into());
    assert_eq!(positions, [0, 0, 0]);
    rows.unique(codes.len(), &positions, &["region"]);
    assert_eq!(
        rows.check().unwrap_err().to_string(),
        "`a table` has 2 mistakes:\n  \
         line 3, column `value`: the cell is empty; it needs a finite number\n  \
         line 3, column `region`: there is no region `FRQ`; did you mean `FRA`?; legal are `DEU`, `FRA`"
    );
    let mut rows = file.read(&Wanted::keys(["region"])).unwrap();
    rows.unique(2, &[0, 1, 0], &["region"]);
    assert_eq!(
        rows.checked().unwrap_err().reason(),
        "line 4, a second row for region DEU; the first is line 2"
    );
}

/// Tables for any program hold their labels as plain text, which other readers need no dictionary for.
#[test]
fn columns_with_names_of_their_own_are_written_as_plain_text() {
    let columns = [
        ("labour", Cells::Numbers(vec![1.5, f64::NAN])),
        ("region", Cells::Labels(Labels::at(["DEU", "FRA"], [1, 0]))),
    ];
    let mut csv = Vec::new();
    write_columns(&columns, Format::Csv, &mut csv).unwrap();
    assert_eq!(csv, b"labour,region\n1.5,FRA\n,DEU\n");
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("t.parquet");
    write_columns(&columns, Format::Parquet, &mut std::fs::File::create(&path).unwrap()).unwrap();
    let error = read_table(&path, Format::Parquet, "t", &[("region", true)]).unwrap_err();
    assert_eq!(error, "its column `region` holds Utf8");
    let rows = TableFile::open(&path).unwrap().read(&Wanted::keys(["region"])).unwrap();
    assert_eq!(rows.text("region").unwrap().iter().collect::<Vec<_>>(), ["FRA", "DEU"]);
    assert_eq!(rows.place(0), Place::Row(1));
}

/// Libraries take a Parquet file for well-formed: whatever one of its bytes says, it is read or refused.
#[test]
fn a_parquet_file_with_any_byte_changed_is_read_or_refused() {
    let folder = TempDir::new().unwrap();
    let rows = [("A", "x", 0.5), ("B", "y", f64::NAN), ("A", "z", 1.0)];
    let good = table(&rows.map(|(region, text, value)| (region.to_owned(), text.to_owned(), value)));
    let mut bytes = Vec::new();
    good.write(Format::Parquet, &mut bytes).unwrap();
    let path = folder.path().join("t.parquet");
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x80;
        std::fs::write(&path, damaged).unwrap();
        let _ = read_table(&path, Format::Parquet, "t", &SHAPE);
    }
}
