//! A second, slow transcription of the whole model, written apart from the engine: levels, literal equations. Its numbers may be
//! dual ones.

#![allow(dead_code)] // each test uses its part of it

pub mod answer;
pub mod baseline;
pub mod model;
mod number;
mod wedges;
mod welfare;
