//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod antras_chor;
mod identities;
mod packages;
mod reference;
mod structure;
#[path = "../../equilibrium/tests/validation/mod.rs"]
mod validation;
