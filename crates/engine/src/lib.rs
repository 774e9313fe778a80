//! The only composer: from a world and a scenario to result tables and a run folder.
//!
//! `open_world` and `load_scenario` find their inputs by name or path; [`plan`] tells what would be run;
//! [`run`] solves every variant; [`RunFolder`] puts the tables on disk, whole or not at all. The functions on
//! worlds ([`import_world`], [`aggregate_world`], [`export_world`], [`check_world`]) serve the command line and
//! every other face. Nothing here prints, and nothing that is written holds a clock, a path or a thread count.

mod choose;
mod concordance_file;
mod error;
mod folder;
mod manifest;
mod mend_summary;
mod parameters;
mod plan;
mod results;
mod run;
mod scenarios;
mod surroundings;
mod table;
mod world_report;
mod worlds;

pub use error::{Class, EngineError};
pub use folder::RunFolder;
pub use manifest::Manifest;
pub use mend_summary::{MendCount, mend_counts};
pub use oblate_scenario::{Problem, RegionGroup};
pub use oblate_sources::SourceError;
pub use parameters::{SectorParameter, run_parameters};
pub use plan::{Estimate, Plan, PlannedVariant, plan};
pub use results::{
    ColumnDescription, RESULT_TABLES, TableDescription, Tables, Unit, VariableDescription, WORLD,
};
pub use run::{Request, RunResult, VariantResult, run};
pub use scenarios::{Scenario, load_scenario, scenario_names};
pub use table::{Cells, Column, Format, Labels, Table};
pub use world_report::{Flow, Gap, HomeSupplyGap, Share, WorldReport, ZeroCells, check_world};
pub use worlds::{
    DEFAULT_WORLD, ImportRequest, Layout, aggregate_world, export_world, import_world, mend_rule, open_world,
    save_world, world_names,
};

/// The guide for programmers: its example is a test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/src/guides/programmer.md")]
struct Guide;
