//! Finer worlds: factors and regions split into parts.

mod factor;
mod region;

pub use factor::split_factor;
pub use region::{RegionPart, split_region};
