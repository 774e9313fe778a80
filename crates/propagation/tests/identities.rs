//! What holds in every table, under every choice.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use crate::worlds::{any_world, distance, output, presets, rationing, shocks, table, travel};
use oblate_propagation::{
    CapitalLoss, Day, Effect, InputOutput, Links, Model, Payer, Rebuilding, Recovery, RouteChange, Settings,
    Shock, Simulation, Timing,
};
use oblate_world::{Axis, Id, RandomWorld, Region, Sector};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

/// A statement, with the largest gap that is allowed, as a part of the largest flow.
struct Statement {
    /// What its record is called.
    name: &'static str,
    title: &'static str,
    most: f64,
}

/// Tries a statement on random cases, the same every time: `check` gives the gaps by choice of the model.
fn hold<S: Strategy>(
    statement: Statement,
    cases: u32,
    strategy: S,
    check: impl Fn(S::Value) -> Vec<(&'static str, f64)>,
) {
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let Statement { name, title, most } = statement;
    let largest: RefCell<Vec<(&'static str, f64)>> = RefCell::default();
    let outcome = TestRunner::new(config).run(&strategy, |case| {
        for (choice, gap) in check(case) {
            prop_assert!(gap <= most, "{choice}: {gap:e}");
            let mut largest = largest.borrow_mut();
            match largest.iter_mut().find(|(known, _)| *known == choice) {
                Some((_, largest)) => *largest = largest.max(gap),
                None => largest.push((choice, gap)),
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let largest = largest.into_inner();
    let what = format!("The largest gap in {cases} random worlds, as a part of the largest flow.");
    let mut table = Comparison::new(name, title, &what, "what has to hold");
    for (choice, gap) in &largest {
        table.number(["", choice, "gap"], 0.0, *gap, Tolerance::Plain(most), 12);
    }
    table.close(largest.len());
}

fn every_choice(table: &InputOutput, seed: u64) -> Vec<(&'static str, Settings)> {
    let slow = Settings { transport: Some(travel(table.shape().regions, seed)), ..Settings::default() };
    presets().into_iter().chain(rationing(table)).chain([("transport", slow)]).collect()
}

#[test]
fn without_a_shock_nothing_changes_for_a_year() {
    let statement = Statement {
        name: "short-run-still",
        title: "Without a shock nothing changes for a year",
        most: 1e-12,
    };
    hold(statement, 32, any_world(), |spec| {
        let table = table(&spec);
        let gap = |settings| {
            let model = Model::new(table.clone(), settings).unwrap();
            distance(&output(&model, &[], 365), &vec![model.baseline_output().to_vec(); 365])
        };
        every_choice(&table, spec.seed).into_iter().map(|(name, settings)| (name, gap(settings))).collect()
    });
}

/// The largest gap of the books of any day, over the largest flow: goods made are goods received, rebuilt with or newly under way;
/// what inventories gain is what was received and not used; nothing is negative.
fn books(model: &Model, shocks: &[Shock], steps: usize) -> f64 {
    let shape = model.shape();
    let largest = model.baseline_output().iter().fold(0.0f64, |most, output| most.max(*output));
    let (p, buyers) = (shape.industries(), shape.buyers());
    let mut gap: f64 = 0.0;
    let mut expected: Option<Vec<f64>> = None;
    let mut under_way: Option<Vec<f64>> = None;
    let check = |day: &Day<'_, '_>| {
        let stock = day.inventories();
        let spoils = shocks.iter().any(|shock| matches!(shock.effect, Effect::Inventories(_)));
        if let Some(expected) = expected.as_ref().filter(|_| !spoils) {
            for (found, wanted) in stock.iter().zip(expected) {
                gap = gap.max(if found == wanted { 0.0 } else { (found - wanted).abs() });
            }
        }
        let flows = stock
            .iter()
            .zip(day.used())
            .enumerate()
            .map(|(at, (stock, used))| stock + day.received()[at / p * buyers + at % p] - used);
        expected = Some(flows.collect());
        for k in 0..shape.sectors {
            let of_product = |values: &[f64]| values[k * buyers..(k + 1) * buyers].iter().sum::<f64>();
            let suppliers = || (k..p).step_by(shape.sectors);
            let made: f64 = suppliers().map(|f| day.output()[f]).sum();
            let rebuilt: f64 =
                suppliers().map(|f| day.rebuilding_demand()[f] * day.rebuilding_part()[f]).sum();
            let moving = |goods: Option<&[f64]>| goods.map_or(0.0, of_product);
            let more =
                moving(day.under_way()) - under_way.as_deref().map_or(moving(day.under_way()), of_product);
            let first = under_way.is_none() && day.under_way().is_some();
            if !first {
                gap = gap.max((made - rebuilt - of_product(day.received()) - more).abs());
            }
        }
        under_way = day.under_way().map(<[f64]>::to_vec);
        let smallest = stock.iter().chain(day.received()).chain(day.output()).fold(0.0f64, |a, b| a.min(*b));
        gap = gap.max(-smallest);
        ControlFlow::Continue(())
    };
    Simulation::new(model, shocks, 3, check).unwrap().run(steps).unwrap();
    gap / largest
}

/// An earthquake: capital is lost, and rebuilt by somebody.
fn earthquake(model: &Model, share: f64, payer: Payer) -> Option<Shock> {
    let shape = model.shape();
    let of_region = |k: usize| ((Region::new(0), Sector::new(k)), share * model.capital()[k]);
    let industries: Vec<_> = (0..shape.sectors).map(of_region).filter(|(_, lost)| *lost > 0.0).collect();
    let rebuilding = Rebuilding { products: vec![(Sector::new(0), 1.0)], factor: 1.0, days: 60.0, payer };
    let loss = CapitalLoss { industries, final_users: Vec::new(), rebuilding: Some(rebuilding) };
    let timing = Timing { start: 2.0, days: 5.0, recovery: Recovery::Never };
    let shock = Shock::new("earthquake", timing, Effect::Capital(loss));
    // the first product may be one that somebody in the region does not buy
    Simulation::new(model, std::slice::from_ref(&shock), 0, ()).is_ok().then_some(shock)
}

fn slow_route(table: &InputOutput, closed: f64) -> Shock {
    let shape = table.shape();
    let all: Vec<Region> = (0..shape.regions).map(Region::new).collect();
    let products = (0..shape.sectors).map(Sector::new).collect();
    let links = Links::between(&[Region::new(1)], &all, products);
    let change = RouteChange { links, delay: 6.0, closed, spare: 1.2 };
    Shock::new(
        "route",
        Timing { start: 4.0, days: 12.0, recovery: Recovery::Linear(6.0) },
        Effect::Route(change),
    )
}

#[test]
fn goods_are_conserved_each_day() {
    let statement = Statement {
        name: "short-run-books",
        title: "Goods made are goods used, held, rebuilt with or under way",
        most: 1e-10,
    };
    hold(statement, 32, any_world(), |spec| {
        let table = table(&spec);
        let gap = |settings| {
            let model = Model::new(table.clone(), settings).unwrap();
            let mut shocks = shocks(&table, spec.seed, 0.9);
            shocks.push(slow_route(&table, 0.8));
            let payer = if spec.seed % 2 == 0 { Payer::Outside } else { Payer::FinalDemand };
            shocks.extend(earthquake(&model, 0.2, payer));
            books(&model, &shocks, 90)
        };
        let choices = every_choice(&table, spec.seed).into_iter();
        // inventories that stand still below a tolerance lose goods, as BoARIO does
        let kept = choices.filter(|(name, _)| *name != "boario");
        kept.map(|(name, settings)| (name, gap(settings))).collect()
    });
}

/// The table with one region cut into two equal halves.
fn halved(spec: &RandomWorld) -> Option<[Arc<InputOutput>; 2]> {
    let world = RandomWorld { by_use: true, tariffs: false, ..spec.clone() }.build();
    let oblate_world::Flows::ByUse { intermediate, final_use } = &world.accounts().flows else { return None };
    let axes = world.axes();
    let (m, n, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    let whole = InputOutput::of_world(&world).unwrap();
    // the last region appears twice, and each flow that touches it is half as large for each touch
    let origin = |r: usize| (r.min(m - 1), if r >= m - 1 { 0.5 } else { 1.0 });
    let cut = |flows: &[f64], width: usize| {
        let mut cut = Vec::new();
        for row in 0..(m + 1) * n {
            let (i, of_origin) = origin(row / n);
            for column in 0..(m + 1) * width {
                let (j, of_destination) = origin(column / width);
                let cell = (i * n + row % n) * m * width + j * width + column % width;
                cut.push(flows[cell] * of_origin * of_destination);
            }
        }
        cut
    };
    let codes = axes.regions.codes().map(str::to_owned).chain(["other half".to_owned()]);
    let parts = InputOutput::of_flows(
        Axis::of_codes(codes).unwrap(),
        axes.sectors.clone(),
        axes.final_uses.clone(),
        &cut(intermediate, n),
        &cut(final_use, c),
    );
    Some([Arc::new(whole), Arc::new(parts.unwrap())])
}

#[test]
fn splitting_industries_in_two_equal_ones_changes_nothing() {
    let statement = Statement {
        name: "short-run-halves",
        title: "An industry that is split into two equal ones makes what it made",
        most: 1e-9,
    };
    hold(statement, 32, any_world(), |spec| {
        let Some([whole, parts]) = halved(&spec) else { return Vec::new() };
        let (m, n) = (whole.shape().regions, whole.shape().sectors);
        let gap = |settings: Settings| {
            let [whole_model, parts_model] =
                [&whole, &parts].map(|table| Model::new(table.clone(), settings.clone()).unwrap());
            // the first region is whole in both
            let losses = (0..n).map(|k| ((Region::new(0), Sector::new(k)), 0.7)).collect();
            let timing = Timing { start: 3.0, days: 20.0, recovery: Recovery::Linear(10.0) };
            let shocks = [Shock::new("stop", timing, Effect::Capacity(losses))];
            let one = output(&whole_model, &shocks, 120);
            let two = output(&parts_model, &shocks, 120);
            let joined: Vec<Vec<f64>> = (two.iter())
                .map(|day| {
                    let half = |f: usize| if f / n == m - 1 { day[f] + day[f + n] } else { day[f] };
                    (0..m * n).map(half).collect()
                })
                .collect();
            distance(&joined, &one)
        };
        presets().into_iter().map(|(name, settings)| (name, gap(settings))).collect()
    });
}

#[test]
fn shocks_that_overlap_are_one_joint_shock() {
    let statement =
        Statement { name: "short-run-joint", title: "Shocks that overlap are one joint shock", most: 1e-12 };
    hold(statement, 32, any_world(), |spec| {
        let table = table(&spec);
        let model = Model::new(table.clone(), presets().swap_remove(0).1).unwrap();
        let gap = |some: &[Shock], others: &[Shock]| {
            distance(&output(&model, some, 60), &output(&model, others, 60))
        };
        let shape = table.shape();
        let stop = |losses: Vec<(usize, f64)>, start: f64| {
            let losses = losses.into_iter().map(|(f, loss)| (shape.place(f), loss)).collect();
            let timing = Timing { start, days: 15.0, recovery: Recovery::Abrupt };
            Shock::new("stop", timing, Effect::Capacity(losses))
        };
        // two industries, apart and together; one industry hit twice, and once by both
        let apart = [stop(vec![(0, 0.5)], 3.0), stop(vec![(1, 0.8)], 3.0)];
        let together = [stop(vec![(0, 0.5), (1, 0.8)], 3.0)];
        let twice = [stop(vec![(0, 0.5)], 3.0), stop(vec![(0, 0.4)], 3.0)];
        let once = [stop(vec![(0, 0.7)], 3.0)];
        let mut gaps =
            vec![("two industries", gap(&apart, &together)), ("one industry twice", gap(&twice, &once))];
        // two earthquakes on one day are one that is twice as large
        if let (Some(small), Some(large)) =
            (earthquake(&model, 0.15, Payer::Outside), earthquake(&model, 0.3, Payer::Outside))
        {
            // capital that is left after two losses adds up, as the losses do
            gaps.push(("two earthquakes", gap(&[small.clone(), small], &[large])));
        }
        gaps
    });
}

#[test]
fn shared_sources_are_those_of_each_use() {
    let statement = Statement {
        name: "short-run-sources",
        title: "Sources that all uses share are the same sources of each use",
        most: 1e-8,
    };
    hold(statement, 16, any_world(), |spec| {
        let world = RandomWorld { by_use: false, ..spec.clone() }.build();
        let shared = Arc::new(InputOutput::of_world(&world).unwrap());
        let own = Arc::new(expanded(&shared));
        let gap = |settings: Settings| {
            let [a, b] = [&shared, &own].map(|table| Model::new(table.clone(), settings.clone()).unwrap());
            let mut shocks = shocks(&shared, spec.seed, 0.8);
            shocks.push(slow_route(&shared, 0.5));
            distance(&output(&a, &shocks, 90), &output(&b, &shocks, 90))
        };
        // equal orders are told apart by rounding; labour income is another
        let others = ["largest first", "random", "pichler", "pichler linear"];
        let choices = every_choice(&shared, spec.seed).into_iter();
        let kept = choices.filter(|(name, _)| !others.contains(name));
        kept.map(|(name, settings)| (name, gap(settings))).collect()
    });
}

/// The same flows with a column for each buyer.
fn expanded(table: &InputOutput) -> InputOutput {
    let shape = table.shape();
    let flow = |i: usize, buyer: usize| {
        let (origin, k) = shape.place(i);
        table.share(k, origin, buyer) * table.purchases()[k.index() * shape.buyers() + buyer]
    };
    let (p, users) = (shape.industries(), shape.final_users());
    let cells = |from: usize, count: usize| -> Vec<f64> {
        (0..p).flat_map(|i| (from..from + count).map(move |b| (i, b))).map(|(i, b)| flow(i, b)).collect()
    };
    let axes = (table.regions().clone(), table.sectors().clone(), table.final_uses().clone());
    InputOutput::of_flows(axes.0, axes.1, axes.2, &cells(0, p), &cells(p, users)).unwrap()
}
