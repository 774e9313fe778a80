//! Mistakes in what a scenario says of its economy: the exact message of each.

use crate::support::*;

/// Each text has exactly this one mistake, told after the name of the file.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(mistakes(text), [format!("my.toml:{expected}")], "{text}");
    }
}

#[test]
fn elasticities() {
    check(&[
        (
            "[parameters]\nscale_elasticity = \"caliendo-parro-2015\"",
            "2:20: there is no set of scale elasticities `caliendo-parro-2015`; legal: lashkaripour-lugovskyy-2023",
        ),
        (
            "[parameters]\nscale_elasticity = -0.1",
            "2:20: a scale elasticity of -0.1 is out of bounds: it must be 0 or above",
        ),
        (
            "[parameters]\nvariety_elasticity = { C26 = 1 }",
            "2:30: a variety elasticity of 1 is out of bounds: it must be above 1",
        ),
        (
            "[model]\nstructure = \"melitz\"\n[parameters]\nvariety_elasticity = { C26 = 3 }",
            "2:13: `melitz` needs a variety elasticity, and A, M have none: give `variety_elasticity` in [parameters]",
        ),
        (
            "[model]\nstructure = \"krugman\"\n[parameters]\nscale_multiple = -1",
            "4:18: a scale multiple of -1 is out of bounds: it must be 0 or above",
        ),
        (
            "[parameters]\nelasticity_from = \"tarifs\"",
            "2:19: unknown source of trade elasticities `tarifs`; did you mean `tariffs`?; legal: costs, tariffs",
        ),
    ]);
}

#[test]
fn nests() {
    let nest = |keys: &str| format!("[[model.nest]]\nname = \"energy\"\n{keys}");
    check(&[
        (
            &nest("products = \"A\"\nin = \"value_aded\""),
            "4:6: unknown nest `value_aded` to stand in; did you mean `value_added`?; legal: output, value_added, \
             materials",
        ),
        (&nest(""), "1:1: nest `energy` has no member: give it `products` or `factors`"),
        (
            &nest("products = \"A\"\nelasticity = -1"),
            "4:14: a substitution elasticity of -1 is out of bounds: it must be 0 or above",
        ),
        (
            &nest("products = \"A\"\n[[model.nest]]\nname = \"energy\"\nproducts = \"M\""),
            "5:8: another nest is called `energy` already",
        ),
        (
            &nest("products = \"goods\"\n[[model.nest]]\nname = \"more\"\nproducts = [\"C26\", \"M\"]"),
            "4:1: product C26 stands in two nests of one tree: in `energy` (line 1) and in `more`",
        ),
        (
            &nest("factors = \"capital\"\n[[model.nest]]\nname = \"more\"\nfactors = \"capital\""),
            "4:1: factor capital stands in two nests of one tree: in `energy` (line 1) and in `more`",
        ),
        (
            &nest(
                "products = \"A\"\nsectors = \"goods\"\n[[model.nest]]\nname = \"in\"\nin = \"energy\"\nproducts = \"M\"",
            ),
            "5:1: nest `in` stands in `energy`, which the tree of M does not have",
        ),
        (&nest("factors = \"land\""), "3:11: unknown factor `land`; legal: labour, capital, all"),
        ("[[model.nest]]\nproducts = \"A\"", "1:1: `model.nest.1` has no `name`"),
    ]);
    // nests of different using sectors may hold the same product
    base(&nest(
        "products = \"A\"\nsectors = \"C26\"\n[[model.nest]]\nname = \"b\"\nproducts = \"A\"\nsectors = \"M\"",
    ));
}

#[test]
fn demand() {
    let demand = |keys: &str| format!("[demand]\n{keys}");
    check(&[
        (&demand("preferences = \"ces\""), "1:1: `ces` needs `substitution` beside it in [demand]"),
        (
            &demand("preferences = \"non-homothetic\"\nsubstitution = 0.5"),
            "1:1: `non-homothetic` needs `income` beside it in [demand]",
        ),
        (
            &demand("substitution = 2"),
            "2:16: `substitution` goes with `preferences = \"ces\" or \"non-homothetic\"` only",
        ),
        (
            &demand("preferences = \"ces\"\nsubstitution = 2\nincome = 1"),
            "4:10: `income` goes with `preferences = \"non-homothetic\"` only",
        ),
        (
            &demand("preferences = \"ces\"\nsubstitution = 1"),
            "3:16: an elasticity of substitution of 1 is out of bounds: it must be 0 or above, and not 1, which is \
             `cobb-douglas`",
        ),
        (
            &demand("preferences = \"non-homothetic\"\nsubstitution = 0.5\nincome = { A = 0 }"),
            "4:16: an income parameter of 0 is out of bounds: it must be above 0",
        ),
        (&demand("households = \"HFCE\""), "2:14: `households` goes with `final_uses = \"apart\"` only"),
        (
            &demand("final_uses = \"apart\"\nhouseholds = \"HFCA\""),
            "3:14: unknown final use `HFCA`; did you mean `HFCE`?; legal: HFCE, all",
        ),
        (
            &demand("final_uses = \"apart\"\ninvestment = \"HFCE\""),
            "3:14: final use `HFCE` is both of households and investment",
        ),
    ]);
    let nameless =
        changed(|accounts| accounts.axes.final_uses = oblate_world::Axis::of_codes(["F1"]).unwrap());
    assert_eq!(
        mistakes_on(&nameless, &demand("final_uses = \"apart\"")),
        [
            "my.toml:2:14: no final use of this world is called HFCE or NPISH: name those of `households`; legal: F1"
        ]
    );
}

#[test]
fn households() {
    let two = |first: &str, second: &str| {
        format!("[[household]]\nname = \"low\"\n{first}\n[[household]]\nname = \"high\"\n{second}")
    };
    let all = "factors = { labour = 0.5, capital = 0.5 }\ntransfers = 0.5";
    check(&[
        (
            &two(all, "factors = { labour = 0.6, capital = 0.5 }\ntransfers = 0.5"),
            "1:1: the shares of the income of `labour` of all groups add up to 1.1, not to 1",
        ),
        (
            &two("factors = { labour = 0.5, capital = 0.5 }", "factors = { labour = 0.5, capital = 0.5 }"),
            "1:1: the shares of transfers of all groups add up to 0, not to 1; one group alone may leave it out and takes \
             the rest",
        ),
        (
            &two(all, "factors = { labour = 0.5, land = 0.5 }\ntransfers = 0.5"),
            "7:27: unknown factor `land`; legal: labour, capital, all",
        ),
        (
            &two(all, "factors = { labour = 0.5, capital = 0.5 }\ntransfers = 0.5\nsectors = { M = -1 }"),
            "9:17: a weight of -1 is out of bounds: it must be 0 or above",
        ),
        (
            &two(all, all).replace("high", "low"),
            "6:8: two groups of households are named `low`; the first one: line 2",
        ),
    ]);
    let wild = two("factors = { labour = 1.5 }\ntransfers = 1", "factors = { labour = -0.5, capital = 1 }");
    assert_eq!(
        mistakes(&wild),
        [
            "my.toml:3:22: a share of 1.5 is out of bounds: it must lie between 0 and 1",
            "my.toml:7:22: a share of -0.5 is out of bounds: it must lie between 0 and 1"
        ]
    );
}

#[test]
fn factor_markets() {
    const LEGAL: &str = "legal: mobile, specific, world, long-run, { roy = 2.5 }, { rigid = \"nominal\" }, { rigid = \
                         \"real\" }";
    let factors = |keys: &str| format!("[factors]\n{keys}");
    check(&[
        (&factors("land = \"mobile\""), "2:1: unknown factor `land`; legal: labour, capital, all"),
        (
            &factors("labour = \"mobil\""),
            &format!("2:10: unknown market of a factor `mobil`; did you mean `mobile`?; {LEGAL}"),
        ),
        (&factors("labour = {}"), &format!("2:10: this table names no market; {LEGAL}")),
        (&factors("labour = 3"), "2:10: expected a word or a table, found a number: 3"),
        (
            &factors("labour = { roy = 2, rigid = \"real\" }"),
            "2:21: one factor has one market: `{ roy = 2, rigid = \"real\" }` names several",
        ),
        (&factors("labour.roy = 1"), "2:14: a shape of 1 is out of bounds: it must be above 1"),
        (
            &factors("labour.rigid = \"reel\""),
            "2:16: unknown floor `reel`; did you mean `real`?; legal: nominal, real",
        ),
        (
            &factors("labour = \"specific\"\nall = \"mobile\""),
            "3:1: factor `labour` has two markets: by `labour` and by `all`",
        ),
        (
            &factors("capital = \"long-run\""),
            "2:11: `long-run` needs investment apart from other final uses: set `final_uses = \"apart\"` in [demand]",
        ),
    ]);
}

#[test]
fn region_splits() {
    let split =
        |region: &str, parts: &str| format!("[[region_split]]\nregion = \"{region}\"\nparts = {parts}\n");
    let messages = |text: &str| match run(text, &[]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    };
    for (text, said) in [
        (split("DUE", "{ north = 0.5, south = 0.5 }"), "unknown region `DUE`"),
        (split("DEU", "{ north = 1.0 }"), "1 parts are no split; name two or more"),
        (
            split("DEU", "{ north = 0.5, south = 0.6 }"),
            "the shares of the parts add up to 1.1; they must add up to 1",
        ),
        (split("DEU", "{ north = 0.5, USA = 0.5 }"), "USA"),
        (
            split("DEU", "{ north = 0.5, south = 0.5 }") + "own = 1.5",
            "the share that a part buys from itself is 1.5",
        ),
        ("[[region_split]]\nregion = \"DEU\"".to_owned(), "`region_split.1` has no `parts`"),
    ] {
        let found = messages(&text);
        assert!(found.len() == 1 && found[0].contains(said), "{text}: {found:?}");
    }
}

#[test]
fn splits() {
    let split = |from: &str, name: &str, share: &str| {
        format!("[[factor_split]]\nfrom = \"{from}\"\nname = \"{name}\"\nshare = {share}\n")
    };
    check(&[
        (
            &split("kapital", "land", "0.3"),
            "2:8: unknown factor `kapital`; did you mean `capital`?; legal: labour, capital",
        ),
        (
            &split("capital", "labour", "0.3"),
            "3:8: a new factor cannot be called `labour`: another one has that name",
        ),
        // its name is known all the same
        (
            &(split("capital", "land", "{ A = 1.3 }") + "[factors]\nland = \"specific\""),
            "4:15: a share of 1.3 is out of bounds: it must lie between 0 and 1",
        ),
        ("[[factor_split]]\nfrom = \"capital\"\nname = \"land\"", "1:1: `factor_split.1` has no `share`"),
    ]);
}
