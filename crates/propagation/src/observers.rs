//! Those who watch a run: sums of each day, what was lost to which input, and trouble that must not be hidden.

mod bottlenecks;
mod curves;
mod swings;
mod trouble;

pub use bottlenecks::{Bottleneck, Bottlenecks, Cause, ChainLink};
pub use curves::{Curves, Sums};
pub use trouble::{Trouble, Watch};
