//! Tables into files: CSV, Parquet, Excel, Stata. The same tables give the same bytes.

mod csv;
mod dta;
mod parquet;
mod xlsx;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::table::{Cells, Format, Table};
use parquet::Stored;

pub use dta::write as write_dta;
pub use xlsx::write as write_xlsx;

/// Columns with their names.
type Columns<'a> = [(&'a str, &'a Cells)];

/// Writes columns with names of their own as a table for any program: in Parquet, labels are plain text.
///
/// # Errors
/// Those of the writer.
pub fn write_columns(
    columns: &[(&str, Cells)],
    format: Format,
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    let columns: Vec<(&str, &Cells)> = columns.iter().map(|(name, cells)| (*name, cells)).collect();
    match format {
        Format::Csv => csv::write(&columns, out),
        Format::Parquet => parquet::write(&columns, Stored::Text, out),
    }
}

impl Table {
    /// Writes the table; the same table gives the same bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, format: Format, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
        let columns: Vec<(&str, &Cells)> =
            self.columns.iter().map(|column| (column.name, &column.cells)).collect();
        match format {
            Format::Csv => csv::write(&columns, out),
            Format::Parquet => parquet::write(&columns, Stored::Dictionaries, out),
        }
    }

    /// Writes the table into a new file.
    ///
    /// # Errors
    /// Those of the system.
    pub fn save(&self, format: Format, path: &Path) -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        self.write(format, &mut out)?;
        out.flush()
    }
}
