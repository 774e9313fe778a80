//! The whole way, tried from the outside: questions on worlds, results, folders, pages, and the library against second programs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what cannot be read, written or found should stop the test"
)]

mod branch;
mod builtin;
mod citations;
mod descriptions;
mod draws;
mod equilibria;
mod expected;
mod exports;
mod folder;
mod fuzz;
mod indicators;
mod library;
mod model;
mod report;
mod second_programs;
mod shocks;
mod short_run;
mod support;
mod tables;
mod template;
mod unbounded;
