//! What can go wrong between solved cases and a folder.

use std::path::PathBuf;

use oblate_engine::{Class, SourceError};
use oblate_sources::way_out;

/// Results that could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResultsError {
    /// Something stands where the results should go.
    #[error("`{}` exists already; choose another folder, or say that it may be overwritten", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that may be overwritten, but holds something else than a run.
    #[error("`{}` is not overwritten: {reason}; choose another folder", path.display())]
    NotARun {
        /// The folder.
        path: PathBuf,
        /// What it holds or lacks.
        reason: String,
    },
    /// A folder in which no run can be read.
    #[error("cannot read a run in `{}`: {reason}; name a folder that `oblate run` wrote", path.display())]
    ReadRun {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What it lacks, or what is wrong with its line and column.
        reason: String,
    },
    /// A folder with results of another kind.
    #[error("`{}` holds {holds}, and this is told of {wanted}", path.display())]
    OtherKind {
        /// The folder, or the file in it.
        path: PathBuf,
        /// What it holds: `the short run`.
        holds: &'static str,
        /// What was asked of it.
        wanted: &'static str,
    },
    /// The operating system refuses to write.
    #[error("cannot write `{}`: {reason}{}", path.display(), way_out(reason))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why, in the system's words.
        reason: std::io::Error,
    },
    /// A file that stands alone and cannot be written.
    #[error(transparent)]
    File(#[from] SourceError),
    /// The user stopped the work.
    #[error("stopped: {during}; nothing was written")]
    Interrupted {
        /// What was under way.
        during: String,
    },
}

impl ResultsError {
    /// The class of the error.
    pub fn class(&self) -> Class {
        match self {
            Self::ReadRun { .. } | Self::OtherKind { .. } => Class::Data,
            Self::Exists { .. } | Self::NotARun { .. } | Self::Write { .. } | Self::File(_) => Class::Output,
            Self::Interrupted { .. } => Class::Interrupted,
        }
    }

    pub(crate) fn write(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |reason| Self::Write { path, reason }
    }
}
