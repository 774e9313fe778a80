//! The user's terminal: what is told there and how, and Ctrl-C.

pub mod answer;
pub mod browser;
pub mod interrupt;
pub mod problem;
pub mod progress;
pub mod text;
