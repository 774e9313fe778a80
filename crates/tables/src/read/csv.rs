//! Reading CSV: UTF-8 and a header line; commas and decimal points, or what spreadsheets of other languages write for them.

use std::io::{BufReader, Cursor, Read};

use super::dialect::Dialect;
use super::sink::{Reading, trimmed};
use super::unreadable::Unreadable;
use crate::error::TableFault;
use crate::faults::{Fault, FaultKind, FaultList, Place};

/// How much of a file is looked at before it is taken for a table.
const FIRST_BYTES: usize = 1 << 20;

/// The names of the columns, and how the file is written.
pub(super) fn columns<R: Read>(file: R) -> Result<(Vec<String>, Dialect), Unreadable> {
    let (first, file) = checked(file)?;
    let dialect = Dialect::of(&first).map_err(Unreadable::Fault)?;
    let mut reader = reader(Cursor::new(first).chain(file), dialect);
    let header = reader.byte_headers().map_err(unreadable)?;
    let name = |name| trimmed(&String::from_utf8_lossy(name)).to_owned();
    Ok((header.iter().map(name).collect(), dialect))
}

/// Reads the cells of the columns in `readings`, rows without mistakes and with them alike; gives the line of each row.
pub(super) fn read<R: Read>(
    file: R,
    dialect: Dialect,
    width: usize,
    readings: &mut [Reading],
    faults: &mut FaultList,
) -> Result<Vec<u32>, Unreadable> {
    let mut reader = records(file, dialect)?;
    let mut record = csv::ByteRecord::new();
    let mut lines = Vec::new();
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        let (place, line) = placed(&reader, &record);
        if record.len() != width {
            let kind = FaultKind::Ragged { found: record.len(), expected: width };
            faults.push(Fault { place: Some(place), column: None, kind });
            continue;
        }
        lines.push(line);
        for reading in readings.iter_mut() {
            let taken = match std::str::from_utf8(&record[reading.position]) {
                Ok(cell) if cell.contains('\0') => reading.sink.take_placeholder(FaultKind::Nul),
                Ok(cell) if reading.sink.is_verbatim() => reading.sink.take_text(cell, false),
                Ok(cell) => reading.sink.take_text(trimmed(cell), dialect.decimal_comma),
                Err(_) => reading.sink.take_placeholder(FaultKind::NotUtf8),
            };
            if let Err(kind) = taken {
                faults.cell(place, &reading.name, kind);
            }
        }
    }
    Ok(lines)
}

/// A reader of the records of a file that is written so.
pub(super) fn records<R: Read>(
    file: R,
    dialect: Dialect,
) -> Result<csv::Reader<LineEnds<impl Read>>, Unreadable> {
    let (first, file) = checked(file)?;
    Ok(reader(Cursor::new(first).chain(file), dialect))
}

/// Where the record stands that was read last.
pub(super) fn placed<R: Read>(reader: &csv::Reader<R>, record: &csv::ByteRecord) -> (Place, u32) {
    // told from the end of the record: its start may be an empty line
    let within = record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
    let line = reader.position().line() - 1 - within;
    (Place::Line(line), u32::try_from(line).unwrap_or(u32::MAX))
}

fn reader<R: Read>(source: R, dialect: Dialect) -> csv::Reader<LineEnds<impl Read>> {
    // a last line without an end gets one, so that every record ends where its line does
    let source = LineEnds { source: source.chain(b"\n".as_slice()), after_return: false };
    let mut builder = csv::ReaderBuilder::new();
    builder.flexible(true).trim(csv::Trim::Headers).delimiter(dialect.separator());
    builder.from_reader(source)
}

/// Bytes whose lines end in `\n`, whether they ended in `\n`, `\r\n` or `\r`.
pub(super) struct LineEnds<R> {
    source: R,
    after_return: bool,
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let length = self.source.read(buffer)?;
            let mut kept = 0;
            for at in 0..length {
                let byte = buffer[at];
                if !(byte == b'\n' && self.after_return) {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
                self.after_return = byte == b'\r';
            }
            // nothing kept of something read is not the end
            if kept > 0 || length == 0 {
                return Ok(kept);
            }
        }
    }
}

/// The first bytes and the others, after a look at the first: a file that is no text is refused before it is read.
fn checked<R: Read>(mut file: R) -> Result<(Vec<u8>, BufReader<R>), Unreadable> {
    let mut first = Vec::new();
    file.by_ref().take(FIRST_BYTES as u64).read_to_end(&mut first).map_err(Unreadable::Io)?;
    if first.iter().all(u8::is_ascii_whitespace) && first.len() < FIRST_BYTES {
        return Err(Unreadable::Fault(TableFault::Empty));
    }
    if let Some(fault) = first_binary(&first) {
        return Err(Unreadable::Fault(fault));
    }
    if first.len() == FIRST_BYTES && !first.contains(&b'\n') {
        return Err(Unreadable::Fault(TableFault::NoLines { bytes: FIRST_BYTES }));
    }
    Ok((first, BufReader::new(file)))
}

/// The first byte that cannot be text: a NUL, or no UTF-8 (a letter cut by the end of the block is no fault).
fn first_binary(bytes: &[u8]) -> Option<TableFault> {
    let nul = bytes.iter().position(|&byte| byte == 0);
    let not_utf8 = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_some() || bytes.len() < FIRST_BYTES => Some(error.valid_up_to()),
        _ => None,
    };
    match (nul, not_utf8) {
        (Some(byte), None) => Some(TableFault::Nul { byte }),
        (Some(nul), Some(byte)) if nul < byte => Some(TableFault::Nul { byte: nul }),
        (_, not_utf8) => not_utf8.map(|byte| TableFault::NotText { byte }),
    }
}

pub(super) fn unreadable(error: csv::Error) -> Unreadable {
    Unreadable::Io(error.into())
}
