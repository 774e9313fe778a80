//! Results as data: what a report, a comparison or another program reads, from memory or from a folder.

use oblate_tables::Table;

use crate::manifest::{Manifest, Record};

/// How results were made, and their tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Results<R: Record = Manifest> {
    /// Everything needed to repeat them.
    pub manifest: R,
    pub(crate) tables: Vec<Table>,
}

impl<R: Record> Results<R> {
    /// The tables, in their stable order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of this name; none if these results have no such table.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
