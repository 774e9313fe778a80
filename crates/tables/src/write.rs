//! Tables into files: CSV, Parquet, Excel, Stata. The same tables give the same bytes.

mod csv;
mod dta;
mod parquet;
mod xlsx;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::table::{Format, Table};

pub use dta::write as write_dta;
pub use xlsx::write as write_xlsx;

impl Table {
    /// Writes the table; the same table gives the same bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, format: Format, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
        match format {
            Format::Csv => csv::write(self, out),
            Format::Parquet => parquet::write(self, out),
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
