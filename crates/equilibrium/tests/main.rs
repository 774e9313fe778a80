//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod autarky;
mod caps;
mod dense;
mod derivatives;
mod determinism;
mod dual_numbers;
mod entry;
mod firms;
mod first_order;
mod identities;
mod limits;
mod path;
mod plain;
mod plain_solver;
mod plain_structures;
mod property;
mod random;
mod reference;
mod replication_caliendo_parro;
mod replication_handbook;
mod replication_handbook_gains;
mod replication_synthetic;
mod validation;
mod volumes;
