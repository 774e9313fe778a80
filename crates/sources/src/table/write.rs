//! Writing tables as CSV or Parquet, always the same bytes for the same cells.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::error::SourceError;

/// The two forms of a table file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated text: UTF-8, decimal points, the shortest digits that give the number back.
    Csv,
    /// Apache Parquet, compressed with zstd.
    Parquet,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

/// The cells of one column to be written; NaN stands for missing.
#[derive(Clone)]
pub(crate) enum Cells<'a> {
    /// Labels.
    Text(Vec<&'a str>),
    /// Numbers.
    Numbers(Vec<f64>),
}

/// Writes one table as `stem.csv` or `stem.parquet` into a folder.
pub(crate) fn write_table(
    folder: &Path,
    stem: &str,
    format: Format,
    columns: &[(&str, Cells<'_>)],
) -> Result<(), SourceError> {
    let path = folder.join(format!("{stem}.{}", format.ending()));
    let written = match format {
        Format::Csv => write_csv(&path, columns),
        Format::Parquet => write_parquet(&path, columns),
    };
    written.map_err(SourceError::write(path))
}

fn write_csv(path: &Path, columns: &[(&str, Cells<'_>)]) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(columns.iter().map(|(name, _)| name))?;
    let rows = columns.first().map_or(0, |(_, cells)| cells.len());
    for row in 0..rows {
        for (_, cells) in columns {
            match cells {
                Cells::Text(labels) => writer.write_field(labels[row])?,
                Cells::Numbers(values) if values[row].is_nan() => writer.write_field("")?,
                // Debug and not Display: the shortest digits, with an exponent where it saves zeros
                Cells::Numbers(values) => writer.write_field(format!("{:?}", values[row]))?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn write_parquet(path: &Path, columns: &[(&str, Cells<'_>)]) -> std::io::Result<()> {
    let fields = columns.iter().map(|(name, cells)| Field::new(*name, cells.data_type(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.iter().map(|(_, cells)| cells.array()).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(std::io::Error::other)?;
    let compression = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema, Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

impl Cells<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Text(labels) => labels.len(),
            Self::Numbers(values) => values.len(),
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::Utf8,
            Self::Numbers(_) => DataType::Float64,
        }
    }

    fn array(&self) -> ArrayRef {
        match self {
            Self::Text(labels) => Arc::new(StringArray::from(labels.clone())),
            Self::Numbers(values) => {
                Arc::new(values.iter().map(|v| (!v.is_nan()).then_some(*v)).collect::<Float64Array>())
            }
        }
    }
}
