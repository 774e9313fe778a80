//! Reading tables: what is asked of a file, its cells out of CSV or Parquet, and every mistake with its place.

mod arrays;
mod csv;
mod dialect;
mod file;
mod library;
mod matrix;
mod parquet;
mod places;
mod rows;
mod saved;
mod sink;
mod unreadable;
mod wanted;

pub use file::TableFile;
pub use library::broken_file;
pub use rows::Rows;
pub use saved::read_table;
pub use wanted::{Legal, Wanted};
