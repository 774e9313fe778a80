//! Nests of an economy of two regions and two sectors worked by hand.

use approx::assert_relative_eq;
use oblate_world::RandomWorld;

use super::*;
use crate::economy::Parameters;

const J: usize = 1;
const K: usize = 0;

/// In region 1, sector 0 spends 0.2 and 0.3 of its receipts on the two products, 0.4 and 0.1 on the two factors.
fn economy(output: f64, value_added: f64, materials: f64) -> Economy {
    let spec = RandomWorld { regions: 2, sectors: 2, factors: 2, untraded: 0, ..RandomWorld::default() };
    let mut parameters = Parameters::new(vec![4.0, 5.0]);
    parameters.technology =
        economy::Technology::default_tree(vec![output, 1.0], vec![value_added, 1.0], vec![materials, 1.0]);
    let mut economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
    let (j, k) = (Region::new(J), Sector::new(K));
    economy.input_share[(j, Sector::new(0), k)] = 0.2;
    economy.input_share[(j, Sector::new(1), k)] = 0.3;
    economy.factor_share[(j, k, Factor::new(0))] = 0.4;
    economy.factor_share[(j, k, Factor::new(1))] = 0.1;
    economy
}

/// Products of region 1 at prices 2 and 4, its factors at 3 and 5; region 0 stays at one.
fn evaluate(economy: &Economy) -> (f64, [f64; 2], [f64; 2]) {
    let technology = Technology::new(economy, 1);
    let mut nests = Nests::default();
    let ln_price = [0.0, 0.0, 2.0f64.ln(), 4.0f64.ln()];
    let wage = [3.0f64.ln(), 5.0f64.ln()];
    let ln_wage = [0.0, 0.0, 0.0, 0.0, wage[0], wage[1], wage[0], wage[1]];
    technology.evaluate(&ln_price, &ln_wage, &mut nests);
    let (j, k) = (Region::new(J), Sector::new(K));
    let inputs = [0, 1].map(|s| technology.input_share(&nests)[(j, Sector::new(s), k)]);
    let factors = [0, 1].map(|f| technology.factor_share(&nests)[(j, k, Factor::new(f))]);
    (nests.ln_cost[J * 2 + K].exp(), inputs, factors)
}

#[test]
fn cobb_douglas_weighs_logs_and_keeps_shares() {
    let (cost, inputs, factors) = evaluate(&economy(1.0, 1.0, 1.0));
    assert_relative_eq!(
        cost,
        2f64.powf(0.2) * 4f64.powf(0.3) * 3f64.powf(0.4) * 5f64.powf(0.1),
        max_relative = 1e-14
    );
    assert_eq!((inputs, factors), ([0.2, 0.3], [0.4, 0.1]));
}

#[test]
fn leontief_weighs_prices_and_shares_follow_them() {
    let (cost, inputs, factors) = evaluate(&economy(0.0, 0.0, 0.0));
    // 0.2·2 + 0.3·4 + 0.4·3 + 0.1·5 = 3.3
    assert_relative_eq!(cost, 3.3, max_relative = 1e-14);
    assert_relative_eq!(inputs[0], 0.4 / 3.3, max_relative = 1e-14);
    assert_relative_eq!(inputs[1], 1.2 / 3.3, max_relative = 1e-14);
    assert_relative_eq!(factors[0], 1.2 / 3.3, max_relative = 1e-14);
    assert_relative_eq!(factors[1], 0.5 / 3.3, max_relative = 1e-14);
}

#[test]
fn nests_of_different_elasticities() {
    // materials at elasticity 2: (0.4/2 + 0.6/4)^−1 = 1/0.35
    // value added Leontief: 0.8·3 + 0.2·5 = 3.4
    // output at elasticity 1/2: (0.5 √(1/0.35) + 0.5 √3.4)²
    let (materials, value_added) = (1.0 / 0.35f64, 3.4f64);
    let unit = (0.5 * materials.sqrt() + 0.5 * value_added.sqrt()).powi(2);
    let (cost, inputs, factors) = evaluate(&economy(0.5, 0.0, 2.0));
    assert_relative_eq!(cost, unit, max_relative = 1e-14);
    let of_materials = 0.5 * (materials / unit).sqrt();
    assert_relative_eq!(inputs[0], of_materials * 0.4 / 2.0 / 0.35, max_relative = 1e-13);
    assert_relative_eq!(inputs[1], of_materials * 0.6 / 4.0 / 0.35, max_relative = 1e-13);
    let of_value_added = 0.5 * (value_added / unit).sqrt();
    assert_relative_eq!(factors[0], of_value_added * 2.4 / 3.4, max_relative = 1e-13);
    assert_relative_eq!(factors[1], of_value_added * 1.0 / 3.4, max_relative = 1e-13);
}

#[test]
fn an_elasticity_close_to_one_is_close_to_cobb_douglas() {
    let (exact, ..) = evaluate(&economy(1.0, 1.0, 1.0));
    let (near, ..) = evaluate(&economy(1.0 + 1e-7, 1.0 - 1e-7, 1.0 + 1e-7));
    assert_relative_eq!(near, exact, max_relative = 1e-6);
}
