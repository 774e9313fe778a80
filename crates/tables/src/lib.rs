//! Named columns of labels and numbers, and the files that they are written to and read from. No economics.
//!
//! A [`Table`] is a list of [`Column`]s of one length. It goes to CSV, Parquet, Excel and Stata, the same table always to
//! the same bytes, and comes back from CSV and Parquet. A missing number is NaN here, null in Parquet, empty in CSV.
//!
//! ```
//! use oblate_tables::{Column, Format, Labels, Table};
//!
//! let mut region = Labels::default();
//! ["DEU", "FRA", "DEU"].into_iter().for_each(|code| region.push_word(code));
//! let columns = vec![Column::labels("region", region), Column::numbers("value", vec![1.0, f64::NAN, 0.25])];
//! let table = Table { name: "example", columns };
//! let mut text = Vec::new();
//! table.write(Format::Csv, &mut text)?;
//! assert_eq!(text, b"region,value\nDEU,1.0\nFRA,\nDEU,0.25\n");
//! assert_eq!(table.number(&[("region", "DEU")], "value"), Some(1.0));
//! assert_eq!(table.filtered(&[("region", "DEU")]).rows(), 2);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Tables of people are read by [`TableFile`], which tells all their mistakes at once, each with its line:
//!
//! ```
//! use oblate_tables::{Legal, TableFile, Wanted};
//!
//! let file = TableFile::embedded("a.csv", "region,value\nDEU,1.5\nFRA,10%\n")?;
//! let rows = file.read(&Wanted::keys(["region"]).number("value", Legal::Finite))?;
//! assert_eq!(
//!     rows.check().unwrap_err().to_string(),
//!     "`a.csv`: line 3, column `value`: `10%` is not a number; rates are plain numbers, write 0.1 for 10%"
//! );
//! # Ok::<(), oblate_tables::ReadError>(())
//! ```

mod error;
mod faults;
mod labels;
pub mod names;
mod read;
mod table;
mod write;

pub use error::{ReadError, TableFault};
pub use faults::{Fault, FaultKind, FaultList, MOST_FAULTS, Place};
pub use labels::Labels;
pub use read::{Legal, Rows, TableFile, Wanted, broken_file, read_table};
pub use table::{Cells, Column, Format, Table};
pub use write::{write_columns, write_dta, write_xlsx};
