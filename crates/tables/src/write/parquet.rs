//! A table as Parquet: labels as dictionaries or as text, missing numbers as nulls, compressed with zstd.

use std::io::Write;
use std::sync::Arc;

use arrow_array::types::UInt32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, Float64Array, RecordBatch, StringArray, UInt32Array};
use arrow_schema::{ArrowError, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::Columns;
use crate::table::Cells;

/// How the labels of a file are stored, and what else goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    /// As dictionaries, for tables of results: numbers without a dictionary, the program's name in the file.
    Dictionaries,
    /// As text, for tables that go to other programs: all else as the writer has it by default.
    Text,
}

pub(super) fn write(
    columns: &Columns<'_>,
    stored: Stored,
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    let arrays = columns.iter().map(|(_, cells)| array(cells, stored));
    let arrays = arrays.collect::<Result<Vec<ArrayRef>, _>>().map_err(std::io::Error::other)?;
    let fields = columns.iter().zip(&arrays).map(|((name, cells), array)| {
        let may_be_null = stored == Stored::Text || matches!(cells, Cells::Numbers(_));
        Field::new(*name, array.data_type().clone(), may_be_null)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(std::io::Error::other)?;
    let written =
        ArrowWriter::try_new(out, schema, Some(properties(columns, stored))).and_then(|mut writer| {
            writer.write(&batch)?;
            writer.close()
        });
    written.map(drop).map_err(of_system)
}

/// What the system said, which the library wraps.
fn of_system(error: ParquetError) -> std::io::Error {
    match error {
        ParquetError::External(reason) => {
            reason.downcast::<std::io::Error>().map_or_else(std::io::Error::other, |reason| *reason)
        }
        other => std::io::Error::other(other),
    }
}

fn properties(columns: &Columns<'_>, stored: Stored) -> WriterProperties {
    let compression = Compression::ZSTD(ZstdLevel::default());
    let mut builder = WriterProperties::builder().set_compression(compression);
    if stored == Stored::Text {
        return builder.build();
    }
    builder = builder.set_created_by(concat!("oblate ", env!("CARGO_PKG_VERSION")).to_owned());
    for (name, _) in columns.iter().filter(|(_, cells)| matches!(cells, Cells::Numbers(_))) {
        // results are nearly all distinct: a dictionary of them only costs time
        builder = builder.set_column_dictionary_enabled(ColumnPath::from(*name), false);
    }
    builder.build()
}

fn array(cells: &Cells, stored: Stored) -> Result<ArrayRef, ArrowError> {
    Ok(match cells {
        Cells::Labels(labels) if stored == Stored::Text => {
            Arc::new(StringArray::from_iter_values(labels.iter()))
        }
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
