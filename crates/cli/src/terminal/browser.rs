//! Showing a page to the user.

use std::path::Path;

/// Opens a page in the user's browser; what went wrong is told, and is no failure of the command.
pub fn open(page: &Path) -> String {
    let whole = page.canonicalize().unwrap_or_else(|_| page.to_owned());
    match ::open::that_detached(&whole) {
        Ok(()) => String::new(),
        Err(reason) => {
            format!("warning: no browser could be started ({reason}); open {} yourself\n", whole.display())
        }
    }
}
