//! The cases of a library scenario on the built-in world, for the second program: shocks as the scenario file says.

use oblate_equilibrium::Technology;
use oblate_scenario::{
    Context, Groups, LibraryEntry, ParameterChoice, Resolved, ShockTable, TableError, TableSource, parse,
    resolve,
};
use oblate_sources::{SectorGroup, builtin_group, builtin_group_names};
use oblate_world::{Axis, Sector, World};

/// Every case of an entry, the base first. The second program knows Cobb–Douglas and the world's own elasticities.
pub fn cases(entry: &LibraryEntry, world: &World) -> Vec<Resolved> {
    let file = parse(entry.text, entry.name).unwrap();
    let context = Context {
        world,
        tables: &NoTables,
        groups: &Builtin,
        elasticity_sets: &[],
        scale_elasticity_sets: &[],
    };
    let cases = resolve(&file, &[], &context).unwrap().cases;
    for case in &cases {
        assert_eq!(case.parameters, ParameterChoice::default(), "{}", entry.name);
        assert_eq!(
            case.model.technology,
            Technology::cobb_douglas(world.axes().sectors.len()),
            "{}",
            entry.name
        );
    }
    cases
}

struct Builtin;

impl Groups for Builtin {
    fn region_group(&self, name: &str) -> Option<Vec<String>> {
        Some(builtin_group(name)?.iter().map(|&code| code.to_owned()).collect())
    }
    fn region_group_names(&self) -> Vec<String> {
        builtin_group_names().into_iter().map(str::to_owned).collect()
    }
    fn sector_group(&self, name: &str, sectors: &Axis<Sector>) -> Option<Vec<Sector>> {
        let group = SectorGroup::from_name(name)?;
        Some(sectors.ids().filter(|&s| group.contains(sectors.label(s)) == Some(true)).collect())
    }
    fn sector_group_names(&self) -> Vec<String> {
        SectorGroup::ALL.iter().map(|group| group.name().to_owned()).collect()
    }
}

/// A scenario of the library is one file.
struct NoTables;

impl TableSource for NoTables {
    fn table(&self, path: &str, _: Option<&str>) -> Result<ShockTable, TableError> {
        panic!("a scenario of the library reads `{path}`")
    }
}
