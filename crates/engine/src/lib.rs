//! Which model answers which question, in which order and on how many threads: worlds and questions in, solved cases out.
//!
//! [`open_world`] and [`load_scenario`] find their inputs by name or path; [`plan`] tells what would be run;
//! [`run`] solves every variant of the long run, [`run_shocks`] of the short run; [`gradient`] and [`exposure`] take derivatives at
//! a solved case; [`Chain`] makes a world ready for indicators of value chains. The functions on worlds ([`import_world`],
//! [`aggregate_world`], [`export_world`], [`check_world`]) serve every face. What comes out is plain values: columns, files of
//! results and sentences are the business of the crates to the right.
//!
//! ```
//! use oblate_engine::{FoundScenario, Request, run};
//! use oblate_scenario::Scenario;
//! use oblate_world::RandomWorld;
//!
//! let world = RandomWorld::default().build();
//! let wall = Scenario::from_toml("[[embargo]]\nfrom = \"R1\"\nto = \"R2\"\nboth_ways = true\n").expect("it is a scenario");
//! let scenario = FoundScenario::from(wall);
//! let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
//! let solved = run(&request, &|| false)?;
//! // who stops trading loses, and the answer was checked in levels
//! assert!(solved.variants[0].world_real_income_pct() < 0.0);
//! assert!(solved.largest_residual().1 < 1e-10);
//! # Ok::<(), oblate_engine::EngineError>(())
//! ```

mod derivatives;
mod elasticities;
mod error;
mod long_run;
mod questions;
mod short_run;
mod threads;
mod value_chains;
mod worlds;

pub use derivatives::{Derivatives, Exposure, Gradient, Instrument, exposure, gradient};
pub use elasticities::{SectorParameter, run_parameters};
pub use error::{Class, EngineError};
pub use long_run::{
    Case, ChainLengths, Chains, Draw, DrawnElasticity, Draws, EmissionsUnit, Estimate, Further, GENERATOR,
    MOST_VARIANTS, OtherEquilibrium, Plan, Population, Request, RunResult, Search, Sensitivity,
    SensitivityEntry, Spread, Statistics, VariantResult, plan, run, run_with,
};
pub use oblate_scenario::{Kind, Problem, RegionGroup};
pub use oblate_sources::SourceError;
pub use questions::{
    BuiltinGroups, FoundScenario, PlannedVariant, all_names, load, load_scenario, load_shocks,
    scenario_names, shock_names,
};
pub use short_run::{
    Industries, InventoryRun, ShockLoss, ShockRequest, ShockResult, ShockVariant, ShortPlan, Supervision,
    Totals, plan_shocks, run_shocks,
};
pub use threads::in_pool;
pub use value_chains::{
    BetweenRegions, Chain, DISTANCES, Family, IndicatorsRequest, ProfileSubject, TableOf, Wanted, stops_of,
};
pub use worlds::{
    DEFAULT_WORLD, Flow, Gap, HomeSupplyGap, ImportRequest, Layout, MendCount, Share, WorldReport, ZeroCells,
    aggregate_world, check_world, export_world, import_notes, import_world, mend_counts, mend_rule,
    open_published, open_world, save_world, world_names,
};
