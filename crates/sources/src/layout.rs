//! Folders of plain tables: the layouts `table` and `national`, CSV or Parquet.

mod axes;
mod description;
mod elasticity;
mod export;
mod extras;
mod flows;
mod import;
mod learned;
mod national;
mod national_export;
mod plausible;
mod strangers;
mod tables;

use std::collections::BTreeSet;
use std::path::Path;

use oblate_world::{Description, MendOptions, MendRule, Source};

use crate::error::SourceError;
use crate::files::{source_file, table_files};

pub use export::export_table;
pub use import::{import_table, read_published};
pub use national::read_national;
pub use national_export::export_national;
pub use strangers::ImportNote;
use strangers::{unread_columns, unread_files};
pub use tables::{LayoutColumn, LayoutTable, NATIONAL_LAYOUT, TABLE_LAYOUT};

/// What a person may say about an import beyond what the files say.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOptions {
    /// Mend rules that are switched off.
    pub mends_off: BTreeSet<MendRule>,
    /// Largest mend of value added, as a share of output, before it is an error.
    pub tolerance: f64,
    /// Name of the world, instead of the folder's.
    pub name: Option<String>,
    /// Title of the world, instead of the folder's.
    pub title: Option<String>,
}

impl Default for ImportOptions {
    /// All rules on, the tolerance of [`MendOptions`], the names of the folder.
    fn default() -> Self {
        let MendOptions { off, tolerance } = MendOptions::default();
        Self { mends_off: off, tolerance, name: None, title: None }
    }
}

impl ImportOptions {
    fn is_on(&self, rule: MendRule) -> bool {
        !self.mends_off.contains(&rule)
    }

    fn mend_options(&self) -> MendOptions {
        MendOptions { off: self.mends_off.clone(), tolerance: self.tolerance }
    }

    /// Puts the names that were asked for, and the folder's where there is none.
    fn name(&self, description: &mut Description, folder: &Path) {
        if let Some(name) = &self.name {
            description.name.clone_from(name);
        }
        if description.name.is_empty() {
            description.name = folder_name(folder);
        }
        if let Some(title) = &self.title {
            description.title.clone_from(title);
        }
        if description.title.is_empty() {
            description.title.clone_from(&description.name);
        }
    }
}

fn folder_name(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    absolute.file_name().map_or_else(|| "imported".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// What a folder holds that its layout does not read: files that are no tables of it, and columns without a use.
///
/// # Errors
/// As the import itself: names that are almost known ones are refused.
pub fn import_notes(folder: &Path, layout: &[LayoutTable]) -> Result<Vec<ImportNote>, SourceError> {
    let mut notes = unread_files(folder, layout)?;
    notes.extend(unread_columns(folder, layout)?);
    Ok(notes)
}

/// Adds the tables of a folder that were read to the sources of its world.
fn record_files(
    description: &mut Description,
    folder: &Path,
    tables: &[LayoutTable],
) -> Result<(), SourceError> {
    let files = table_files(folder, tables.iter().map(|table| table.name));
    description.sources.push(Source {
        name: description.title.clone(),
        licence: description.licence.clone(),
        citation: description.citation.clone(),
        files: files.map(|file| source_file(&file)).collect::<Result<_, _>>()?,
    });
    Ok(())
}
