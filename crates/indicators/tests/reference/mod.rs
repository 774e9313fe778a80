//! Reference tables of the tests: where they lie, and how they are read.

#[path = "../../../sources/tests/data/mod.rs"]
mod data;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use oblate_indicators::InputOutput;
use oblate_tables::{Legal, TableFile, Wanted};
use oblate_world::{Id, Region};

pub use data::folder;

/// A table of numbers with labels on rows and columns.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub columns: Vec<String>,
    pub rows: Vec<String>,
    pub cells: Vec<f64>,
}

impl Sheet {
    /// Reads a CSV file, gzipped or not, whose first columns, `labels` of them, are labels; missing cells are NaN.
    pub fn read(file: &Path, labels: usize) -> Self {
        let mut text = String::new();
        let mut opened = File::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        match file.extension().is_some_and(|ending| ending == "gz") {
            true => flate2::read::GzDecoder::new(opened).read_to_string(&mut text).unwrap(),
            false => opened.read_to_string(&mut text).unwrap(),
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().iter().skip(labels).map(str::to_owned).collect();
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for record in reader.records().map(Result::unwrap) {
            rows.push(record.iter().take(labels).collect::<Vec<_>>().join("|"));
            cells.extend(record.iter().skip(labels).map(|cell| cell.trim().parse().unwrap_or(f64::NAN)));
        }
        Self { columns, rows, cells }
    }

    /// Reads a Parquet file with a column `row` of labels.
    pub fn parquet(file: &Path) -> Self {
        let file = TableFile::open(file).unwrap();
        let (labels, names) = file.columns().split_first().unwrap();
        let (labels, names) = (labels.as_str(), names.to_vec());
        let read = file.read(&Wanted::keys([labels]).numbers(&names, Legal::Any)).unwrap();
        let words = read.text(labels).unwrap();
        let rows: Vec<String> = (0..read.count()).map(|row| words.get(row).to_owned()).collect();
        let columns: Vec<&[f64]> = names.iter().map(|name| read.numbers(name)).collect();
        let cells = (0..rows.len()).flat_map(|row| columns.iter().map(move |column| column[row]));
        let cells = cells.collect();
        Self { columns: names, rows, cells }
    }

    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.columns.len() + column]
    }

    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns.len()..][..self.columns.len()]
    }

    /// A column by its name.
    pub fn column(&self, name: &str) -> Vec<f64> {
        let at = self.columns.iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("no column {name} among {:?}", self.columns));
        (0..self.rows.len()).map(|row| self.get(row, at)).collect()
    }
}

/// A reference table with its name.
pub struct Reference {
    pub name: &'static str,
    pub folder: PathBuf,
    pub table: InputOutput,
    pub regions: Vec<String>,
}

/// pymrio's test table, 6 × 8.
pub fn pymrio() -> Option<Reference> {
    let folder = folder("reference/indicators")?;
    let z = Sheet::read(&folder.join("pymrio/Z.csv"), 1);
    let y = Sheet::read(&folder.join("pymrio/Y.csv"), 1);
    let inventories: Vec<f64> = (0..y.rows.len())
        .map(|i| {
            let stock = |name: &String| name.contains("Changes in inventories");
            (0..y.columns.len()).filter(|&c| stock(&y.columns[c])).map(|c| y.get(i, c)).sum()
        })
        .collect();
    let table = InputOutput::new([6, 8], &z.cells, &by_region(&y, 6), Some(&inventories)).unwrap();
    Some(Reference {
        name: "pymrio 6 × 8",
        folder,
        table,
        regions: (1..=6).map(|r| format!("reg{r}")).collect(),
    })
}

/// decompr's table of leather, 3 × 3.
pub fn leather() -> Option<Reference> {
    let folder = folder("reference/indicators")?;
    let sheet = Sheet::read(&folder.join("packages/leather__input_inter_final.csv"), 1);
    let z: Vec<f64> = (0..9).flat_map(|i| sheet.row(i)[..9].to_vec()).collect();
    let y: Vec<f64> = (0..9).flat_map(|i| sheet.row(i)[9..].to_vec()).collect();
    let table = InputOutput::new([3, 3], &z, &y, None).unwrap();
    Some(Reference {
        name: "leather 3 × 3",
        folder,
        table,
        regions: ["Argentina", "Turkey", "Germany"].map(str::to_owned).into(),
    })
}

/// exvatools' two small tables: `wiodtest`, and `iciotest`, in which Mexico and China are split into three and two parts.
pub fn exvatools(name: &str) -> Option<Reference> {
    let folder = folder("reference/indicators")?;
    let z = Sheet::read(&folder.join(format!("packages/{name}__Z.csv")), 1);
    let y = Sheet::read(&folder.join(format!("packages/{name}__Yfd.csv")), 1);
    let producers = z.rows.len() / 3;
    let countries: Vec<String> = y.columns.iter().step_by(2).map(|use_| use_[..3].to_owned()).collect();
    let spent = by_region(&y, countries.len());
    // parts of a country have no final users of their own
    let wide: Vec<f64> = (0..z.rows.len())
        .flat_map(|i| (0..producers).map(move |c| (i, c)))
        .map(|(i, c)| if c < countries.len() { spent[i * countries.len() + c] } else { 0.0 })
        .collect();
    let parts = InputOutput::new([producers, 3], &z.cells, &wide, None).unwrap();
    let whole = |row: &String| match &row[..2] {
        "MX" => "MEX".to_owned(),
        "CN" => "CHN".to_owned(),
        _ => row[..3].to_owned(),
    };
    let group: Vec<Region> = (z.rows.iter().step_by(3).map(whole))
        .map(|code| Region::new(countries.iter().position(|country| *country == code).unwrap()))
        .collect();
    let name = if name == "wiodtest" { "wiodtest 6 × 3" } else { "iciotest 6 × 3" };
    Some(Reference { name, folder, table: parts.grouped(&group).unwrap(), regions: countries })
}

/// The World Input-Output Table of one year, release 2013, 41 × 35, as it is: nothing clipped, output := row sum.
pub fn wiod(year: u16) -> Option<Reference> {
    let data = folder(&format!("data/wiod-2013-release/{year}"))?;
    let z = Sheet::parquet(&data.join("Z.parquet"));
    let f = Sheet::parquet(&data.join("F.parquet"));
    let regions: Vec<String> = z.rows.iter().step_by(35).map(|row| row[..3].to_owned()).collect();
    let stock = f.columns.len() / regions.len();
    let inventories: Vec<f64> =
        (0..f.rows.len()).map(|i| f.row(i).iter().skip(stock - 1).step_by(stock).sum()).collect();
    let table = InputOutput::new([41, 35], &z.cells, &by_region(&f, 41), Some(&inventories)).unwrap();
    Some(Reference { name: "WIOD 41 × 35", folder: folder("reference/indicators")?, table, regions })
}

/// Final uses added up by region.
fn by_region(sheet: &Sheet, regions: usize) -> Vec<f64> {
    let uses = sheet.columns.len() / regions;
    sheet.cells.chunks(uses).map(|uses| uses.iter().sum()).collect()
}

/// Largest difference, relative to the largest number of the reference.
pub fn gap(found: &[f64], reference: &[f64]) -> f64 {
    assert_eq!(found.len(), reference.len());
    let largest = reference.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    let mut worst = 0.0f64;
    for (found, wanted) in found.iter().zip(reference) {
        assert_eq!(found.is_nan(), wanted.is_nan(), "{found} against {wanted}");
        if !wanted.is_nan() {
            worst = worst.max((found - wanted).abs() / largest);
        }
    }
    worst
}
