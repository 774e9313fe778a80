//! A page or a table that stands alone: written beside its place and moved there when it is complete.

use std::path::Path;

use crate::error::ResultsError;
use oblate_tables::{Format, Table};

/// Bytes of a name; with what stands before and behind it, every system takes it.
const LONGEST_NAME: usize = 100;

/// Names that Windows keeps for devices.
const RESERVED: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// A label as the name of a file or a folder, or a part of one: letters, digits, `-`, `_` and `.` stay, all else becomes `-`. It
/// leads to no other folder, whatever the label holds.
pub fn name_after(label: &str) -> String {
    let is_kept = |sign: char| sign.is_alphanumeric() || ['-', '_', '.'].contains(&sign);
    let mut name: String = label.chars().map(|sign| if is_kept(sign) { sign } else { '-' }).collect();
    name.truncate(name.floor_char_boundary(LONGEST_NAME));
    let bare = name.split('.').next().unwrap_or_default();
    let device = bare.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let is_reserved = RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(device));
    let end = bare.len();
    // some systems take no point at the end, and a name of points alone is a place
    if is_reserved || name.is_empty() || name.ends_with('.') {
        name.insert(end, '_');
        name = name.trim_end_matches('.').to_owned();
    }
    name
}

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

#[cfg(test)]
mod tests {
    use super::name_after;

    #[test]
    fn a_label_becomes_one_name_that_every_system_takes() {
        for (label, name) in [
            ("C26", "C26"),
            ("Hotels/restaurants", "Hotels-restaurants"),
            ("Trade: wholesale", "Trade--wholesale"),
            ("x/../../elsewhere/page", "x-..-..-elsewhere-page"),
            ("..", "_"),
            ("", "_"),
            ("con", "con_"),
            ("LPT1.x", "LPT1_.x"),
            ("A.", "A_"),
            ("Contract", "Contract"),
            ("Économie", "Économie"),
            ("ΐ.", "ΐ_"),
        ] {
            assert_eq!(name_after(label), name, "{label}");
        }
        assert!(name_after(&"é".repeat(300)).len() <= 100);
    }
}
