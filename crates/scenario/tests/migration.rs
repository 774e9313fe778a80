//! `[migration]`: who lives where, and the exact message of each mistake.

use crate::support::*;
use approx::assert_abs_diff_eq;
use oblate_equilibrium::Migration;
use oblate_world::{Id, Region, RegionCovariate, World};

/// The world of these tests with 6, 3, 1, 2 and no known number of people.
fn peopled() -> World {
    changed(|accounts| {
        accounts.region_covariates.push(RegionCovariate {
            name: "population".to_owned(),
            unit: "million persons".to_owned(),
            values: vec![6.0, 3.0, 1.0, 2.0, f64::NAN],
        });
    })
}

fn text(keys: &str) -> String {
    format!("[groups]\nwest = [\"USA\", \"CHN\", \"DEU\"]\n[migration]\n{keys}")
}

fn shares(migration: &Migration, home: [usize; 3]) -> Vec<f64> {
    let [a, b, c] = home.map(Region::new);
    [a, b, c].iter().flat_map(|o| [a, b, c].map(|n| migration.share[(*o, n)])).collect()
}

#[test]
fn people_without_roots_live_anywhere_as_the_population_does() {
    let keys = "among = \"west\"\nfactors = \"labour\"\nelasticity = 1.5";
    let migration = base_on(&peopled(), &text(keys)).model.migration.unwrap();
    assert_eq!(migration.countries, [[USA, CHN, DEU].map(Region::new)]);
    assert_eq!(migration.elasticity, 1.5);
    assert_eq!(migration.moves, [true, false]);
    assert_abs_diff_eq!(migration.people[..], [6.0, 3.0, 1.0, 0.0, 0.0], epsilon = 1e-12);
    let row = [0.6, 0.3, 0.1];
    assert_abs_diff_eq!(shares(&migration, [USA, CHN, DEU])[..], [row, row, row].concat(), epsilon = 1e-12);
}

#[test]
fn those_who_stay_come_from_where_they_live_and_every_region_keeps_its_people() {
    let keys = "among = \"west\"\nfactors = [\"labour\", \"capital\"]\nelasticity = 3\nstay = 0.5";
    let migration = base_on(&peopled(), &text(keys)).model.migration.unwrap();
    assert_eq!(migration.moves, [true, true]);
    // half of the people of a region come from it; of the others 6, 3 and 1 in 10 do from each
    let expected = [0.8, 0.15, 0.05, 0.3, 0.65, 0.05, 0.3, 0.15, 0.55];
    assert_abs_diff_eq!(shares(&migration, [USA, CHN, DEU])[..], expected, epsilon = 1e-12);
    for (home, people) in [(USA, 6.0), (CHN, 3.0), (DEU, 1.0)] {
        let live = |o: usize| migration.people[o] * migration.share[(Region::new(o), Region::new(home))];
        assert_abs_diff_eq!((0..3).map(live).sum::<f64>(), people, epsilon = 1e-12);
    }
}

#[test]
fn a_table_tells_who_lives_where() {
    let rows: [(&[&str], f64); 4] =
        [(&["USA", "USA"], 9.0), (&["USA", "CHN"], 1.0), (&["CHN", "CHN"], 4.0), (&["TWN", "USA"], 7.0)];
    let tables = TestTables::default().with("moves.csv", &["origin", "destination"], &["people"], &rows);
    let keys =
        "among = \"@G2\"\nfactors = \"labour\"\nelasticity = 2\ntable = \"moves.csv\"\ncolumn = \"people\"";
    let case = run_on(&world(), &tables, &text(keys), &[]).unwrap().swap_remove(0);
    let migration = case.model.migration.unwrap();
    // those who come from outside of the country are none of its people
    assert_eq!(migration.people, [10.0, 4.0, 0.0, 0.0, 0.0]);
    let share = |o: usize, n: usize| migration.share[(Region::new(o), Region::new(n))];
    assert_eq!([share(USA, USA), share(USA, CHN), share(CHN, USA), share(CHN, CHN)], [0.9, 0.1, 0.0, 1.0]);
}

#[test]
fn nobody_moves_unless_it_is_said() {
    assert_eq!(base_on(&peopled(), "title = \"Still\"").model.migration, None);
}

#[test]
fn mistakes_are_named() {
    let whole = |among: &str, more: &str| text(&format!("among = {among}\nfactors = \"labour\"\n{more}"));
    let cases = [
        (
            text("among = \"west\"\nfactors = \"labor\"\nelasticity = 1.5"),
            "5:11: unknown factor `labor`; did you mean `labour`?; legal: labour, capital, all",
        ),
        (
            whole("\"wset\"", "elasticity = 1.5"),
            "4:9: unknown region `wset`; did you mean `west`?; legal: USA, CHN, DEU, TWN, ROW, all, @EU27, @G2, @ASEAN, \
             west",
        ),
        (
            whole("[\"west\", \"@G2\"]", "elasticity = 1.5"),
            "4:18: region `USA` stands in two countries: in `west` and in `@G2`",
        ),
        (
            whole("\"west\"", "elasticity = 0"),
            "6:14: an elasticity of migration of 0 is out of bounds: it must be above 0",
        ),
        (
            whole("\"USA\"", "elasticity = 2"),
            "4:9: `USA` is one region, `USA`: people move among the regions of a group; name it in [groups]",
        ),
        (
            whole("\"west\"", "elasticity = 2\nstay = 1"),
            "7:8: a share of 1 is out of bounds: it must be 0 or above, and below 1",
        ),
        (
            whole("\"west\"", "elasticity = 2\n[factors]\nlabour = \"world\""),
            "5:11: people cannot take `labour` along: it is `world` in [factors], mobile across the world already",
        ),
        (whole("\"west\"", ""), "3:1: `migration` has no `elasticity`"),
        (whole("\"west\"", "elasticity = 2\ncolumn = \"x\""), "7:10: `column` goes with `table` only"),
        (
            whole("[\"all\"]", "elasticity = 2"),
            "3:1: this world does not tell the population of ROW: name a `table` with the people by `origin` and \
             `destination`",
        ),
    ];
    for (text, expected) in cases {
        let told = mistakes_on(&peopled(), &text);
        assert_eq!(told.first().map(String::as_str), Some(format!("my.toml:{expected}").as_str()), "{text}");
    }
}

#[test]
fn tables_that_leave_a_region_empty_are_refused() {
    let keys = "among = \"@G2\"\nfactors = \"labour\"\nelasticity = 2\ntable = \"moves.csv\"";
    let told = |rows: &[(&[&str], f64)]| {
        let tables = TestTables::default().with("moves.csv", &["origin", "destination"], &["value"], rows);
        let problems = run_on(&world(), &tables, &text(keys), &[]).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&[(&["USA", "USA"], 9.0), (&["CHN", "USA"], 4.0)]),
        ["my.toml:7:9: nobody lives in `CHN` within its country: leave it out of [migration]"]
    );
    assert_eq!(
        told(&[(&["USA", "USA"], 9.0), (&["USA", "CHN"], 4.0)]),
        ["my.toml:7:9: nobody comes from `CHN` within its country: leave it out of [migration]"]
    );
    assert_eq!(
        told(&[(&["USA", "USA"], 9.0), (&["CHN", "CHN"], 4.0), (&["CHN", "USA"], -1.0)]),
        ["my.toml:7:9: table `moves.csv` gives -1 people: it must be 0 or above"]
    );
}
