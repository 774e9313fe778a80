//! A table saved as a matrix: two header rows name the columns, the first two columns name the rows; it is read as rows of labels and a value.

use std::io::Read;

use super::csv::{placed, records, unreadable};
use super::dialect::Dialect;
use super::sink::{Reading, trimmed};
use super::unreadable::Unreadable;
use crate::faults::{Fault, FaultKind, FaultList};

/// Labels before the values of a row, and header rows above them.
const LABELS: usize = 2;

/// The two labels of each column, those of rows left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header(Vec<[String; 2]>);

impl Header {
    /// The header of a file whose second row names columns as the first one does; none of any other file.
    pub(super) fn of<R: Read>(file: R, dialect: Dialect) -> Result<Option<Self>, Unreadable> {
        let mut reader = records(file, dialect)?;
        let first = reader.byte_headers().map_err(unreadable)?.clone();
        let mut second = csv::ByteRecord::new();
        let is_there = reader.read_byte_record(&mut second).map_err(unreadable)?;
        let words = |record: &csv::ByteRecord| -> Vec<String> {
            record.iter().map(|cell| trimmed(&String::from_utf8_lossy(cell)).to_owned()).collect()
        };
        let (first, second) = (words(&first), words(&second));
        let names = |cell: &String| !cell.is_empty() && cell.parse::<f64>().is_err();
        let is_matrix = is_there
            && first.len() == second.len()
            && first.len() > LABELS
            && !first[LABELS].is_empty()
            && second[LABELS..].iter().all(names);
        if !is_matrix {
            return Ok(None);
        }
        let first = filled(&first[LABELS..]);
        Ok(Some(Self(first.into_iter().zip(second[LABELS..].iter().cloned()).map(<[_; 2]>::from).collect())))
    }

    /// Reads the values as rows of four labels, those of the row and those of the column, and a value; empty cells are no rows. Gives the
    /// line of each.
    pub(super) fn read<R: Read>(
        &self,
        file: R,
        dialect: Dialect,
        readings: &mut [Reading],
        faults: &mut FaultList,
    ) -> Result<Vec<u32>, Unreadable> {
        let mut reader = records(file, dialect)?;
        let (mut record, mut lines, mut is_header) = (csv::ByteRecord::new(), Vec::new(), true);
        let mut own: [String; LABELS] = Default::default();
        while reader.read_byte_record(&mut record).map_err(unreadable)? {
            let (place, line) = placed(&reader, &record);
            if std::mem::take(&mut is_header) {
                continue;
            }
            if record.len() != LABELS + self.0.len() {
                let kind = FaultKind::Ragged { found: record.len(), expected: LABELS + self.0.len() };
                faults.push(Fault { place: Some(place), column: None, kind });
                continue;
            }
            let cells: Vec<String> =
                record.iter().map(|cell| trimmed(&String::from_utf8_lossy(cell)).to_owned()).collect();
            // merged cells name the rows below them, too
            if !cells[0].is_empty() {
                own[0].clone_from(&cells[0]);
            }
            own[1].clone_from(&cells[1]);
            for (cell, of_column) in cells[LABELS..].iter().zip(&self.0).filter(|(cell, _)| !cell.is_empty())
            {
                lines.push(line);
                for reading in readings.iter_mut() {
                    let label = own.iter().chain(of_column).nth(reading.position);
                    let taken = match label {
                        Some(label) => reading.sink.take_text(label, false),
                        None => reading.sink.take_text(cell, dialect.decimal_comma),
                    };
                    let column = if label.is_some() { reading.name.clone() } else { of_column.join(" ") };
                    if let Err(kind) = taken {
                        faults.cell(place, &column, kind);
                    }
                }
            }
        }
        Ok(lines)
    }
}

/// Labels in which an empty one stands for the one before it, as merged cells are saved.
fn filled(labels: &[String]) -> Vec<String> {
    let mut last = String::new();
    let fill = |label: &String| {
        if !label.is_empty() {
            last.clone_from(label);
        }
        last.clone()
    };
    labels.iter().map(fill).collect()
}
