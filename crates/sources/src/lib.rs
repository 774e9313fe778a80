//! Published files to worlds and back, with provenance and licence of each source.
//!
//! - [`read_world`] and [`write_world`]: the world file, one checksummed file for one world;
//! - [`import_table`] and [`export_table`]: the plain layout `table`, CSV or Parquet;
//! - [`read_national`] and [`export_national`]: the plain layout `national` of replication folders;
//! - [`builtin`]: the worlds that come with the program;
//! - [`trade_elasticity`]: published elasticities, mapped to the sectors of a world;
//! - [`read_shock_table`]: a table of shocks for a scenario.
//!
//! What files look like in detail stands in `docs/src/files.md`.
//!
//! ```
//! use oblate_sources::{DEFAULT_ELASTICITY_SET, builtin, builtin_names, trade_elasticity};
//!
//! let world = builtin(builtin_names()[0]).expect("a name from the list of names")?;
//! let sectors = &world.axes().sectors;
//! let mapped = trade_elasticity(DEFAULT_ELASTICITY_SET, sectors)?;
//! assert_eq!(mapped.trade_elasticity.len(), sectors.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builtin;
mod error;
mod files;
mod layout;
mod parameters;
mod recipe;
mod shock_table;
mod world_file;

pub use builtin::{SectorGroup, builtin, builtin_group, builtin_group_names, builtin_names, sections};
pub use error::{Misnamed, ParameterError, SourceError, WorldFileFault, way_out};
pub use files::{exchange, write_file};
pub use layout::{
    ImportNote, ImportOptions, LayoutColumn, LayoutTable, NATIONAL_LAYOUT, TABLE_LAYOUT, export_national,
    export_table, import_notes, import_table, read_national, read_published,
};
pub use oblate_tables::{
    Fault, FaultKind, FaultList, Format, Labels as TextColumn, MOST_FAULTS, Place, ReadError, TableFault,
};
pub use parameters::{
    DEFAULT_ELASTICITY_SET, ElasticitySet, Estimate, Mapped, elasticity_sets, read_trade_elasticity,
    trade_elasticity, uniform_trade_elasticity,
};
pub use recipe::build_world_2014;
pub use shock_table::{ShockTable, read_days_table, read_shock_table};
pub use world_file::{accounts_hash, decode_world, read_world, world_hash, write_compact_world, write_world};
