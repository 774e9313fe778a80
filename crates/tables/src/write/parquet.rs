//! A table as Parquet: labels as dictionaries, missing numbers as nulls, compressed with zstd.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, DictionaryArray, Float64Array, StringArray, UInt32Array};
use arrow::datatypes::{Field, Schema, UInt32Type};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use crate::table::{Cells, Table};

pub(super) fn write(table: &Table, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let arrays = table.columns.iter().map(|column| array(&column.cells));
    let arrays = arrays.collect::<Result<Vec<ArrayRef>, _>>().map_err(std::io::Error::other)?;
    let fields = table.columns.iter().zip(&arrays).map(|(column, array)| {
        Field::new(column.name, array.data_type().clone(), matches!(column.cells, Cells::Numbers(_)))
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(std::io::Error::other)?;
    let mut writer = ArrowWriter::try_new(out, schema, Some(properties(table)))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

fn properties(table: &Table) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by(concat!("oblate ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()));
    let numbers = table.columns.iter().filter(|column| matches!(column.cells, Cells::Numbers(_)));
    for column in numbers {
        // results are nearly all distinct: a dictionary of them only costs time
        builder = builder.set_column_dictionary_enabled(ColumnPath::from(column.name), false);
    }
    builder.build()
}

fn array(cells: &Cells) -> Result<ArrayRef, arrow::error::ArrowError> {
    Ok(match cells {
        Cells::Labels(labels) => {
            let words = Arc::new(StringArray::from_iter_values(labels.words()));
            let codes = UInt32Array::from(labels.codes().to_vec());
            Arc::new(DictionaryArray::<UInt32Type>::try_new(codes, words)?)
        }
        Cells::Numbers(numbers) => {
            let cells = numbers.iter().map(|number| (!number.is_nan()).then_some(*number));
            Arc::new(cells.collect::<Float64Array>())
        }
    })
}
