//! The record of the files that were read: their names, and the hashes of their bytes.

use std::fs::File;
use std::path::Path;

use oblate_world::SourceFile;

use crate::error::SourceError;

/// A file that was read, with the hash of its bytes.
pub(crate) fn source_file(path: &Path) -> Result<SourceFile, SourceError> {
    let mut hasher = blake3::Hasher::new();
    let file = File::open(path).map_err(SourceError::read(path))?;
    hasher.update_reader(file).map_err(SourceError::read(path))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(SourceFile { name, blake3: hasher.finalize().to_hex().to_string() })
}
