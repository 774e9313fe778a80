//! Solved cases in, tidy tables, `run.json` and citations out; a folder that is read back gives the same values.
//!
//! Names, units and order of columns are the stable interface, described in [`RESULT_TABLES`] and [`INDICATOR_TABLES`]. Missing
//! numbers (regions whose price level is unbounded, hats of what was zero) are NaN here, null in Parquet and empty in CSV. Nothing that
//! is written holds a clock, a path or a thread count.
//!
//! ```
//! use oblate_engine::{FoundScenario, Request, run};
//! use oblate_results::Results;
//! use oblate_scenario::Scenario;
//! use oblate_world::RandomWorld;
//!
//! let world = RandomWorld::default().build();
//! let wall = Scenario::from_toml("[[tariff]]\nfrom = \"R1\"\nto = \"R2\"\nadd = 0.1\n").expect("it is a scenario");
//! let scenario = FoundScenario::from(wall);
//! let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
//! let results = Results::of_run(&request, &run(&request, &|| false)?);
//! assert!(results.value("base", "R1", "real_income_pct") < 0.0);
//! let told = results.regions().filtered(&[("region", "R1"), ("variable", "real_income_pct")]);
//! assert_eq!(told.numbers("value"), Some(&[results.value("base", "R1", "real_income_pct")][..]));
//! # Ok::<(), oblate_engine::EngineError>(())
//! ```

mod citations;
mod description;
mod error;
mod folder;
mod long_run;
mod manifest;
mod record;
mod saved;
mod short_run;
mod value_chains;

pub use citations::{Citation, Citations, Role, cite_run, cite_world};
pub use description::{ColumnDescription, TableDescription, Unit, VariableDescription, WORLD};
pub use error::ResultsError;
pub use folder::{
    Export, REPORT, Report, ResultsFolder, check_place, name_after, save_page, save_table, write_template,
};
pub use long_run::{
    DERIVATIVE_TABLES, RESULT_TABLES, channel_name, exposure_table, gradient_table, shock_name,
};
pub use manifest::{
    DemandEntry, DrawsEntry, IterationEntry, LabelEntry, Manifest, MigrationEntry, ParameterEntry,
    ScenarioEntry, SourceEntry, SpreadEntry, VariantEntry, WorldEntry,
};
pub use record::Record;
pub use saved::Results;
pub use short_run::{LinkEntry, SHORT_RUN_TABLES, ShockManifest, ShockVariantEntry, WithoutShocks};
pub use value_chains::{
    Highlights, INDICATOR_TABLES, Indicators, IndicatorsManifest, PlaceEntry, indicators,
};
