//! A page or a table that stands alone: written beside its place and moved there when it is complete.

use std::path::Path;

use crate::error::ResultsError;
use oblate_tables::{Format, Table};

/// Says before the work is done that a page cannot go to its place.
///
/// # Errors
/// [`ResultsError::Exists`] if something stands there and may not be replaced; [`ResultsError::Write`] for a folder.
pub fn check_place(path: &Path, overwrite: bool) -> Result<(), ResultsError> {
    if path.is_dir() {
        let reason = std::io::Error::other("it is a folder, and a page is one file");
        return Err(ResultsError::write(path)(reason));
    }
    if path.symlink_metadata().is_ok() && !overwrite {
        return Err(ResultsError::Exists { path: path.to_owned() });
    }
    Ok(())
}

/// Writes a page; folders on its way are made.
///
/// # Errors
/// As [`check_place`], and of class `Output` if the system refuses; then nothing has changed at its place.
pub fn save_page(page: &str, path: &Path, overwrite: bool) -> Result<(), ResultsError> {
    check_place(path, overwrite)?;
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(ResultsError::write(path))?;
    }
    Ok(oblate_sources::write_file(path, overwrite, |file| file.write_all(page.as_bytes()))?)
}

/// Writes one table as a file, CSV or Parquet by its ending (CSV where it has another one).
///
/// # Errors
/// As [`save_page`].
pub fn save_table(table: &Table, path: &Path, overwrite: bool) -> Result<(), ResultsError> {
    check_place(path, overwrite)?;
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(ResultsError::write(path))?;
    }
    let parquet = path.extension().is_some_and(|ending| ending == Format::Parquet.ending());
    let format = if parquet { Format::Parquet } else { Format::Csv };
    let mut bytes = Vec::new();
    table.write(format, &mut bytes).map_err(ResultsError::write(path))?;
    Ok(oblate_sources::write_file(path, overwrite, |file| file.write_all(&bytes))?)
}
