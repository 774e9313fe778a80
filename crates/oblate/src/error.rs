//! What any stage may refuse with, for faces that tell all errors alike.

use oblate_engine::{Class, EngineError, SourceError};
use oblate_results::ResultsError;

/// An error of some stage.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// From a question to solved cases.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// From solved cases to files, and back.
    #[error(transparent)]
    Results(#[from] ResultsError),
}

impl Error {
    /// The class of the error; each face maps it to its own signs.
    pub fn class(&self) -> Class {
        match self {
            Self::Engine(error) => error.class(),
            Self::Results(error) => error.class(),
        }
    }
}

/// The error of the file that a library is reading on this thread, as [`oblate_tables::broken_file`]: for a hook on panics, in a program
/// that does not unwind.
pub fn broken_file() -> Option<Error> {
    let error = oblate_tables::broken_file()?;
    Some(EngineError::from(SourceError::from(error)).into())
}
