//! Scenario files: from text to typed shocks on the axes of a world.
//!
//! A scenario is a TOML (or JSON) file with one array of tables per kind of shock. [`parse`] gives its raw form,
//! where every value knows its place; [`resolve`] puts it on a [`oblate_world::World`]: words become regions and
//! sectors, shocks become values of cells, variants become cases. A cell is first `set`, then `multiply` and then
//! `add` apply, in the order of the file; an embargo wins over all.
//!
//! This crate alone knows the syntax of scenarios. It reads no files: tables come through [`TableSource`],
//! built-in groups through [`Groups`]. Mistakes are reported all at once, each as a [`Problem`].

mod build;
mod by_sector;
mod cells;
mod choices;
mod deficits;
mod demand;
mod document;
mod factor_modes;
mod file;
mod groups;
mod households;
mod json;
mod library;
mod log;
mod markets;
mod migration;
mod model;
mod overrides;
mod parameters;
mod problem;
mod raw;
mod read;
mod resolve;
mod rules;
mod schema;
mod select;
mod short_run;
mod splits;
mod spread;
mod steps;
mod table;
mod technology;
mod values;
mod variants;

pub use choices::{ElasticityFrom, Sourcing, Structure};
pub use file::{Head, ScenarioFile, Written, parse, read};
pub use groups::{Groups, RegionGroup, UnknownWord, find_regions, find_sectors};
pub use library::{LibraryEntry, TEMPLATE, library, shock_library};
pub use log::{Change, Extent, Warning};
pub use markets::{Markets, StructureChoice};
pub use model::{ModelChoice, SolverChoice};
pub use overrides::Override;
pub use parameters::{ElasticityBase, ElasticityChoice, ParameterChoice};
pub use problem::{Problem, ProblemCode};
pub use resolve::{Context, Resolution, Resolved, resolve};
pub use schema::json_schema;
pub use short_run::{ShockFile, ShortRun, ShortRunContext, read_shocks, shock_schema};
pub use spread::SpreadChoice;
pub use steps::emissions_unit;
pub use table::{ShockRow, ShockTable, TableError, TableSource};
pub use variants::BASE;
