//! The world table of 2011 of the WIOD, release 2013, as BoARIO read it.

use std::path::Path;
use std::sync::Arc;

use oblate_propagation::InputOutput;
use oblate_tables::{Legal, TableFile, Wanted};
use oblate_world::Axis;

use crate::reference::axis;

/// A table of a Parquet file: names of rows, names of columns, and the columns.
fn read(file: &Path) -> (Vec<String>, Vec<String>, Vec<Vec<f64>>) {
    let file = TableFile::open(file).unwrap();
    let (labels, names) = file.columns().split_first().unwrap();
    let (labels, names) = (labels.as_str(), names.to_vec());
    let read = file.read(&Wanted::keys([labels]).numbers(&names, Legal::Any)).unwrap();
    let words = read.text(labels).unwrap();
    let rows = (0..read.count()).map(|row| words.get(row).to_owned()).collect();
    let columns = names.iter().map(|name| read.numbers(name).to_vec()).collect();
    (rows, names, columns)
}

/// 41 regions and 35 sectors in the order of their names; final demand summed by region, negative sums set to zero.
pub fn table(folder: &Path) -> Arc<InputOutput> {
    let (rows, names, z) = read(&folder.join("Z.parquet"));
    assert_eq!(rows, names);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&at| rows[at].split_once('_').unwrap());
    let intermediate: Vec<f64> =
        order.iter().flat_map(|&i| order.iter().map(move |&f| (i, f))).map(|(i, f)| z[f][i]).collect();
    let label = |part: usize| {
        let mut labels: Vec<String> =
            rows.iter().map(|row| row.split('_').nth(part).unwrap().to_owned()).collect();
        labels.sort();
        labels.dedup();
        labels
    };
    let (regions, sectors) = (label(0), label(1));
    let (final_rows, final_names, f) = read(&folder.join("F.parquet"));
    assert_eq!(rows, final_rows);
    let mut demand = vec![0.0; rows.len() * regions.len()];
    for (name, column) in final_names.iter().zip(&f) {
        let region = regions.iter().position(|region| name.split('_').next() == Some(region)).unwrap();
        for (row, &i) in order.iter().enumerate() {
            demand[row * regions.len() + region] += column[i];
        }
    }
    for value in &mut demand {
        *value = value.max(0.0);
    }
    let uses = Axis::of_codes(["final demand"]).unwrap();
    let axes = (axis(&regions), axis(&sectors));
    Arc::new(InputOutput::of_flows(axes.0, axes.1, uses, &intermediate, &demand).unwrap())
}
