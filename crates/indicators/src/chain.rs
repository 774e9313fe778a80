//! Along the chain, and what stops it: footprints, losses that run through it, and its chokepoints.

mod chokepoints;
mod footprint;
mod systemic_risk;

pub use chokepoints::{Chokepoint, chokepoints};
pub use footprint::Footprint;
pub use systemic_risk::{LossNetwork, SystemicRisk};
