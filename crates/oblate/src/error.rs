//! What any stage may refuse with, for faces that tell all errors alike.

use oblate_engine::{Class, EngineError};
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
