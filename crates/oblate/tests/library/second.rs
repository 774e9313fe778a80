//! What second programs make of the library: `economy.rs` for Armington economies with one household, `levels.rs` for all
//! others.

pub mod cases;
mod chains;
pub mod economy;
pub mod figures;
mod krylov;
pub mod levels;
#[path = "../../../equilibrium/tests/plain/mod.rs"]
mod plain;

use oblate::WORLD;
use oblate_scenario::{LibraryEntry, Resolved};
use oblate_world::World;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use economy::{Economy, Outcome};
use figures::{Place, figure, places};
use levels::{Answer, Levels};

use crate::expected::Row;

/// Where the second programs stand, from the root of the checkout.
pub const SOURCES: [&str; 2] = ["crates/oblate/tests/library/second", "crates/equilibrium/tests/plain"];

/// What a second program says of an entry, in the order of its cases: what is needed, and what `keys` ask for beside that.
pub fn rows(entry: &LibraryEntry, world: &World, keys: Vec<[String; 3]>) -> Vec<Row> {
    let solved = Solved::of(entry, world);
    let mut all = needed(&solved.cases, &solved.world);
    all.extend(keys.into_iter().filter(|key| !all.contains(key)).collect::<Vec<_>>());
    let order = |name: &str| solved.cases.iter().position(|case| case.variant == name);
    all.sort_by_key(|key| order(&key[0]));
    let row = |key: &[String; 3]| {
        let key = key.each_ref().map(String::as_str);
        Row::new(key, solved.value(key))
    };
    all.iter().map(row).collect()
}

/// Real income of every place and the world's exports, in every case.
pub fn needed(cases: &[Resolved], world: &World) -> Vec<[String; 3]> {
    let key =
        |case: &Resolved, code: &str, variable: &str| [&case.variant, code, variable].map(str::to_owned);
    let of_case = |case: &Resolved| {
        let places = places(&world.axes().regions, &case.groups);
        let incomes = places.iter().map(|place| key(case, &place.code, "real_income_pct"));
        incomes.chain([key(case, WORLD, "exports_hat")]).collect::<Vec<_>>()
    };
    cases.iter().flat_map(of_case).collect()
}

/// What a second program makes of every case of an entry.
struct Solved {
    cases: Vec<Resolved>,
    /// The world that they are on.
    world: World,
    found: Found,
}

enum Found {
    Armington(Vec<(Outcome, Outcome)>),
    Levels(Vec<(Levels, Answer)>),
}

impl Solved {
    /// From the program that knows the entry.
    fn of(entry: &LibraryEntry, world: &World) -> Self {
        Self::armington(entry, world).unwrap_or_else(|| Self::in_levels(entry, world))
    }

    /// From the program for Armington economies, if the entry is one.
    fn armington(entry: &LibraryEntry, world: &World) -> Option<Self> {
        let resolution = cases::resolution(entry, world);
        cases::are_armington(&resolution, world).then(|| {
            let economy = Economy::of(world);
            let solve = |case: &Resolved| (economy.before(&case.shocks), economy.after(&case.shocks));
            let found = Found::Armington(resolution.cases.par_iter().map(solve).collect());
            Self { cases: resolution.cases, world: world.clone(), found }
        })
    }

    fn in_levels(entry: &LibraryEntry, world: &World) -> Self {
        let resolution = cases::resolution(entry, world);
        let result = super::engine(entry, world);
        let on = resolution.world.as_ref().unwrap_or(world);
        let solve = |(case, found)| {
            let levels = Levels::of(on, case, found);
            let answer = levels.solve();
            (levels, answer)
        };
        let found =
            Found::Levels(resolution.cases.par_iter().zip(result.variants.par_iter()).map(solve).collect());
        Self { cases: resolution.cases, world: on.clone(), found }
    }

    fn value(&self, [variant, region, variable]: [&str; 3]) -> f64 {
        let at = self.cases.iter().position(|case| case.variant == variant).unwrap();
        let places = places(&self.world.axes().regions, &self.cases[at].groups);
        let is_it = |place: &&Place| place.code == region;
        let place = places.iter().find(is_it).unwrap_or_else(|| panic!("no `{region}`"));
        match &self.found {
            Found::Armington(outcomes) => figure(variable, place, &outcomes[at].0, &outcomes[at].1),
            Found::Levels(answers) => answers[at].0.value(&answers[at].1, variable, place),
        }
    }
}
