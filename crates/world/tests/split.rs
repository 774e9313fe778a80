//! Splitting a factor or a region: shares of its accounts, which balance as before, and wrong shares.

use crate::hand;
use crate::hand::{region, sector};
use approx::assert_abs_diff_eq;
use oblate_world::{
    AxisError, Concordance, Factor, Id, Label, RandomWorld, RegionCovariate, RegionPart, SplitError, World,
    aggregate, production_taxes_as_income, split_factor, split_region,
};

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

fn parts(shares: &[f64]) -> Vec<RegionPart> {
    let label = |at: usize| Label::plain(format!("A.{at}"));
    shares.iter().enumerate().map(|(at, &share)| RegionPart { label: label(at), share }).collect()
}

/// Parts merged again.
fn merged(world: &World) -> World {
    let pairs: Vec<(&str, &str)> =
        world.axes().regions.codes().map(|code| (code, if code == "B" { "B" } else { "A" })).collect();
    let regions = Concordance::of_pairs(&world.axes().regions, &pairs).unwrap();
    aggregate(world, &regions, &Concordance::identity(&world.axes().sectors)).unwrap()
}

fn assert_same(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found
        .iter()
        .zip(expected)
        .for_each(|(found, expected)| assert_abs_diff_eq!(found, expected, epsilon = 1e-12));
}

#[test]
fn parts_of_a_region_merge_to_what_it_was() {
    for accounts in [hand::accounts(), hand::common(), hand::with_tariff()] {
        let world = World::new(accounts).unwrap();
        for own in [0.0, 0.7, 1.0] {
            let split = split_region(&world, region(0), &parts(&[0.5, 0.3, 0.2]), own).unwrap();
            assert_eq!(split.axes().regions.codes().collect::<Vec<_>>(), ["A.0", "A.1", "A.2", "B"]);
            let back = merged(&split);
            assert_same(back.trade().as_slice(), world.trade().as_slice());
            assert_same(back.gross_output().as_slice(), world.gross_output().as_slice());
            assert_same(back.final_use().as_slice(), world.final_use().as_slice());
            assert_same(&back.deficits(), &world.deficits());
            let income = |world: &World| world.accounts().factor_income.as_slice().to_vec();
            assert_same(&income(&back), &income(&world));
        }
    }
}

#[test]
fn parts_buy_from_themselves_and_from_each_other() {
    let world = World::new(hand::common()).unwrap();
    let trade = |own: f64, j: usize, i: usize| {
        let split = split_region(&world, region(0), &parts(&[0.6, 0.4]), own).unwrap();
        split.trade()[(sector(0), region(j), region(i))]
    };
    let home = world.trade()[(sector(0), region(0), region(0))];
    let abroad = world.trade()[(sector(0), region(0), region(1))];
    // one market, half open, closed: a part's purchases from the other
    assert_abs_diff_eq!(trade(0.0, 0, 1), 0.6 * 0.4 * home, epsilon = 1e-12);
    assert_abs_diff_eq!(trade(0.5, 0, 1), 0.5 * 0.6 * 0.4 * home, epsilon = 1e-12);
    assert_abs_diff_eq!(trade(0.5, 0, 0), 0.6 * (0.5 * 0.6 + 0.5) * home, epsilon = 1e-12);
    assert_eq!(trade(1.0, 0, 1), 0.0);
    assert_abs_diff_eq!(trade(0.5, 1, 2), 0.4 * abroad, epsilon = 1e-12);
}

#[test]
fn facts_of_parts_are_shared_out_or_those_of_the_whole() {
    let mut accounts = hand::accounts();
    let fact = |name: &str, values: [f64; 2]| RegionCovariate {
        name: name.into(),
        unit: String::new(),
        values: values.to_vec(),
    };
    accounts.region_covariates = vec![fact("population", [10.0, 4.0]), fact("ideal_point", [0.5, -1.0])];
    let world = World::new(accounts).unwrap();
    let split = split_region(&world, region(0), &parts(&[0.75, 0.25]), 0.0).unwrap();
    let values = |at: usize| split.accounts().region_covariates[at].values.clone();
    assert_eq!(values(0), [7.5, 2.5, 4.0]);
    assert_eq!(values(1), [0.5, 0.5, -1.0]);
    assert!(split.accounts().description.caveats.last().unwrap().contains("0.75, 0.25"));
}

#[test]
fn wrong_parts_are_refused() {
    let world = world();
    let refused = |parts: &[RegionPart], own| split_region(&world, region(0), parts, own).unwrap_err();
    assert_eq!(refused(&parts(&[1.0]), 0.0), SplitError::Parts { found: 1 });
    for wrong in [0.0, -0.5, f64::NAN] {
        assert!(
            matches!(refused(&parts(&[1.0, wrong]), 0.0), SplitError::Part { part, .. } if part == "A.1")
        );
    }
    assert_eq!(refused(&parts(&[0.5, 0.25]), 0.0), SplitError::Sum { sum: 0.75 });
    assert_eq!(refused(&parts(&[0.5, 0.5]), 1.5), SplitError::Own { own: 1.5 });
    let mut taken = parts(&[0.5, 0.5]);
    taken[1].label = Label::plain("B");
    assert!(matches!(refused(&taken, 0.0), SplitError::Axis(AxisError::Duplicate { .. })));
}

#[test]
fn production_taxes_become_income_and_all_else_stays() {
    let world = RandomWorld { factors: 2, seed: 5, ..RandomWorld::default() }.build();
    let (new, moved) = production_taxes_as_income(&world).unwrap();
    assert_eq!(moved.left, 0);
    let (old, accounts) = (world.accounts(), new.accounts());
    assert!(accounts.production_tax.as_slice().iter().all(|&tax| tax == 0.0));
    let [n, m, _] = old.factor_income.shape();
    let (mut taxes, mut income) = (0.0, 0.0);
    for (j, k) in (0..n).flat_map(|j| (0..m).map(move |k| (region(j), sector(k)))) {
        let (before, after) = (old.factor_income.row(j, k), accounts.factor_income.row(j, k));
        let tax = old.production_tax[(j, k)];
        let sum = |row: &[f64]| row.iter().sum::<f64>();
        assert_abs_diff_eq!(sum(after), sum(before) + tax, epsilon = 1e-12 * sum(before).max(1.0));
        assert_abs_diff_eq!(
            after[0] * before[1],
            after[1] * before[0],
            epsilon = 1e-9 * before[0].max(1.0) * before[1].max(1.0)
        );
        taxes += tax.abs();
        income += sum(before);
    }
    assert_abs_diff_eq!(moved.share, taxes / income, epsilon = 1e-12);
    assert_eq!(new.gross_output(), world.gross_output());
    assert_eq!(new.trade(), world.trade());
}
