//! The short run: shocks that travel through inventories, orders and rationing.

mod calendar;
mod choices;
mod error;
mod from_world;
mod input_output;
mod kernel;
mod model;
mod observe;
mod run;
mod settings;
mod shocks;
mod simulation;
mod sourcing;
mod state;
mod step;
mod timing;
mod transport;

pub use choices::{
    Compatibility, Consumption, Criticality, ImportantInput, InputUse, InventoryDays, InventoryLimit, Labour,
    Need, OrderRule, Overlap, Overproduction, Rationing, Suppliers,
};
pub use error::PropagationError;
pub use input_output::{Clipped, InputOutput, Shape};
pub use model::{DAYS_OF_YEAR, Model};
pub use observe::{Day, Observer};
pub use settings::Settings;
pub use shocks::{
    CapitalLoss, DemandChange, Effect, IndustryId, Links, Payer, Rebound, Rebuilding, RouteChange, Shock,
};
pub use simulation::Simulation;
pub use timing::{Recovery, Timing};
