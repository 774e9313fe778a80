//! The short run: shocks that travel through inventories, orders and rationing.

mod attribution;
mod bottlenecks;
mod calendar;
mod choices;
mod curves;
mod draws;
mod error;
mod from_world;
mod input_output;
mod kernel;
mod model;
mod numbers;
mod observe;
mod remedies;
mod run;
mod settings;
mod shocks;
mod simulation;
mod sourcing;
mod state;
mod step;
mod swings;
mod timing;
mod transport;
mod trouble;

pub use attribution::{ShockLoss, losses_by_shock};
pub use bottlenecks::{Bottleneck, Bottlenecks, Cause, ChainLink};
pub use choices::{
    Compatibility, Consumption, Criticality, ImportantInput, InputUse, InventoryDays, InventoryLimit, Labour,
    Need, OrderRule, Overlap, Overproduction, Rationing, Suppliers,
};
pub use curves::{Curves, Sums};
pub use draws::run_many;
pub use error::PropagationError;
pub use input_output::{Clipped, InputOutput, Shape};
pub use model::{DAYS_OF_YEAR, Model};
pub use numbers::Numbers;
pub use observe::{Day, Observer};
pub use remedies::{Alternative, Remedy, alternatives};
pub use settings::Settings;
pub use shocks::{
    CapitalLoss, DemandChange, Effect, IndustryId, Links, Payer, Rebound, Rebuilding, RouteChange, Shock,
};
pub use simulation::Simulation;
pub use timing::{Recovery, Timing};
pub use trouble::{Trouble, Watch};
