//! The commands, one module each: what a request becomes, and what is told about it.

pub mod changes;
pub mod cite;
pub mod compare;
pub mod completions;
pub mod gradient;
pub mod indicators;
pub mod man;
pub mod run;
pub mod scenario;
pub mod shock;
pub mod world;
