//! What works: running, planning, looking, and stopping.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Place;

#[test]
fn a_run_leaves_its_tables_and_tells_its_summary() {
    let place = Place::new();
    let said = place.oblate("run my.toml --world r.world -o out --format csv");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    for told in [
        "Wall\nWorld random-4x5-7: 4 regions and 5 sectors\n",
        "largest losses",
        "Largest residual ",
        "Results in out: run.json, summary.csv, regions.csv, sectors.csv, trade.csv, sensitivity.csv, decomposition.csv, first_order.csv, report.html\n",
    ] {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
    let header = |name: &str| {
        std::fs::read_to_string(place.path("out").join(name)).unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(header("regions.csv"), "variant,region,variable,value,unit");
    assert_eq!(header("sectors.csv"), "variant,region,sector,variable,value,unit");
    assert_eq!(
        header("trade.csv"),
        "variant,sector,origin,destination,value_baseline,value_new,volume_new,unit"
    );
    assert_eq!(place.left(), ["out"]);
}

#[test]
fn draws_of_the_elasticities_leave_their_tables_and_an_interval() {
    let place = Place::new();
    let said = place.oblate("run my.toml --world r.world -o out --format csv --sensitivity 5");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    for told in
        ["World over 5 draws: median ", "draws.csv, uncertainty.csv, drawn_elasticities.csv, report.html\n"]
    {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
    let read = |name: &str| std::fs::read_to_string(place.path("out").join(name)).unwrap();
    assert!(
        read("draws.csv").starts_with("variant,draw,region,variable,value,unit\nbase,1,R1,real_income_pct,")
    );
    assert!(read("uncertainty.csv").starts_with("variant,region,variable,statistic,value,unit\nbase,R1,"));
    assert!(
        read("drawn_elasticities.csv")
            .starts_with("variant,draw,parameter,sector,value\nbase,1,trade_elasticity,s1,")
    );
    let json = place.oblate("run my.toml --world r.world -o again --sensitivity 5 --json");
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let draws = &json["variants"][0]["draws"];
    assert_eq!((&draws["number"], &draws["left_out"]), (&5.into(), &serde_json::json!([])));
    let ends = ["p5", "p50", "p95"].map(|end| draws["world_real_income_pct"][end].as_f64().unwrap());
    assert!(ends[0] < ends[1] && ends[1] < ends[2], "{ends:?}");
}

#[test]
fn a_number_of_draws_that_is_none_is_refused_with_a_way_out() {
    let place = Place::new();
    for number in ["many", "0", "-3", "2.5", "100000"] {
        let said = place.oblate(&format!("run my.toml --world r.world --sensitivity={number}"));
        let told = format!(
            "error: invalid value '{number}' for '--sensitivity <N>': write a whole number from 1 to 65535, as in 100\n"
        );
        assert!(said.code == Some(2) && said.err.starts_with(&told), "{}", said.err);
    }
    assert!(place.left().is_empty());
}

#[test]
fn exports_are_written_listed_and_overwritten() {
    let place = Place::new();
    let run = "run my.toml --world r.world -o out --overwrite";
    let said = place.oblate(&format!("{run} --export xlsx --export dta"));
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let told = "sensitivity.parquet, decomposition.parquet, first_order.parquet, results.xlsx, summary.dta, regions.dta, sectors.dta, trade.dta, \
                sensitivity.dta, decomposition.dta, first_order.dta, about.dta, report.html\n";
    assert!(said.out.ends_with(told), "{}", said.out);
    let manifest: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(place.path("out/run.json")).unwrap()).unwrap();
    assert!(manifest["files"].as_array().unwrap().contains(&"results.xlsx".into()), "{manifest:#}");
    assert_eq!(place.oblate(run).code, Some(0));
    assert!(!place.path("out/results.xlsx").exists());
    let said = place.oblate("run my.toml --world r.world -o other --export xls");
    assert!(said.code == Some(2) && said.err.contains("possible values: xlsx, dta"), "{}", said.err);
    assert!(!place.path("other").exists());
}

#[test]
fn quiet_says_nothing_and_json_says_everything_once() {
    let place = Place::new();
    let said = place.oblate("run my.toml --world r.world -o a --quiet");
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""));
    let said = place.oblate("run my.toml --world r.world -o b --json --threads 2");
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["world"], &json["folder"]), (&"random-4x5-7".into(), &"b".into()));
    assert!(json["variants"][0]["largest_residual"].as_f64().unwrap() <= 1e-10);
    assert_eq!(json["variants"][0]["real_income_pct"].as_object().unwrap().len(), 4);
}

#[test]
fn a_dry_run_tells_every_change_and_writes_nothing() {
    let place = Place::new();
    let said = place.oblate("run my.toml --world r.world --set tariff.wall.add=0.3 --dry-run");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("`tariff.1.add`: 0.2 → 0.3 (by --set tariff.wall.add=0.3)"), "{}", said.out);
    // unit costs and receipts of 4 × 5 sectors, two factor prices and an income in each of 4 regions
    assert!(said.out.contains("1 equilibrium of 52 unknowns each on 80 trade links"), "{}", said.out);
    assert!(place.left().is_empty());
}

#[test]
fn the_library_can_be_listed_shown_and_checked() {
    let place = Place::new();
    assert!(place.oblate("scenario list").out.contains("friend-shoring"));
    let shown = place.oblate("scenario show friend-shoring").out;
    place.write("mine.toml", &shown);
    let said = place.oblate("scenario check mine.toml");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.ends_with("`mine` is right on world `world-2014`\n"), "{}", said.out);
    assert_eq!(place.oblate("scenario check mine.toml --world r.world").code, Some(3));
}

#[test]
fn worlds_can_be_listed_looked_over_merged_and_exported() {
    let place = Place::new();
    assert!(place.oblate("world list").out.contains("world-2014"));
    let info = place.oblate("world info world-2014").out;
    assert!(
        info.contains("44 regions, 37 sectors") && info.contains("Licence: ") && info.contains("estimated"),
        "{info}"
    );
    let check = place.oblate("world check r.world").out;
    assert!(
        check.contains("Regions by gross output") && check.contains("Largest flows between regions"),
        "{check}"
    );
    place.write("two.csv", "from,to\nR1,W\nR2,W\nR3,E\nR4,E\n");
    let said = place.oblate("world aggregate r.world --regions two.csv -o two.world");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("two: "), "{}", said.out);
    assert_eq!(place.oblate("world export two.world --to parquet -o tables").code, Some(0));
    let said = place.oblate("world import tables --layout table -o back.world --quiet");
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{}", said.err);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let place = Place::new();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("oblate"))
        .args(["world", "check", "world-2014", "--mends"])
        .current_dir(place.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

/// Ctrl-C while variants are being solved: code 130, soon, and nothing is left.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_sweep_and_leaves_nothing() {
    let place = Place::new();
    let variants: String = (0..400)
        .map(|number| {
            format!(
                "[variants.v{number}]\nset = {{ \"iceberg.1.multiply\" = {} }}\n",
                1.1 + 1e-3 * f64::from(number)
            )
        })
        .collect();
    place.write(
        "my.toml",
        format!("title = \"Sweep\"\n[[iceberg]]\nfrom = \"CHN\"\nto = \"USA\"\nmultiply = 1.05\n{variants}"),
    );
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("oblate"))
        .args(["run", "my.toml", "--threads", "1", "-o", "out"])
        .current_dir(place.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(3));
    assert!(child.try_wait().unwrap().is_none(), "the sweep ended before it could be stopped");
    let asked = Instant::now();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: stopped: "));
    assert!(place.left().is_empty(), "{:?}", place.left());
}

#[test]
fn a_new_scenario_runs_and_replaces_nothing_in_silence() {
    let place = Place::new();
    let said = place.oblate("scenario new");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert_eq!(
        said.out,
        "Scenario in scenario.toml; next:\n  oblate scenario check scenario.toml\n  \
         oblate run --dry-run scenario.toml\n  oblate run scenario.toml\n"
    );
    for command in said.out.lines().filter_map(|line| line.strip_prefix("  oblate ")) {
        assert_eq!(place.oblate(command).code, Some(0), "{command}");
    }
    place.write("scenario.toml", "mine");
    let said = place.oblate("scenario new");
    assert_eq!(said.code, Some(6));
    assert_eq!(
        said.err,
        "error: `scenario.toml` exists already; name another file, or replace it with `--overwrite`\n"
    );
    assert_eq!(std::fs::read_to_string(place.path("scenario.toml")).unwrap(), "mine");
    assert_eq!(place.oblate("scenario new --overwrite").code, Some(0));
    assert_eq!(place.oblate("scenario check scenario.toml").code, Some(0));
    let said = place.oblate("scenario new other.json");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("write `other.toml`"), "{}", said.err);
    let said = place.oblate("scenario new nowhere/other.toml");
    assert!(said.code == Some(6) && said.err.contains("cannot write `nowhere/other.toml`"), "{}", said.err);
    assert_eq!(place.left(), ["runs", "scenario.toml"]);
}

#[test]
fn the_list_tells_mechanisms_and_titles_and_as_json_the_questions() {
    let place = Place::new();
    let list = place.oblate("scenario list").out;
    assert!(
        list.lines().any(|line| {
            line.split_whitespace().collect::<Vec<_>>()
                == ["friend-shoring", "long", "run", "M14", "Friend-shoring"]
        }),
        "{list}"
    );
    let json: serde_json::Value = serde_json::from_str(&place.oblate("scenario list --json").out).unwrap();
    let entries = json["scenarios"].as_array().unwrap();
    assert_eq!(entries.len(), list.lines().count());
    assert!(entries.iter().all(|entry| entry["question"].as_str().unwrap().ends_with('?')));
}

#[test]
fn runs_are_compared_from_their_folders_and_from_scenarios() {
    let place = Place::new();
    place.oblate("run my.toml --world r.world -o a");
    place.oblate("run my.toml --world r.world -o b --set tariff.wall.add=0.4 --format csv");
    let said = place.oblate("compare a b my.toml --world r.world");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert!(
        said.out.contains("against the first") && said.out.ends_with("Comparison in comparison.html\n"),
        "{}",
        said.out
    );
    let page = std::fs::read_to_string(place.path("comparison.html")).unwrap();
    assert!(page.contains("Difference from a, percentage points"));
    let said = place.oblate("compare a b --overwrite --json");
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["cases"].as_array().unwrap().len(), 2);
}

#[test]
fn what_cannot_be_compared_is_told_and_nothing_is_written() {
    let place = Place::new();
    place.oblate("run my.toml --world r.world -o a");
    std::fs::create_dir(place.path("empty")).unwrap();
    place.oblate("run my.toml --world r.world -o cut");
    place.write("cut/regions.parquet", "PAR1");
    place.oblate("run my.toml --world r.world -o torn");
    place.write("torn/run.json", "{\"oblate\": \"0.1.0\"}");
    place.write("broken.world", "OBLATEW\n");
    for (arguments, code, told) in [
        ("compare a", 2, "there is one case only"),
        ("compare a empty", 4, "it has no `run.json`"),
        ("compare a cut", 4, "`regions.parquet`"),
        ("compare a torn", 4, "missing field"),
        ("compare a nothing", 3, "there is no scenario `nothing`"),
        ("compare a my.toml --world broken.world", 4, "broken.world"),
        ("compare a a -o empty", 6, "it is a folder"),
        ("compare a a -o my.toml", 6, "exists already"),
    ] {
        let said = place.oblate(arguments);
        assert_eq!(said.code, Some(code), "{arguments}: {}", said.err);
        assert!(said.err.contains(told), "{arguments}: {}", said.err);
    }
    assert!(!place.path("comparison.html").exists());
}
