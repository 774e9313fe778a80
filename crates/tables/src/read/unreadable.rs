//! A table that cannot be read, before its path is known.

use std::path::Path;

use crate::error::{ReadError, TableFault};

#[derive(Debug)]
pub(super) enum Unreadable {
    Io(std::io::Error),
    Fault(TableFault),
}

impl Unreadable {
    pub(super) fn at(self, path: &Path) -> ReadError {
        match self {
            Self::Io(reason) => ReadError::Read { path: path.to_owned(), reason },
            Self::Fault(fault) => ReadError::NotATable { path: path.to_owned(), fault },
        }
    }
}
