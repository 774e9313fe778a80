//! The JSON Schema: fresh, and agreeing with the reader.

#![allow(clippy::unwrap_used, reason = "a wrong answer should stop the test")]

mod support;

use oblate_scenario::{Kind, Scenario, Warning, json_schema, library_of};
use serde_json::Value;

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&json_schema()).unwrap()).unwrap()
}

fn as_json(text: &str) -> Value {
    toml::from_str(text).unwrap()
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    let committed = include_str!("../../../schemas/scenario.schema.json");
    assert!(
        committed == json_schema(),
        "schemas/scenario.schema.json is stale: run `cargo xtask generate` and commit the result"
    );
}

#[test]
fn every_scenario_of_the_library_is_valid() {
    for entry in library_of(Kind::LongRun) {
        let errors: Vec<String> =
            validator().iter_errors(&as_json(entry.text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", entry.name);
        let file = Scenario::parse(entry.text, entry.name).unwrap();
        let head = file.head();
        assert!(head.title.is_some() && head.question.is_some() && !head.mechanisms.is_empty());
        assert_eq!(head.world.as_deref(), Some("world-2014"));
    }
}

#[test]
fn the_schema_and_the_reader_accept_and_refuse_the_same() {
    let good = [
        "[[tariff]]\nfrom = [\"USA\"]\nto = \"all\"\nboth_ways = true\nset = 0.1",
        "[[deficit]]\nregion = \"USA\"\nset = 0\nbalance = \"ROW\"",
        "[[tariff]]\ntable = \"t.csv\"\ncolumn = \"v\"\nmode = \"add\"",
        "[model]\nstructure = { default = \"perfect\", C26 = \"perfect\" }\ntechnology.output = 2",
        "[parameters]\ntrade_elasticity = { default = \"x\", C26 = 3 }",
        "[parameters]\ntrade_elasticity = { table = \"x.csv\" }",
        "[groups]\nwest = \"USA\"\n[variants.v]\nset = { \"groups.west\" = [\"DEU\"] }",
        "[variants.v]\n[[variants.v.embargo]]\nwhere = { covariate = \"d\", below = 3 }",
        "[model]\nsourcing = \"by-use\"\nstructure = { goods = \"external\", C26 = \"melitz\" }",
        "[parameters]\nscale_elasticity = 0\nvariety_elasticity = { C26 = 3 }\nelasticity_from = \"tariffs\"",
        "[[model.nest]]\nname = \"energy\"\nin = \"value_added\"\nproducts = [\"A\"]\nelasticity = { C26 = 0.5 }",
        "[demand]\npreferences = \"ces\"\nsubstitution = 2\nfinal_uses = \"apart\"\ninvestment = \"GFCF\"",
        "[factors]\nlabour = { roy = 2.5 }\ncapital = { rigid = \"real\" }\nland = \"long-run\"",
        "[[household]]\nname = \"low\"\nfactors = { labour = 0.5 }\nsectors = { C26 = 2 }",
        "[[factor_split]]\nfrom = \"capital\"\nname = \"land\"\nshare = { A = 0.3 }",
        "[[region_split]]\nregion = \"DEU\"\nparts = { north = 0.4, south = 0.6 }\nown = 0.5",
        "[[cap]]\nfrom = \"USA\"\nquantity = 0.5\nrent = \"nobody\"",
        "[[input_subsidy]]\nregion = \"USA\"\nsectors = \"A\"\nby = \"C26\"\nset = 0.1",
        "[[carbon_price]]\nset = 50\non = [\"B\"]\nborder_adjustment = true",
        "[migration]\namong = [\"@EU27\"]\nfactors = \"labour\"\nelasticity = 1.5\nstay = 0.9",
        "[migration]\namong = \"west\"\nfactors = \"labour\"\nelasticity = 1.5\ntable = \"moves.csv\"\ncolumn = \"people\"",
    ];
    let bad = [
        "titel = \"t\"",
        "title = 3",
        "[[tariff]]\nset = \"10%\"",
        "[[tariff]]\nset = 0.1\nfrom = []",
        "[[embargo]]\ninclude_own = true",
        "[[embargo]]\nwhere = { covariat = \"d\", below = 3 }",
        "[model]\ndeficits = \"none\"",
        "[model]\nstructure = \"krugmann\"",
        "[[model.nest]]\nproducts = \"A\"",
        "[[cap]]\nfrom = \"USA\"",
        "[[cap]]\nquantity = 0.5\nrent = \"all\"",
        "[[factor_split]]\nfrom = \"capital\"",
        "[[region_split]]\nregion = \"DEU\"",
        "[[household]]\nfactors = { labour = 1 }",
        "[factors]\nlabour = \"sticky\"",
        "[factors]\nlabour = { roy = 2, rigid = \"real\" }",
        "[factors]\nlabour = {}",
        "[demand]\npreferences = \"leontief\"",
        "[[consumption_tax]]\nuses = \"households\"",
        "[solver]\nmax_iterations = 0",
        "[solver]\nmax_iterations = 1.5",
        "mechanisms = [\"14\"]",
        "[[tariff]]\nname = \"12\"\nset = 1",
        "[[tariff]]\ntable = \"t.csv\"\nmode = \"replace\"",
        "[parameters]\ntrade_elasticity = { default = 3, C26 = true }",
        "[variants.v]\n[[variants.v.embargo]]\nset = 1",
        "[tariff]\nset = 1",
        "[[tariff]]\nfrom = \"USA\"",
        "[[tariff]]\nset = 1\nadd = 1",
        "[[factor]]\ntable = \"t.csv\"\nadd = 1",
        "[[embargo]]\nwhere = { covariate = \"d\" }",
        "[[embargo]]\nwhere = { below = 3 }",
        "[migration]\namong = \"west\"\nfactors = \"labour\"",
        "[migration]\namong = \"west\"\nfactors = \"labour\"\nelasticity = \"high\"",
    ];
    let validator = validator();
    for text in good {
        assert!(
            Scenario::parse(text, "my.toml").is_ok(),
            "{text}: {:?}",
            Scenario::parse(text, "my.toml").err()
        );
        assert!(validator.is_valid(&as_json(text)), "{text}");
    }
    for text in bad {
        assert!(Scenario::parse(text, "my.toml").is_err(), "{text}");
        assert!(!validator.is_valid(&as_json(text)), "{text}");
    }
}

/// The values that the schema tells for absent keys, below this definition.
fn default_of(schema: &Value, definition: &str, key: &str) -> Value {
    let table = if definition.is_empty() { schema } else { &schema["$defs"][definition] };
    table["properties"][key]["default"].clone()
}

#[test]
fn the_defaults_of_the_schema_are_those_of_the_reader() {
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let written = |definition, key| default_of(&schema, definition, key).to_string();
    let mut said = "[model]\n".to_owned();
    for key in ["structure", "sourcing", "deficits"] {
        said += &format!("{key} = {}\n", written("Model", key));
    }
    said += &format!("[demand]\npreferences = {}\n", written("Demand", "preferences"));
    said += &format!("final_uses = {}\n[model.technology]\n", written("Demand", "final_uses"));
    for key in ["output", "value_added", "materials"] {
        said += &format!("{key} = {}\n", written("Technology", key));
    }
    let links = ["from", "to", "sectors", "include_own", "both_ways"];
    let links = links.map(|key| format!("{key} = {}\n", written("TradeShock", key))).concat();
    let regions = format!("regions = {}\n", written("SectorShock", "regions"));
    let sectors = format!("sectors = {}\n", written("SectorShock", "sectors"));
    let factors = format!("factors = {}\n", written("FactorShock", "factors"));
    let shocks = |links: &str, places: &str, factors: &str| {
        format!(
            "[[iceberg]]\n{links}multiply = 1.1\n[[subsidy]]\n{places}add = 0.1\n[[factor]]\n{factors}multiply = 1.1\n"
        )
    };
    let said = support::base(&(said + &shocks(&links, &(regions.clone() + &sectors), &(regions + &factors))));
    let silent = support::base(&shocks("", "", ""));
    assert_eq!(format!("{:?}", said.model), format!("{:?}", silent.model));
    assert_eq!(format!("{:?}", said.shocks), format!("{:?}", silent.shocks));
    let settings = oblate_equilibrium::Settings::default();
    assert_eq!(default_of(&schema, "Solver", "tolerance"), settings.tolerance);
    assert_eq!(default_of(&schema, "Solver", "max_iterations"), settings.max_iterations);
}

#[test]
fn friend_shoring_selects_rivals_and_lists_those_without_a_political_distance() {
    let entry = library_of(Kind::LongRun).find(|entry| entry.name == "friend-shoring").unwrap();
    let resolved = support::base(entry.text);
    // USA–CHN (3.5) and DEU–CHN (2.1), both ways, two goods; USA–DEU (1.4) are friends
    assert_eq!(resolved.log[0].to_string(), "`iceberg.1` (rivals): 1 → 1.1 in 8 cells");
    let [Warning::CovariateMissing { regions, pairs, .. }] = &resolved.warnings[..] else {
        panic!("one warning")
    };
    assert_eq!(regions, &["TWN", "ROW"]);
    assert!(pairs.is_empty());
}
