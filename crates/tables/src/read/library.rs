//! Reading by a library that takes a file for well-formed: where it panics, the file is broken, and that is an error like any other.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::unreadable::Unreadable;
use crate::error::{ReadError, TableFault};

thread_local! {
    /// The file that a library reads on this thread.
    static READ: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Lets a library read a file.
pub(super) fn by_library<T>(
    path: &Path,
    read: impl FnOnce() -> Result<T, Unreadable>,
) -> Result<T, ReadError> {
    READ.set(Some(path.to_owned()));
    let outcome = catch_unwind(AssertUnwindSafe(read));
    READ.set(None);
    outcome.unwrap_or_else(|_| Err(broken())).map_err(|error| error.at(path))
}

/// The error of the file that a library is reading on this thread; none where none is. It is for hooks on panics: a program that does not
/// unwind tells it and ends.
pub fn broken_file() -> Option<ReadError> {
    READ.with_borrow(|path| path.as_ref().map(|path| broken().at(path)))
}

fn broken() -> Unreadable {
    let reason = "what it says of itself and what it holds do not fit together".to_owned();
    Unreadable::Fault(TableFault::NotParquet { reason })
}
