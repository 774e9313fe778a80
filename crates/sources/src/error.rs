//! What can go wrong when files become worlds and worlds become files.

mod misnamed;
mod parameters;
mod world_file;

use std::path::{Path, PathBuf};

use oblate_tables::ReadError;
use oblate_world::{AxisError, BalanceError, MendError};

pub use misnamed::Misnamed;
pub use parameters::ParameterError;
pub use world_file::WorldFileFault;

/// A file or a folder that could not be read, is not what it should be, or could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A table that is missing, is no table, or has mistakes in its header or its cells.
    #[error(transparent)]
    Table(#[from] ReadError),
    /// The operating system refuses to read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why, in the system's words.
        reason: std::io::Error,
    },
    /// The operating system refuses to write.
    #[error("cannot write `{}`: {reason}{}", path.display(), way_out(reason))]
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
    /// Files whose names are almost those of tables, or that only look like tables.
    #[error(
        "`{}`: {}; rename what is meant as a table, and take the rest out of the folder", folder.display(),
        files.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    )]
    Misnamed {
        /// The folder.
        folder: PathBuf,
        /// The files.
        files: Vec<Misnamed>,
    },
    /// A file that is no world file, or a damaged one.
    #[error("`{origin}` is not a readable world file: {fault}")]
    WorldFile {
        /// The file, or what else the bytes came from.
        origin: String,
        /// What is wrong with it.
        fault: Box<WorldFileFault>,
    },
    /// A TOML file that cannot be understood.
    #[error("`{}`: {message}", path.display())]
    Toml {
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

/// What to do where the system refuses to write, in words that follow its reason.
pub fn way_out(reason: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::{NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match reason.kind() {
        StorageFull | QuotaExceeded => "; free some space there, or choose another place",
        ReadOnlyFilesystem | PermissionDenied => "; choose a place where you may write",
        NotFound => "; is the folder still there? choose another place",
        _ => "",
    }
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

    /// The same of the place that a file beside it was meant for.
    pub(crate) fn at_place(self, beside: &Path, place: &Path) -> Self {
        match self {
            Self::Write { path, reason } => {
                let meant = path.strip_prefix(beside).map(|name| place.join(name));
                Self::Write { path: meant.unwrap_or(path), reason }
            }
            other => other,
        }
    }

    /// Accounts from this folder that are no world.
    pub(crate) fn balance(folder: &Path) -> impl FnOnce(BalanceError) -> Self {
        let origin = folder.display().to_string();
        |fault| Self::Balance { origin, fault: Box::new(fault) }
    }

    /// A table from this folder that cannot be mended.
    pub(crate) fn mend(folder: &Path) -> impl FnOnce(MendError) -> Self {
        let origin = folder.display().to_string();
        |fault| Self::Mend { origin, fault: Box::new(fault) }
    }
}
