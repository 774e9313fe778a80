//! Times of a report: the page from the results, on the built-in world, with one case and with five.

#![allow(clippy::unwrap_used, missing_docs)] // a failed unwrap is a failed benchmark

use criterion::{Criterion, criterion_group, criterion_main};
use oblate::{Request, Results, load_scenario, run, run_report};

fn results(name: &str) -> Results {
    let scenario = load_scenario(name, &[]).unwrap();
    let world = scenario.open_world(None).unwrap();
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
    Results::of_run(&request, &run(&request, &|| false).unwrap())
}

fn reports(criterion: &mut Criterion) {
    for name in ["friend-shoring", "decoupling"] {
        let results = results(name);
        assert!(run_report(&results).contains("The answer"));
        criterion.bench_function(name, |bencher| bencher.iter(|| run_report(&results)));
    }
}

criterion_group!(benches, reports);
criterion_main!(benches);
