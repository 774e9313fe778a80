//! Reading Parquet: labels as strings, numbers of any width.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use arrow_array::{Array, ArrayRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::metadata::ColumnChunkMetaData;

use super::arrays::{labels, numbers};
use super::sink::{Reading, trimmed};
use super::unreadable::Unreadable;
use crate::error::TableFault;
use crate::faults::{Fault, FaultKind, FaultList, Place};

/// The names of the columns.
pub(super) fn columns(file: File) -> Result<Vec<String>, Unreadable> {
    let builder = open(file)?;
    Ok(builder.schema().fields().iter().map(|field| field.name().clone()).collect())
}

/// Reads the cells of the columns in `readings`; gives the number of rows.
pub(super) fn read(
    file: File,
    readings: &mut [Reading],
    faults: &mut FaultList,
) -> Result<usize, Unreadable> {
    let builder = open(file)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), readings.iter().map(|r| r.position));
    let batches = builder.with_projection(mask).with_batch_size(65_536).build().map_err(not_parquet)?;
    let mut rows = 0;
    for batch in batches {
        let batch = batch.map_err(|error| not_parquet(error.into()))?;
        for reading in readings.iter_mut() {
            if let Some(cells) = batch.column_by_name(&reading.name) {
                take(cells, rows, reading, faults);
            }
        }
        rows += batch.num_rows();
    }
    Ok(rows)
}

/// Checks both ends of the file, where Parquet has its mark, then its footer.
fn open(mut file: File) -> Result<ParquetRecordBatchReaderBuilder<File>, Unreadable> {
    let length = file.metadata().map_err(Unreadable::Io)?.len();
    if length == 0 {
        return Err(Unreadable::Fault(TableFault::Empty));
    }
    let start = mark(&mut file, SeekFrom::Start(0));
    if start == Some(*b"PARE") {
        return Err(Unreadable::Fault(TableFault::OtherParquet { form: "encrypted" }));
    }
    if start != Some(*b"PAR1") {
        return Err(fault("its first bytes are not those of Parquet"));
    }
    if length < 12 || mark(&mut file, SeekFrom::End(-4)) != Some(*b"PAR1") {
        return Err(fault("it is cut off"));
    }
    // Parquet's own types say all that is needed: a description in Arrow's form beside them is not looked at
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).map_err(not_parquet)?;
    let columns = || builder.metadata().row_groups().iter().flat_map(|group| group.columns());
    if !columns().all(|column| lies_within(column, length)) {
        return Err(fault("its footer names bytes that are not in it"));
    }
    if columns().any(|column| column.compression() == Compression::LZO) {
        return Err(Unreadable::Fault(TableFault::OtherParquet { form: "compressed with LZO" }));
    }
    Ok(builder)
}

/// Whether a column lies within a file of this length, as the library takes for granted.
fn lies_within(column: &ColumnChunkMetaData, length: u64) -> bool {
    let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    let [start, size] = [start, column.compressed_size()].map(u64::try_from);
    start.is_ok_and(|start| size.is_ok_and(|size| start.checked_add(size).is_some_and(|end| end <= length)))
}

fn mark(file: &mut File, at: SeekFrom) -> Option<[u8; 4]> {
    let mut bytes = [0; 4];
    file.seek(at).ok()?;
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// Takes the cells of one column of a batch whose first row is row `start` of the file.
fn take(cells: &ArrayRef, start: usize, reading: &mut Reading, faults: &mut FaultList) {
    let is_text = reading.sink.is_text();
    let fitting =
        if is_text { labels(cells).map(Fitting::Labels) } else { numbers(cells).map(Fitting::Numbers) };
    let Some(fitting) = fitting else {
        let legal = if is_text { "text" } else { "numbers" };
        let kind = FaultKind::ColumnType { found: cells.data_type().to_string(), legal };
        if start == 0 {
            let column = Some(reading.name.clone());
            faults.push(Fault { place: None, column, kind: kind.clone() });
        }
        // told once above; one placeholder for each row keeps the columns equally long
        (0..cells.len()).for_each(|_| drop(reading.sink.take_placeholder(kind.clone())));
        return;
    };
    for row in 0..cells.len() {
        let taken = match &fitting {
            _ if cells.is_null(row) => reading.sink.take_text("", false),
            Fitting::Numbers(numbers) => reading.sink.take_number(numbers[row]),
            Fitting::Labels(labels) => {
                let label = labels[row].as_str();
                reading.sink.take_text(if reading.sink.is_verbatim() { label } else { trimmed(label) }, false)
            }
        };
        if let Err(kind) = taken {
            faults.cell(Place::Row((start + row) as u64 + 1), &reading.name, kind);
        }
    }
}

/// The cells of a column as they are taken; those of missing cells say nothing.
enum Fitting {
    Labels(Vec<String>),
    Numbers(Vec<f64>),
}

fn fault(reason: &str) -> Unreadable {
    Unreadable::Fault(TableFault::NotParquet { reason: reason.to_owned() })
}

fn not_parquet(error: parquet::errors::ParquetError) -> Unreadable {
    Unreadable::Fault(TableFault::NotParquet { reason: error.to_string() })
}
