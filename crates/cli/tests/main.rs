//! The tests of the program: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod cases;
mod cite;
#[path = "../../sources/tests/data/mod.rs"]
mod data;
mod disks;
mod faults;
mod help;
mod imports;
mod indicators;
mod killed;
mod perturbed;
mod published;
mod random;
mod replication;
mod run;
mod shells;
mod shock;
mod support;
#[path = "../../../fuzz/src/valid.rs"]
mod valid;
