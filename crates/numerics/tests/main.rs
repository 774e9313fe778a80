//! The tests of this crate: one program, that they be linked once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod anderson;
mod continuation;
mod gmres;
mod newton;
mod systems;
mod transient;
