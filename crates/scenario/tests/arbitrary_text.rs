//! No text makes the reader panic: random ones, random pieces of scenarios, and deep ones.

mod support;

use oblate_scenario::{Kind, Override, ProblemCode, Scenario, library_of};
use proptest::prelude::*;
use support::run;

/// Pieces of scenarios, right and wrong, from which random texts are put together.
const PIECES: [&str; 40] = [
    "[[tariff]]\n",
    "[[iceberg]]\n",
    "[[embargo]]\n",
    "[[deficit]]\n",
    "[[subsidy]]\n",
    "[[factor]]\n",
    "[groups]\n",
    "[model]\n",
    "[parameters]\n",
    "[variants.v]\n",
    "[[variants.v.tariff]]\n",
    "[tariff]\n",
    "title = \"t\"\n",
    "from = \"USA\"\n",
    "to = [\"CHN\", \"@EU27\"]\n",
    "sectors = \"goods\"\n",
    "set = 0.1\n",
    "set = nan\n",
    "set = 1e999\n",
    "set = \"10%\"\n",
    "add = -5\n",
    "multiply = inf\n",
    "table = \"t.csv\"\n",
    "mode = \"add\"\n",
    "where = { covariate = \"ideal_point_distance\", above = 1 }\n",
    "where = 3\n",
    "both_ways = true\n",
    "regions = \"all\"\n",
    "balance = \"ROW\"\n",
    "west = [\"west\"]\n",
    "west = \"USA\"\n",
    "deficits = \"zero\"\n",
    "trade_elasticity = { default = 4, C26 = \"x\" }\n",
    "set = { \"tariff.1.set\" = 2, \"model\" = 1 }\n",
    "name = \"a\"\n",
    "mechanisms = [\"M14\", 3]\n",
    "\u{0}",
    "é = 1\n",
    "{",
    "\"",
];

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = run(&text, &[]);
    }

    #[test]
    fn any_pieces_are_read_or_refused(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24)) {
        let _ = run(&pieces.concat(), &[]);
    }

    #[test]
    fn a_truncated_scenario_is_read_or_refused(at in 0usize..2000) {
        let text = library_of(Kind::LongRun).next().map_or("", |entry| entry.text);
        let end = (0..=at.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let _ = run(&text[..end], &[]);
    }

    #[test]
    fn any_override_is_read_or_refused(key in "[a-z0-9.\" ]{0,20}", value in any::<String>()) {
        let argument = format!("{key}={value}");
        if Override::parse(&argument).is_ok() {
            let _ = run("[[tariff]]\nset = 1", &[&argument]);
        }
    }
}

#[test]
fn a_large_file_that_is_no_scenario_is_refused_with_a_few_messages() {
    let text = "region,sector,value\nUSA,C26,1.5\n".repeat(100_000);
    let problems = run(&text, &["tariff.1.set=2"]).unwrap_err();
    assert_eq!(problems.len(), 20);
    assert!(problems.iter().all(|problem| problem.code == ProblemCode::Syntax));
}

#[test]
fn deep_texts_do_not_exhaust_the_stack() {
    for depth in [10, 100, 100_000] {
        let texts = [
            format!("{}a = 1", "a.".repeat(depth)),
            format!("[{}a]", "a.".repeat(depth)),
            format!("[[{}a]]", "a.".repeat(depth)),
            format!("title = {}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("title = {}1{}", "{ a = ".repeat(depth), "}".repeat(depth)),
            format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)),
            format!("{{\"title\": {}{}}}", "[".repeat(depth), "]".repeat(depth)),
        ];
        for text in texts {
            assert!(Scenario::parse(&text, "deep").is_err());
        }
        let chain: String = (0..depth).map(|at| format!("g{at} = \"g{}\"\n", at + 1)).collect();
        assert!(run(&format!("[groups]\n{chain}"), &[]).is_err());
        let _ = Override::parse(&format!("{}a=1", "a.".repeat(depth)));
    }
}
