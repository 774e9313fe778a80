//! What makes a file no world file.

use oblate_tables::names::{did_you_mean, listed};

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
