//! Scenarios that programs write are those of the files with the same words, and so are their mistakes.

#![allow(clippy::unwrap_used, reason = "a wrong answer should stop the test")]

mod support;

use oblate_scenario::{Kind, Scenario, ScenarioBuilder, Structure, Value};
use support::{TestTables, burning, run_on};

/// What the messages of a text are without its file.
fn told(problems: &[oblate_scenario::Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}: {}", problem.key, problem.message)).collect()
}

const TEXT: &str = r#"title = "All of it"
question = "What does each shock do?"
mechanisms = ["M01", "M07"]
world = "five"
notes = "A \"note\" on \\ and é"
groups.west = ["USA", "@EU27"]
groups."the east" = "CHN"
sector_groups.chips = ["C26"]
model.structure = { default = "perfect", C26 = "external" }
model.deficits = "fixed"
parameters.trade_elasticity = 5
parameters.scale_elasticity = { C26 = 0.1 }
factors.labour = { rigid = "real" }
solver.max_iterations = 50

[[model.nest]]
name = "energy"
in = "value_added"
products = "A"
elasticity = 0.5

[[household]]
name = "workers"
factors = { labour = 0.7, capital = 0.2 }
transfers = 0.6

[[household]]
name = "owners"

[[tariff]]
from = "the east"
to = "west"
name = "fence"
sectors = "chips"
add = 0.1

[[export_tax]]
from = "CHN"
to = "all"
set = 0.05

[[iceberg]]
from = "USA"
to = "CHN"
both_ways = true
where.covariate = "ideal_point_distance"
where.above = 1.5
where.below = 4.0
multiply = 1.25

[[embargo]]
from = "west"
to = "TWN"

[[fixed_cost]]
from = "USA"
to = "DEU"
multiply = 1.1

[[cap]]
from = "TWN"
to = "USA"
quantity = 0.5
rent = "nobody"

[[subsidy]]
regions = "USA"
sectors = "C26"
add = 0.1

[[productivity]]
regions = ["CHN", "TWN"]
multiply = 1.05

[[factor]]
regions = "DEU"
factors = "labour"
multiply = 0.98

[[preference]]
regions = "CHN"
sectors = "M"
multiply = 1.1

[[consumption_tax]]
regions = "DEU"
add = 0.1

[[input_tax]]
regions = "DEU"
sectors = "A"
add = 0.1

[[input_subsidy]]
regions = "USA"
by = "M"
add = 0.1

[[carbon_price]]
regions = "USA"
set = 50.0
on = ["A", "C26"]
border_adjustment = true

[[deficit]]
regions = "USA"
set = 20.0
balance = "ROW"

[variants.high]
title = "A higher fence"
set."tariff.fence.add" = 0.25
set."model.deficits" = "fixed"

[variants.answer]

[[variants.answer.tariff]]
from = "west"
to = "CHN"
add = 0.1
"#;

/// The same scenario, as a program says it.
fn built() -> ScenarioBuilder {
    Scenario::builder("All of it")
        .question("What does each shock do?")
        .mechanisms(["M01", "M07"])
        .world("five")
        .notes("A \"note\" on \\ and é")
        .group("west", ["USA", "@EU27"])
        .group("the east", "CHN")
        .sector_group("chips", ["C26"])
        .choose(
            "model.structure",
            Value::table([("default", Structure::Perfect), ("C26", Structure::External)]),
        )
        .choose("model.deficits", "fixed")
        .choose("parameters.trade_elasticity", 5)
        .choose("parameters.scale_elasticity", Value::table([("C26", 0.1)]))
        .choose("factors.labour", Value::table([("rigid", "real")]))
        .choose("solver.max_iterations", 50)
        .begin("model.nest")
        .name("energy")
        .with("in", "value_added")
        .with("products", "A")
        .with("elasticity", 0.5)
        .begin("household")
        .name("workers")
        .factors(Value::table([("labour", 0.7), ("capital", 0.2)]))
        .with("transfers", 0.6)
        .begin("household")
        .name("owners")
        .tariff("the east", "west")
        .name("fence")
        .sectors("chips")
        .add(0.1)
        .export_tax("CHN", "all")
        .set(0.05)
        .iceberg("USA", "CHN")
        .both_ways()
        .pairs("ideal_point_distance", 1.5..4.0)
        .multiply(1.25)
        .embargo("west", "TWN")
        .fixed_cost("USA", "DEU")
        .multiply(1.1)
        .cap("TWN", "USA", 0.5)
        .with("rent", "nobody")
        .subsidy("USA")
        .sectors("C26")
        .add(0.1)
        .productivity(["CHN", "TWN"])
        .multiply(1.05)
        .factor("DEU")
        .factors("labour")
        .multiply(0.98)
        .preference("CHN")
        .sectors("M")
        .multiply(1.1)
        .consumption_tax("DEU")
        .add(0.1)
        .input_tax("DEU")
        .sectors("A")
        .add(0.1)
        .input_subsidy("USA")
        .with("by", "M")
        .add(0.1)
        .carbon_price("USA")
        .set(50.0)
        .with("on", vec!["A", "C26"])
        .with("border_adjustment", true)
        .deficit("USA")
        .set(20.0)
        .with("balance", "ROW")
        .variant("high", |variant| {
            variant.title("A higher fence").anew("tariff.fence.add", 0.25).anew("model.deficits", "fixed")
        })
        .variant("answer", |variant| variant.tariff("west", "CHN").add(0.1))
}

#[test]
fn a_program_writes_the_file_that_a_person_would() {
    assert_eq!(built().to_string(), TEXT);
    let scenario = built().build().unwrap();
    assert_eq!((scenario.text(), scenario.kind()), (TEXT, Kind::LongRun));
    assert_eq!(scenario.head().notes.as_deref(), Some("A \"note\" on \\ and é"));
}

#[test]
fn every_kind_of_shock_can_be_said_and_is_understood() {
    let cases = run_on(&burning(), &TestTables::default(), &built().to_string(), &[]).unwrap();
    assert_eq!(
        cases.iter().map(|case| case.variant.as_str()).collect::<Vec<_>>(),
        ["base", "high", "answer"]
    );
    let schema: serde_json::Value = serde_json::from_str(&oblate_scenario::json_schema()).unwrap();
    let is_shock = |key: &&String| schema["$defs"]["Variant"]["properties"].get(key.as_str()).is_some();
    let kinds = schema["properties"].as_object().unwrap().keys().filter(is_shock);
    let text = built().to_string();
    for kind in kinds.filter(|kind| *kind != "title") {
        assert!(text.contains(&format!("\n[[{kind}]]\n")), "{kind}");
        let log = cases[0].log.iter().map(ToString::to_string);
        assert!(log.into_iter().any(|change| change.starts_with(&format!("`{kind}.1`"))), "{kind}");
    }
}

#[test]
fn mistakes_are_those_of_files() {
    let refused = |builder: ScenarioBuilder| told(&builder.build().unwrap_err());
    assert_eq!(
        refused(Scenario::builder("t").tariff("USA", "CHN").set(0.1).add(0.1)),
        [
            "tariff.1.add: one shock makes one change: `set` (line 6) and `add` (line 7) exclude each other; write two shocks"
        ]
    );
    assert!(
        refused(Scenario::builder("t").embargo("USA", "CHN").add(1))[0]
            .starts_with("embargo.1.add: unknown key `add` in `embargo.1`")
    );
    assert!(refused(Scenario::builder("t").add(1))[0].starts_with("add: unknown key `add` in the file"));
    assert!(
        refused(Scenario::builder("t").tariff("USA", "CHN").set(f64::NAN))[0].contains("NaN is no number")
    );
    assert_eq!(
        refused(Scenario::builder("t").tariff("USA", "CHN").add(1).begin("route").with("delay", 3)),
        [
            "route: a file asks one question, and these do not go together: `route` of the short run, `tariff` (line 3) \
             of the long run"
        ]
    );
    let odd = Scenario::builder("a\n\"\\\u{7f}é").build().unwrap();
    assert_eq!(odd.head().title.as_deref(), Some("a\n\"\\\u{7f}é"));
}

#[test]
fn the_short_run_can_be_said_too() {
    let scenario = Scenario::builder("A stop")
        .choose("short_run.rationing", "proportional")
        .choose("days", 30)
        .begin("capacity_loss")
        .with("regions", "TWN")
        .sectors("C26")
        .with("loss", 0.4)
        .build()
        .unwrap();
    assert_eq!(scenario.kind(), Kind::ShortRun);
}
