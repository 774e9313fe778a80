//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod boario;
mod determinism;
mod identities;
mod larger_shocks;
mod pichler;
mod plain;
mod reference;
mod refusals;
mod second_program;
#[path = "../../equilibrium/tests/validation/mod.rs"]
mod validation;
mod wiod;
mod worlds;
