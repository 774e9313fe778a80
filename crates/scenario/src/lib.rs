//! Scenario files: from text to typed shocks on the axes of a world.
//!
//! A [`Scenario`] is a TOML (or JSON) file with a head and one array of tables per kind of shock. What stands in it says which
//! [`Kind`] of question it asks. Put on a [`oblate_world::World`], words become regions and sectors, shocks become values of
//! cells, variants become cases. A cell is first `set`, then `multiply` and then `add` apply, in the order of the file; an
//! embargo wins over all.
//!
//! ```
//! use oblate_scenario::{Kind, Scenario};
//!
//! let text = r#"
//! title = "A fence"
//!
//! [[tariff]]
//! from = "CHN"
//! to = "USA"
//! sectors = "goods"
//! add = 0.1
//! "#;
//! let scenario = Scenario::from_toml(text).expect("nothing is wrong with it");
//! assert_eq!(scenario.head().title.as_deref(), Some("A fence"));
//! assert_eq!(scenario.kind(), Kind::LongRun);
//!
//! let problems = Scenario::from_toml(&text.replace("from", "form")).expect_err("`form` is no key");
//! assert_eq!(problems[0].line, Some(5));
//! assert_eq!(problems[0].nearest.as_deref(), Some("from"));
//! ```
//!
//! A program needs no text: [`Scenario::builder`] writes it, and what is wrong comes back as from a file.
//!
//! ```
//! use oblate_scenario::{Scenario, Structure, Value};
//!
//! let builder = Scenario::builder("A fence")
//!     .world("world-2014")
//!     .group("west", ["USA", "@EU27"])
//!     .choose("model.structure", Value::table([("default", Structure::Perfect), ("C26", Structure::Krugman)]))
//!     .tariff("CHN", "west").name("fence").sectors("goods").add(0.1)
//!     .embargo("west", "CHN").sectors(["C26"])
//!     .variant("high", |variant| variant.title("A higher fence").anew("tariff.fence.add", 0.25))
//!     .variant("answer", |variant| variant.tariff("west", "CHN").add(0.1));
//! let scenario = builder.build().expect("nothing is wrong with it");
//! assert_eq!(scenario.variants().collect::<Vec<_>>(), ["high", "answer"]);
//!
//! let problems = builder.tariff("CHN", "USA").set(0.1).add(0.1).build().expect_err("one shock, two changes");
//! assert_eq!(problems[0].key, "tariff.2.add");
//! ```
//!
//! This crate alone knows the syntax of scenarios. It reads no files: tables come through [`TableSource`],
//! built-in groups through [`Groups`]. Mistakes are reported all at once, each as a [`Problem`].

mod library;
mod log;
mod long_run;
mod scenario;
mod short_run;
mod text;
mod words;

pub use library::{LibraryEntry, TEMPLATE, library, library_of};
pub use log::{Change, Extent, Warning};
pub use long_run::{
    Context, ElasticityBase, ElasticityChoice, ElasticityFrom, Markets, ModelChoice, ParameterChoice,
    Resolution, Resolved, SolverChoice, Sourcing, SpreadChoice, Structure, StructureChoice, emissions_unit,
    json_schema,
};
pub use scenario::{Head, Kind, Scenario, ScenarioBuilder, Value};
pub use short_run::{ShortRun, ShortRunContext, shock_schema};
pub use text::{BASE, Override, Problem, ProblemCode};
pub use words::{
    Groups, RegionGroup, ShockRow, ShockTable, TableError, TableSource, UnknownWord, find_regions,
    find_sectors,
};
