//! What can go wrong when files become worlds and worlds become files.

use std::path::PathBuf;

use oblate_world::{AxisError, BalanceError, MendError};

use crate::fault::FaultList;
use crate::nearest::{did_you_mean, listed};
use crate::parameters::ParameterError;

/// A file or a folder that could not be read, is not what it should be, or could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The operating system refuses to read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why, in the system's words.
        reason: std::io::Error,
    },
    /// The operating system refuses to write.
    #[error("cannot write `{}`: {reason}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why, in the system's words.
        reason: std::io::Error,
    },
    /// Something stands where a result should go, and nobody asked to replace it.
    #[error("`{}` exists already; choose another name, or say that it may be overwritten", path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// A folder without a table that its layout needs.
    #[error("`{}` has no `{stem}.csv` or `{stem}.parquet`; {}", folder.display(), tables_found(found))]
    MissingTable {
        /// The folder.
        folder: PathBuf,
        /// The table's name, without the ending.
        stem: &'static str,
        /// Names of the tables that are there.
        found: Vec<String>,
    },
    /// One table as CSV and as Parquet: nobody can know which one counts.
    #[error("`{}` holds both `{stem}.csv` and `{stem}.parquet`; keep one of them", folder.display())]
    TwoTables {
        /// The folder.
        folder: PathBuf,
        /// The table's name, without the ending.
        stem: String,
    },
    /// A folder that holds the flows in both ways of the layout `table`.
    #[error(
        "`{}` holds both `flows` and `{other}`; keep `flows` (a source for every use), or `trade`, \
         `intermediate_use` and `final_use` (all uses share their sources)", folder.display()
    )]
    TwoKindsOfFlows {
        /// The folder.
        folder: PathBuf,
        /// The table that stands beside `flows`.
        other: &'static str,
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
    Table {
        /// The file.
        file: String,
        /// The mistakes, in the order of the file.
        faults: FaultList,
    },
    /// A file that is no world file, or a damaged one.
    #[error("`{origin}` is not a readable world file: {fault}")]
    WorldFile {
        /// The file, or what else the bytes came from.
        origin: String,
        /// What is wrong with it.
        fault: Box<WorldFileFault>,
    },
    /// A description file (`world.toml`) that cannot be understood.
    #[error("`{}`: {message}", path.display())]
    Description {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// Labels that do not make an axis.
    #[error("`{origin}`: {fault}")]
    Axis {
        /// The file or folder the labels came from.
        origin: String,
        /// What is wrong with them.
        fault: AxisError,
    },
    /// Accounts that are no world.
    #[error("`{origin}` is no balanced world: {fault}")]
    Balance {
        /// The file or folder the accounts came from.
        origin: String,
        /// Which account does not balance, or which cell cannot be.
        fault: Box<BalanceError>,
    },
    /// A table that the rules cannot mend into a world.
    #[error("`{origin}` cannot be made a world: {fault}")]
    Mend {
        /// The folder the table came from.
        origin: String,
        /// Which mend fails, or is too large.
        fault: Box<MendError>,
    },
    /// A world that a layout has no place for.
    #[error("the layout `{layout}` cannot hold this world: {reason}; use {instead}")]
    Layout {
        /// Name of the layout.
        layout: &'static str,
        /// What it has no place for, and where that first occurs.
        reason: String,
        /// What to use instead.
        instead: &'static str,
    },
    /// A recipe whose sectors a set of elasticities does not have.
    #[error(transparent)]
    Elasticity {
        /// What the set lacks.
        fault: Box<ParameterError>,
    },
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
    /// A name that says neither CSV nor Parquet.
    #[error("its name must end in .csv or .parquet")]
    UnknownEnding,
}

/// What makes a file no world file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorldFileFault {
    /// Not one byte.
    #[error("it is empty; build it again")]
    Empty,
    /// Other bytes at the start than those of a world file.
    #[error(
        "it does not start like one (found {found}); a world file is made by `oblate world import`, \
         and tables in CSV or Parquet have to be imported first"
    )]
    Magic {
        /// The first bytes, readable.
        found: String,
    },
    /// Written by a later program.
    #[error("it has format version {found}, this program reads up to {known}; update oblate")]
    Version {
        /// Version of the file.
        found: u32,
        /// Newest version that can be read.
        known: u32,
    },
    /// Fewer bytes than the header announces.
    #[error(
        "it ends after {found} bytes where {expected} are needed; it was cut off, copy or build it again"
    )]
    Truncated {
        /// Length of the file.
        found: u64,
        /// Length that it should have at least.
        expected: u64,
    },
    /// Other bytes than those that were written.
    #[error(
        "{part} does not have the checksum it was written with; the file is damaged, copy or build it again"
    )]
    Damaged {
        /// The header, or the section by name.
        part: String,
    },
    /// A header that is not the JSON that the format asks for.
    #[error("its header is wrong: {reason}")]
    Header {
        /// What the JSON reader says, with line and column.
        reason: serde_json::Error,
    },
    /// A mend by a rule that this program does not know.
    #[error("its header names the mend rule `{rule}`{}; legal are {}", did_you_mean(rule, known.iter()), listed(known))]
    UnknownRule {
        /// The rule in the file.
        rule: String,
        /// The rules that exist.
        known: Vec<&'static str>,
    },
    /// A section that the accounts need and the file lacks.
    #[error("it has no section `{name}`; it has {}", listed(found))]
    MissingSection {
        /// Name of the section.
        name: String,
        /// Names of the sections that are there.
        found: Vec<String>,
    },
    /// A section of another shape than its axes ask for.
    #[error("section `{name}` has shape {found:?}, but the axes ask for {expected:?}")]
    Shape {
        /// Name of the section.
        name: String,
        /// The shape it has.
        found: Vec<u64>,
        /// The shape it should have.
        expected: Vec<u64>,
    },
    /// A section whose bytes do not make as many numbers as its shape says.
    #[error("section `{name}` does not hold {expected} numbers in encoding {encoding}")]
    Encoding {
        /// Name of the section.
        name: String,
        /// The encoding it claims to have.
        encoding: &'static str,
        /// How many numbers its shape asks for.
        expected: u64,
    },
}

impl SourceError {
    pub(crate) fn read(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |reason| Self::Read { path, reason }
    }

    pub(crate) fn write(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |reason| Self::Write { path, reason }
    }
}

fn tables_found(found: &[String]) -> String {
    if found.is_empty() { "it holds no tables".to_owned() } else { format!("it holds {}", listed(found)) }
}
