//! The only composer: from a world and a scenario to result tables and a run folder.
//!
//! `open_world` and `load_scenario` find their inputs by name or path; [`plan`] tells what would be run;
//! [`run`] solves every variant; [`RunFolder`] puts the tables on disk, whole or not at all. The functions on
//! worlds ([`import_world`], [`aggregate_world`], [`export_world`], [`check_world`]) serve the command line and
//! every other face. Nothing here prints, and nothing that is written holds a clock, a path or a thread count.

mod about;
mod chains;
mod choose;
mod cite;
mod concordance_file;
mod draw;
mod draws;
mod equilibria;
mod error;
mod export;
mod folder;
mod gradient;
mod indicators;
mod manifest;
mod mend_summary;
mod output_folder;
mod page;
mod parameters;
mod plan;
mod profile;
mod report;
mod results;
mod run;
mod scenarios;
mod sensitivity;
mod shock;
mod spread;
mod surroundings;
mod table;
mod template;
mod uniqueness;
mod world_report;
mod worlds;

pub use chains::{ChainLengths, Chains};
pub use cite::{Citation, Citations, Role, cite_run, cite_world};
pub use draws::{Draw, Draws, Statistics};
pub use equilibria::{OtherEquilibrium, Search};
pub use error::{Class, EngineError};
pub use export::Export;
pub use folder::{REPORT, RunFolder};
pub use gradient::{Exposure, Gradient, Instrument, exposure, gradient};
pub use indicators::{
    Family, Highlights, INDICATOR_TABLES, Indicators, IndicatorsFolder, IndicatorsManifest,
    IndicatorsRequest, indicators,
};
pub use manifest::{DemandEntry, DrawsEntry, Manifest, SpreadEntry, VariantEntry};
pub use mend_summary::{MendCount, mend_counts};
pub use oblate_scenario::{Problem, RegionGroup};
pub use oblate_sources::SourceError;
pub use page::{check_place, save_page, save_table};
pub use parameters::{SectorParameter, run_parameters};
pub use plan::{Estimate, Plan, PlannedVariant, plan};
pub use profile::{Profile, region_profile, sector_profile};
pub use report::{Labelled, compare_report, run_picture, run_report};
pub use results::{
    ColumnDescription, RESULT_TABLES, Results, TableDescription, Tables, Unit, VariableDescription, WORLD,
};
pub use run::{EmissionsUnit, Further, Population, Request, RunResult, VariantResult, run, run_with};
pub use scenarios::{Scenario, load_scenario, load_shocks, scenario_names, shock_names};
pub use sensitivity::{Sensitivity, SensitivityEntry};
pub use shock::{
    InventoryRun, ShockLoss, ShockManifest, ShockRequest, ShockResult, ShockVariant, ShockVariantEntry,
    Supervision, run_shocks,
};
pub use spread::DrawnElasticity;
pub use table::{Cells, Column, Format, Labels, Table};
pub use template::write_template;
pub use world_report::{Flow, Gap, HomeSupplyGap, Share, WorldReport, ZeroCells, check_world};
pub use worlds::{
    DEFAULT_WORLD, ImportRequest, Layout, aggregate_world, export_world, import_world, mend_rule, open_world,
    save_world, world_names,
};

/// The guide for programmers: its example is a test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/src/guides/programmer.md")]
struct Guide;
