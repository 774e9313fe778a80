//! Why a file is not read as a table.

use std::path::PathBuf;

use crate::faults::FaultList;
use crate::names::listed;

/// A table that is missing, is no table, or has mistakes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The operating system refuses to read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why, in the system's words.
        reason: std::io::Error,
    },
    /// A folder without a table that is needed.
    #[error("`{}` has no `{stem}.csv` or `{stem}.parquet`; {}", folder.display(), files_found(found))]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The table's name, without the ending.
        stem: &'static str,
        /// Names of the files that are there.
        found: Vec<String>,
    },
    /// One table as CSV and as Parquet: nobody can know which one counts.
    #[error("`{}` holds both `{stem}.csv` and `{stem}.parquet`; keep one of them", folder.display())]
    Twice {
        /// The folder.
        folder: PathBuf,
        /// The table's name, without the ending.
        stem: String,
    },
    /// A file that is no table at all.
    #[error("`{}` is no table: {fault}", path.display())]
    NotATable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: TableFault,
    },
    /// Mistakes in the header or the cells of a table.
    #[error("{}", faults.message(file))]
    Mistakes {
        /// The file.
        file: String,
        /// The mistakes, in the order of the file.
        faults: FaultList,
    },
}

impl ReadError {
    /// What is wrong, for a message that has named the file.
    pub fn reason(&self) -> String {
        match self {
            Self::Read { reason, .. } => reason.to_string(),
            Self::NotATable { fault, .. } => fault.to_string(),
            Self::Mistakes { faults, .. } => faults.reason(),
            Self::Missing { .. } | Self::Twice { .. } => self.to_string(),
        }
    }
}

/// What makes a file no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableFault {
    /// Not one byte, or nothing but white space.
    #[error("it is empty; the first line must name the columns")]
    Empty,
    /// Bytes that are not text in a `.csv` file.
    #[error("it is not UTF-8 text from byte {byte} on; save it as CSV in UTF-8, or as Parquet")]
    NotText {
        /// Position of the first offending byte, from zero.
        byte: usize,
    },
    /// A byte that no text has, in a `.csv` file.
    #[error("it holds a NUL at byte {byte}, as no text does; save it as CSV in UTF-8, or as Parquet")]
    Nul {
        /// Its position, from zero.
        byte: usize,
    },
    /// Rows that have as many cells each, whichever of two marks separates them.
    #[error(
        "its cells could be separated by {one} or by {other}; write it with commas, and cells that hold one in quotes"
    )]
    TwoSeparators {
        /// The one mark.
        one: &'static str,
        /// The other one.
        other: &'static str,
    },
    /// A number with a comma and a point.
    #[error("`{cell}` has marks between thousands; write numbers without them")]
    Thousands {
        /// The number.
        cell: String,
    },
    /// Numbers with marks that may stand before decimals or between thousands.
    #[error(
        "its cells are separated by {separator}, and the mark in numbers such as `{cell}` could stand before decimals or between \
         thousands; write all numbers with a decimal point, and the cells with commas between them"
    )]
    MarksInNumbers {
        /// One of the numbers.
        cell: String,
        /// What separates cells.
        separator: &'static str,
    },
    /// Text without the line ends of a table.
    #[error("its first {bytes} bytes hold no line end, so it is not CSV")]
    NoLines {
        /// How far it was read.
        bytes: usize,
    },
    /// No Parquet file, or half of one.
    #[error("it is not a complete Parquet file ({reason}); write it again, or use CSV")]
    NotParquet {
        /// What the reader says.
        reason: String,
    },
    /// A Parquet file that is complete, in a form that is not read.
    #[error(
        "it is {form}; write it with the compression snappy, gzip, brotli, lz4, zstd or none, or use CSV"
    )]
    OtherParquet {
        /// What it is.
        form: &'static str,
    },
    /// A name that says neither CSV nor Parquet.
    #[error("its name must end in .csv or .parquet")]
    UnknownEnding,
}

fn files_found(found: &[String]) -> String {
    if found.is_empty() { "it holds no files".to_owned() } else { format!("it holds {}", listed(found)) }
}
