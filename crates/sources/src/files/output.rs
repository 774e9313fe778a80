//! Putting results where they belong: whole or not at all, and never over something else in silence.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

use super::tables::table_files;
use crate::error::SourceError;

/// Writes a file beside its place and moves it there when it is complete.
///
/// # Errors
/// [`SourceError::Exists`] if a file stands there and is not to be replaced, [`SourceError::Write`] if the system refuses.
pub fn write_file(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), SourceError> {
    if path.exists() && !overwrite {
        return Err(SourceError::Exists { path: path.to_owned() });
    }
    let mut builder = Builder::new();
    readable_by_others(&mut builder);
    let file = builder.tempfile_in(parent(path)).map_err(SourceError::write(path))?;
    let mut buffer = std::io::BufWriter::new(file.as_file());
    write(&mut buffer).and_then(|()| buffer.flush()).map_err(SourceError::write(path))?;
    drop(buffer);
    let placed = if overwrite { file.persist(path) } else { file.persist_noclobber(path) };
    match placed {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(SourceError::Exists { path: path.to_owned() })
        }
        Err(error) => Err(SourceError::Write { path: path.to_owned(), reason: error.error }),
    }
}

/// Writes the tables of a layout into a folder beside their place and moves them there when all are complete.
///
/// With `overwrite`, tables of the layout that stand in the folder already are replaced, in either
/// format, so that no old table is left beside the new ones; other files stay.
pub(crate) fn write_folder(
    folder: &Path,
    overwrite: bool,
    stems: &[&str],
    write: impl FnOnce(&Path) -> Result<(), SourceError>,
) -> Result<(), SourceError> {
    let occupied = folder.exists() && std::fs::read_dir(folder).map_or(true, |mut e| e.next().is_some());
    if occupied && !overwrite {
        return Err(SourceError::Exists { path: folder.to_owned() });
    }
    let staging: TempDir = Builder::new().tempdir_in(parent(folder)).map_err(SourceError::write(folder))?;
    write(staging.path())?;
    std::fs::create_dir_all(folder).map_err(SourceError::write(folder))?;
    for old in table_files(folder, stems.iter().copied()) {
        std::fs::remove_file(&old).map_err(SourceError::write(&old))?;
    }
    let entries = std::fs::read_dir(staging.path()).map_err(SourceError::write(folder))?;
    for entry in entries {
        let entry = entry.map_err(SourceError::write(folder))?;
        let place = folder.join(entry.file_name());
        std::fs::rename(entry.path(), &place).map_err(SourceError::write(place))?;
    }
    Ok(())
}

/// The folder that a path lies in.
fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Temporary files are private; results are as readable as any other file of the user.
#[cfg(unix)]
fn readable_by_others(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut Builder<'_, '_>) {}
