//! What cannot be is refused, with the place and the legal values.

use crate::worlds::table;
use oblate_propagation::{
    CapitalLoss, DemandChange, Effect, InputOutput, InventoryDays, Links, Model, OrderRule, Rationing,
    Recovery, RouteChange, Settings, Shock, Simulation, Timing,
};
use oblate_world::{Axis, FinalUse, Id, RandomWorld, Region, Sector};

fn refusal(settings: Settings) -> String {
    Model::new(table(&RandomWorld::default()), settings).unwrap_err().to_string()
}

fn shock_refusal(timing: Timing, effect: Effect) -> String {
    let model = Model::new(table(&RandomWorld::default()), Settings::default()).unwrap();
    let shocks = [Shock::new("storm", timing, effect)];
    Simulation::new(&model, &shocks, 0, ()).err().unwrap().to_string()
}

#[test]
fn choices_that_cannot_be_are_refused() {
    let default = Settings::default;
    assert_eq!(
        refusal(Settings { restoring: 0.0, ..default() }),
        "the number of days to restore inventories is 0; it must be a positive number"
    );
    assert_eq!(
        refusal(Settings { inventories: InventoryDays::Same(0.5), ..default() }),
        "the number of inventory days is 0.5; it must be at least the use of one step and at most 65535, or `inf` for \
         an input that never limits output"
    );
    assert_eq!(
        refusal(Settings { orders: OrderRule::WholeGap, inventories: InventoryDays::Same(1.5), ..default() }),
        "the number of inventory days is 1.5; it must be at least two steps where whole gaps are ordered and at most \
         65535, or `inf` for an input that never limits output"
    );
    assert_eq!(
        refusal(Settings { inventories: InventoryDays::ByInput(vec![10.0]), ..default() }),
        "inventory days has 1 values, but the table needs 5"
    );
    let ranks = Rationing::ByContract { industries: vec![0; 3], final_users: vec![0; 8] };
    assert_eq!(
        refusal(Settings { rationing: ranks, ..default() }),
        "contract ranks of industries has 3 values, but the table needs 20"
    );
}

#[test]
fn shocks_that_cannot_be_are_refused() {
    let (day, place) = (Timing::window(1.0, 2.0), (Region::new(0), Sector::new(0)));
    assert_eq!(
        shock_refusal(day.clone(), Effect::Capacity(vec![(place, 1.5)])),
        "the share lost of the shock `storm` is 1.5; it must be a share, 0 to 1"
    );
    assert_eq!(
        shock_refusal(day.clone(), Effect::Labour(vec![((Region::new(9), Sector::new(0)), 0.5)])),
        "the shock `storm` names region number 9, but the table has 4"
    );
    assert_eq!(
        shock_refusal(
            Timing { start: 0.0, days: 1.0, recovery: Recovery::Linear(0.0) },
            Effect::Capacity(Vec::new())
        ),
        "the number of days of recovery of the shock `storm` is 0; it must be 1 or more"
    );
    let change = ((Region::new(0), FinalUse::new(0)), Sector::new(0), -1.2);
    assert_eq!(
        shock_refusal(
            day.clone(),
            Effect::FinalDemand(DemandChange { changes: vec![change], rebound: None })
        ),
        "the change of final demand of the shock `storm` is -1.2; it must be −1 or more"
    );
    let route = RouteChange { links: Links::default(), delay: 1.0, closed: 0.0, spare: 0.5 };
    assert_eq!(
        shock_refusal(day.clone(), Effect::Route(route)),
        "the spare capacity of the shock `storm` is 0.5; it must be 1 or more"
    );
    let loss = CapitalLoss { industries: vec![(place, 1e30)], final_users: Vec::new(), rebuilding: None };
    let told = shock_refusal(day, Effect::Capital(loss));
    assert!(told.starts_with(
        "the shocks destroy 1000000000000000000000000000000 of capital in sector `s1` of region `R1`"
    ));
}

#[test]
fn tables_that_cannot_be_are_refused() {
    let of_flows = |z: &[f64], y: &[f64]| {
        let regions: Axis<Region> = Axis::of_codes(["A"]).unwrap();
        InputOutput::of_flows(regions, Axis::of_codes(["s"]).unwrap(), Axis::of_codes(["c"]).unwrap(), z, y)
    };
    assert_eq!(
        of_flows(&[1.0, 2.0], &[1.0]).unwrap_err().to_string(),
        "intermediate flow has 2 values, but the table needs 1"
    );
    assert_eq!(
        of_flows(&[1.0], &[-3.0]).unwrap_err().to_string(),
        "final demand number 0 is -3; flows must be finite and not negative: set negative cells to zero first"
    );
}

/// Where all capital is destroyed, nothing is made: damage that BoARIO rounds to a trace more than there is makes no capacity below zero.
#[test]
fn all_capital_can_be_destroyed_under_every_rounding() {
    for seed in 0..20 {
        let table = table(&RandomWorld { seed, ..RandomWorld::default() });
        let settings = Settings { orders: OrderRule::DemandAndGap, ..Settings::boario_072() };
        let model = Model::new(table, settings).unwrap();
        let shape = model.shape();
        let capital: Vec<f64> =
            (0..shape.industries()).map(|f| 1.0 / (3 * f + 1 + seed as usize) as f64).collect();
        let model = model.with_capital(capital.clone()).unwrap();
        let hit: Vec<usize> = (0..shape.sectors).collect();
        let industries = hit.iter().map(|&f| (shape.place(f), capital[f])).collect();
        let timing = Timing { start: 0.0, days: 5.0, recovery: Recovery::Linear(10.0) };
        let shock = Shock::new(
            "war",
            timing,
            Effect::Capital(CapitalLoss { industries, final_users: Vec::new(), rebuilding: None }),
        );
        let mut run = Simulation::new(&model, &[shock], 0, |day: &oblate_propagation::Day<'_, '_>| {
            assert!(day.capacity_left().iter().all(|left| (0.0..=1.0).contains(left)), "seed {seed}");
            if day.day() < 5.0 {
                assert!(
                    hit.iter().all(|&f| day.output()[f] <= 1e-5 * day.model().baseline_output()[f]),
                    "seed {seed}"
                );
            }
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        run.run(30).unwrap();
    }
}
