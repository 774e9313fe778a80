//! Files as they lie on the disk: tables whose rows name cells of a world, small TOML files, hashes, and whole outputs.

mod columns;
mod keyed;
mod output;
mod source;
mod tables;
mod toml_file;

pub(crate) use columns::{by_pair, by_sector};
pub(crate) use keyed::{Keyed, Keys, LabelSet, Words, axis};
pub(crate) use output::write_folder;
pub use output::{exchange, write_file};
pub(crate) use source::source_file;
pub(crate) use tables::{committed, find, need, open, table_files, write_table};
pub(crate) use toml_file::read_toml;
