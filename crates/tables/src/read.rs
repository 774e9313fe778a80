//! A table read back from a file, with its columns checked against what they should be.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, Float64Array, StringArray};
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::table::{Cells, Column, Format, Labels, Table};

/// Reads a table whose columns have these names, each with whether it holds numbers.
///
/// # Errors
/// What is wrong with the file, in words, with the column or the line.
pub fn read_table(
    path: &Path,
    format: Format,
    name: &'static str,
    shape: &[(&'static str, bool)],
) -> Result<Table, String> {
    let blank = |&(name, numbers): &(&'static str, bool)| {
        let cells = if numbers { Cells::Numbers(Vec::new()) } else { Cells::Labels(Labels::default()) };
        Column { name, cells }
    };
    let mut columns: Vec<Column> = shape.iter().map(blank).collect();
    match format {
        Format::Csv => read_csv(path, &mut columns)?,
        Format::Parquet => read_parquet(path, &mut columns)?,
    }
    Ok(Table { name, columns })
}

fn read_csv(path: &Path, columns: &mut [Column]) -> Result<(), String> {
    let mut reader = csv::Reader::from_path(path).map_err(|error| error.to_string())?;
    let header = reader.headers().map_err(|error| error.to_string())?;
    let expected: Vec<&str> = columns.iter().map(|column| column.name).collect();
    if header.iter().ne(expected.iter().copied()) {
        let found: Vec<&str> = header.iter().collect();
        return Err(format!("its columns are {}, not {}", found.join(", "), expected.join(", ")));
    }
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        for (field, column) in record.iter().zip(columns.iter_mut()) {
            match &mut column.cells {
                Cells::Labels(labels) => labels.push_word(field),
                Cells::Numbers(numbers) if field.is_empty() => numbers.push(f64::NAN),
                Cells::Numbers(numbers) => numbers.push(field.parse().map_err(|_| {
                    let line = record.position().map_or(0, csv::Position::line);
                    format!("line {line}, column `{}`: `{field}` is no number", column.name)
                })?),
            }
        }
    }
    Ok(())
}

fn read_parquet(path: &Path, columns: &mut [Column]) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())?;
    for batch in builder.build().map_err(|error| error.to_string())? {
        let batch = batch.map_err(|error| error.to_string())?;
        for column in columns.iter_mut() {
            append(&batch, column)?;
        }
    }
    Ok(())
}

fn append(batch: &RecordBatch, column: &mut Column) -> Result<(), String> {
    let name = column.name;
    let array = batch.column_by_name(name).ok_or_else(|| format!("it has no column `{name}`"))?;
    let wrong = || format!("its column `{name}` holds {}", array.data_type());
    match &mut column.cells {
        Cells::Numbers(numbers) => {
            let array = array.as_any().downcast_ref::<Float64Array>().ok_or_else(wrong)?;
            numbers.extend(array.iter().map(|number| number.unwrap_or(f64::NAN)));
        }
        Cells::Labels(labels) => {
            let text = arrow::compute::cast(array, &DataType::Utf8).map_err(|_| wrong())?;
            let text: &StringArray = text.as_string_opt().ok_or_else(wrong)?;
            text.iter().for_each(|word| labels.push_word(word.unwrap_or_default()));
        }
    }
    Ok(())
}
