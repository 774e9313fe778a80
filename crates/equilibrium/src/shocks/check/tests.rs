//! What is said about shocks that cannot be.

use oblate_world::{Array2, RandomWorld};

use super::*;
use crate::economy::Parameters;
use crate::shocks::DeficitRule;
use crate::solve::{Settings, solve};

fn economy() -> Economy {
    let spec = RandomWorld { regions: 3, sectors: 2, factors: 2, untraded: 0, ..RandomWorld::default() };
    Economy::calibrate(&spec.build(), &Parameters::new(spec.trade_elasticities())).unwrap()
}

fn message(shocks: &Shocks) -> String {
    solve(&economy(), shocks, &Settings::default()).unwrap_err().to_string()
}

fn links(value: f64) -> Option<TradeTensor> {
    let mut tensor = TradeTensor::filled([2, 3, 3], 1.0);
    tensor[(Sector::new(1), Region::new(0), Region::new(2))] = value;
    Some(tensor)
}

#[test]
fn rates_stay_above_minus_one() {
    let rate = "it must be a finite rate above -1 (that is, above -100 %)";
    let tariff = Shocks { tariff: links(-1.0), ..Shocks::default() };
    let place = "sector s2, destination R1, origin R3";
    assert_eq!(message(&tariff), format!("the tariff is -1 at {place}; {rate}"));
    let tax = Shocks { export_tax: links(f64::INFINITY), ..Shocks::default() };
    assert_eq!(message(&tax), format!("the export tax is inf at {place}; {rate}"));
    let mut subsidy = Array2::zeros([3, 2]);
    subsidy[(Region::new(1), Sector::new(0))] = f64::NAN;
    let subsidy = Shocks { subsidy: Some(subsidy), ..Shocks::default() };
    assert_eq!(message(&subsidy), format!("the output subsidy is NaN at region R2, sector s1; {rate}"));
}

#[test]
fn hats_stay_above_zero() {
    let cost = Shocks { iceberg_hat: links(0.0), ..Shocks::default() };
    let wanted = "the iceberg cost is 0 at sector s2, destination R1, origin R3; it must be a number above zero \
                  (infinity is an embargo)";
    assert_eq!(message(&cost), wanted);
    let mut supply = Array2::filled([3, 2], 1.0);
    supply[(Region::new(2), oblate_world::Factor::new(1))] = -0.5;
    let supply = Shocks { factor_supply_hat: Some(supply), ..Shocks::default() };
    assert_eq!(message(&supply), "factor supply is -0.5 at region R3; it must be a finite number above zero");
    let mut productivity = Array2::filled([3, 2], 1.0);
    productivity[(Region::new(0), Sector::new(1))] = f64::INFINITY;
    let productivity = Shocks { productivity_hat: Some(productivity), ..Shocks::default() };
    let wanted = "productivity is inf at region R1, sector s2; it must be a finite number above zero";
    assert_eq!(message(&productivity), wanted);
}

#[test]
fn shapes_are_those_of_the_economy() {
    let tariff = Shocks { tariff: Some(TradeTensor::zeros([2, 3, 2])), ..Shocks::default() };
    assert_eq!(message(&tariff), "the tariff has shape [2, 3, 2], but the economy asks for [2, 3, 3]");
    let deficit = Shocks { deficit: Some(vec![0.0; 2]), ..Shocks::default() };
    assert_eq!(message(&deficit), "the deficit has shape [2], but the economy asks for [3]");
}

#[test]
fn deficits_add_up() {
    let deficit = Shocks { deficit: Some(vec![1.0, 2.0, 3.0]), ..Shocks::default() };
    let message = message(&deficit);
    assert!(message.starts_with("the deficits of R1, R2, R3 add up to 6, not to zero"), "{message}");
    let deficits = Shocks { deficits: DeficitRule::Zero, ..deficit };
    assert!(solve(&economy(), &deficits, &Settings::default()).is_ok(), "the rule wins over the list");
}
