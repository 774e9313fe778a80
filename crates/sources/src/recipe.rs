//! Recipes: how the built-in worlds are made from published files.

mod world_2014;

pub use world_2014::build_world_2014;
