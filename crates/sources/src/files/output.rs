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

/// Writes the tables of a layout into a folder beside their place, which takes its place when all are complete.
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
    let cannot = || SourceError::write(folder);
    // the folder that a link leads to is the one that is replaced
    let place = if occupied { folder.canonicalize().map_err(cannot())? } else { folder.to_owned() };
    let mut builder = Builder::new();
    builder.prefix(".oblate-");
    as_folders_of_the_user(&mut builder);
    let staging: TempDir = builder.tempdir_in(parent(&place)).map_err(cannot())?;
    write(staging.path()).map_err(|error| error.at_place(staging.path(), folder))?;
    if occupied {
        replace(&place, staging, stems).map_err(cannot())
    } else {
        std::fs::rename(staging.path(), &place).map_err(cannot())?;
        // it stands at its place now and is not to be cleaned up
        let _ = staging.keep();
        Ok(())
    }
}

/// Puts a complete folder in the place of another one, whose files stay but for the tables of these names.
fn replace(place: &Path, staging: TempDir, stems: &[&str]) -> std::io::Result<()> {
    std::fs::set_permissions(staging.path(), std::fs::metadata(place)?.permissions())?;
    let tables: Vec<PathBuf> = table_files(place, stems.iter().copied()).collect();
    let entries = std::fs::read_dir(place)?.collect::<std::io::Result<Vec<_>>>()?;
    let (folders, files): (Vec<_>, Vec<_>) =
        entries.into_iter().map(|entry| entry.path()).partition(|path| path.is_dir() && !path.is_symlink());
    let beside = |path: &Path| staging.path().join(path.file_name().unwrap_or_default());
    for file in files.iter().filter(|file| !tables.contains(file)) {
        // where there are no links, a copy
        std::fs::hard_link(file, beside(file)).or_else(|_| std::fs::copy(file, beside(file)).map(drop))?;
    }
    exchange(staging.path(), place)?;
    // folders have no second name: they follow
    folders.iter().try_for_each(|folder| std::fs::rename(beside(folder), folder))
}

/// Lets two folders on one disk change places: at once where the system can do that, so that each place is taken at every moment.
///
/// # Errors
/// What the system says; then both stand where they were.
pub fn exchange(one: &Path, other: &Path) -> std::io::Result<()> {
    exchange_at_once(one, other).or_else(|_| {
        let aside = Builder::new().prefix(".oblate-").tempdir_in(parent(other))?;
        std::fs::rename(other, aside.path())?;
        if let Err(reason) = std::fs::rename(one, other) {
            std::fs::rename(aside.path(), other)?;
            return Err(reason);
        }
        std::fs::rename(aside.path(), one)
    })
}

#[cfg(target_os = "linux")]
fn exchange_at_once(one: &Path, other: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange_at_once(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
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

/// Temporary folders are private, too.
#[cfg(unix)]
fn as_folders_of_the_user(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o777));
}

#[cfg(not(unix))]
fn as_folders_of_the_user(_: &mut Builder<'_, '_>) {}
