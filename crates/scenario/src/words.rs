//! The words of files on a world: labels and groups become regions, sectors and factors, selections become links, tables
//! become cells. What they are selected for is the business of each kind of question.

mod by_sector;
mod cells;
mod choice;
mod dictionary;
mod groups;
mod lookup;
mod selection;
mod table;
mod vocabulary;

pub(crate) use by_sector::{PerSector, Values, each, numbers, own_values};
pub(crate) use cells::{Cells, KeyColumn, Lines, Row, cells_of_file, days_of_file, fill, rows};
pub(crate) use choice::choice;
pub(crate) use dictionary::Dictionary;
pub(crate) use groups::told;
pub use groups::{Groups, RegionGroup};
pub use lookup::{UnknownWord, find_regions, find_sectors};
pub(crate) use selection::{Links, Regions, Selection, links};
pub(crate) use table::open;
pub use table::{ShockRow, ShockTable, TableError, TableSource};
pub(crate) use vocabulary::{Findings, Vocabulary};
