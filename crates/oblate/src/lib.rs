//! The whole way in one crate, for programs that build on it: worlds and questions in, results, folders and pages out.
//!
//! | stage | function | gives |
//! |---|---|---|
//! | read | [`open_world`], [`import_world`] | a `World` that balances |
//! | ask | [`load_scenario`], [`load_shocks`], [`ProfileSubject`] | a question, with its mistakes told all at once |
//! | solve | [`run`], [`run_shocks`], [`gradient`], [`exposure`] | solved cases: plain values |
//! | tabulate | [`Results::of_run`], [`Results::of_shocks`], [`indicators`], [`Results::open`] | tidy tables and their record |
//! | tell | [`run_report`], [`shock_report`], [`compare_report`], [`region_profile`] | pages |
//! | keep | [`ResultsFolder`], [`save_page`], [`save_table`] | files, whole or not at all |
//!
//! Each takes what it needs by reference and gives an owned value, so that every step can be repeated or replaced alone. The stages
//! are crates of their own; this one only hands them on.
//!
//! ```
//! use oblate::{FoundScenario, Request, Results, Scenario, open_world, run};
//!
//! let scenario = Scenario::builder("A fence").tariff("CHN", "USA").sectors("goods").add(0.1).build();
//! # let scenario = scenario.expect("it is a scenario");
//! let (scenario, world) = (FoundScenario::from(scenario), open_world("world-2014")?);
//! let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 0 };
//! let results = Results::of_run(&request, &run(&request, &|| false)?);
//! assert!(results.value("base", "CHN", "real_income_pct") < 0.0);
//! # Ok::<(), oblate::Error>(())
//! ```

mod error;

pub use error::{Error, broken_file};
pub use oblate_engine::{
    BetweenRegions, BuiltinGroups, Case, Chain, ChainLengths, Chains, Class, DEFAULT_WORLD, Derivatives,
    Draw, DrawnElasticity, Draws, EmissionsUnit, EngineError, Estimate, Exposure, Family, Flow,
    FoundScenario, Further, Gap, Gradient, HomeSupplyGap, ImportRequest, IndicatorsRequest, Industries,
    Instrument, InventoryRun, Kind, Layout, MendCount, OtherEquilibrium, Plan, PlannedVariant, Population,
    Problem, ProfileSubject, RegionGroup, Request, RunResult, Search, SectorParameter, Sensitivity,
    SensitivityEntry, Share, ShockLoss, ShockRequest, ShockResult, ShockVariant, ShortPlan, SourceError,
    Spread, Statistics, Supervision, TableOf, Totals, VariantResult, WorldReport, ZeroCells, aggregate_world,
    all_names, check_world, export_world, exposure, gradient, import_notes, import_world, load,
    load_scenario, load_shocks, mend_counts, mend_rule, open_published, open_world, plan, plan_shocks, run,
    run_parameters, run_shocks, run_with, save_world, scenario_names, shock_names, world_names,
};
pub use oblate_pages::{
    Labelled, Profile, compare_report, region_profile, run_picture, run_report, sector_profile, shock_report,
};
pub use oblate_results::{
    Citation, Citations, ColumnDescription, DERIVATIVE_TABLES, DemandEntry, DrawsEntry, Export, Highlights,
    INDICATOR_TABLES, Indicators, IndicatorsManifest, Manifest, PlaceEntry, REPORT, RESULT_TABLES, Record,
    Report, Results, ResultsError, ResultsFolder, Role, SHORT_RUN_TABLES, ShockManifest, ShockVariantEntry,
    SpreadEntry, TableDescription, Unit, VariableDescription, VariantEntry, WORLD, check_place, cite_run,
    cite_world, exposure_table, gradient_table, indicators, name_after, save_page, save_table,
    write_template,
};
pub use oblate_scenario::Scenario;
pub use oblate_tables::{Cells, Column, Format, Labels, Table};
pub use oblate_world::World;

/// The guide for programmers: its example is a test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/src/guides/programmer.md")]
struct Guide;
