//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod bad_tables;
mod data;
mod fuzz;
mod layout_tables;
mod national_layout;
mod own_elasticities;
mod shock_tables;
mod table_layout;
mod world_2014;
mod world_file;
