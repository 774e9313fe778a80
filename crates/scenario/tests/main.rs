//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod arbitrary_text;
mod builder;
mod cells;
mod defaults;
mod kinds;
mod migration;
mod mistakes;
mod model;
mod model_mistakes;
mod schema;
mod sensitivity;
mod short_run;
mod support;
mod variants;
mod wedges;
mod wrong_values;
