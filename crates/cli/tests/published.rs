//! Indicators of tables as published, negative cells and all, beside an independent program.

use std::collections::HashMap;
use std::path::Path;

use oblate::{Column, Labels, Table, save_table};
use oblate_tables::{Legal, TableFile, Wanted};

use crate::data;
use crate::support::Place;

/// The World Input-Output Table of 2011, release 2013: in 346 cells stocks are run down.
const WIOD: &str = "data/wiod-2013-release/2011";
/// The final use of it that holds changes of inventories.
const INVENTORIES: usize = 4;

/// A matrix of the release: labels of rows, and rows of numbers.
struct Matrix {
    rows: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Matrix {
    fn read(file: &Path) -> Self {
        let file = TableFile::open(file).unwrap();
        let (label, names) = file.columns().split_first().unwrap();
        let read = file.read(&Wanted::keys([label.as_str()]).numbers(names, Legal::Any)).unwrap();
        let words = read.text(label).unwrap();
        Self {
            rows: (0..read.count()).map(|row| words.get(row).to_owned()).collect(),
            columns: names.iter().map(|name| read.numbers(name).to_vec()).collect(),
        }
    }
}

/// Codes of region and sector, or of two regions: `AUSc1`, `AUS|c1`, `AUS|AUT`.
fn place_of(label: &str) -> (&str, &str) {
    let (region, rest) = label.split_at(3);
    (region, rest.trim_start_matches(|letter: char| !letter.is_alphanumeric()))
}

/// Writes the release as a folder of layout `table`; tells the number of negative cells of inventories.
fn write_tables(release: &Path, folder: &Path) -> usize {
    let (z, f) = (Matrix::read(&release.join("Z.parquet")), Matrix::read(&release.join("F.parquet")));
    let regions: Vec<&str> = z.rows.iter().map(|row| place_of(row).0).step_by(35).collect();
    let uses = f.columns.len() / regions.len();
    let (mut keys, mut values) = ([(); 4].map(|()| Labels::default()), Vec::new());
    let mut push = |from: &str, to: [&str; 2], value: f64| {
        if value != 0.0 {
            let (region, sector) = place_of(from);
            keys.iter_mut().zip([region, sector, to[0], to[1]]).for_each(|(key, word)| key.push_word(word));
            values.push(value);
        }
    };
    let (mut negative, mut value_added) = (0, vec![0.0; z.rows.len()]);
    for (row, from) in z.rows.iter().enumerate() {
        for (column, to) in z.columns.iter().zip(&z.rows) {
            let (region, sector) = place_of(to);
            push(from, [region, sector], column[row]);
            value_added[row] += column[row];
        }
        for (at, column) in f.columns.iter().enumerate() {
            push(from, [regions[at / uses], &format!("F{}", at % uses)], column[row]);
            negative += usize::from(at % uses == INVENTORIES && column[row] < 0.0);
            value_added[row] += column[row];
        }
    }
    for (column, rest) in z.columns.iter().zip(&mut value_added) {
        *rest -= column.iter().sum::<f64>();
    }
    let names = ["from_region", "from_sector", "to_region", "to_use"];
    let mut columns: Vec<Column> =
        names.into_iter().zip(keys).map(|(name, key)| Column::labels(name, key)).collect();
    columns.push(Column::numbers("value", values));
    save_table(&Table { name: "flows", columns }, &folder.join("flows.parquet"), false).unwrap();
    let (mut region, mut sector) = (Labels::default(), Labels::default());
    for row in &z.rows {
        region.push_word(place_of(row).0);
        sector.push_word(place_of(row).1);
    }
    let columns = vec![
        Column::labels("region", region),
        Column::labels("sector", sector),
        Column::numbers("value_added", value_added),
    ];
    save_table(&Table { name: "industries", columns }, &folder.join("industries.csv"), false).unwrap();
    std::fs::write(folder.join("world.toml"), format!("inventories = [\"F{INVENTORIES}\"]\n")).unwrap();
    negative
}

/// A table of numbers by its labels, `|` between them, and its column.
fn numbers(file: &Path, labels: usize) -> HashMap<(String, String), f64> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows = lines.flat_map(|row| {
        let key = row[..labels].join("|");
        let cells = header[labels..].iter().zip(row[labels..].to_vec());
        let cells: Vec<_> = cells
            .map(|(name, cell)| ((key.clone(), (*name).to_owned()), cell.parse().unwrap_or(f64::NAN)))
            .collect();
        cells
    });
    rows.collect()
}

/// Largest difference of a column from that of a reference over the rows that `keep` wants, relative to the largest number.
fn gap(found: impl Fn(&str) -> f64, wanted: &HashMap<String, f64>, keep: impl Fn(&str) -> bool) -> f64 {
    let kept = || wanted.iter().filter(|(key, _)| keep(key));
    let largest = kept().map(|(_, value)| value.abs()).fold(0.0, f64::max);
    let worst = kept().map(|(key, value)| (found(key) - value).abs()).fold(0.0, f64::max);
    assert!(largest > 0.0);
    worst / largest
}

#[test]
fn a_table_as_published_has_the_indicators_of_an_independent_program() {
    let Some(data) = data::folder("") else { return };
    let place = Place::new();
    std::fs::create_dir(place.path("wiod")).unwrap();
    assert_eq!(write_tables(&data.join(WIOD), &place.path("wiod")), 346);
    let said = place.oblate("indicators --as-published wiod --only structure,exports -o out --format csv");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let manifest = std::fs::read_to_string(place.path("out/indicators.json")).unwrap();
    assert!(manifest.contains("\"as_published\": true") && manifest.contains("\"mends\": []"), "{manifest}");
    let own = data.join("reference/indicators/wiod2011/own");
    // by exporter and importer
    let found = numbers(&place.path("out/exports_by_partner.csv"), 2);
    for term in ["DVA", "DAVAX", "DDC", "FVA", "FDC", "GVC", "GVCB", "GVCF"] {
        let wanted = numbers(&own.join(format!("BM_{term}.csv")), 1);
        let wanted = wanted.into_iter().map(|((from, to), value)| (format!("{from}|{to}"), value)).collect();
        let of = |key: &str| found[&(key.to_owned(), format!("BM_{term}"))];
        let abroad = |key: &str| place_of(key).0 != place_of(key).1;
        let gap = gap(of, &wanted, abroad);
        assert!(gap < 1e-9, "{term}: {gap}");
    }
    // by industry, but for the two whose output is negative: all of it out of stocks
    let found = numbers(&place.path("out/structure.csv"), 2);
    let wanted = numbers(&own.join("industries.csv"), 1);
    for (theirs, ours) in [
        ("x", "gross_output"),
        ("va", "value_added"),
        ("U_netinv", "upstreamness"),
        ("D_netinv", "downstreamness"),
        ("output_multiplier", "output_multiplier"),
    ] {
        let column = wanted.iter().filter(|((_, name), _)| name == theirs);
        let column = column.map(|((key, _), &value)| (key.clone(), value)).collect();
        let live = |key: &str| wanted[&(key.to_owned(), "x".to_owned())] > 0.0;
        let gap = gap(|key| found[&(key.to_owned(), ours.to_owned())], &column, live);
        assert!(gap < 1e-9, "{theirs}: {gap}");
    }
}

/// A small table in which the inputs of B are worth more than its output, of which some comes out of stocks.
const FLOWS: &str = "from_region,from_sector,to_region,to_use,value\nA,S,A,S,1\nA,S,B,S,6\nA,S,A,C,3\nB,S,A,S,8\n\
                     B,S,B,S,6\nB,S,B,STOCKS,-4\nA,S,A,STOCKS,0\nB,S,B,C,0\n";

#[test]
fn a_table_whose_chains_have_no_end_names_region_and_sector() {
    let place = Place::new();
    std::fs::create_dir(place.path("raw")).unwrap();
    place.write("raw/flows.csv", FLOWS);
    place.write("raw/industries.csv", "region,sector,value_added\nA,S,1\nB,S,-2\n");
    place.write("raw/world.toml", "inventories = [\"STOCKS\"]\n");
    let said = place.oblate("indicators --as-published raw -o out");
    assert_eq!(said.code, Some(4), "{}", said.err);
    for word in ["region `B`, sector `S`", "1.200 times its output"] {
        assert!(said.err.contains(word), "{}", said.err);
    }
    assert!(!place.path("out").exists());
    let said = place.oblate("indicators r.world --as-published raw -o out");
    assert_eq!(said.code, Some(2), "{}", said.err);
    let said = place.oblate("indicators --as-published nowhere -o out");
    assert_eq!(said.code, Some(4), "{}", said.err);
}
