//! What comes with the program: worlds, and the groups of regions and sectors that every world knows.

mod groups;
mod worlds;

pub use groups::{SectorGroup, builtin_group, builtin_group_names, sections};
pub use worlds::{builtin, builtin_names};
