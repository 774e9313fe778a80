//! Splitting a factor: shares of its income, accounts that balance as before, and wrong shares.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod hand;

use hand::{region, sector};
use oblate_world::{AxisError, Factor, Id, Label, SplitError, World, split_factor};

fn world() -> World {
    World::new(hand::accounts()).unwrap()
}

#[test]
fn a_new_factor_earns_its_share_and_all_else_stays() {
    let world = world();
    let split = split_factor(&world, Factor::new(0), Label::plain("land"), &[0.25, 0.0]).unwrap();
    let factors = world.axes().factors.len();
    assert_eq!(split.axes().factors.codes().last(), Some("land"));
    for j in [region(0), region(1)] {
        for (k, share) in [(sector(0), 0.25), (sector(1), 0.0)] {
            let before = world.accounts().factor_income.row(j, k);
            let after = split.accounts().factor_income.row(j, k);
            assert_eq!(after[0], (1.0 - share) * before[0]);
            assert_eq!(after[1..factors], before[1..]);
            assert_eq!(after[factors], share * before[0]);
        }
    }
    assert_eq!(split.gross_output(), world.gross_output());
    assert_eq!(split.deficits(), world.deficits());
}

#[test]
fn wrong_shares_and_taken_names_are_refused() {
    let world = world();
    let refused = |name: &str, share: &[f64]| {
        split_factor(&world, Factor::new(0), Label::plain(name), share).unwrap_err()
    };
    assert_eq!(refused("land", &[0.5]), SplitError::Length { found: 1, expected: 2 });
    for wrong in [-0.1, 1.1, f64::NAN] {
        assert!(matches!(refused("land", &[0.0, wrong]), SplitError::Share { sector, .. } if sector == "v"));
    }
    let taken = world.axes().factors.code(Factor::new(0)).to_owned();
    assert!(matches!(refused(&taken, &[0.5, 0.5]), SplitError::Axis(AxisError::Duplicate { .. })));
}
