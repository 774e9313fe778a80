//! The run folder: the same bytes every time, whole or not at all, never over something else in silence.

use std::cell::Cell;
use std::path::Path;
use std::sync::Mutex;

use crate::support::{self, Solved, TARIFFS, entries, solved, world};
use oblate::{Class, Format, Manifest, Results, ResultsError, ResultsFolder, Table, run_report};
use tempfile::TempDir;

fn write(result: &Solved, path: &Path, overwrite: bool) -> Result<Vec<String>, ResultsError> {
    support::write(&result.results, path, overwrite, Format::Parquet)
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let place = TempDir::new().unwrap();
    for threads in [1, 2] {
        let result = solved(&world(), TARIFFS, threads).unwrap();
        write(&result, &place.path().join(threads.to_string()), false).unwrap();
    }
    let names = entries(&place.path().join("1"));
    let expected = [
        "decomposition.parquet",
        "first_order.parquet",
        "regions.parquet",
        "report.html",
        "run.json",
        "sectors.parquet",
        "sensitivity.parquet",
        "summary.csv",
        "trade.parquet",
    ];
    assert_eq!(names, expected);
    for name in names {
        let bytes = |threads: &str| std::fs::read(place.path().join(threads).join(&name)).unwrap();
        assert!(bytes("1") == bytes("2"), "{name}");
    }
}

#[test]
fn tables_that_not_every_run_has_are_read_back() {
    let csv = |table: Option<&Table>| {
        let mut bytes = Vec::new();
        table.unwrap().write(Format::Csv, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let place = TempDir::new().unwrap();
    let world = world();
    let factor = world.axes().factors.codes().next().unwrap();
    let unequal = format!("{TARIFFS}[[household]]\nname = \"all\"\n[factors]\n{factor} = \"specific\"\n");
    for (name, text, written) in [("unequal", unequal.as_str(), true), ("plain", TARIFFS, false)] {
        let result = solved(&world, text, 1).unwrap();
        write(&result, &place.path().join(name), false).unwrap();
        let read: Results = Results::open(&place.path().join(name)).unwrap();
        let tables = &result.results;
        assert_eq!(["households", "factors"].map(|name| read.table(name).is_some()), [written; 2]);
        if written {
            assert!(csv(read.table("households")) == csv(tables.table("households")));
            assert!(csv(read.table("factors")) == csv(tables.table("factors")));
        }
    }
}

#[test]
fn the_manifest_knows_no_path_and_repeats_the_scenario() {
    let place = TempDir::new().unwrap();
    let result = solved(&world(), TARIFFS, 1).unwrap();
    write(&result, &place.path().join("run"), false).unwrap();
    let text = std::fs::read_to_string(place.path().join("run/run.json")).unwrap();
    assert!(!text.contains(place.path().to_str().unwrap()) && !text.contains("/tmp"), "{text}");
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["scenario"]["text"], TARIFFS);
    assert_eq!(manifest["scenario"]["blake3"], blake3::hash(TARIFFS.as_bytes()).to_hex().as_str());
    assert_eq!(manifest["world"]["name"], "random-4x5-7");
    assert_eq!(manifest["variants"][2]["deficits"], "zero");
    assert_eq!(manifest["variants"][0]["parameters"][0]["source"], "the world");
    let residuals = manifest["variants"][0]["solver"]["residuals"].as_array().unwrap();
    assert!(
        residuals.len() == 8
            && residuals.iter().all(|residual| residual["largest"].as_f64().unwrap() <= 1e-10)
    );
}

#[test]
fn a_folder_that_exists_is_refused_and_left_alone() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("run");
    let result = solved(&world(), TARIFFS, 1).unwrap();
    write(&result, &path, false).unwrap();
    let before = std::fs::read(path.join("run.json")).unwrap();
    let error = write(&result, &path, false).unwrap_err();
    assert!(matches!(error, ResultsError::Exists { .. }) && error.class() == Class::Output);
    assert_eq!(std::fs::read(path.join("run.json")).unwrap(), before);
    assert_eq!(entries(place.path()), ["run"]);
}

#[test]
fn only_an_earlier_run_is_overwritten() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("run");
    let result = solved(&world(), TARIFFS, 1).unwrap();
    write(&result, &path, false).unwrap();
    write(&result, &path, true).unwrap();
    assert_eq!(entries(place.path()), ["run"]);
    std::fs::write(path.join("notes.txt"), "mine").unwrap();
    let error = write(&result, &path, true).unwrap_err().to_string();
    assert!(error.contains("beside a run it holds `notes.txt`"), "{error}");
    assert_eq!(std::fs::read_to_string(path.join("notes.txt")).unwrap(), "mine");
    let other = place.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("run.json"), "{}").unwrap();
    assert!(matches!(write(&result, &other, true), Err(ResultsError::NotARun { .. })));
}

#[test]
fn an_interrupted_writing_leaves_nothing() {
    let place = TempDir::new().unwrap();
    let path = place.path().join("run");
    let result = solved(&world(), TARIFFS, 1).unwrap();
    let asked = Mutex::new(Cell::new(0));
    // the summary and the regions are written, then the user has enough
    let stop = || {
        let asked = asked.lock().unwrap();
        asked.set(asked.get() + 1);
        asked.get() > 2
    };
    let folder = ResultsFolder::new::<Manifest>(&path, false).unwrap();
    let error = folder.write(&result.results, Some(&run_report), Format::Csv, &stop).unwrap_err();
    assert_eq!(error.class(), Class::Interrupted);
    assert!(entries(place.path()).is_empty());
}

#[test]
fn a_file_in_the_way_is_told_before_anything_is_solved() {
    let place = TempDir::new().unwrap();
    std::fs::write(place.path().join("file"), "text").unwrap();
    let error = ResultsFolder::new::<Manifest>(&place.path().join("file/below/run"), false).unwrap_err();
    assert_eq!(error.class(), Class::Output);
    assert!(error.to_string().ends_with("is a file, not a folder"), "{error}");
}

#[test]
fn a_stopped_run_is_interrupted_and_no_failure_of_the_solver() {
    let scenario = support::scenario(TARIFFS);
    let world = world();
    let request = oblate::Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
    let error = oblate::run(&request, &|| true).unwrap_err();
    assert_eq!(error.class(), Class::Interrupted);
}
