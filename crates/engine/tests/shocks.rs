//! The library of shocks on the built-in world.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

use oblate_engine::{ShockRequest, ShockResult, load_shocks, open_world, run_shocks, shock_names};
use oblate_world::Id;

fn run(name: &str, days: usize) -> ShockResult {
    let scenario = load_shocks(name).unwrap();
    let world = scenario.open_world(None).unwrap();
    let request = ShockRequest { scenario: &scenario, world: &world, days: Some(days), threads: 0 };
    run_shocks(&request, &|_, _| {}, &|| false).unwrap()
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
        let result = run(name, 40);
        let base = &result.curves.baseline[0];
        let gap = |day: usize, j: usize| {
            let sums = &result.curves.regions[day][j];
            (sums.output / base[j].output - 1.0).abs()
        };
        let quiet =
            (0..day).flat_map(|day| (0..base.len()).map(move |j| (day, j))).map(|(day, j)| gap(day, j));
        assert!(quiet.fold(0.0, f64::max) < 1e-9, "{name}: something happens before day {day}");
        if let Some(j) = result.model.table().regions().find(place) {
            assert!(gap(day + 1, j.index()) > 1e-4, "{name}: nothing happens in {place}");
        }
        let report = result.report();
        assert!(result.losses.iter().all(|(shock, _)| report.contains(shock.as_str())), "{name}");
    }
}

/// What the file says of the size of the earthquake.
#[test]
fn the_earthquake_destroys_one_and_a_half_per_cent_of_capital() {
    let result = run("earthquake-japan", 12);
    let model = &result.model;
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

#[test]
fn a_stop_is_heard() {
    let scenario = load_shocks("strait-closed").unwrap();
    let world = open_world("world-2014").unwrap();
    let request = ShockRequest { scenario: &scenario, world: &world, days: Some(30), threads: 1 };
    let error = run_shocks(&request, &|_, _| {}, &|| true).err().unwrap();
    assert_eq!(error.class().name(), "interrupted");
}
