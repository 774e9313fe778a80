//! The short run: shocks that travel through inventories, orders and rationing, day by day.
//!
//! Industries `f` (a sector in a region) hold inventories `S[k,f]` of each product `k`, order from suppliers `i`, and make what
//! capacity, inputs and orders allow. One step (equations of `docs/src/propagation.md`):
//!
//! - (21.4), (21.5) shocks, labour and inventories limit output: `cap[i]`, `bound[i]`;
//! - (21.3) orders find suppliers: `D[i] = Σ_f O[i,f] + final demand + rebuilding`;
//! - (21.6) output: `x[i] = min(D[i], cap[i], bound[i])`;
//! - (21.7) rationing: who gets how much of it;
//! - (21.8), (21.9) goods arrive, at once or over routes that take time; inputs are used; inventories follow;
//! - (21.1), (21.2) orders for the next step;
//! - (21.12) goods made are goods handed over, checked for every product in every step.
//!
//! A [`Model`] is prepared once from a world or a table and read by any number of runs. A [`Simulation`] is one run
//! under any number of [`Shock`]s, watched by an [`Observer`]: [`Curves`], [`Bottlenecks`], [`Watch`] (trouble), or one's own.
//! [`run_many`] runs many, several of which share each pass over the flow matrix. Every choice that decides the
//! answer has a name in [`Settings`]; the presets are the published models.
//!
//! Orders are never stored. What an industry orders of a product, over the weight of its suppliers, is one number;
//! the order to one supplier is that number times a share. Suppliers are taken product by product, four at a time: a pass over
//! their rows gives their orders, their output follows at once, and while the rows are still in the cache a second
//! pass gives deliveries and the supplier weights of the next step. The flow matrix is thus read from memory once a step. Where all
//! uses of a region share their sources, columns are regions, and a step costs a fraction of that.
//!
//! ```
//! use oblate_propagation::{Curves, Effect, Model, Recovery, Settings, Shock, Simulation, Timing};
//! use oblate_world::{Id, RandomWorld, Region, Sector};
//!
//! let world = RandomWorld::default().build();
//! let model = Model::of_world(&world, Settings::default())?;
//! let timing = Timing { start: 5.0, days: 30.0, recovery: Recovery::Linear(30.0) };
//! let stop = Effect::Capacity(vec![((Region::new(0), Sector::new(1)), 0.5)]);
//! let mut run = Simulation::new(&model, &[Shock::new("stop", timing, stop)], 0, Curves::new(&model))?;
//! run.run(365)?;
//! let (day, part) = run.observer().trough().expect("a year has days");
//! assert!(day >= 5 && part < 1.0);
//! # Ok::<(), oblate_propagation::PropagationError>(())
//! ```

mod error;
mod input_output;
mod many_runs;
mod model;
mod observers;
mod run;
mod settings;
mod shocks;

pub use error::PropagationError;
pub use input_output::{Clipped, InputOutput, Shape};
pub use many_runs::{Outcome, Remedy, Variation, compare, run_many};
pub use model::{DAYS_OF_YEAR, Model};
pub use observers::{Bottleneck, Bottlenecks, Cause, ChainLink, Curves, Sums, Trouble, Watch};
pub use run::{Day, Numbers, Observer, Simulation};
pub use settings::{
    Compatibility, Consumption, Criticality, ImportantInput, InputUse, InventoryDays, InventoryLimit,
    LONGEST, Labour, Need, OrderRule, Overlap, Overproduction, Rationing, Settings, Suppliers,
};
pub use shocks::{
    CapitalLoss, DemandChange, Effect, IndustryId, Links, Payer, Rebound, Rebuilding, Recovery, RouteChange,
    Shock, Timing,
};
