//! Worlds through the engine: aggregation by files, export and import.
#![allow(clippy::unwrap_used, reason = "a broken test file should stop the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use approx::assert_relative_eq;
use oblate_engine::{
    Class, EngineError, ImportRequest, Layout, aggregate_world, check_world, export_world, import_world,
    load_scenario, mend_rule, open_world,
};
use oblate_tables::Format;
use oblate_world::{RandomWorld, World};
use tempfile::TempDir;

fn world() -> World {
    RandomWorld { seed: 7, ..RandomWorld::default() }.build()
}

fn map(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("map.csv");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn regions_are_merged_by_a_file() {
    let (folder, world) = (TempDir::new().unwrap(), world());
    let path = map(folder.path(), "from,to,name\nR1,W,West\nR2,W,West\nR3,E,East\nR4,E,\n");
    let merged = aggregate_world(&world, Some(&path), None, Some("two")).unwrap();
    assert_eq!(merged.axes().regions.codes().collect::<Vec<_>>(), ["W", "E"]);
    assert_eq!(merged.axes().regions.labels()[1].name, "East");
    assert_eq!(merged.accounts().description.name, "two");
    assert_relative_eq!(merged.gross_output().sum(), world.gross_output().sum(), max_relative = 1e-12);
}

#[test]
fn all_mistakes_of_a_map_are_told_with_their_lines() {
    let folder = TempDir::new().unwrap();
    let path = map(folder.path(), "from,to\nR1,W\nR9,W\nR1,E\nR3,E\n");
    let error = aggregate_world(&world(), Some(&path), None, None).unwrap_err();
    assert_eq!(error.class(), Class::Data);
    let text = error.to_string();
    for told in [
        "line 3: there is no region `R9`",
        "line 4: region `R1` is already mapped in line 2",
        "region `R2` is not mapped",
        "region `R4` is not mapped",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    let path = map(folder.path(), "form,to\nR1,W\n");
    let error = aggregate_world(&world(), Some(&path), None, None).unwrap_err().to_string();
    assert!(error.ends_with("column `from` is missing; found `form`, `to`; did you mean `form`?"), "{error}");
}

#[test]
fn a_world_survives_export_and_import() {
    let folder = TempDir::new().unwrap();
    let world = world();
    for (format, name) in [(Format::Csv, "csv"), (Format::Parquet, "parquet")] {
        let path = folder.path().join(name);
        export_world(&world, Layout::Table, &path, format, false).unwrap();
        let request = ImportRequest {
            layout: Layout::Table,
            folder: path,
            mends_off: BTreeSet::new(),
            name: None,
            title: None,
        };
        let back = import_world(&request, &|| false).unwrap();
        assert_eq!(back.accounts().flows, world.accounts().flows);
        assert_eq!(back.accounts().description.name, world.accounts().description.name);
    }
}

#[test]
fn a_national_folder_of_a_balanced_world_gives_that_world_without_a_mend() {
    let folder = TempDir::new().unwrap();
    let world =
        RandomWorld { factors: 1, final_uses: 1, production_taxes: false, ..RandomWorld::default() }.build();
    let path = folder.path().join("pieces");
    export_world(&world, Layout::National, &path, Format::Csv, false).unwrap();
    let request = ImportRequest {
        layout: Layout::National,
        folder: path,
        mends_off: BTreeSet::new(),
        name: None,
        title: None,
    };
    let back = import_world(&request, &|| false).unwrap();
    // the solver's tolerance in levels
    for (found, expected) in back.gross_output().as_slice().iter().zip(world.gross_output().as_slice()) {
        assert_relative_eq!(found, expected, max_relative = 1e-8);
    }
    assert!(back.accounts().mends.is_empty(), "{:?}", back.accounts().mends);
}

#[test]
fn the_report_adds_up() {
    let world = world();
    let report = check_world(&world);
    assert_relative_eq!(report.gross_output, world.gross_output().sum(), max_relative = 1e-12);
    let regions: f64 = report.regions.iter().map(|region| region.share).sum();
    let deficits: f64 = report.deficits.iter().map(|region| region.value).sum();
    assert_relative_eq!(regions, 1.0, max_relative = 1e-12);
    assert!(deficits.abs() < 1e-9 * report.gross_output);
    assert!(report.gaps.iter().all(|gap| gap.gap <= oblate_world::BALANCE_TOLERANCE));
    // the last sector of a random world does not cross borders
    let links = report.zeros.iter().find(|zeros| zeros.account == "trade links").unwrap();
    assert!(links.cells == 80 && links.zero >= 12 && links.negative == 0, "{links:?}");
    assert!(report.flows.iter().all(|flow| flow.origin != flow.destination && flow.sector != "s5"));
}

#[test]
fn what_does_not_exist_is_told_with_what_does() {
    let error = open_world("world-2041").unwrap_err();
    assert_eq!(error.class(), Class::Data);
    assert!(error.to_string().contains("did you mean `world-2014`?"), "{error}");
    let error = load_scenario("freind-shoring", &[]).unwrap_err();
    assert_eq!(error.class(), Class::Scenario);
    assert!(error.to_string().contains("did you mean `friend-shoring`?"), "{error}");
    assert!(matches!(mend_rule("dead-sectors"), Err(EngineError::UnknownRule { .. })));
}
