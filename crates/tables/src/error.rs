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
    /// A first line without a comma, whose cells something else separates.
    #[error(
        "its first line is one cell; cells must be separated by commas, not by {by}, and numbers written with a decimal point"
    )]
    Separated {
        /// What separates them.
        by: &'static str,
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
