//! The world table of 2011 of the WIOD, release 2013, as BoARIO read it.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use oblate_propagation::InputOutput;
use oblate_world::Axis;

use crate::reference::axis;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A table of a Parquet file: names of rows, names of columns, and the columns.
fn read(file: &Path) -> (Vec<String>, Vec<String>, Vec<Vec<f64>>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap();
    let names: Vec<String> =
        builder.schema().fields().iter().skip(1).map(|field| field.name().clone()).collect();
    let mut rows = Vec::new();
    let mut columns = vec![Vec::new(); names.len()];
    for batch in builder.build().unwrap() {
        let batch = batch.unwrap();
        let labels = cast(batch.column(0), &DataType::Utf8).unwrap();
        rows.extend(labels.as_string::<i32>().iter().map(|label| label.unwrap().to_owned()));
        for (column, cells) in columns.iter_mut().zip(&batch.columns()[1..]) {
            let cells = cast(cells, &DataType::Float64).unwrap();
            column.extend(cells.as_primitive::<Float64Type>().values());
        }
    }
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
