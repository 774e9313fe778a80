//! The equations of the model, a room for each section of the book: each with its values, how they move along a
//! direction, and the transpose of that.

pub(crate) mod demand;
pub(crate) mod factors;
pub(crate) mod live;
pub(crate) mod migration;
pub(crate) mod purchases;
pub(crate) mod sums;
pub(crate) mod technology;
pub(crate) mod trade;
