//! The reference data of the tests: where it lies, and its tables.

#[path = "../../../sources/tests/data/mod.rs"]
mod data;
pub mod wiod;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use oblate_propagation::InputOutput;
use oblate_world::{Axis, Id};

/// The data folder; none where it is absent, which is an error if `OBLATE_REQUIRE_DATA` is set.
pub fn data_folder() -> Option<PathBuf> {
    data::folder("")
}

/// A table of numbers with a label for each row and column.
pub struct Matrix {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    pub cells: Vec<Vec<f64>>,
}

impl Matrix {
    /// Reads a CSV file, packed or not.
    pub fn read(file: &Path) -> Self {
        let mut text = String::new();
        let mut open = File::open(file).unwrap();
        if file.extension().is_some_and(|extension| extension == "gz") {
            GzDecoder::new(open).read_to_string(&mut text).unwrap();
        } else {
            open.read_to_string(&mut text).unwrap();
        }
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
        let records: Vec<_> = reader.records().map(|record| record.unwrap()).collect();
        // an empty cell was never written
        let number = |cell: &str| if cell.is_empty() { f64::NAN } else { cell.parse().unwrap() };
        let numbers = |record: &csv::StringRecord| record.iter().skip(1).map(number).collect::<Vec<f64>>();
        Self {
            rows: records.iter().map(|record| record[0].to_owned()).collect(),
            columns,
            cells: records.iter().map(numbers).collect(),
        }
    }

    pub fn flat(&self) -> Vec<f64> {
        self.cells.iter().flatten().copied().collect()
    }

    pub fn column(&self, name: &str) -> Vec<f64> {
        let at = self.columns.iter().position(|column| column == name).unwrap();
        self.cells.iter().map(|row| row[at]).collect()
    }
}

/// The labels before or after the bar of `region|sector`, each once, in order.
pub fn labels(names: &[String], part: usize) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for name in names {
        let label = name.split('|').nth(part).unwrap();
        if !labels.iter().any(|known| known == label) {
            labels.push(label.to_owned());
        }
    }
    labels
}

pub fn axis<I: Id>(labels: &[String]) -> Axis<I> {
    Axis::of_codes(labels.iter().cloned()).unwrap()
}

/// A table of the folder `name`: `Z.csv` and `Y.csv`.
pub fn input_output(folder: &Path) -> InputOutput {
    let (z, y) = (Matrix::read(&folder.join("Z.csv")), Matrix::read(&folder.join("Y.csv")));
    let (regions, sectors) = (axis(&labels(&z.rows, 0)), axis(&labels(&z.rows, 1)));
    let final_uses = axis(&labels(&y.columns, 1));
    InputOutput::of_flows(regions, sectors, final_uses, &z.flat(), &y.flat()).unwrap()
}

/// The largest number.
pub fn largest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values.into_iter().fold(0.0, |most, value| if value.is_finite() { most.max(value.abs()) } else { most })
}

/// The largest distance of two lists; equal infinities have none, and what was never written has none.
pub fn distance(found: &[f64], wanted: &[f64]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let gap = |(found, wanted): (&f64, &f64)| if found == wanted { 0.0 } else { (found - wanted).abs() };
    let written = found.iter().zip(wanted).filter(|(_, wanted)| !wanted.is_nan());
    let gaps = written.map(gap);
    gaps.fold(0.0, |most, gap| if gap.is_nan() { f64::INFINITY } else { f64::max(most, gap) })
}
