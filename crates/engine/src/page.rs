//! A page that stands alone: written beside its place and moved there when it is complete.

use std::io::Write;
use std::path::Path;

use crate::error::EngineError;

/// Says before the work is done that a page cannot go to its place.
///
/// # Errors
/// [`EngineError::Exists`] if something stands there and may not be replaced; [`EngineError::Write`] for a folder.
pub fn check_place(path: &Path, overwrite: bool) -> Result<(), EngineError> {
    if path.is_dir() {
        let reason = std::io::Error::other("it is a folder, and a page is one file");
        return Err(EngineError::write(path)(reason));
    }
    if path.symlink_metadata().is_ok() && !overwrite {
        return Err(EngineError::Exists { path: path.to_owned() });
    }
    Ok(())
}

/// Writes a page; folders on its way are made.
///
/// # Errors
/// As [`check_place`], and [`EngineError::Write`]; then nothing has changed at its place.
pub fn save_page(page: &str, path: &Path, overwrite: bool) -> Result<(), EngineError> {
    check_place(path, overwrite)?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    place(page, path, parent).map_err(EngineError::write(path))
}

fn place(page: &str, path: &Path, parent: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(parent)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oblate-");
    // temporary files are private; a page is as readable as any other file of the user
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(parent)?;
    file.write_all(page.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
