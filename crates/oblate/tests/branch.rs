//! Economies of scale on the built-in world: which equilibrium is an answer, and what is said where there is none.

use crate::support::{scenario, solved, value};
use oblate::{Class, Request, open_world, plan, run_report};
use oblate_world::World;

/// Cars with economies of scale, all else without.
fn cars(structure: &str, scale: &str, rest: &str) -> String {
    format!(
        "title = \"Cars\"\n[model]\nstructure = {{ default = \"perfect\", C29 = \"{structure}\" }}\n\
         [parameters]\ntrade_elasticity = 4.0\n{scale}\n{rest}"
    )
}

const SUBSIDY: &str = "[[subsidy]]\nname = \"s\"\nregion = \"SVK\"\nsectors = [\"C29\"]\nadd = 0.05\n";

fn built_in() -> World {
    open_world("world-2014").unwrap()
}

fn refusal(text: &str) -> String {
    let error = solved(&built_in(), text, 1).err().unwrap();
    assert_eq!(error.class(), Class::NotSolved, "{error}");
    error.to_string()
}

#[test]
fn nothing_follows_from_a_baseline_in_which_entry_feeds_on_itself() {
    // to Newton's method Portugal gains 142 % at a tariff of 5 %, and Slovakia 587 % at one of 25 %
    for rate in [0.05, 0.25] {
        let tariff = format!("[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = [\"C29\"]\nadd = {rate}\n");
        let told = refusal(&cars("krugman", "", &tariff));
        assert!(told.contains("the baseline itself is no stable equilibrium"), "{told}");
        assert!(
            told.contains("sector `C29` of region") && told.contains("scale elasticities times 0."),
            "{told}"
        );
    }
}

#[test]
fn a_branch_that_turns_back_is_no_answer_and_what_lies_beyond_is_named() {
    let text = cars("external", "scale_elasticity = 0.178", SUBSIDY);
    let told = refusal(&text);
    assert!(told.contains("end at 1.") && told.contains("sector `C29` of region `SVK`"), "{told}");
    assert!(told.contains("they go on to the whole of it"), "{told}");

    let beyond =
        solved(&built_in(), &text.replace("[parameters]", "[solver]\nbeyond = true\n[parameters]"), 1)
            .unwrap();
    let variant = &beyond.variants[0];
    assert!(variant.warnings[0].starts_with("this is another equilibrium, not what the shock does"));
    let reached = beyond.results.manifest.variants[0].solver.beyond.unwrap();
    assert!(reached > 0.0 && reached < 0.05, "{reached}");
    let page = run_report(&beyond.results);
    let first = page.find("This is another equilibrium, not what the shock does").unwrap();
    assert!(first < page.find("The world gains").unwrap());
}

#[test]
fn a_steep_branch_is_followed_to_its_end() {
    // with a little less scale the branch rises steeply and does not turn back: gains grow with the subsidy, without a jump
    let sizes = ["0.002", "0.004", "0.006", "0.008"];
    let variants: String = sizes
        .iter()
        .map(|size| format!("[variants.v{}]\nset = {{ \"subsidy.s.add\" = {size} }}\n", &size[2..]))
        .collect();
    let subsidy = SUBSIDY.replace("0.05", "0.001");
    let text = cars("external", "scale_elasticity = 0.17", &format!("{subsidy}{variants}"));
    let run = solved(&built_in(), &text, 2).unwrap();
    let gain = |variant: &str| {
        value(
            run.results.regions(),
            &[("variant", variant), ("region", "SVK"), ("variable", "real_income_pct")],
            "value",
        )
    };
    let gains: Vec<f64> = ["base", "v002", "v004", "v006", "v008"].map(gain).to_vec();
    assert!(gains.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] < 6.0), "{gains:?}");
    assert!(
        run.variants
            .iter()
            .all(|variant| variant.decomposition.is_ok() && variant.equilibrium.beyond.is_none())
    );
}

#[test]
fn structures_with_the_same_numbers_are_warned_of_alike() {
    let told = |structure: &str, scale: &str| {
        let text = cars(structure, scale, "");
        let found = scenario(&text);
        let world = built_in();
        let request = Request { scenario: &found, world: &world, variants: &[], threads: 1 };
        format!("{:?}", plan(&request).unwrap().variants[0].warnings)
    };
    let krugman = told("krugman", "");
    assert!(krugman.contains("scale elasticity times trade elasticity is 1 in C29"), "{krugman}");
    assert_eq!(krugman, told("external", "scale_elasticity = 0.25"));
}
