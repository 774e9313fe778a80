//! Questions by name or path, and what they find around them: tables beside their file, groups, sets of elasticities.

mod find;
mod surroundings;
mod variants;

pub use find::{FoundScenario, all_names, load, load_scenario, load_shocks, scenario_names, shock_names};
pub use surroundings::BuiltinGroups;
pub(crate) use surroundings::{TablesBeside, elasticity_set_names, scale_elasticity_set_names};
pub use variants::PlannedVariant;
pub(crate) use variants::wanted;
