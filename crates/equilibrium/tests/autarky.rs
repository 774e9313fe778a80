//! Autarky against its closed forms, model.md section 8 with ψ = η = 0, in logs.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod dense;
mod random;

use dense::eliminate;
use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Parameters, Settings, Shocks, solve, welfare};
use oblate_world::{Id, RandomWorld, Region, TradeTensor};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use random::Draw;

fn autarky(economy: &Economy) -> Equilibrium {
    let cost = |_, j: Region, i: Region| if i == j { 1.0 } else { f64::INFINITY };
    let iceberg_hat = Some(TradeTensor::from_fn(economy.trade_share.shape(), cost));
    let shocks = Shocks { iceberg_hat, deficits: DeficitRule::Zero, ..Shocks::default() };
    solve(economy, &shocks, &Settings { tolerance: 1e-11, ..Settings::default() }).unwrap()
}

fn ln_real_income(economy: &Economy, equilibrium: &Equilibrium) -> Vec<f64> {
    let percent = welfare(economy, equilibrium, &Shocks::default()).real_income_pct;
    percent.iter().map(|percent| (percent / 100.0).ln_1p()).collect()
}

/// `−ln π_jj / θ` by product; a product that nobody buys has no price that counts.
fn ln_openness(economy: &Economy, j: Region) -> Vec<f64> {
    let own = |s| economy.trade_share[(s, j, j)];
    let sectors = economy.axes.sectors.ids();
    sectors.map(|s| if own(s) > 0.0 { -own(s).ln() / economy.parameters.theta(s) } else { 0.0 }).collect()
}

/// `x = (I − Γᵀ)⁻¹ b` with `Γ` the input shares in cost.
fn leontief_prices(economy: &Economy, j: Region, b: &[f64]) -> Vec<f64> {
    let row = |k| {
        let cell = |s| f64::from(u8::from(s == k)) - economy.input_share[(j, s, k)];
        economy.axes.sectors.ids().map(cell).chain([b[k.index()]]).collect()
    };
    eliminate(economy.axes.sectors.ids().map(row).collect())
}

/// One factor, no taxes, no deficit. Equations: model.md (8.2), (8.3).
fn plain_form(economy: &Economy, j: Region) -> f64 {
    let ln_price = leontief_prices(economy, j, &ln_openness(economy, j));
    -ln_price.iter().zip(economy.final_share.row(j)).map(|(ln, share)| share * ln).sum::<f64>()
}

/// The same with production taxes, several factors and a deficit that ends: output from
/// `Y' = Γ (1+b) Y' + β I'`, model.md (8.1) with taxes, factor prices from what factors are paid then.
fn general_form(economy: &Economy, j: Region) -> f64 {
    let sectors = || economy.axes.sectors.ids();
    let gross = |k| 1.0 + economy.subsidy[(j, k)];
    let row = |s| {
        let cell = |k| f64::from(u8::from(s == k)) - economy.input_share[(j, s, k)] * gross(k);
        sectors().map(cell).chain([economy.final_share[(j, s)] * economy.income[j.index()]]).collect()
    };
    let output = eliminate(sectors().map(row).collect());
    let ln_wage = |f| {
        let paid = sectors().map(|k| economy.factor_share[(j, k, f)] * gross(k) * output[k.index()]);
        (paid.sum::<f64>() / economy.factor_income[(j, f)]).ln()
    };
    let ln_wages: Vec<f64> = economy.axes.factors.ids().map(ln_wage).collect();
    let factor_cost =
        |k| economy.factor_share.row(j, k).iter().zip(&ln_wages).map(|(a, w)| a * w).sum::<f64>();
    // `ln P̂ = ln ĉ − ln π_jj / θ`, `ln ĉ = Γᵀ ln P̂ + factors`, at the nominal income of the baseline
    let open = ln_openness(economy, j);
    let known: Vec<f64> = sectors().map(|k| factor_cost(k) + open[k.index()]).collect();
    let ln_price = leontief_prices(economy, j, &known);
    -ln_price.iter().zip(economy.final_share.row(j)).map(|(ln, share)| share * ln).sum::<f64>()
}

/// Trade elasticities from 1.2 to 65.
fn economy(spec: &RandomWorld) -> Economy {
    let mut draw = Draw(spec.seed);
    let elasticity = (0..spec.sectors).map(|_| 1.2 * (65.0f64 / 1.2).powf(draw.between(0.0, 1.0)));
    Economy::calibrate(&spec.build(), &Parameters::new(elasticity.collect())).unwrap()
}

proptest! {
    // the same cases every time
    #![proptest_config(ProptestConfig {
        cases: 64, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn random_worlds_lose_what_the_closed_form_says(spec in random::any_world()) {
        let plain = RandomWorld {
            factors: 1, tariffs: false, production_taxes: false, deficits: false, dead_sectors: 0, ..spec
        };
        let economy = economy(&plain);
        let equilibrium = autarky(&economy);
        prop_assert!(equilibrium.unbounded.is_empty());
        for (j, found) in economy.axes.regions.ids().zip(ln_real_income(&economy, &equilibrium)) {
            let wanted = plain_form(&economy, j);
            prop_assert!((found - wanted).abs() < 1e-9, "{found} against {wanted}");
        }
    }

    #[test]
    fn so_do_worlds_with_taxes_factors_and_deficits(spec in random::any_world()) {
        let economy = economy(&RandomWorld { dead_sectors: 0, ..spec });
        let equilibrium = autarky(&economy);
        for (j, found) in economy.axes.regions.ids().zip(ln_real_income(&economy, &equilibrium)) {
            let wanted = general_form(&economy, j);
            prop_assert!((found - wanted).abs() < 1e-9, "{found} against {wanted}");
        }
    }

    #[test]
    fn a_region_without_home_supply_is_named_with_its_products(spec in random::any_world()) {
        let economy = economy(&RandomWorld { dead_sectors: 3, ..spec });
        let equilibrium = autarky(&economy);
        for (j, found) in economy.axes.regions.ids().zip(ln_real_income(&economy, &equilibrium)) {
            let lacks = economy.axes.sectors.ids().filter(|&s| economy.receipts[(j, s)] == 0.0).collect::<Vec<_>>();
            prop_assert_eq!(equilibrium.is_unbounded(j), !lacks.is_empty());
            if lacks.is_empty() {
                prop_assert!((found - general_form(&economy, j)).abs() < 1e-9);
            } else {
                prop_assert!(equilibrium.unbounded.contains(&(j, lacks)));
                prop_assert!(found.is_nan());
            }
        }
    }
}

/// Products without any home supply in the built-in world.
const WITHOUT_HOME_SUPPLY: [(&str, &[&str]); 6] = [
    ("CHN", &["J58T60"]),
    ("IND", &["J58T60"]),
    ("LUX", &["C19"]),
    ("MEX", &["L"]),
    ("RUS", &["C21", "C25", "C27", "C30", "E", "J58T60", "J62T63", "M"]),
    ("TUR", &["C21", "J58T60"]),
];

#[test]
fn the_built_in_world_loses_what_the_closed_form_says() {
    let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
    let parameters = Parameters::new(world.accounts().trade_elasticity.clone().unwrap());
    let economy = Economy::calibrate(&world, &parameters).unwrap();
    let equilibrium = autarky(&economy);
    let axes = &economy.axes;
    let mut unbounded: Vec<(&str, Vec<&str>)> = (equilibrium.unbounded.iter())
        .map(|(j, products)| {
            (axes.regions.code(*j), products.iter().map(|&s| axes.sectors.code(s)).collect())
        })
        .collect();
    unbounded.sort_unstable();
    let wanted = WITHOUT_HOME_SUPPLY.map(|(region, products)| (region, products.to_vec()));
    assert_eq!(unbounded, wanted);
    for (j, found) in axes.regions.ids().zip(ln_real_income(&economy, &equilibrium)) {
        if !equilibrium.is_unbounded(j) {
            let wanted = general_form(&economy, j);
            assert!((found - wanted).abs() < 1e-9, "{}: {found} against {wanted}", axes.regions.code(j));
        }
    }
}
