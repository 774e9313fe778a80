//! The cases of a library scenario on the built-in world, for the second programs: shocks as the scenario file says.

use oblate_equilibrium::{DeficitRule, Shocks};
use oblate_scenario::{Context, LibraryEntry, ModelChoice, Resolution, Resolved, Scenario};
use oblate_sources::elasticity_sets;
use oblate_world::World;

use crate::builtin::{Builtin, NoTables};

/// Every case of an entry, the base first, and the world that they are on where factors are split.
pub fn resolution(entry: &LibraryEntry, world: &World) -> Resolution {
    resolution_of(entry.text, entry.name, world)
}

fn resolution_of(text: &str, name: &str, world: &World) -> Resolution {
    let sets: Vec<String> = elasticity_sets().iter().map(|set| set.name.clone()).collect();
    let context = Context {
        world,
        tables: &NoTables,
        groups: &Builtin,
        elasticity_sets: &sets,
        scale_elasticity_sets: &[],
    };
    Scenario::parse(text, name).unwrap().long_run(&[], &context).unwrap()
}

/// Whether all cases are of the economy that `economy.rs` knows: that of a scenario that chooses nothing but a rule for
/// deficits, after tariffs and iceberg costs.
pub fn are_armington(resolution: &Resolution, world: &World) -> bool {
    let silent = resolution_of("title = \"Silent\"\nquestion = \"None\"\n", "silent", world).cases.remove(0);
    let is_silent = |case: &Resolved| {
        let model = ModelChoice { deficits: DeficitRule::Fixed, ..case.model.clone() };
        model == silent.model && case.parameters == silent.parameters
    };
    let is_known = |shocks: &Shocks| {
        let others =
            Shocks { tariff: None, iceberg_hat: None, deficits: DeficitRule::Fixed, ..shocks.clone() };
        others == Shocks::default()
    };
    resolution.world.is_none()
        && resolution.cases.iter().all(|case| is_silent(case) && is_known(&case.shocks))
}
