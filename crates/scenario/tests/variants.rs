//! Variants and overrides: what they change, what they add, what they may not.

use crate::support::*;
use oblate_equilibrium::DeficitRule;
use oblate_equilibrium::Technology;
use oblate_scenario::{Change, ElasticityBase, Override, Resolved, Scenario};
use oblate_world::{Id, Sector, TradeTensor};

const TEXT: &str = r#"title = "chips"
[[iceberg]]
name = "rivals"
from = "USA"
to = "CHN"
multiply = 1.1
[variants.harder]
title = "chips, harder"
set = { "iceberg.rivals.multiply" = 1.2, "model.deficits" = "zero" }
[variants.full]
[[variants.full.embargo]]
from = "USA"
to = "CHN"
sectors = "C26"
"#;

fn cost(tensor: &Option<TradeTensor>, sector: usize) -> f64 {
    tensor.as_ref().unwrap()[trade_cell(sector, USA, CHN)]
}

#[test]
fn the_base_comes_first_and_variants_change_or_add() {
    let cases = run(TEXT, &[]).unwrap();
    let names: Vec<_> = cases.iter().map(|case| (case.variant.as_str(), case.title.as_str())).collect();
    assert_eq!(names, [("base", "chips"), ("harder", "chips, harder"), ("full", "chips")]);
    let costs: Vec<_> = cases.iter().map(|case| cost(&case.shocks.iceberg_hat, C26)).collect();
    assert_eq!(costs, [1.1, 1.2, f64::INFINITY]);
    assert_eq!(cost(&cases[2].shocks.iceberg_hat, A), 1.1);
    let rules: Vec<_> = cases.iter().map(|case| case.model.deficits).collect();
    assert_eq!(rules, [DeficitRule::Fixed, DeficitRule::Zero, DeficitRule::Fixed]);
    let log: Vec<String> = cases[1].log.iter().map(ToString::to_string).collect();
    assert_eq!(
        log,
        [
            "`iceberg.1.multiply`: 1.1 → 1.2 (by line 9)",
            "`model.deficits`: absent → \"zero\" (by line 9)",
            "`iceberg.1` (rivals): 1 → 1.2 in 3 cells"
        ]
    );
    assert_eq!(cases[2].log[1].to_string(), "`variants.full.embargo.1`: 1.1 → inf in 1 cell");
    let variants = Scenario::parse(TEXT, "my.toml").unwrap();
    assert_eq!(variants.variants().collect::<Vec<_>>(), ["harder", "full"]);
}

#[test]
fn overrides_apply_to_every_case() {
    let cases = run(TEXT, &["iceberg.1.to=[\"CHN\", \"DEU\"]", "parameters.trade_elasticity=5"]).unwrap();
    for case in &cases {
        let costs = case.shocks.iceberg_hat.as_ref().unwrap();
        assert!(costs[trade_cell(A, USA, DEU)] > 1.0, "{}", case.variant);
        assert_eq!(case.parameters.trade_elasticity.base, ElasticityBase::Number(5.0));
    }
    assert_eq!(
        cases[0].log[0].to_string(),
        "`iceberg.1.to`: \"CHN\" → [\"CHN\", \"DEU\"] (by --set iceberg.1.to=[\"CHN\", \"DEU\"])"
    );
}

#[test]
fn names_and_words_need_no_quotes_and_dots_in_names_do() {
    let cases =
        run(TEXT, &["iceberg.rivals.sectors=services", "model.technology.output.\"C26\"=0.5"]).unwrap();
    assert_eq!(cost(&cases[0].shocks.iceberg_hat, M), 1.1);
    assert_eq!(cost(&cases[0].shocks.iceberg_hat, A), 1.0);
    let one = || vec![1.0; 3];
    assert_eq!(cases[0].model.technology, Technology::default_tree(vec![1.0, 0.5, 1.0], one(), one()));
}

#[test]
fn elasticities_by_set_number_sector_and_table() {
    let tables = TestTables::default().with(
        "theta.csv",
        &["sector"],
        &["theta"],
        &[(&["M"], 5.0), (&["A"], 8.0), (&["C26"], 6.0)],
    );
    let choice = |value: &str| {
        let text = format!("[parameters]\ntrade_elasticity = {value}");
        run_on(&world(), &tables, &text, &[]).unwrap().swap_remove(0).parameters.trade_elasticity
    };
    assert_eq!(choice("\"caliendo-parro-2015\"").base, ElasticityBase::Set("caliendo-parro-2015".to_owned()));
    let mixed = choice("{ default = \"caliendo-parro-2015\", C26 = 8, services = 5 }");
    assert_eq!(mixed.base, ElasticityBase::Set("caliendo-parro-2015".to_owned()));
    assert_eq!(mixed.sectors, [(Sector::new(C26), 8.0), (Sector::new(M), 5.0)]);
    assert_eq!(mixed.source.as_deref(), Some("my.toml, line 2"));
    let table = choice("{ table = \"theta.csv\", column = \"theta\" }");
    assert_eq!(table.sectors, [(Sector::new(A), 8.0), (Sector::new(C26), 6.0), (Sector::new(M), 5.0)]);
    assert_eq!(table.source.as_deref(), Some("theta.csv (my.toml, line 2)"));
    let silent = run("[solver]\ntolerance = 1e-9\nmax_iterations = 40", &[]).unwrap().swap_remove(0);
    assert_eq!(silent.parameters.trade_elasticity.base, ElasticityBase::World);
    assert_eq!((silent.solver.tolerance, silent.solver.max_iterations), (Some(1e-9), Some(40)));
}

/// The messages of this text with these overrides.
fn refused(text: &str, overrides: &[&str]) -> Vec<String> {
    run(text, overrides).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn overrides_that_cannot_be_read_are_refused() {
    let refused = |argument: &str| Override::parse(argument).unwrap_err().to_string();
    assert_eq!(
        refused("model.deficits"),
        "--set model.deficits: write key=value, as in `model.deficits=zero` or `tariff.1.set=0.1`"
    );
    assert_eq!(
        refused("tariff..set=1"),
        "--set tariff..set=1: `tariff..set` is no key: write names with dots between them, as in `model.deficits`"
    );
    assert!(
        refused("tariff.1.from=[\"USA\"")
            .starts_with("--set tariff.1.from=[\"USA\": the value `[\"USA\"` cannot be read: ")
    );
    assert!(refused("tariff.1.set=").starts_with("--set tariff.1.set=: the value `` cannot be read: "));
}

#[test]
fn overrides_that_lead_nowhere_are_refused_with_the_nearest_word() {
    let one = |argument: &str| {
        let mut messages = refused(TEXT, &[argument]);
        assert_eq!(messages.len(), 1, "{messages:?}");
        messages.swap_remove(0)
    };
    assert_eq!(
        one("iceburg.1.set=2"),
        "--set iceburg.1.set=2: `iceburg.1.set`: `iceburg` is nothing that can be set; did you mean `iceberg`?; \
         legal: model, parameters, sensitivity, demand, factors, migration, solver, groups, sector_groups, tariff, \
         export_tax, iceberg, … (24 in all)"
    );
    assert_eq!(
        one("model.deficit=zero"),
        "--set model.deficit=zero: `model.deficit`: unknown key `deficit` in `model`; did you mean `deficits`?; \
         legal: structure, sourcing, deficits, production_taxes, technology, nest, rates_above"
    );
    assert_eq!(
        one("iceberg.rival.multiply=2"),
        "--set iceberg.rival.multiply=2: `iceberg.rival.multiply`: there is no `iceberg` shock of that name: \
         `rival`; did you mean `rivals`?; legal: rivals, 1"
    );
    assert_eq!(
        one("iceberg.2.multiply=2"),
        "--set iceberg.2.multiply=2: `iceberg.2.multiply`: there is no `iceberg` shock of that number: `2`; legal: \
         rivals, 1"
    );
    assert_eq!(
        one("iceberg.rivals=2"),
        "--set iceberg.rivals=2: `iceberg.rivals`: name a shock and one of its keys, as in `iceberg.1.sectors`"
    );
    assert_eq!(
        one("solver.tolerance=1%"),
        "--set solver.tolerance=1%: `solver.tolerance`: \"1%\" is a text: shares and rates are numbers, write 0.01"
    );
    assert_eq!(
        one("iceberg.1.from.code=USA"),
        "--set iceberg.1.from.code=USA: `iceberg.1.from.code`: `iceberg.1.from.code` leads nowhere: \
         `iceberg.1.from` is no table"
    );
}

#[test]
fn one_key_is_overridden_once() {
    // a variant that sets the key itself cannot be run with it; all other cases have it
    let cases = run(TEXT, &["iceberg.1.multiply=1.3"]).unwrap();
    let told = |case: &Resolved| case.refused.iter().map(ToString::to_string).collect::<Vec<_>>();
    let wanted = "--set iceberg.1.multiply=1.3: `iceberg.1.multiply`: `iceberg.1.multiply` is set twice: by line 9 and by \
                  --set iceberg.1.multiply=1.3; `--variant` runs the cases that do not set it";
    let refused_cases: Vec<_> = cases.iter().filter(|case| !case.refused.is_empty()).collect();
    assert_eq!(refused_cases.len(), 1);
    assert_eq!(told(refused_cases[0]), [wanted]);
    assert!(cases[0].refused.is_empty());
    assert!(cases[0].log.iter().any(|change| matches!(change, Change::Override { new, .. } if new == "1.3")));
    assert_eq!(
        refused("title = \"t\"", &["model.deficits=zero", "model.deficits=share"]),
        ["--set model.deficits=share: `model.deficits`: `model.deficits` is set twice: by --set \
             model.deficits=zero and by --set model.deficits=share"]
    );
    assert_eq!(
        refused("title = \"t\"", &["model.technology.output=2", "model.technology={ output = 3 }"]),
        [
            "--set model.technology={ output = 3 }: `model.technology`: `model.technology` is set twice: by --set \
             model.technology.output=2 and by --set model.technology={ output = 3 }"
        ]
    );
}

#[test]
fn variants_have_names_of_their_own_and_change_something() {
    assert_eq!(
        refused("[variants.base]\ntitle = \"b\"\n[variants.empty]\ntitle = \"e\"", &[]),
        [
            "my.toml:1:11: `base` cannot be the name of a variant: use letters, digits, `-` and `_`, not a plain \
             number and not `base`, which is the case without a variant"
        ]
    );
    assert_eq!(
        refused("[variants.empty]\ntitle = \"e\"", &[]),
        ["my.toml:1:11: variant `empty` is the base case again: give it `set` or shocks"]
    );
    let twin = "[[tariff]]\nname = \"wall\"\nset = 0.1\n[[variants.v.tariff]]\nname = \"wall\"\nset = 0.1";
    assert_eq!(
        refused(twin, &[])[0],
        "my.toml:5:8: two `tariff` shocks are named \"wall\"; the first one: line 2"
    );
}
