//! Autarky against its closed forms, model.md section 8 with ψ = η = 0, in logs.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod dense;
mod property;
mod random;
mod validation;

use dense::eliminate;
use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Parameters, Settings, Shocks, solve, welfare};
use oblate_world::{Id, RandomWorld, Region, TradeTensor};
use property::{Limit, holds, largest};
use proptest::prelude::*;
use random::Draw;
use validation::Comparison;
use validation::record::Tolerance;

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

/// Trade elasticities up to 65 and long chains: an error of the solve may grow a hundred times.
const LIMIT: Limit = Limit(1e-9, "in logs of real income");

/// Trade elasticities from 1.2 to 65.
fn economy(spec: &RandomWorld) -> Economy {
    let mut draw = Draw(spec.seed);
    let elasticity = (0..spec.sectors).map(|_| 1.2 * (65.0f64 / 1.2).powf(draw.between(0.0, 1.0)));
    Economy::calibrate(&spec.build(), &Parameters::new(elasticity.collect())).unwrap()
}

/// Largest gap in logs between autarky and a closed form, over regions with a finite price level.
fn gap_to(form: fn(&Economy, Region) -> f64, economy: &Economy, equilibrium: &Equilibrium) -> f64 {
    let regions = economy.axes.regions.ids().zip(ln_real_income(economy, equilibrium));
    let bounded = regions.filter(|(j, _)| !equilibrium.is_unbounded(*j));
    largest(bounded.map(|(j, found)| (found - form(economy, j)).abs()))
}

#[test]
fn random_worlds_lose_what_the_closed_form_says() {
    let statement = "autarky costs what [(8.1)](../model.md#eq-8-1)-[(8.3)](../model.md#eq-8-3) say: one factor, no \
                     taxes, no deficits";
    holds(statement, LIMIT, random::any_world(), |spec| {
        let plain = RandomWorld {
            factors: 1,
            tariffs: false,
            production_taxes: false,
            deficits: false,
            dead_sectors: 0,
            ..spec
        };
        let economy = economy(&plain);
        let equilibrium = autarky(&economy);
        prop_assert!(equilibrium.unbounded.is_empty());
        Ok(gap_to(plain_form, &economy, &equilibrium))
    });
}

#[test]
fn so_do_worlds_with_taxes_factors_and_deficits() {
    let statement = "autarky costs what the closed form says, extended to production taxes, several factors and a \
                     deficit that ends";
    holds(statement, LIMIT, random::any_world(), |spec| {
        let economy = economy(&RandomWorld { dead_sectors: 0, ..spec });
        let equilibrium = autarky(&economy);
        prop_assert!(equilibrium.unbounded.is_empty());
        Ok(gap_to(general_form, &economy, &equilibrium))
    });
}

#[test]
fn a_region_without_home_supply_is_named_with_its_products() {
    let statement = "autarky where products lack home supply: those regions have no finite price level and are named \
                     with the products, the others match the closed form";
    holds(statement, LIMIT, random::any_world(), |spec| {
        let economy = economy(&RandomWorld { dead_sectors: 3, ..spec });
        let equilibrium = autarky(&economy);
        for (j, found) in economy.axes.regions.ids().zip(ln_real_income(&economy, &equilibrium)) {
            let sectors = economy.axes.sectors.ids();
            let lacks: Vec<_> = sectors.filter(|&s| economy.receipts[(j, s)] == 0.0).collect();
            prop_assert_eq!(equilibrium.is_unbounded(j), !lacks.is_empty());
            prop_assert_eq!(found.is_nan(), !lacks.is_empty());
            prop_assert!(lacks.is_empty() || equilibrium.unbounded.contains(&(j, lacks)));
        }
        Ok(gap_to(general_form, &economy, &equilibrium))
    });
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

/// What a region has in autarky: the change of real income, or the products without which it has no finite one.
fn record(table: &mut Comparison, economy: &Economy, equilibrium: &Equilibrium, j: Region) {
    let (axes, column) = (&economy.axes, "Real income");
    let label = axes.regions.label(j);
    let row = format!("{} ({})", label.name, label.code);
    let lacking =
        (WITHOUT_HOME_SUPPLY.iter().find(|(code, _)| *code == label.code)).map(|(_, products)| *products);
    let unbounded = |codes: &[&str]| format!("unbounded: {}", codes.join(", "));
    let found =
        equilibrium.unbounded.iter().find(|(region, _)| *region == j).map(|(_, products)| {
            unbounded(&products.iter().map(|&s| axes.sectors.code(s)).collect::<Vec<_>>())
        });
    let percent = welfare(economy, equilibrium, &Shocks::default()).real_income_pct[j.index()];
    match (lacking, found) {
        (None, None) => {
            let closed = 100.0 * general_form(economy, j).exp_m1();
            // 1e-9 of real income
            table.number(["", &row, column], closed, percent, Tolerance::Absolute(1e-7), 4);
        }
        (wanted, found) => {
            table.words(
                ["", &row, column],
                wanted.map_or("finite".into(), unbounded),
                found.unwrap_or("finite".into()),
            );
        }
    }
}

#[test]
fn the_built_in_world_loses_what_the_closed_form_says() {
    let world = oblate_sources::builtin("world-2014").unwrap().unwrap();
    let parameters = Parameters::new(world.accounts().trade_elasticity.clone().unwrap());
    let economy = Economy::calibrate(&world, &parameters).unwrap();
    let equilibrium = autarky(&economy);
    let products = (economy.axes.sectors.labels().iter())
        .filter(|label| WITHOUT_HOME_SUPPLY.iter().any(|(_, codes)| codes.contains(&label.code.as_str())))
        .map(|label| format!("{} is {}", label.code, label.name));
    let mut table = Comparison::new(
        "autarky-world-2014",
        "All foreign trade ends, by region",
        "Change of real income when the built-in world `world-2014` falls into autarky, per cent: the closed form of \
         [(8.1)](../model.md#eq-8-1)-[(8.3)](../model.md#eq-8-3), extended to production taxes, several factors and a \
         deficit that ends, evaluated from the calibrated shares by Gaussian elimination; beside it the solver's answer \
         to an embargo on every foreign link.",
        "[the model](../model.md#8-limits-that-the-tests-hold), section 8",
    )
    .note("A region that makes nothing of a product it needs has no finite real income in autarky. Which products \
           those are stands in the data; the engine has to name the same ones.")
    .note(&format!("Of the codes: {}.", products.collect::<Vec<_>>().join("; ")));
    for j in economy.axes.regions.ids() {
        record(&mut table, &economy, &equilibrium, j);
    }
    table.close(44);
}
