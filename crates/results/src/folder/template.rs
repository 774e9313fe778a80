//! A scenario of one's own to begin with.

use std::path::Path;

use oblate_scenario::TEMPLATE;

use crate::error::ResultsError;

/// Writes the template of a scenario: it runs as it is on the built-in world and shows, in comments, all that can be said.
///
/// # Errors
/// [`ResultsError`] of class `Output`: a file stands there and is not to be replaced, or the place cannot be written to.
pub fn write_template(path: &Path, overwrite: bool) -> Result<(), ResultsError> {
    Ok(oblate_sources::write_file(path, overwrite, |file| file.write_all(TEMPLATE.as_bytes()))?)
}
