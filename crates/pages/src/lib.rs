//! What a reader must hear, in which order: reports of runs, comparisons, profiles, as self-contained HTML pages.
//!
//! A report is made from the record and the tidy tables alone, so that it says what the tables say, whether the run was made just
//! now or read from its folder.
//!
//! ```
//! use oblate_engine::{FoundScenario, Request, run};
//! use oblate_results::Results;
//! use oblate_scenario::Scenario;
//! use oblate_world::RandomWorld;
//!
//! let world = RandomWorld::default().build();
//! let text = "title = \"A wall\"\n[[tariff]]\nfrom = \"R1\"\nto = \"R2\"\nadd = 0.1\n";
//! let scenario = FoundScenario::from(Scenario::from_toml(text).expect("it is a scenario"));
//! let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
//! let results = Results::of_run(&request, &run(&request, &|| false)?);
//! let page = oblate_pages::run_report(&results);
//! assert!(page.starts_with("<!DOCTYPE html>") && page.contains("A wall"));
//! # Ok::<(), oblate_engine::EngineError>(())
//! ```

mod cube;
mod long_run;
mod profile;
mod short_run;

pub use long_run::{Labelled, compare_report, run_picture, run_report};
pub use profile::{Profile, region_profile, sector_profile};
pub use short_run::shock_report;
