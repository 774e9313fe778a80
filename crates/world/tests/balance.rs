//! The identities of a world on a table worked by hand, and each refusal of a table that is no world.

use crate::hand;
use crate::hand::{region, sector};
use approx::assert_abs_diff_eq;
use oblate_world::{
    Accounts, Array2, Array3, BalanceError, Flows, PairCovariate, RegionCovariate, Satellite, World,
};

fn refusal(accounts: Accounts) -> String {
    World::new(accounts).expect_err("these accounts are no world").to_string()
}

#[test]
fn output_is_the_sum_of_sales() {
    let world = World::new(hand::accounts()).unwrap();
    assert_eq!(world.gross_output().as_slice(), hand::Y);
}

#[test]
fn flows_pool_over_sources_and_uses() {
    let world = World::new(hand::accounts()).unwrap();
    assert_eq!(world.trade().as_slice(), [35., 11., 15., 19., 40., 0., 0., 20.]);
    assert_eq!(world.intermediate().as_slice(), [14., 6., 6., 4., 12., 3., 3., 7.]);
    assert_eq!(world.final_use().as_slice(), [26., 30., 19., 10.]);
    assert_eq!(world.input_cost().as_slice(), [20., 10., 15., 10.]);
}

#[test]
fn deficits_are_spending_less_income_and_add_to_zero() {
    let world = World::new(hand::accounts()).unwrap();
    assert_eq!(world.deficits(), [-4., 4.]);
    assert_eq!(world.tariff_revenue(), [0., 0.]);
}

#[test]
fn tariffs_raise_cost_and_revenue() {
    let world = World::new(hand::with_tariff()).unwrap();
    assert_eq!(world.gross_output().as_slice(), hand::Y);
    assert_eq!(world.intermediate().as_slice(), [14., 6., 6., 4., 13., 3.25, 3., 7.]);
    assert_eq!(world.final_use().as_slice(), [26., 30., 21.5, 10.]);
    assert_eq!(world.tariff_revenue(), [0., 3.75]);
    assert_eq!(world.deficits(), [-4., 4.]);
}

#[test]
fn shared_sources_give_the_same_pooled_world() {
    let by_use = World::new(hand::accounts()).unwrap();
    let common = World::new(hand::common()).unwrap();
    assert_eq!(by_use.trade(), common.trade());
    assert_eq!(by_use.intermediate(), common.intermediate());
    assert_eq!(by_use.final_use(), common.final_use());
    assert_eq!(common.deficits(), [-4., 4.]);
}

#[test]
fn every_array_must_have_the_size_of_its_axes() {
    type Spoil = fn(&mut Accounts);
    let cases: [(Spoil, &str); 8] = [
        (
            |a| a.flows = Flows::ByUse { intermediate: vec![0.0; 15], final_use: vec![0.0; 8] },
            "intermediate use has shape [15], but the axes ask for [16]",
        ),
        (
            |a| a.flows = Flows::ByUse { intermediate: vec![0.0; 16], final_use: vec![0.0; 9] },
            "final use has shape [9], but the axes ask for [8]",
        ),
        (
            |a| a.tariff = Some(Array3::zeros([2, 2, 1])),
            "tariff has shape [2, 2, 1], but the axes ask for [2, 2, 2]",
        ),
        (
            |a| a.factor_income = Array3::zeros([2, 2, 3]),
            "factor income has shape [2, 2, 3], but the axes ask for [2, 2, 2]",
        ),
        (
            |a| a.production_tax = Array2::zeros([2, 1]),
            "production tax has shape [2, 1], but the axes ask for [2, 2]",
        ),
        (
            |a| a.trade_elasticity = Some(vec![4.0]),
            "trade elasticity has shape [1], but the axes ask for [2]",
        ),
        (
            |a| a.satellites = vec![satellite(Array2::zeros([1, 2]))],
            "employment has shape [1, 2], but the axes ask for [2, 2]",
        ),
        (
            |a| a.pair_covariates = vec![distance(Array2::zeros([2, 3]))],
            "distance has shape [2, 3], but the axes ask for [2, 2]",
        ),
    ];
    for (spoil, message) in cases {
        let mut accounts = hand::accounts();
        spoil(&mut accounts);
        assert_eq!(refusal(accounts), message);
    }
}

fn satellite(values: Array2<oblate_world::Region, oblate_world::Sector>) -> Satellite {
    Satellite { name: "employment".to_owned(), unit: "persons".to_owned(), values }
}

fn distance(values: Array2<oblate_world::Region, oblate_world::Region>) -> PairCovariate {
    PairCovariate { name: "distance".to_owned(), unit: "km".to_owned(), values }
}

fn population(values: Vec<f64>) -> RegionCovariate {
    RegionCovariate { name: "population".to_owned(), unit: "persons".to_owned(), values }
}

#[test]
fn every_cell_must_be_legal_and_is_named() {
    type Spoil = fn(&mut Accounts);
    let cases: [(Spoil, &str); 10] = [
        (
            |a| set_use(a, 2 * 4 + 1, -1.0),
            "intermediate use is -1 at region B, sector g → region A, use v; \
             it must be a finite number that is not negative",
        ),
        (
            |a| set_use(a, 3, f64::NAN),
            "intermediate use is NaN at region A, sector g → region B, use v; \
             it must be a finite number that is not negative",
        ),
        (
            |a| set_final(a, 7, f64::INFINITY),
            "final use is inf at region B, sector v → region B, use hh; \
             it must be a finite number that is not negative",
        ),
        (
            |a| {
                let mut tariff = Array3::zeros([2, 2, 2]);
                tariff[(sector(1), region(0), region(1))] = -1.0;
                a.tariff = Some(tariff);
            },
            "tariff is -1 at sector v, destination A, origin B; \
             it must be a finite rate above -1 (that is, above -100 %)",
        ),
        (
            |a| a.factor_income.row_mut(region(1), sector(0))[1] = f64::NAN,
            "factor income is NaN at region B, sector g, factor capital; it must be a finite number",
        ),
        (
            |a| a.production_tax[(region(0), sector(1))] = f64::NEG_INFINITY,
            "production tax is -inf at region A, sector v; it must be a finite number",
        ),
        (
            |a| a.trade_elasticity = Some(vec![4.0, 0.0]),
            "trade elasticity is 0 at sector v; it must be a finite number above zero",
        ),
        (
            |a| a.satellites = vec![satellite(Array2::filled([2, 2], f64::INFINITY))],
            "satellite is inf at employment, region A, sector g; it must be a finite number, or missing",
        ),
        (
            |a| a.region_covariates = vec![population(vec![f64::NAN, f64::NEG_INFINITY])],
            "region covariate is -inf at population, region B; it must be a finite number, or missing",
        ),
        (
            |a| a.pair_covariates = vec![distance(Array2::filled([2, 2], f64::INFINITY))],
            "pair covariate is inf at distance, origin A, destination A; \
             it must be a finite number, or missing",
        ),
    ];
    for (spoil, message) in cases {
        let mut accounts = hand::accounts();
        spoil(&mut accounts);
        assert_eq!(refusal(accounts), message);
    }
}

fn set_use(accounts: &mut Accounts, at: usize, value: f64) {
    let Flows::ByUse { intermediate, .. } = &mut accounts.flows else { unreachable!() };
    intermediate[at] = value;
}

fn set_final(accounts: &mut Accounts, at: usize, value: f64) {
    let Flows::ByUse { final_use, .. } = &mut accounts.flows else { unreachable!() };
    final_use[at] = value;
}

#[test]
fn cells_of_shared_sources_are_named_too() {
    let mut accounts = hand::common();
    let Flows::Common { final_use, .. } = &mut accounts.flows else { unreachable!() };
    final_use.as_mut_slice()[3] = -2.0;
    assert_eq!(
        refusal(accounts.clone()),
        "final use is -2 at region B, sector v, use hh; it must be a finite number that is not negative"
    );
    let Flows::Common { intermediate, .. } = &mut accounts.flows else { unreachable!() };
    intermediate.as_mut_slice()[2] = f64::NAN; // negative inputs are legal here
    assert_eq!(
        refusal(accounts.clone()),
        "intermediate use is NaN at region A, sector v, use g; it must be a finite number"
    );
    let Flows::Common { trade, .. } = &mut accounts.flows else { unreachable!() };
    trade.as_mut_slice()[1] = -4.0;
    assert_eq!(
        refusal(accounts),
        "trade is -4 at sector g, destination A, origin B; it must be a finite number that is not negative"
    );
}

#[test]
fn a_sector_whose_cost_is_not_its_receipts_is_refused() {
    let mut accounts = hand::accounts();
    accounts.factor_income.row_mut(region(0), sector(0))[0] += 0.6;
    let error = World::new(accounts).unwrap_err();
    assert_eq!(
        error.to_string(),
        "sector `g` of region `A` does not balance: output after production taxes is 48, \
         inputs and value added are 48.6 (gap 1.250e-2 of output)"
    );
}

#[test]
fn a_market_whose_buyers_and_sellers_differ_is_refused() {
    let mut accounts = hand::common();
    let Flows::Common { final_use, .. } = &mut accounts.flows else { unreachable!() };
    final_use.as_mut_slice()[1] += 0.5;
    assert_eq!(
        refusal(accounts),
        "product `v` in region `A` does not balance: users buy 40.5, suppliers sell 40 tariffs included"
    );
}

#[test]
fn of_several_gaps_the_worst_is_reported() {
    let mut accounts = hand::accounts();
    accounts.production_tax[(region(0), sector(0))] += 1e-3;
    accounts.production_tax[(region(1), sector(1))] += 1e-2;
    let BalanceError::Sector { region, sector, receipts, cost } = World::new(accounts).unwrap_err() else {
        panic!("a sector does not balance")
    };
    assert_eq!((region.as_str(), sector.as_str()), ("B", "v"));
    assert_abs_diff_eq!(receipts, 20.99, epsilon = 1e-12);
    assert_abs_diff_eq!(cost, 21.0, epsilon = 1e-12);
}

#[test]
fn gaps_up_to_rounding_are_let_through() {
    let mut accounts = hand::accounts();
    accounts.production_tax[(region(0), sector(0))] += 4e-7; // 0.8e-8 of 48
    World::new(accounts.clone()).unwrap();
    accounts.production_tax[(region(0), sector(0))] += 4e-7; // 1.7e-8 of 48
    World::new(accounts).unwrap_err();
}
