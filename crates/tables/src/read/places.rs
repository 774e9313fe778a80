//! Where the rows of a table stand in their file.

use crate::faults::Place;

#[derive(Debug)]
pub(super) enum Places {
    /// Line of each row of a text file.
    Lines(Vec<u32>),
    /// Number of rows of a Parquet file.
    Rows(usize),
}

impl Places {
    pub(super) fn at(&self, row: usize) -> Place {
        match self {
            Self::Lines(lines) => Place::Line(u64::from(lines[row])),
            Self::Rows(_) => Place::Row(row as u64 + 1),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Rows(rows) => *rows,
        }
    }
}
