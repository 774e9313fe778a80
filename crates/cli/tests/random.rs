//! Random valid scenarios and files of shocks: each ends in an answer or in an error of a class, never in a fault of the program.
//!
//! `OBLATE_RANDOM` is the number of files of each kind, `OBLATE_RANDOM_FROM` the first seed; the tests run a few.

use oblate_world::RandomWorld;

use crate::support::Place;
use crate::valid::{Dice, long_run, short_run, with_emissions};

/// Runs random files on random worlds; exit codes are those of an answer or of an error with a class.
fn end_well(kind: &str, make: fn(&mut Dice) -> String) {
    let number =
        |name: &str, or: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or);
    let (first, count) = (number("OBLATE_RANDOM_FROM", 0), number("OBLATE_RANDOM", 25));
    let place = Place::new();
    let (mut answered, mut bad) = (0, Vec::new());
    for seed in first..first + count {
        let mut dice = Dice(seed);
        let by_use = dice.often(5);
        let world = RandomWorld {
            regions: 3,
            sectors: 3,
            dead_sectors: dice.below(3),
            by_use,
            seed,
            ..RandomWorld::default()
        };
        oblate::save_world(&with_emissions(&world), &place.path("w.world"), true).unwrap();
        let text = make(&mut dice);
        place.write("random.toml", &text);
        let said = place.oblate("run random.toml --world w.world -o out --overwrite --format csv");
        let is_class = matches!(said.code, Some(0 | 3 | 4 | 5)) && !said.err.contains("fault of the program");
        if !is_class {
            bad.push(format!("{kind} {seed}: {:?} {}\n{text}", said.code, said.err));
        }
        answered += usize::from(said.code == Some(0));
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(4 * answered > count as usize, "{kind}: {answered} of {count} are answered");
}

#[test]
fn random_scenarios_end_well() {
    end_well("long run", long_run);
}

#[test]
fn random_short_runs_end_well() {
    end_well("short run", short_run);
}
