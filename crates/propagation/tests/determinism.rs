//! The same runs give the same bits: alone or with others, on one thread or many, in one go or resumed.

use std::ops::ControlFlow;

use crate::worlds::{presets, rationing, shocks, table, travel};
use oblate_propagation::{Curves, Day, Model, PropagationError, Settings, Simulation, run_many};
use oblate_world::RandomWorld;

fn models() -> Vec<Model> {
    let table = table(&RandomWorld { regions: 5, by_use: true, ..RandomWorld::default() });
    let slow = Settings { transport: Some(travel(5, 1)), ..Settings::default() };
    let choices = presets().into_iter().chain(rationing(&table)).chain([("transport", slow)]);
    choices.map(|(_, settings)| Model::new(table.clone(), settings).unwrap()).collect()
}

#[test]
fn many_runs_are_those_of_one_on_any_number_of_threads() {
    for model in models() {
        let shocks = |run: usize| shocks(model.table(), run as u64, 0.8);
        let many = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| run_many(&model, 11, 40, shocks, |_| Curves::new(&model)).unwrap())
        };
        let on_one = many(1);
        assert_eq!(on_one.len(), 11);
        assert_eq!(on_one, many(4));
        for (run, curves) in on_one.iter().enumerate() {
            let mut alone = Simulation::new(&model, &shocks(run), run as u64, Curves::new(&model)).unwrap();
            alone.run(40).unwrap();
            assert_eq!(alone.observer(), curves);
        }
    }
}

#[test]
fn runs_end_when_their_observers_have_seen_enough() {
    let model = models().swap_remove(0);
    let observer = |run: usize| {
        let mut days = 0;
        move |_: &Day<'_, '_>| {
            days += 1;
            assert!(days <= run + 1, "run {run} went on after its end");
            if days == run + 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    };
    let ended = run_many(&model, 9, 20, |_| Vec::new(), observer).unwrap();
    assert_eq!(ended.len(), 9);
}

#[test]
fn a_run_that_is_stored_goes_on_to_the_same_bits() {
    for model in models() {
        let shocks = shocks(model.table(), 4, 0.8);
        let mut whole = Simulation::new(&model, &shocks, 9, Curves::new(&model)).unwrap();
        whole.run(60).unwrap();
        let mut first = Simulation::new(&model, &shocks, 9, ()).unwrap();
        first.run(17).unwrap();
        let stored = first.save();
        let mut rest = Simulation::resume(&model, &shocks, 9, Curves::new(&model), &stored).unwrap();
        assert_eq!(rest.steps(), 17);
        rest.run(60).unwrap();
        assert_eq!(rest.observer().regions, whole.observer().regions[17..]);
        assert_eq!(rest.save(), whole.save());
    }
}

#[test]
fn a_state_of_another_run_is_refused() {
    let model = models().swap_remove(0);
    let shocks = shocks(model.table(), 4, 0.8);
    let stored = Simulation::new(&model, &shocks, 9, ()).unwrap().save();
    let resume = |stream: u64, bytes: &[u8]| Simulation::resume(&model, &shocks, stream, (), bytes).err();
    assert_eq!(resume(8, &stored), Some(PropagationError::OtherState));
    let cut = &stored[..stored.len() - 8];
    assert!(matches!(resume(9, cut), Some(PropagationError::State { .. })));
    assert!(matches!(resume(9, &[1, 2]), Some(PropagationError::State { .. })));
    assert_eq!(resume(9, &stored), None);
}
