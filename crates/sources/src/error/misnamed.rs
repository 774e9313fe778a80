//! Files that are almost tables: what they are called, and what may be meant.

/// A file whose name is almost that of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misnamed {
    /// Its name.
    pub file: String,
    /// The name that may be meant, if there is one.
    pub meant: Option<String>,
}

impl std::fmt::Display for Misnamed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "`{}` is no table of this layout and was not read", self.file)?;
        match &self.meant {
            Some(meant) => write!(out, "; did you mean `{meant}`?"),
            None => write!(out, "; tables are CSV or Parquet, with the ending `.csv` or `.parquet`"),
        }
    }
}
