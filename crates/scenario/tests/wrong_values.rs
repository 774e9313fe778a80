//! Mistakes that show in the values of cells and in table files, with their exact messages.

use crate::support::*;

/// Each text gives exactly this one message, after the name of the file.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(mistakes(text), [format!("my.toml:{expected}")], "{text}");
    }
}

#[test]
fn bounds() {
    check(&[
        ("[[tariff]]\nset = -1", "2:7: -1 is out of bounds: it must be above -1 (that is, above -100 %)"),
        (
            "[[export_tax]]\nset = -1.5",
            "2:7: -1.5 is out of bounds: it must be above -1 (that is, above -100 %)",
        ),
        (
            "[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nadd = -1.2",
            "1:1: the tariff of A from CHN to USA would be -1.2; it must be above -1 (that is, above -100 %)",
        ),
        (
            // the shock that took the value out of bounds is the one that is named
            "[[tariff]]\nto = \"USA\"\nset = 0.5\n[[tariff]]\nto = \"USA\"\nfrom = \"CHN\"\nadd = -2",
            "4:1: the tariff of A from CHN to USA would be -1.5; it must be above -1 (that is, above -100 %)",
        ),
        ("[[iceberg]]\nset = 0", "2:7: 0 is out of bounds: it must be above 0"),
        (
            "[[iceberg]]\nadd = -1",
            "1:1: the iceberg cost of A from CHN to USA would be 0; it must be above 0",
        ),
        (
            // a production tax of 10 % stands there already
            "[[subsidy]]\nregions = \"DEU\"\nsectors = \"A\"\nadd = -0.95",
            "1:1: the subsidy of A in DEU would be -1.05; it must be above -1 (that is, above -100 %)",
        ),
        ("[[productivity]]\nmultiply = -1", "1:1: productivity of A in USA would be -1; it must be above 0"),
        (
            "[[factor]]\nfactors = \"capital\"\nmultiply = 0",
            "1:1: the supply of capital in USA would be 0; it must be above 0",
        ),
        (
            "[[factor]]\nfactors = \"kapital\"\nmultiply = 2",
            "2:11: unknown factor `kapital`; did you mean `capital`?; legal: labour, capital, all",
        ),
    ]);
}

#[test]
fn two_sets_on_one_cell() {
    check(&[
        (
            "[[tariff]]\nto = \"USA\"\nset = 0.1\n[[tariff]]\nfrom = \"CHN\"\nset = 0.2",
            "4:1: the tariff of A from CHN to USA (and of 2 more cells) is set twice: by `tariff.1` (line 1) and by \
             `tariff.2` (line 4): put the narrower one last, or leave cells out with `except`",
        ),
        (
            "[[tariff]]\nto = \"USA\"\nfrom = \"CHN\"\nsectors = \"A\"\nset = 0.1\n[[tariff]]\nfrom = \"CHN\"\nset = 0.2",
            "6:1: the tariff of A from CHN to USA is set twice: by `tariff.1` (line 1) and by `tariff.2` (line 6): \
             put the narrower one last, or leave cells out with `except`",
        ),
    ]);
}

#[test]
fn exceptions() {
    check(&[
        (
            "[[tariff]]\nfrom = { except = \"CHM\" }\nset = 0.1",
            "2:19: unknown region `CHM`; did you mean `CHN`?; legal: USA, CHN, DEU, TWN, ROW, all, @EU27, @G2, @ASEAN",
        ),
        (
            "[[tariff]]\nfrom = { of = \"USA\", except = \"CHN\" }\nset = 0.1",
            "2:31: `CHN` is not among what is selected, or is left out already",
        ),
        (
            "[[tariff]]\nfrom = { of = \"CHN\", except = \"CHN\" }\nset = 0.1",
            "2:8: the exceptions leave nothing",
        ),
        (
            "[[tariff]]\nfrom = { of = \"CHN\" }\nset = 0.1",
            "2:8: a selection with exceptions names them, as in { of = \"all\", except = [\"CHN\"] }",
        ),
        (
            "[[tariff]]\nfrom = { off = \"CHN\", except = \"CHN\" }\nset = 0.1",
            "2:10: unknown key `off` in `tariff.1.from`; did you mean `of`?; legal: of, except",
        ),
    ]);
}

#[test]
fn deficits() {
    // baseline 30, 15, 0, −15, −30
    check(&[
        (
            "[[deficit]]\nregions = \"USA\"\nadd = -10",
            "1:1: deficits after the shocks add up to -10, not to zero; let a region take up the gap, as in `balance \
             = \"ROW\"`",
        ),
        (
            // the rest of the world is not free: the largest free region is the next best
            "[[deficit]]\nregions = [\"USA\", \"ROW\"]\nset = 7",
            "1:1: deficits after the shocks add up to 14, not to zero; let a region take up the gap, as in `balance = \
             \"TWN\"`",
        ),
        (
            "[[deficit]]\nregions = \"USA\"\nset = 0\nbalance = \"ROV\"",
            "4:11: unknown region `ROV`; did you mean `ROW`?; legal: USA, CHN, DEU, TWN, ROW, all, @EU27, @G2, @ASEAN",
        ),
        (
            "[[deficit]]\nregions = \"USA\"\nset = 0\nbalance = \"USA\"",
            "4:11: `USA` cannot balance the deficits, because its own is changed too (line 1)",
        ),
        (
            "[[deficit]]\nregions = \"USA\"\nset = 0\nbalance = \"ROW\"\n[[deficit]]\nregions = \"CHN\"\nset = 0\nbalance = \"DEU\"",
            "8:11: two regions are to balance the deficits; the other one: line 4",
        ),
        (
            "[[deficit]]\nregions = \"USA\"\nset = 0\nbalance = \"ROW\"\n[model]\ndeficits = \"zero\"",
            "1:1: shocks to deficits need `deficits = \"fixed\"` in [model]",
        ),
        (
            "[[deficit]]\nregion = \"USA\"\nregions = \"USA\"\nset = 0\nbalance = \"ROW\"",
            "2:10: `region` and `regions` mean the same: write one of them",
        ),
    ]);
}

#[test]
fn tables() {
    let pairs = ["origin", "destination"];
    let tables = TestTables::default()
        .with("wide.csv", &["origin", "destination", "sector"], &["tariff_nafta", "tariff_world"], &[])
        .with("narrow.csv", &["origin", "sector"], &["value"], &[])
        .with("year.csv", &["origin", "destination", "year"], &["value"], &[])
        .with(
            "labels.csv",
            &pairs,
            &["value"],
            &[(&["CHI", "USA"], 1.0), (&["CHI", "DEU"], 1.0), (&["USA", "USB"], 1.0)],
        )
        .with(
            "twin.csv",
            &pairs,
            &["value"],
            &[(&["CHN", "USA"], 0.1), (&["DEU", "USA"], 0.1), (&["CHN", "USA"], 0.2)],
        )
        .with("blank.csv", &pairs, &["value"], &[(&["CHN", "USA"], f64::NAN)])
        .with("low.csv", &pairs, &["value"], &[(&["CHN", "USA"], -1.0)])
        .with("theta.csv", &["sector"], &["value"], &[(&["A"], 4.0), (&["M"], 0.0)]);
    let check = |text: &str, expected: &[&str]| {
        let problems = run_on(&world(), &tables, text, &[]).unwrap_err();
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{text}");
    };
    check("[[tariff]]\ntable = \"none.csv\"", &["my.toml:2:9: table `none.csv`: no such file"]);
    check(
        "[[tariff]]\ntable = \"wide.csv\"",
        &["my.toml:2:9: table `wide.csv`: no column `value`; legal: tariff_nafta, tariff_world"],
    );
    check(
        "[[tariff]]\ntable = \"wide.csv\"\ncolumn = \"tariff_naft\"",
        &["my.toml:3:10: table `wide.csv`: no column `tariff_naft`; did you mean `tariff_nafta`?; legal: \
             tariff_nafta, tariff_world"],
    );
    check(
        "[[tariff]]\ntable = \"narrow.csv\"",
        &["my.toml:2:9: table `narrow.csv` has no column `destination`"],
    );
    check(
        "[[tariff]]\ntable = \"year.csv\"",
        &[
            "my.toml:2:9: table `year.csv`: no use for a column `year` here; legal: sector, destination, origin",
        ],
    );
    check(
        "[[tariff]]\ntable = \"labels.csv\"",
        &[
            "labels.csv:2: unknown origin `CHI` (and in 1 more row); did you mean `CHN`?",
            "labels.csv:4: unknown destination `USB`; did you mean `USA`?",
        ],
    );
    check("[[tariff]]\ntable = \"twin.csv\"", &["twin.csv:4: names a cell that line 2 names already"]);
    check("[[tariff]]\ntable = \"blank.csv\"", &["blank.csv:2: the value is blank or no number"]);
    check(
        "[[tariff]]\ntable = \"low.csv\"",
        &[
            "my.toml:1:1: the tariff of A from CHN to USA would be -1; it must be above -1 (that is, above -100 %)",
        ],
    );
    check(
        "[[tariff]]\nmode = \"replace\"\ntable = \"low.csv\"",
        &["my.toml:2:8: unknown mode `replace`; legal: set, add, multiply"],
    );
    check(
        "[parameters]\ntrade_elasticity = { table = \"theta.csv\" }",
        &[
            "my.toml:2:30: table `theta.csv` has no value for C26",
            "my.toml:2:30: table `theta.csv` gives 0 for M: it must be above 0",
        ],
    );
}
