//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod aggregation;
mod balance;
mod concordance;
mod hand;
mod identities;
mod mending;
mod split;
