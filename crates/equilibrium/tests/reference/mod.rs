//! The reference data of the tests: where it lies, and its tables.

#![allow(dead_code)] // each test file uses its part of it

#[path = "../../../sources/tests/data/mod.rs"]
mod data;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use oblate_equilibrium::{DeficitRule, Parameters, Shocks};
use oblate_sources::{ImportOptions, read_national, read_shock_table};
use oblate_world::{Axes, Axis, Id, MendRule, National, TradeTensor};

/// The data folder; none where it is absent, which is an error if `OBLATE_REQUIRE_DATA` is set.
pub fn data_folder() -> Option<PathBuf> {
    data::folder("")
}

/// The national pieces in one folder of the data, as they are: no mend of value added and of negative inputs.
pub fn national(folder: &Path) -> National {
    let mut options = ImportOptions::default();
    options.mends_off.extend([MendRule::ValueAddedFloor, MendRule::NegativeIntermediateUse]);
    read_national(folder, &options).unwrap()
}

/// Elasticities that came with the pieces.
pub fn parameters(national: &National) -> Parameters {
    Parameters::new(national.trade_elasticity.clone().unwrap())
}

/// The tariffs of one column of a trade table.
pub fn tariffs(file: &Path, column: &str, axes: &Axes) -> TradeTensor {
    let table = read_shock_table(file, Some(column)).unwrap();
    let labels = |name: &str| &table.keys().iter().find(|(key, _)| *key == name).unwrap().1;
    let (origins, destinations, sectors) = (labels("origin"), labels("destination"), labels("sector"));
    let n = axes.regions.len();
    let mut tariff = TradeTensor::zeros([axes.sectors.len(), n, n]);
    for (row, &value) in table.values().iter().enumerate() {
        let s = axes.sectors.find(sectors.get(row)).unwrap();
        let j = axes.regions.find(destinations.get(row)).unwrap();
        tariff[(s, j, axes.regions.find(origins.get(row)).unwrap())] = value;
    }
    tariff
}

/// A change of tariffs.
pub fn tariff_shock(tariff: TradeTensor, deficits: DeficitRule) -> Shocks {
    Shocks { tariff: Some(tariff), deficits, ..Shocks::default() }
}

/// A CSV table with one header line, cells by row key and column name.
pub struct Table {
    columns: Vec<String>,
    rows: HashMap<Vec<String>, Vec<f64>>,
}

impl Table {
    /// Reads a table whose first `keys` columns are labels and whose other columns are numbers.
    pub fn read(file: &Path, keys: usize) -> Self {
        let mut reader = csv::Reader::from_path(file).unwrap();
        let columns = reader.headers().unwrap().iter().skip(keys).map(str::to_owned).collect();
        let row = |record: csv::StringRecord| {
            let label = record.iter().take(keys).map(str::to_owned).collect();
            (label, record.iter().skip(keys).map(|cell| cell.parse().unwrap()).collect())
        };
        Self { columns, rows: reader.records().map(|record| row(record.unwrap())).collect() }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, key: &[&str], column: &str) -> f64 {
        let key: Vec<String> = key.iter().map(|&label| label.to_owned()).collect();
        let at = self.columns.iter().position(|name| name == column).unwrap();
        self.rows[&key][at]
    }

    /// One column in the order of an axis.
    pub fn along<I: Id>(&self, axis: &Axis<I>, column: &str) -> Vec<f64> {
        axis.codes().map(|code| self.get(&[code], column)).collect()
    }
}

/// Largest relative difference.
pub fn largest_gap<'a>(
    found: impl IntoIterator<Item = &'a f64>,
    wanted: impl IntoIterator<Item = &'a f64>,
) -> f64 {
    let mut wanted = wanted.into_iter();
    let mut largest = 0.0f64;
    for found in found {
        let wanted = wanted.next().expect("as many wanted as found");
        let gap = if found == wanted { 0.0 } else { (found - wanted).abs() / wanted.abs() };
        assert!(!gap.is_nan(), "{found} against {wanted}");
        largest = largest.max(gap);
    }
    assert!(wanted.next().is_none(), "as many found as wanted");
    largest
}
