//! The table that every indicator reads, and its inverse.

mod input_output;
mod leontief;

pub use input_output::{Industry, InputOutput};
pub use leontief::Leontief;
pub(crate) use leontief::{identity_less, ratio, ratio_or_zero};
