//! What stands in a file says which question it asks, and tables of two questions do not go together.

#![allow(clippy::unwrap_used, reason = "a wrong answer should stop the test")]

mod support;

use oblate_propagation::InputOutput;
use oblate_scenario::{Kind, Problem, ProblemCode, Scenario, ShortRun, ShortRunContext, library};
use support::TestTables;

fn kind(text: &str) -> Kind {
    Scenario::parse(text, "my.toml").unwrap().kind()
}

/// The text as a question on the short run.
fn short_run(text: &str) -> Result<Vec<ShortRun>, Vec<Problem>> {
    let world = support::world();
    let table = InputOutput::of_world(&world).unwrap();
    let tables = TestTables::default();
    let context =
        ShortRunContext { world: &world, table: &table, tables: &tables, groups: &support::TestGroups };
    Scenario::read(text, "my.toml").short_run(&[], &context)
}

const MIXED: &str = "title = \"t\"\ndays = 30\n[[tariff]]\nadd = 0.1\n[[capacity_loss]]\nloss = 0.5\n";

#[test]
fn the_tables_of_a_file_say_what_it_asks() {
    for text in ["title = \"t\"", "[[tariff]]\nset = 0.1", "[[embargo]]\nfrom = \"USA\"", "[model]"] {
        assert_eq!(kind(text), Kind::LongRun, "{text}");
    }
    for text in [
        "[short_run]\nrationing = \"random\"",
        "days = 30\n[[embargo]]\nfrom = \"USA\"\nshare = 0.5",
        "[[route]]\nto = \"USA\"\ndelay = 3",
        "[[embargo]]\nfrom = \"USA\"\n[[variants.v.capacity_loss]]\nloss = 0.1",
    ] {
        assert_eq!(kind(text), Kind::ShortRun, "{text}");
    }
}

#[test]
fn the_library_knows_the_kind_of_each_of_its_scenarios() {
    for entry in library() {
        assert_eq!(kind(entry.text), entry.kind, "{}", entry.name);
    }
    let names: Vec<&str> = library().iter().map(|entry| entry.name).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
}

#[test]
fn a_file_that_fits_several_kinds_asks_what_its_reader_asks() {
    let text = "[[embargo]]\nfrom = \"USA\"\nto = \"CHN\"";
    assert_eq!(short_run(text).unwrap()[0].shocks.len(), 1);
    assert!(support::base(text).shocks.iceberg_hat.is_some());
    // what its tables may hold differs
    assert!(short_run(&format!("{text}\nshare = 0.5")).is_ok());
    assert_eq!(support::mistakes(&format!("{text}\nshare = 0.5")).len(), 1);
}

#[test]
fn tables_of_two_kinds_do_not_go_together() {
    let problems = Scenario::parse(MIXED, "my.toml").unwrap_err();
    let [problem] = problems.as_slice() else { unreachable!("{problems:?}") };
    assert_eq!(
        problem.to_string(),
        "my.toml:3:3: a file asks one question, and these do not go together: `tariff` of the long run, `days`, \
         `capacity_loss` (line 2) of the short run"
    );
    assert_eq!((problem.code, problem.code.name()), (ProblemCode::Mixed, "mixed"));
    assert_eq!(short_run(MIXED).unwrap_err(), problems);
    assert_eq!(
        support::mistakes(MIXED),
        [
            "my.toml:2:1: a file asks one question, and these do not go together: `days`, `capacity_loss` of the \
             short run, `tariff` (line 3) of the long run"
        ]
    );
    let in_variant = "[[tariff]]\nadd = 0.1\n[variants.v]\n[[variants.v.route]]\ndelay = 3";
    let told = support::mistakes(in_variant);
    assert!(told[0].contains("`route` of the short run, `tariff` (line 1) of the long run"), "{told:?}");
}

#[test]
fn a_file_of_another_kind_is_told_its_unknown_keys() {
    let told = support::mistakes("days = 30\n[[capacity_loss]]\nloss = 0.5");
    assert_eq!(told.len(), 2);
    assert!(told[0].starts_with("my.toml:1:1: unknown key `days` in the file"), "{told:?}");
    assert!(told[1].starts_with("my.toml:2:3: unknown key `capacity_loss` in the file"), "{told:?}");
}
