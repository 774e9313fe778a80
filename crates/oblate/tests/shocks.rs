//! The library of shocks on the built-in world.

use std::sync::atomic::{AtomicUsize, Ordering};

use oblate::{
    EngineError, Format, FoundScenario, Manifest, Results, ResultsFolder, Scenario, ShockManifest,
    ShockRequest, ShockResult, Supervision, Table, load_shocks, open_world, run_shocks, shock_names,
    shock_report,
};
use oblate_world::{Id, World};

/// All variants of some shocks, on one thread.
fn request<'a>(scenario: &'a FoundScenario, world: &'a World, days: usize) -> ShockRequest<'a> {
    ShockRequest { scenario, world, variants: &[], days: Some(days), industries: false, threads: 1 }
}

fn run(name: &str, days: usize) -> ShockResult {
    told(name, days).0
}

/// The short runs of a set, and their report.
fn told(name: &str, days: usize) -> (ShockResult, String) {
    let scenario = load_shocks(name, &[]).unwrap();
    let world = scenario.open_world(None).unwrap();
    let request = ShockRequest { threads: 0, ..request(&scenario, &world, days) };
    let result = run_shocks(&request, &Supervision::NONE).unwrap();
    let page = shock_report(&Results::of_shocks(&request, &result));
    (result, page)
}

/// Each is hit when and where its file says; nothing is lost before, and the report tells every shock.
#[test]
fn every_set_of_shocks_runs() {
    // the place that is hit first, and the first day on which something is
    let first = [
        ("earthquake-japan", "JPN", 10),
        ("energy-2022", "RUS", 10),
        ("lockdown-2020", "CHN", 22),
        ("rebound-2021", "TWN", 10),
        ("strait-closed", "", 10),
        ("three-rounds", "CHN", 22),
    ];
    assert_eq!(shock_names(), first.map(|(name, ..)| name));
    for (name, place, day) in first {
        let (result, report) = told(name, 40);
        let base_case = &result.variants[0];
        let base = &base_case.curves.baseline[0];
        let gap = |day: usize, j: usize| {
            let sums = &base_case.curves.regions[day][j];
            (sums.output / base[j].output - 1.0).abs()
        };
        let quiet =
            (0..day).flat_map(|day| (0..base.len()).map(move |j| (day, j))).map(|(day, j)| gap(day, j));
        assert!(quiet.fold(0.0, f64::max) < 1e-9, "{name}: something happens before day {day}");
        if let Some(j) = base_case.model.table().regions().find(place) {
            assert!(gap(day + 1, j.index()) > 1e-4, "{name}: nothing happens in {place}");
        }
        assert!(base_case.losses.iter().all(|loss| report.contains(loss.shock.as_str())), "{name}");
    }
}

/// What the file says of the size of the earthquake.
#[test]
fn the_earthquake_destroys_one_and_a_half_per_cent_of_capital() {
    let result = run("earthquake-japan", 12);
    let model = &result.variants[0].model;
    let (shape, japan) = (model.shape(), model.table().regions().find("JPN").unwrap());
    let own = model.capital()[japan.index() * shape.sectors..][..shape.sectors].iter();
    let codes = model.table().sectors().codes();
    let manufacturing = |code: &str| code.starts_with('C') || code == "D" || code == "E";
    let other = ["A", "G", "H49", "H52T53", "I"];
    let share = |code: &str| match code {
        _ if manufacturing(code) => 0.04,
        _ if other.contains(&code) => 0.015,
        _ => 0.0,
    };
    let lost: f64 = codes.zip(own.clone()).map(|(code, capital)| share(code) * capital).sum();
    let part = lost / own.sum::<f64>();
    assert!((0.01..0.02).contains(&part), "{part}");
}

/// Every table as CSV.
fn texts(results: &Results<ShockManifest>) -> Vec<String> {
    let text = |table: &Table| {
        let mut bytes = Vec::new();
        table.write(Format::Csv, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    results.tables().iter().map(text).collect()
}

/// Two stops that starve others; one way to share what there is ends in a collapse.
const STARVING: &str = r#"
title = "A stop"
[short_run]
inventories = 3
[[labour_loss]]
name = "island"
regions = "TWN"
loss = 0.95
start = 2
days = 25
[[labour_loss]]
name = "mainland"
regions = "CHN"
sectors = "C26"
loss = 0.9
start = 5
days = 20
[variants.proportional]
set = { "short_run.rationing" = "proportional" }
"#;

/// A run that is read back from its folder tells the same: bottlenecks, chains, troubles and what avoids them, each industry's days.
#[test]
fn a_short_run_is_read_back() {
    let scenario = FoundScenario::from(Scenario::from_toml(STARVING).unwrap());
    let world = open_world("world-2014").unwrap();
    let request = ShockRequest { threads: 0, industries: true, ..request(&scenario, &world, 20) };
    let results = Results::of_shocks(&request, &run_shocks(&request, &Supervision::NONE).unwrap());
    let [base, proportional] = &results.manifest.variants[..] else { panic!("two variants") };
    assert!(base.chains.iter().all(|chain| chain.len() > 1), "{:?}", base.chains);
    assert!(!proportional.troubles.is_empty() && proportional.remedies.iter().all(|found| !found.is_empty()));
    let folder = tempfile::tempdir().unwrap();
    for format in [Format::Parquet, Format::Csv] {
        let place = folder.path().join(format.ending());
        let written = ResultsFolder::new::<ShockManifest>(&place, false).unwrap();
        written.write(&results, Some(&shock_report), format, &|| false).unwrap();
        let read = Results::<ShockManifest>::open(&place).unwrap();
        assert!(texts(&read) == texts(&results), "{}", format.ending());
        let page = std::fs::read_to_string(place.join("report.html")).unwrap();
        assert!(shock_report(&read) == page, "{}", format.ending());
    }
    let cut = folder.path().join("csv/days_sectors.csv");
    let text = std::fs::read_to_string(&cut).unwrap();
    std::fs::write(&cut, text.trim_end().rsplit_once('\n').unwrap().0).unwrap();
    let error = Results::<ShockManifest>::open(&folder.path().join("csv")).unwrap_err();
    assert!(error.to_string().contains("`days_sectors` has "), "{error}");
    let error = Results::<Manifest>::open(&folder.path().join("parquet")).unwrap_err();
    assert!(
        error.to_string().ends_with("holds a short run, and this is told of a run of the long run"),
        "{error}"
    );
    std::fs::remove_file(folder.path().join("csv/bottlenecks.csv")).unwrap();
    let error = Results::<ShockManifest>::open(&folder.path().join("csv")).unwrap_err();
    assert!(error.to_string().contains("`bottlenecks.csv`"), "{error}");
}

#[test]
fn a_stop_is_heard() {
    let scenario = load_shocks("strait-closed", &[]).unwrap();
    let world = open_world("world-2014").unwrap();
    let request = request(&scenario, &world, 30);
    let error = run_shocks(&request, &Supervision { stop: &|| true, ..Supervision::NONE }).err().unwrap();
    assert_eq!(error.class().name(), "interrupted");
}

/// A run that is stopped again and again comes to the same as one that is not; other days do not go on from it.
#[test]
fn a_stopped_run_goes_on_where_it_was() {
    let scenario = load_shocks("energy-2022", &[]).unwrap();
    let world = open_world("world-2014").unwrap();
    let request = request(&scenario, &world, 30);
    let whole = run_shocks(&ShockRequest { threads: 2, ..request }, &Supervision::NONE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("energy.part");
    let mut stops = 0;
    let resumed = loop {
        let days = AtomicUsize::new(0);
        // runs that go side by side are kept once all four are done, which takes 120 days
        let supervision = Supervision {
            progress: &|_, _| {},
            stop: &|| days.fetch_add(1, Ordering::Relaxed) > 170,
            checkpoint: Some(&path),
        };
        match run_shocks(&request, &supervision) {
            Ok(result) => break result,
            Err(EngineError::Paused { kept }) => {
                assert_eq!(kept, path);
                stops += 1;
                assert!(stops < 100, "it never comes to an end");
                let (other, copy) =
                    (ShockRequest { days: Some(3), ..request }, folder.path().join("copy.part"));
                std::fs::copy(&path, &copy).unwrap();
                let fresh = Supervision { checkpoint: Some(&copy), ..Supervision::NONE };
                assert!(!run_shocks(&other, &fresh).unwrap().resumed);
            }
            Err(error) => panic!("{error}"),
        }
    };
    assert!(stops > 2, "{stops} stops");
    // what is whole stays until the results are kept, whoever asks for another run meanwhile
    assert!(resumed.resumed && path.exists());
    let others = run_shocks(&ShockRequest { days: Some(3), ..request }, &Supervision::NONE).unwrap();
    others.forget(&path).unwrap();
    assert!(path.exists());
    resumed.forget(&path).unwrap();
    assert!(!path.exists());
    assert_eq!(Results::of_shocks(&request, &resumed), Results::of_shocks(&request, &whole));
    std::fs::write(&path, "my notes").unwrap();
    let fresh = Supervision { checkpoint: Some(&path), ..Supervision::NONE };
    let error = run_shocks(&request, &fresh).err().unwrap();
    assert!(matches!(error, EngineError::Checkpoint { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "my notes");
}
