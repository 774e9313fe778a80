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
mod document;
mod file;
mod groups;
mod json;
mod library;
mod log;
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
mod steps;
mod table;
mod values;
mod variants;

pub use choices::{Sourcing, Structure};
pub use file::{ScenarioFile, parse, read};
pub use groups::{Groups, RegionGroup};
pub use library::{LibraryEntry, TEMPLATE, library};
pub use log::{Change, Extent, Warning};
pub use model::{ModelChoice, SolverChoice};
pub use overrides::Override;
pub use parameters::{ElasticityBase, ParameterChoice, TradeElasticity};
pub use problem::{Problem, ProblemCode};
pub use resolve::{Context, Resolved, resolve};
pub use schema::json_schema;
pub use table::{ShockRow, ShockTable, TableError, TableSource};
pub use variants::BASE;
