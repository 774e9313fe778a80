//! Autarky against its closed forms, model.md section 8, in logs.

use crate::dense::eliminate;
use crate::property::{Limit, holds, holds_for, largest};
use crate::random;
use crate::random::Draw;
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_equilibrium::{
    DeficitRule, Economy, Equilibrium, MarketStructure, Parameters, Settings, Shocks, solve, welfare,
};
use oblate_world::{Array3, FinalUse, Flows, Id, RandomWorld, Region, Sector, TradeTensor, World};
use proptest::prelude::*;

fn autarky(economy: &Economy) -> Equilibrium {
    let cost = |_, j: Region, i: Region| if i == j { 1.0 } else { f64::INFINITY };
    let iceberg_hat = Some(TradeTensor::from_fn(economy.trade_share.shape(), cost));
    let shocks = Shocks { iceberg_hat, deficits: DeficitRule::Zero, ..Shocks::default() };
    solve(economy, &shocks, &Settings { tolerance: 1e-11, beyond: true, ..Settings::default() }).unwrap()
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

/// A market structure for each sector, by its trade elasticity.
type Choice = fn(usize, f64) -> MarketStructure;

const STRUCTURES: [Choice; 6] = [
    |_, _| MarketStructure::Perfect,
    |_, theta| MarketStructure::External { scale_elasticity: 0.5 / theta },
    |_, theta| MarketStructure::External { scale_elasticity: 1.0 / theta },
    |_, _| MarketStructure::Krugman,
    |_, theta| MarketStructure::Melitz { variety_elasticity: 1.0 + theta / 1.3 },
    |s, theta| match s % 4 {
        0 => MarketStructure::Melitz { variety_elasticity: 1.0 + theta / 1.2 },
        1 => MarketStructure::Krugman,
        2 => MarketStructure::External { scale_elasticity: 0.7 / theta },
        _ => MarketStructure::Perfect,
    },
];

/// One factor, no taxes; without intermediates all that is bought is final, and only factors are paid.
fn structured_economy(seed: u64, intermediates: bool, choice: Choice) -> Economy {
    let spec = RandomWorld {
        regions: 2 + seed as usize % 4,
        sectors: 2 + seed as usize % 3,
        factors: 1,
        final_uses: 1,
        tariffs: false,
        production_taxes: false,
        deficits: false,
        seed,
        ..RandomWorld::default()
    };
    let mut world = spec.build();
    if !intermediates {
        let output = world.gross_output().clone();
        let mut accounts = world.into_accounts();
        let Flows::Common { trade, intermediate, final_use } = &mut accounts.flows else {
            panic!("the uses of these worlds share their sources")
        };
        *intermediate = Array3::zeros(intermediate.shape());
        let bought = |j: Region, s: Sector, _: FinalUse| trade.row(s, j).iter().sum();
        *final_use = Array3::from_fn(final_use.shape(), bought);
        accounts.factor_income = Array3::from_fn(accounts.factor_income.shape(), |j, k, _| output[(j, k)]);
        world = World::new(accounts).unwrap();
    }
    let mut draw = Draw(seed);
    let mut parameters = Parameters::new((0..spec.sectors).map(|_| draw.between(2.5, 9.0)).collect());
    for s in 0..spec.sectors {
        parameters.set_structure(Sector::new(s), choice(s, parameters.trade_elasticity[s]));
    }
    Economy::calibrate(&world, &parameters).unwrap()
}

/// `ln (P̂/ŵ)` by product, and the hats of receipts over wages. Equations: model.md (8.1), (8.2).
fn with_scale(economy: &Economy, j: Region) -> (Vec<f64>, Vec<f64>) {
    let sectors = || economy.axes.sectors.ids();
    let unit = |s: Sector, k: Sector| f64::from(u8::from(s == k));
    let earned: f64 = economy.factor_income.row(j).iter().sum();
    let leontief = |s| {
        let cell = |k| unit(s, k) - economy.input_share[(j, s, k)];
        sectors().map(cell).chain([economy.final_share[(j, s)] * earned]).collect()
    };
    let output = eliminate(sectors().map(leontief).collect());
    let bought = |s: Sector| {
        let inputs = sectors().map(|k| economy.input_share[(j, s, k)] * economy.receipts[(j, k)]);
        inputs.sum::<f64>() + economy.final_share[(j, s)] * economy.income[j.index()]
    };
    let numbers = |s: Sector| {
        let parameters = &economy.parameters;
        [&parameters.trade_elasticity, &parameters.scale_elasticity, &parameters.selection]
            .map(|list| list[s.index()])
    };
    let size = |s: Sector| output[s.index()] / economy.receipts[(j, s)];
    let row = |s: Sector| {
        let [theta, psi, eta] = numbers(s);
        let cell = |k| unit(s, k) - (1.0 + psi + eta / theta) * economy.input_share[(j, k, s)];
        let spending = output[s.index()] / bought(s);
        let open = -economy.trade_share[(s, j, j)].ln() / theta;
        sectors().map(cell).chain([open - psi * size(s).ln() - eta / theta * spending.ln()]).collect()
    };
    (eliminate(sectors().map(row).collect()), sectors().map(size).collect())
}

#[test]
fn every_market_structure_loses_what_its_closed_form_says() {
    let statement = "autarky under every market structure, alone and mixed by sector, with and without intermediates: prices over wages, \
                     outputs and real income are those of [(8.1)](../model.md#eq-8-1)-[(8.3)](../model.md#eq-8-3)";
    let cases = STRUCTURES.iter().flat_map(|choice| (0..16).map(move |at| (at / 2, at % 2 == 0, *choice)));
    holds_for(statement, Limit(1e-9, "in logs"), cases, |(seed, intermediates, choice)| {
        let economy = structured_economy(seed, intermediates, choice);
        let equilibrium = autarky(&economy);
        let income = ln_real_income(&economy, &equilibrium);
        let of_region = |j: Region| {
            let (prices, sizes) = with_scale(&economy, j);
            let ln_wage = equilibrium.wage_hat.row(j)[0].ln();
            let product = |s: Sector| {
                let price = equilibrium.price_index_hat[(j, s)].ln() - ln_wage;
                let size = (equilibrium.receipts[(j, s)] / economy.receipts[(j, s)]).ln() - ln_wage;
                (price - prices[s.index()]).abs().max((size - sizes[s.index()].ln()).abs())
            };
            let utility: f64 =
                prices.iter().zip(economy.final_share.row(j)).map(|(ln, share)| -share * ln).sum();
            // without intermediates trade in goods need not balance: the deficit that ends is no part of the formula
            let income = if intermediates { (income[j.index()] - utility).abs() } else { 0.0 };
            largest(economy.axes.sectors.ids().map(product).chain([income]))
        };
        largest(economy.axes.regions.ids().map(of_region))
    });
}

/// Real income with scale and selection beside production taxes, several factors and a deficit that ends, in logs: as
/// [`general_form`], with the factor prices and sizes of (8.2).
fn general_form_with_scale(economy: &Economy, j: Region) -> f64 {
    let sectors = || economy.axes.sectors.ids();
    let unit = |s: Sector, k: Sector| f64::from(u8::from(s == k));
    let gross = |k| 1.0 + economy.subsidy[(j, k)];
    let leontief = |s| {
        let cell = |k| unit(s, k) - economy.input_share[(j, s, k)] * gross(k);
        sectors().map(cell).chain([economy.final_share[(j, s)] * economy.income[j.index()]]).collect()
    };
    let output = eliminate(sectors().map(leontief).collect());
    let receipts = |k: Sector| gross(k) * output[k.index()];
    let ln_wage = |f| {
        let paid = sectors().map(|k| economy.factor_share[(j, k, f)] * receipts(k));
        (paid.sum::<f64>() / economy.factor_income[(j, f)]).ln()
    };
    let ln_wages: Vec<f64> = economy.axes.factors.ids().map(ln_wage).collect();
    let bought = |s: Sector| {
        let inputs = sectors().map(|k| economy.input_share[(j, s, k)] * economy.receipts[(j, k)]);
        inputs.sum::<f64>() + economy.final_share[(j, s)] * economy.income[j.index()]
    };
    let row = |s: Sector| {
        let theta = economy.parameters.trade_elasticity[s.index()];
        let psi = economy.parameters.scale_elasticity[s.index()];
        let eta = economy.parameters.selection[s.index()];
        let more = 1.0 + psi + eta / theta;
        let cell = |k| unit(s, k) - more * economy.input_share[(j, k, s)];
        let factors: f64 = economy.factor_share.row(j, s).iter().zip(&ln_wages).map(|(a, w)| a * w).sum();
        let size = (receipts(s) / economy.receipts[(j, s)]).ln();
        let spending = (output[s.index()] / bought(s)).ln();
        let open = -economy.trade_share[(s, j, j)].ln() / theta;
        sectors().map(cell).chain([open - psi * size - eta / theta * spending + more * factors]).collect()
    };
    let ln_price = eliminate(sectors().map(row).collect());
    -ln_price.iter().zip(economy.final_share.row(j)).map(|(ln, share)| share * ln).sum::<f64>()
}

#[test]
fn so_does_every_structure_with_taxes_factors_and_deficits() {
    let statement = "autarky under every market structure costs what the closed form says, extended to production taxes, several factors \
                     and a deficit that ends";
    let cases = STRUCTURES.iter().flat_map(|choice| (0..12).map(move |seed| (seed, *choice)));
    holds_for(statement, Limit(1e-9, "in logs of real income"), cases, |(seed, choice)| {
        let spec = RandomWorld {
            regions: 2 + seed as usize % 4,
            sectors: 2 + seed as usize % 3,
            seed,
            ..RandomWorld::default()
        };
        let mut draw = Draw(seed);
        let mut parameters = Parameters::new((0..spec.sectors).map(|_| draw.between(2.5, 9.0)).collect());
        for s in 0..spec.sectors {
            parameters.set_structure(Sector::new(s), choice(s, parameters.trade_elasticity[s]));
        }
        let economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
        gap_to(general_form_with_scale, &economy, &autarky(&economy))
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
