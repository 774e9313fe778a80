//! One base file, one patch, the exact message: mistakes of form and of words.

use crate::support::*;
use oblate_scenario::{ProblemCode, Scenario};

const BASE: &str = r#"title = "Chips"
mechanisms = ["M21"]
[groups]
west = ["USA", "@EU27"]
[model]
deficits = "fixed"
[parameters]
trade_elasticity = 5
[[tariff]]
name = "wall"
from = "CHN"
to = "west"
sectors = "C26"
set = 0.10
[[iceberg]]
where = { covariate = "ideal_point_distance", above = 3 }
multiply = 1.1
"#;

/// Each patch (old text, new text) gives exactly this one message, after the name of the file.
fn check(patches: &[(&str, &str, &str)]) {
    for (old, new, expected) in patches {
        assert_eq!(BASE.matches(old).count(), 1, "`{old}` stands once in the base file");
        assert_eq!(mistakes(&BASE.replace(old, new)), [format!("my.toml:{expected}")], "{old} → {new}");
    }
}

#[test]
fn the_base_file_has_no_mistake() {
    base(BASE);
}

#[test]
fn keys() {
    check(&[
        (
            "from = \"CHN\"",
            "form = \"CHN\"",
            "11:1: unknown key `form` in `tariff.1`; did you mean `from`?; legal: name, include_own, from, to, \
             sectors, both_ways, where, set, add, multiply, table, column, … (13 in all)",
        ),
        (
            "deficits = \"fixed\"",
            "deficit = \"fixed\"",
            "6:1: unknown key `deficit` in `model`; did you mean `deficits`?; legal: structure, sourcing, deficits, \
             production_taxes, technology, nest, rates_above",
        ),
        (
            "title = ",
            "titel = ",
            "1:1: unknown key `titel` in the file; did you mean `title`?; legal: title, question, mechanisms, \
             world, notes, groups, sector_groups, model, parameters, sensitivity, demand, factors, … \
             (33 in all)",
        ),
        ("set = 0.10", "", "9:1: `tariff.1` does not say what to do; legal: set, add, multiply, table"),
        (
            "set = 0.10",
            "set = 0.10\nadd = 0.2",
            "15:7: one shock makes one change: `set` (line 14) and `add` (line 15) exclude each other; write two \
             shocks",
        ),
        ("set = 0.10", "set = 0.10\ncolumn = \"v\"", "15:1: `column` goes with `table` only"),
        (
            "[[iceberg]]",
            "[iceberg]",
            "15:1: expected an array of tables: write `[[iceberg]]` with two brackets, found a table: { where = { \
             covariate = \"ideal_point_distance\", above = 3 }, multiply = 1.1 }",
        ),
        ("above = 3 }", "}", "16:9: `where` has no bound: add `above` or `below`"),
        (
            "covariate = \"ideal_point_distance\", above",
            "above",
            "16:9: `where` names no `covariate`, as in { covariate = \"distance_km\", above = 5000 }",
        ),
        ("sectors = \"C26\"", "sectors = \"C26\"\nsectors = \"A\"", "14:1: duplicate key `sectors`"),
        ("title = \"Chips\"", "title = \"Chips", "1:15: invalid basic string, expected `\"`"),
    ]);
}

#[test]
fn choices() {
    check(&[
        ("\"fixed\"", "\"none\"", "6:12: unknown rule for deficits `none`; legal: fixed, zero, share"),
        (
            "deficits = \"fixed\"",
            "structure = \"perfekt\"",
            "6:13: unknown structure `perfekt`; did you mean `perfect`?; legal: perfect, external, krugman, melitz",
        ),
        (
            "deficits = \"fixed\"",
            "structure = { default = \"perfect\", C26 = \"externl\" }",
            "6:42: unknown structure `externl`; did you mean `external`?; legal: perfect, external, krugman, melitz",
        ),
        (
            "deficits = \"fixed\"",
            "sourcing = \"by-use\"",
            "6:12: `by-use` needs a world that tells the sources of each use; in `five` all uses share theirs",
        ),
        ("[\"M21\"]", "[\"trade\"]", "2:15: `trade` is no mechanism: write M and two digits, as in \"M14\""),
    ]);
}

#[test]
fn numbers() {
    check(&[
        ("0.10", "\"10%\"", "14:7: \"10%\" is a text: shares and rates are numbers, write 0.10"),
        ("0.10", "\"7 %\"", "14:7: \"7 %\" is a text: shares and rates are numbers, write 0.07"),
        ("0.10", "\"12.5%\"", "14:7: \"12.5%\" is a text: shares and rates are numbers, write 0.125"),
        ("0.10", "\"0.1\"", "14:7: \"0.1\" is a text: shares and rates are numbers, write 0.1"),
        ("0.10", "\"high\"", "14:7: expected a number, found a text: \"high\""),
        ("0.10", "nan", "14:7: NaN is no number to compute with: write a finite one"),
        ("0.10", "inf", "14:7: inf is no number to compute with: write a finite one"),
        ("0.10", "1e999", "14:7: inf is no number to compute with: write a finite one"),
        ("above = 3", "above = 3, below = 2", "16:9: nothing is above 3 and below 2"),
        (
            "trade_elasticity = 5",
            "[solver]\nmax_iterations = 1.5",
            "9:18: 1.5 is no count: write a whole number from 1",
        ),
        (
            "trade_elasticity = 5",
            "[solver]\ntolerance = 0",
            "9:13: a tolerance of 0 makes no sense: it must lie between 0 and 1",
        ),
        (
            "trade_elasticity = 5",
            "trade_elasticity = -5",
            "8:20: a trade elasticity of -5 is out of bounds: it must be above 0",
        ),
        (
            "deficits = \"fixed\"",
            "technology.output = -1",
            "6:21: a substitution elasticity of -1 is out of bounds: it must be 0 or above",
        ),
    ]);
}

#[test]
fn words() {
    const REGIONS: &str = "legal: USA, CHN, DEU, TWN, ROW, all, @EU27, @G2, @ASEAN, west";
    const SECTORS: &str = "legal: A, C26, M, all, goods, services";
    check(&[
        ("\"CHN\"", "\"CHI\"", &format!("11:8: unknown region `CHI`; did you mean `CHN`?; {REGIONS}")),
        (
            "\"CHN\"",
            "\"germany\"",
            &format!("11:8: unknown region `germany`; did you mean `DEU`?; {REGIONS}"),
        ),
        ("\"CHN\"", "[\"CHN\", \"XXX\"]", &format!("11:16: unknown region `XXX`; {REGIONS}")),
        ("\"west\"", "\"wets\"", &format!("12:6: unknown region `wets`; did you mean `west`?; {REGIONS}")),
        (
            "\"CHN\"",
            "\"@EU28\"",
            "11:8: unknown group `@EU28`; did you mean `@EU27`?; legal: @EU27, @G2, @ASEAN",
        ),
        (
            "\"CHN\"",
            "\"@ASEAN\"",
            "11:8: group `@ASEAN` cannot be used here: none of its members is in this world",
        ),
        ("\"C26\"", "\"C62\"", &format!("13:11: unknown sector `C62`; did you mean `C26`?; {SECTORS}")),
        // a part of a sector leads to the sector
        ("\"C26\"", "\"A02\"", &format!("13:11: unknown sector `A02`; did you mean `A`?; {SECTORS}")),
        ("\"C26\"", "\"good\"", &format!("13:11: unknown sector `good`; did you mean `goods`?; {SECTORS}")),
        ("\"C26\"", "[\"C26\", \"C26\"]", "13:19: `C26` stands twice in this list"),
        (
            "\"C26\"",
            "[]",
            "13:11: an empty list selects nothing: name something, or leave the key out to take all",
        ),
        ("\"C26\"", "26", "13:11: expected a word or a list of words, found a number: 26"),
        (
            "ideal_point_distance",
            "ideal_point_distanse",
            "16:23: this world has no pair covariate `ideal_point_distanse`; did you mean `ideal_point_distance`?; \
             legal: ideal_point_distance",
        ),
        (
            "trade_elasticity = 5",
            "trade_elasticity = { C62 = 5 }",
            &format!("8:22: unknown sector `C62`; did you mean `C26`?; {SECTORS}"),
        ),
    ]);
}

#[test]
fn names_and_groups() {
    // a wrong group is one mistake, not one more where it is used
    check(&[("[\"USA\", \"@EU27\"]", "7", "4:8: expected a word or a list of words, found a number: 7")]);
    let name = "use letters, digits, `-` and `_`, and no plain number";
    check(&[
        ("\"wall\"", "\"1\"", &format!("10:8: `1` cannot be a name: {name}")),
        ("\"wall\"", "\"a.b\"", &format!("10:8: `a.b` cannot be a name: {name}")),
        (
            "[[iceberg]]",
            "[[tariff]]\nname = \"wall\"\nto = \"CHN\"\nset = 0.2\n[[iceberg]]",
            "16:8: two `tariff` shocks are named \"wall\"; the first one: line 10",
        ),
        (
            "west = [",
            "USA = [\"DEU\"]\nwest = [",
            "4:1: a group cannot be called `USA`: an entry of the world has that code",
        ),
        (
            "west = [",
            "all = [\"DEU\"]\nwest = [",
            "4:1: a group cannot be called `all`: a built-in group has that name",
        ),
        (
            "west = [",
            "\"@w\" = [\"DEU\"]\nwest = [",
            "4:1: a group cannot be called `@w`: `@` marks built-in groups",
        ),
        ("\"@EU27\"]", "\"west\"]", "4:1: groups go round in a circle: west → west"),
        (
            "\"@EU27\"]",
            "\"north\"]\nnorth = [\"DEU\", \"west\"]",
            "4:1: groups go round in a circle: west → north → west",
        ),
    ]);
}

#[test]
fn elasticities() {
    check(&[
        (
            "trade_elasticity = 5",
            "trade_elasticity = \"caliendo-paro-2015\"",
            "8:20: there is no set of trade elasticities `caliendo-paro-2015`; did you mean `caliendo-parro-2015`?; \
             legal: caliendo-parro-2015, lashkaripour-lugovskyy-2023",
        ),
        (
            "trade_elasticity = 5",
            "trade_elasticity = { goods = 4, A = 5 }",
            "8:33: sector `A` has two values: by `goods` and by `A`",
        ),
        (
            "trade_elasticity = 5",
            "trade_elasticity = { C26 = \"caliendo-parro-2015\" }",
            "8:28: set `caliendo-parro-2015` cannot be given for some sectors only: write a number",
        ),
    ]);
}

#[test]
fn all_mistakes_come_at_once_in_the_order_of_the_file() {
    let text = "titel = 1\n[[tariff]]\nform = \"USA\"\nto = \"USB\"\nset = \"10%\"\n[[iceberg]]\nsectors = \"X\"\nset = -1\n\
                [variants.v]\n[[variants.v.embargo]]\nfrom = \"USB\"";
    let problems = run(text, &[]).unwrap_err();
    let found: Vec<_> = problems.iter().map(|p| (p.line.unwrap(), p.code, p.key.as_str())).collect();
    assert_eq!(
        found,
        [
            (1, ProblemCode::UnknownKey, "titel"),
            (3, ProblemCode::UnknownKey, "tariff.1.form"),
            (4, ProblemCode::UnknownLabel, "tariff.1.to"),
            (5, ProblemCode::WrongType, "tariff.1.set"),
            (7, ProblemCode::UnknownLabel, "iceberg.1.sectors"),
            (8, ProblemCode::OutOfBounds, "iceberg.1.set"),
            (11, ProblemCode::UnknownLabel, "variants.v.embargo.1.from"),
        ]
    );
    // the bytes to underline, and what a program needs to mend them
    assert_eq!(&text[problems[1].span.clone().unwrap()], "form");
    assert_eq!(problems[1].nearest.as_deref(), Some("from"));
    assert_eq!(&text[problems[3].span.clone().unwrap()], "\"10%\"");
}

#[test]
fn parse_alone_finds_mistakes_of_form() {
    let problems =
        Scenario::parse("title = 3\n[[tariff]]\nfrom = \"nowhere\"\nset = \"10%\"", "my.toml").unwrap_err();
    assert_eq!(problems.iter().map(|p| p.line.unwrap()).collect::<Vec<_>>(), [1, 4]);
    assert_eq!(Scenario::read("title = \"a\"\ntitel = 3", "my.toml").head().title.as_deref(), Some("a"));
}

#[test]
fn columns_count_characters() {
    let problems =
        Scenario::parse("title = \"é→\"\nnotes = [\"é\", ] # é\nworld = 1", "my.toml").unwrap_err();
    let places: Vec<_> = problems.iter().map(|p| (p.line.unwrap(), p.column.unwrap())).collect();
    assert_eq!(places, [(2, 9), (3, 9)]);
    let late = Scenario::parse("groups = { \"é→\" = 1 }", "my.toml").unwrap_err();
    assert_eq!(late[0].column, Some(19));
}

#[test]
fn json_is_read_too_and_names_keys() {
    let file =
        Scenario::parse("{ \"title\": \"t\", \"tariff\": [{ \"to\": [\"USA\"], \"set\": 0.1 }] }", "my.json")
            .unwrap();
    assert_eq!(file.head().title.as_deref(), Some("t"));
    let messages = |text: &str| mistakes(text);
    assert_eq!(
        messages("{ \"title\": 3, \"tariff\": [{ \"set\": \"10%\", \"to\": \"USB\" }] }"),
        [
            "my.toml: `title`: expected a text, found a number: 3",
            "my.toml: `tariff.1.set`: \"10%\" is a text: shares and rates are numbers, write 0.10",
            "my.toml: `tariff.1.to`: unknown region `USB`; did you mean `USA`?; legal: USA, CHN, DEU, TWN, ROW, all, \
             @EU27, @G2, @ASEAN"
        ]
    );
    assert_eq!(
        messages("{ \"title\": \"a\", \"title\": \"b\" }"),
        ["my.toml:1:30: key `title` stands twice"]
    );
    assert_eq!(messages("{ \"title\": \"a\""), ["my.toml:1:14: eof while parsing an object"]);
}

#[test]
fn an_empty_file_is_no_scenario() {
    for text in ["", " \n\t\n", "\u{feff}"] {
        assert_eq!(
            mistakes(text),
            ["my.toml: the file is empty: a scenario has at least a title, as in `title = \"…\"`"]
        );
    }
}
