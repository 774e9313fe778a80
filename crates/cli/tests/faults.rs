//! Every fault gives one clear message, its exit code, and nothing half-written.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{Place, WALL};

/// Runs a scenario text on the random world and returns what is said on the error stream.
fn refused(text: impl AsRef<[u8]>, code: i32) -> String {
    let place = Place::new();
    place.write("my.toml", text);
    let said = place.oblate("run my.toml --world r.world -o out");
    assert_eq!(said.code, Some(code), "{}{}", said.out, said.err);
    assert_eq!(said.out, "");
    assert!(place.left().is_empty(), "{:?}", place.left());
    said.err
}

#[test]
fn all_mistakes_of_a_scenario_are_shown_at_once_with_place_and_underline() {
    let text =
        "title = \"Wall\"\n[[tarif]]\nadd = 0.1\n\n[[tariff]]\nfrom = \"R9\"\nto = \"R1\"\nadd = \"10%\"\n";
    let said = refused(text, 3);
    assert!(said.starts_with(
        "error: unknown key `tarif` in the file\n  --> my.toml:2:3\n   |\n2  | [[tarif]]\n   |   ^^^^^\n  \
         help: did you mean `tariff`?\n  legal: "
    ), "{said}");
    assert!(said.contains("  --> my.toml:6:8\n   |\n6  | from = \"R9\"\n   |        ^^^^\n"), "{said}");
    assert!(said.contains("  --> my.toml:8:7\n   |\n8  | add = \"10%\"\n   |       ^^^^^\n"), "{said}");
    assert!(said.ends_with("\n3 mistakes in `my.toml`\n"), "{said}");
}

#[test]
fn unknown_words_lead_to_the_nearest_ones() {
    let wall = |from: &str, sectors: &str| {
        format!("title = \"Wall\"\n[[tariff]]\nfrom = \"{from}\"\nsectors = \"{sectors}\"\nset = 0.1\n")
    };
    assert!(refused(wall("R22", "s1"), 3).contains("unknown region `R22`"));
    assert!(refused(wall("R2", "s11"), 3).contains("unknown sector `s11`"));
    assert!(refused(wall("@EU28", "s1"), 3).contains("did you mean `@EU27`?"));
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    let wall = |rate: &str| format!("title = \"Wall\"\n[[tariff]]\nset = {rate}\n");
    for (rate, told) in [("-1.5", "-1.5"), ("nan", "nan"), ("inf", "inf"), ("\"10%\"", "10%")] {
        let said = refused(wall(rate), 3);
        assert!(said.contains("  --> my.toml:3:7") && said.to_lowercase().contains(told), "{rate}: {said}");
    }
}

#[test]
fn files_that_are_no_scenario_are_refused() {
    assert!(refused("", 3).contains("the file is empty"));
    assert!(refused(b"title = \"\xff\xfe\"", 3).contains("it is not UTF-8 text from byte 9 on"));
    assert!(refused([0_u8, 1, 2, 3], 3).contains("error: "));
    assert!(
        refused(vec![b'#'; 5 << 20], 3).contains("it has 5242880 bytes, and a scenario has at most 4194304")
    );
    let place = Place::new();
    let said = place.oblate("run no.toml");
    assert_eq!(said.code, Some(3));
    assert!(said.err.starts_with("error: there is no scenario `no.toml`"), "{}", said.err);
    std::fs::create_dir(place.path("folder.toml")).unwrap();
    assert_eq!(place.oblate("run folder.toml").code, Some(3));
}

#[test]
fn overrides_and_variants_that_lead_nowhere_are_refused() {
    let place = Place::new();
    let said = place.oblate("run my.toml --world r.world --set tariff.wal.add=0.1 -o out");
    assert_eq!(said.code, Some(3));
    assert!(
        said.err.contains("--> --set tariff.wal.add=0.1") && said.err.contains("did you mean `wall`?"),
        "{}",
        said.err
    );
    let said = place.oblate("run my.toml --world r.world --set tariff -o out");
    assert!(said.code == Some(3) && said.err.contains("write key=value"), "{}", said.err);
    let said = place.oblate("run my.toml --world r.world --variant bse -o out");
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("has no variant `bse`; did you mean `base`?"), "{}", said.err);
    assert!(place.left().is_empty());
}

#[test]
fn mistakes_come_as_json_too() {
    let place = Place::new();
    place.write("my.toml", "title = \"Wall\"\n[[tariff]]\nfrom = \"R9\"\nset = 0.1\n");
    let said = place.oblate("run my.toml --world r.world --json");
    assert_eq!((said.code, said.err.as_str()), (Some(3), ""));
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["error"]["class"], "scenario");
    let problem = &json["error"]["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&3.into(), &8.into()));
    assert_eq!(problem["code"], "unknown-label");
}

#[test]
fn a_table_with_a_missing_column_or_a_wrong_cell_is_refused() {
    let place = Place::new();
    place.write("my.toml", "title = \"Wall\"\n[[tariff]]\ntable = \"wall.csv\"\n");
    for (table, told) in [
        ("origin,destination,sector,valeu\nR1,R2,s1,0.1\n", "did you mean `valeu`?"),
        ("origin,destination,sector,value\nR1,R2,s1,10%\n", "write 0.1 for 10%"),
        ("origin,destination,sector,value\nR1,R2,s9,0.1\n", "unknown sector `s9`"),
        ("origin,destination,sector,value\nR1,R2,s1,NaN\n", "wall.csv"),
    ] {
        place.write("wall.csv", table);
        let said = place.oblate("run my.toml --world r.world -o out");
        assert_eq!(said.code, Some(3), "{table}");
        assert!(said.err.contains(told), "{told} in {}", said.err);
    }
    assert_eq!(place.left(), ["wall.csv"]);
}

#[test]
fn a_scenario_that_selects_nothing_is_warned_about() {
    let place = Place::new();
    place.write(
        "my.toml",
        "title = \"Far\"\n[[iceberg]]\nwhere = { covariate = \"distance\", above = 1e9 }\nmultiply = 2\n",
    );
    let said = place.oblate("run my.toml --world r.world -o out");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("warning: `iceberg.1` selects nothing: "), "{}", said.out);
}

#[test]
fn damaged_worlds_are_refused() {
    let place = Place::new();
    let whole = std::fs::read(place.path("r.world")).unwrap();
    let mut flipped = whole.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    let huge = [b"from,to\n".to_vec(), vec![b'1'; 8 << 20]].concat();
    for (bytes, told) in [
        (&whole[..whole.len() / 2], "it was cut off"),
        (&whole[..20], "it was cut off"),
        (&[][..], "it is empty"),
        (&flipped[..], "does not have the checksum"),
        (b"\x00\x01\x02binary", "it does not start like one"),
        (&huge[..], "it does not start like one"),
    ] {
        place.write("bad.world", bytes);
        let said = place.oblate("run my.toml --world bad.world -o out");
        assert_eq!(said.code, Some(4), "{told}");
        assert!(
            said.err.starts_with("error: `bad.world` is not a readable world file: ")
                && said.err.contains(told),
            "{}",
            said.err
        );
    }
    let said = place.oblate("world info world-2041");
    assert_eq!(said.code, Some(4));
    assert!(said.err.contains("did you mean `world-2014`?"), "{}", said.err);
    assert_eq!(place.left(), ["bad.world"]);
}

#[test]
fn folders_that_make_no_world_are_refused() {
    let place = Place::new();
    assert_eq!(place.oblate("world export r.world --to csv -o tables").code, Some(0));
    let industries = std::fs::read_to_string(place.path("tables/industries.csv")).unwrap();
    let sectors = std::fs::read_to_string(place.path("tables/sectors.csv")).unwrap();
    let double = sectors.replacen("s2", "s1", 1);
    let with_income = |income: &str| -> String {
        let changed = |(at, line): (usize, &str)| match line.split(',').collect::<Vec<_>>()[..] {
            [region, sector, _, second, taxes] if at == 1 => {
                format!("{region},{sector},{income},{second},{taxes}\n")
            }
            _ => format!("{line}\n"),
        };
        industries.lines().enumerate().map(changed).collect()
    };
    let (infinite, unbalanced) = (with_income("inf"), with_income("1e9"));
    let missing = industries.replacen("sector", "secteur", 1);
    for (file, original, changed, told) in [
        ("industries", &industries, infinite, "line 2, column `f1`"),
        ("industries", &industries, unbalanced, "no balanced world"),
        ("industries", &industries, missing, "column `sector` is missing"),
        ("sectors", &sectors, double, "`s1` stands twice"),
    ] {
        place.write(&format!("tables/{file}.csv"), &changed);
        let said = place.oblate("world import tables --layout table -o new.world");
        assert_eq!(said.code, Some(4), "{told}: {}", said.out);
        assert!(said.err.contains(told), "{told} in {}", said.err);
        place.write(&format!("tables/{file}.csv"), original);
    }
    let said = place.oblate("world import nowhere --layout table -o new.world");
    assert_eq!(said.code, Some(4), "{}", said.err);
    let said = place.oblate("world import tables --layout table -o new.world --mend-off dead-sectors");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("did you mean `dead-sector`?"), "{}", said.err);
    assert_eq!(place.left(), ["tables"]);
}

#[test]
fn output_that_exists_or_cannot_be_written_is_refused() {
    let place = Place::new();
    assert_eq!(place.oblate("run my.toml --world r.world").code, Some(0));
    let said = place.oblate("run my.toml --world r.world");
    assert_eq!(said.code, Some(6));
    assert_eq!(
        said.err,
        "error: `runs/my` exists already; choose another place with `-o`, or replace it with `--overwrite`\n"
    );
    assert_eq!(place.oblate("run my.toml --world r.world --overwrite").code, Some(0));
    place.write("runs/my/notes.txt", "mine");
    let said = place.oblate("run my.toml --world r.world --overwrite");
    assert!(
        said.code == Some(6) && said.err.contains("`notes.txt`, which oblate did not write"),
        "{}",
        said.err
    );
    // the superuser may write anywhere but below a file
    let said = place.oblate("run my.toml --world r.world -o my.toml/below");
    assert!(said.code == Some(6) && said.err.contains("`my.toml` is a file, not a folder"), "{}", said.err);
    let said = place.oblate("world aggregate r.world --regions no.csv -o r.world");
    assert!(said.code == Some(6) && said.err.contains("`r.world` exists already"), "{}", said.err);
    let said = place.oblate("world export r.world --to csv -o my.toml/below");
    assert_eq!(said.code, Some(6), "{}", said.err);
    assert_eq!(std::fs::read_to_string(place.path("my.toml")).unwrap(), WALL);
}

#[test]
fn a_solve_that_cannot_converge_says_how_far_it_came_and_what_to_try() {
    let said = refused(format!("{WALL}[solver]\ntolerance = 1e-300\n"), 5);
    assert!(said.starts_with("error: variant `base`: "), "{said}");
    assert!(said.contains("iterations") || said.contains("off by"), "{said}");
}

#[test]
fn a_scenario_without_equilibrium_is_refused() {
    // R1 would have to give away more than all that it earns
    let said =
        refused("title = \"Hunger\"\n[[deficit]]\nregion = \"R1\"\nset = -1e12\nbalance = \"R2\"\n", 5);
    assert!(said.starts_with("error: variant `base`: "), "{said}");
}

#[test]
fn more_solutions_than_anybody_waits_for_are_refused_before_the_first() {
    let place = Place::new();
    let variants: String =
        (0..3).map(|n| format!("[variants.v{n}]\nset = {{ \"tariff.1.add\" = 0.{n} }}\n")).collect();
    place.write("my.toml", format!("{WALL}{variants}"));
    for (option, what) in [("starts", "random starts"), ("sensitivity", "draws of elasticities")] {
        let said = place.oblate(&format!("run my.toml --world r.world -o out --{option} 65535"));
        assert_eq!(said.code, Some(3), "{}{}", said.out, said.err);
        let told =
            format!("65535 {what} of each of its 4 cases are 262140 solutions, which would keep about 0.");
        assert!(said.err.contains(&told) && said.err.contains("ask for fewer"), "{}", said.err);
    }
    assert!(place.left().is_empty());
}

/// A library that fails on a broken file is no fault of the program: the file is named.
#[test]
fn a_parquet_file_on_which_its_library_fails_is_refused() {
    static FAILED: AtomicBool = AtomicBool::new(false);
    let place = Place::new();
    assert_eq!(place.oblate("world export r.world --to parquet -o tables").code, Some(0));
    let file = place.path("tables/flows.parquet");
    let file = if file.exists() { file } else { place.path("tables/trade.parquet") };
    let good = std::fs::read(&file).unwrap();
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        if oblate::broken_file().is_some() {
            FAILED.store(true, Ordering::Relaxed);
        } else {
            told(fault);
        }
    }));
    let request = oblate::ImportRequest {
        layout: oblate::Layout::Table,
        folder: place.path("tables"),
        mends_off: Default::default(),
        name: None,
        title: None,
    };
    let fails = |at: &usize| {
        let mut bytes = good.clone();
        bytes[*at] ^= 0x80;
        std::fs::write(&file, bytes).unwrap();
        let _ = oblate::import_world(&request, &|| false);
        FAILED.load(Ordering::Relaxed)
    };
    // what the file says of itself stands at its end
    let found = (0..good.len()).rev().find(fails);
    assert!(found.is_some(), "the library fails on nothing any more: `by_library` may go");
    let said = place.oblate("world import tables --layout table -o new.world");
    assert_eq!(said.code, Some(4), "{}{}", said.out, said.err);
    assert!(said.err.contains("is no table: it is not a complete Parquet file"), "{}", said.err);
    assert!(!said.err.contains("panicked"), "{}", said.err);
    let json = place.oblate("world import tables --layout table -o new.world --json");
    assert!(json.out.contains("\"class\": \"data\""), "{}", json.out);
}
