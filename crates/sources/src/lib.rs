//! Published files to worlds and back: the only parsers, with provenance and licence of each source.
//!
//! - [`read_world`] and [`write_world`]: the world file, one checksummed file for one world;
//! - [`import_table`] and [`export_table`]: the plain layout `table`, CSV or Parquet;
//! - [`read_national`] and [`export_national`]: the plain layout `national` of replication folders;
//! - [`builtin`]: the worlds that come with the program;
//! - [`trade_elasticity`]: published elasticities, mapped to the sectors of a world;
//! - [`read_shock_table`]: a table of shocks for a scenario.
//!
//! What files look like in detail stands in `docs/src/files.md`.

mod builtin;
mod error;
mod fault;
mod groups;
mod layout;
mod nearest;
mod output;
mod parameters;
mod recipe;
mod shock_table;
mod table;
mod world_file;

pub use builtin::{builtin, builtin_names};
pub use error::{SourceError, TableFault, WorldFileFault};
pub use fault::{Fault, FaultKind, FaultList, MOST_FAULTS, Place};
pub use groups::{SectorGroup, builtin_group, builtin_group_names, sections};
pub use layout::{
    ImportOptions, LayoutColumn, LayoutTable, NATIONAL_LAYOUT, TABLE_LAYOUT, export_national, export_table,
    import_table, read_national,
};
pub use output::write_file;
pub use parameters::{
    DEFAULT_ELASTICITY_SET, ElasticitySet, Estimate, Mapped, ParameterError, elasticity_sets,
    read_trade_elasticity, trade_elasticity, uniform_trade_elasticity,
};
pub use recipe::build_world_2014;
pub use shock_table::{ShockTable, read_shock_table};
pub use table::{Format, TextColumn};
pub use world_file::{decode_world, read_world, world_hash, write_compact_world, write_world};
