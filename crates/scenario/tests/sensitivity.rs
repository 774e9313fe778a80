//! `[sensitivity]`: standard deviations by sector, and the exact message of each mistake.

use crate::support::*;

#[test]
fn a_silent_scenario_leaves_spreads_to_the_sources() {
    let spread = base("title = \"t\"").spread;
    assert_eq!(spread.trade_elasticity, [None; 3]);
    assert_eq!(spread.scale_elasticity, [0.0; 3]);
    assert_eq!(spread.substitution, None);
}

#[test]
fn spreads_are_one_number_or_differ_by_sector() {
    let text = "[sensitivity]\ntrade_elasticity = { C26 = 0.4, services = 0.0 }\nscale_elasticity = 0.1\nsubstitution = 0.2";
    let spread = base(text).spread;
    assert_eq!(spread.trade_elasticity, [None, Some(0.4), Some(0.0)]);
    assert_eq!(spread.scale_elasticity, [0.1; 3]);
    assert_eq!(spread.substitution, Some(0.2));
    assert_eq!(base("[sensitivity]\ntrade_elasticity = 0.2").spread.trade_elasticity, [Some(0.2); 3]);
}

#[test]
fn a_spread_can_be_set_anew_for_a_variant_and_from_the_command_line() {
    let text = "title = \"t\"\n[variants.sure]\nset = { \"sensitivity.trade_elasticity\" = 0.0 }";
    let cases = run(text, &["sensitivity.substitution=0.1"]).unwrap();
    let told: Vec<_> =
        cases.iter().map(|case| (case.spread.trade_elasticity[0], case.spread.substitution)).collect();
    assert_eq!(told, [(None, Some(0.1)), (Some(0.0), Some(0.1))]);
}

#[test]
fn wrong_spreads_are_told() {
    let bounds = |value: &str| {
        format!(
            "a standard deviation of {value} is out of bounds: it is that of a log and must lie between 0 and 2, as in 0.2 for \
             about 20 %"
        )
    };
    for (line, expected) in [
        ("trade_elasticity = -0.1", format!("2:20: {}", bounds("-0.1"))),
        ("substitution = 20", format!("2:16: {}", bounds("20"))),
        ("scale_elasticity = { A = -1 }", format!("2:26: {}", bounds("-1"))),
        (
            "trade_elasticity = { C99 = 0.1 }",
            "2:22: unknown sector `C99`; legal: A, C26, M, all, goods, services".to_owned(),
        ),
        (
            "trade_elastisity = 0.1",
            "2:1: unknown key `trade_elastisity` in `sensitivity`; did you mean `trade_elasticity`?; legal: \
             trade_elasticity, scale_elasticity, substitution"
                .to_owned(),
        ),
        (
            "substitution = \"20%\"",
            "2:16: \"20%\" is a text: shares and rates are numbers, write 0.20".to_owned(),
        ),
    ] {
        assert_eq!(mistakes(&format!("[sensitivity]\n{line}")), [format!("my.toml:{expected}")], "{line}");
    }
}
