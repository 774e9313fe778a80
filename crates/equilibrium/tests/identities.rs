//! What holds in every equilibrium, tried on random economies with and without CES nests.

use crate::property::{Limit, holds, largest};
use crate::random;
use crate::random::remake::Parents;
use crate::random::{all_shocks, any_world, economy, gap, solve_closely};
use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Settings, Shocks, solve, welfare};
use oblate_world::{Array2, Flows, Id, RandomWorld, Region, Sector, TradeTensor, World};
use proptest::prelude::*;

/// All hats of an equilibrium: factor prices, costs, prices, receipts and income.
fn hats(economy: &Economy, equilibrium: &Equilibrium) -> Vec<f64> {
    let live = |(new, old): (&f64, &f64)| if *old == 0.0 { 1.0 } else { new / old };
    let receipts = equilibrium.receipts.as_slice().iter().zip(economy.receipts.as_slice()).map(live);
    let income = equilibrium.income.iter().zip(&economy.income).map(live);
    [
        &equilibrium.wage_hat.as_slice(),
        &equilibrium.unit_cost_hat.as_slice(),
        &equilibrium.price_index_hat.as_slice(),
    ]
    .into_iter()
    .flat_map(|list| list.iter().copied())
    .chain(receipts)
    .chain(income)
    .collect()
}

fn real_income(economy: &Economy, equilibrium: &Equilibrium) -> Vec<f64> {
    let percent = welfare(economy, equilibrium, &Shocks::default()).real_income_pct;
    percent.iter().map(|percent| 1.0 + percent / 100.0).collect()
}

/// Results of remade economies are those of their parents.
fn same_as_parents(old: &Equilibrium, new: &Equilibrium, parents: &Parents) -> f64 {
    let mut largest = 0.0f64;
    for (j, &parent) in parents.regions.iter().enumerate() {
        let (j, parent) = (Region::new(j), Region::new(parent));
        largest = largest.max(gap(new.wage_hat.row(j), old.wage_hat.row(parent)));
        for (s, &product) in parents.sectors.iter().enumerate() {
            let (cell, origin) = ((j, Sector::new(s)), (parent, Sector::new(product)));
            largest = largest
                .max(gap(&[new.unit_cost_hat[cell]], &[old.unit_cost_hat[origin]]))
                .max(gap(&[new.price_index_hat[cell]], &[old.price_index_hat[origin]]));
        }
    }
    largest
}

fn remade(spec: &RandomWorld, ces: bool, parents: &Parents) -> (Equilibrium, Equilibrium, Economy, Economy) {
    let old = economy(spec, ces);
    let new = parents.economy(&spec.build(), &old.parameters);
    let shocks = all_shocks(&old, spec.seed);
    let solved = (solve_closely(&old, &shocks), solve_closely(&new, &parents.shocks(&shocks)));
    (solved.0, solved.1, old, new)
}

/// A random world, with CES nests or without.
fn worlds() -> impl Strategy<Value = (RandomWorld, bool)> {
    (any_world(), any::<bool>())
}

/// Such a world and one more choice.
fn worlds_and<S: Strategy>(choice: S) -> impl Strategy<Value = (RandomWorld, bool, S::Value)> {
    (any_world(), any::<bool>(), choice)
}

/// Largest distance of any hat from one.
fn away_from_one(hats: &[f64]) -> f64 {
    largest(hats.iter().map(|hat| (hat - 1.0).abs()))
}

/// Largest difference of trade shares.
fn moved(new: &TradeTensor, old: &TradeTensor) -> f64 {
    largest(new.as_slice().iter().zip(old.as_slice()).map(|(new, old)| (new - old).abs()))
}

/// The world with all its values multiplied.
fn in_other_units(spec: &RandomWorld, unit: f64) -> World {
    let mut accounts = spec.build().into_accounts();
    let Flows::Common { trade, intermediate, final_use } = &mut accounts.flows else {
        panic!("the uses of these worlds share their sources")
    };
    let tables = [trade.as_mut_slice(), intermediate.as_mut_slice(), final_use.as_mut_slice()];
    let others = [accounts.factor_income.as_mut_slice(), accounts.production_tax.as_mut_slice()];
    tables.into_iter().chain(others).flatten().for_each(|value| *value *= unit);
    World::new(accounts).unwrap()
}

#[test]
fn no_shock_changes_nothing() {
    let statement = "without a shock every hat is one";
    holds(statement, Limit(1e-12, "of any hat"), worlds(), |(spec, ces)| {
        let economy = economy(&spec, ces);
        let equilibrium = solve(&economy, &Shocks::default(), &Settings::default()).unwrap();
        Ok(away_from_one(&hats(&economy, &equilibrium)))
    });
}

#[test]
fn the_unit_of_values_changes_no_hat() {
    let statement = "all values in another unit: every hat stays";
    holds(statement, Limit(1e-10, "of any hat"), worlds_and(0.01..100.0), |(spec, ces, unit)| {
        let old = economy(&spec, ces);
        let new = random::calibrate(&in_other_units(&spec, unit), ces, spec.seed);
        let shocks = all_shocks(&old, spec.seed);
        let found = hats(&new, &solve_closely(&new, &shocks));
        Ok(gap(&found, &hats(&old, &solve_closely(&old, &shocks))))
    });
}

#[test]
fn reordering_reorders_results() {
    let statement = "regions and sectors in another order: the same hats in that order";
    holds(statement, Limit(1e-10, "of any hat"), worlds_and(1..4usize), |(spec, ces, turn)| {
        let rotated = |len: usize| (0..len).map(|at| (len - 1 - at + turn) % len).collect();
        let parents = Parents { regions: rotated(spec.regions), sectors: rotated(spec.sectors) };
        let (old, new, ..) = remade(&spec, ces, &parents);
        Ok(same_as_parents(&old, &new, &parents))
    });
}

#[test]
fn halves_of_a_region_have_the_hats_of_the_whole() {
    let statement = "a region split into equal halves: both have the hats and the real income of the whole";
    holds(statement, Limit(1e-10, "of any hat"), worlds_and(0..5usize), |(spec, ces, which)| {
        let half = which % spec.regions;
        let regions: Vec<usize> = (0..spec.regions).chain([half]).collect();
        let parents = Parents { regions, sectors: (0..spec.sectors).collect() };
        let (old, new, before, after) = remade(&spec, ces, &parents);
        // regions with equal data get equal results
        let income = real_income(&after, &new);
        prop_assert!(gap(&income[half..=half], &income[spec.regions..]) < 1e-11);
        let incomes = gap(&income[..spec.regions], &real_income(&before, &old));
        Ok(incomes.max(same_as_parents(&old, &new, &parents)))
    });
}

#[test]
fn halves_of_a_sector_have_the_hats_of_the_whole() {
    let statement = "a sector split into equal halves: both have the hats of the whole, real incomes stay";
    holds(statement, Limit(1e-10, "of any hat"), worlds_and(0..5usize), |(spec, ces, which)| {
        let sectors: Vec<usize> = (0..spec.sectors).chain([which % spec.sectors]).collect();
        let parents = Parents { regions: (0..spec.regions).collect(), sectors };
        let (old, new, before, after) = remade(&spec, ces, &parents);
        let incomes = gap(&real_income(&after, &new), &real_income(&before, &old));
        Ok(incomes.max(same_as_parents(&old, &new, &parents)))
    });
}

#[test]
fn more_of_all_factors_moves_no_share() {
    let statement =
        "a common rise of all factor supplies raises real income by as much and moves no trade share";
    let limit = Limit(1e-10, "of real income and of shares");
    holds(statement, limit, worlds_and(0.5..2.0), |(spec, ces, more)| {
        let economy = economy(&spec, ces);
        let supply = Array2::filled([spec.regions, spec.factors], more);
        let shocks = Shocks { factor_supply_hat: Some(supply), ..Shocks::default() };
        let equilibrium = solve_closely(&economy, &shocks);
        let incomes = gap(&real_income(&economy, &equilibrium), &vec![more; spec.regions]);
        Ok(incomes.max(moved(&equilibrium.trade_share, &economy.trade_share)))
    });
}

#[test]
fn an_export_tax_is_an_import_tariff() {
    let statement =
        "a uniform export tax does what a uniform import tariff does (Lerner 1936), without deficits";
    let limit = Limit(1e-9, "of real income and of shares");
    holds(statement, limit, worlds_and(0.0..0.5), |(spec, ces, rate)| {
        let economy = economy(&RandomWorld { deficits: false, ..spec }, ces);
        let country = Region::new(0);
        let shape = economy.trade_share.shape();
        let baseline = |s, j, i| economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        let tariff = TradeTensor::from_fn(shape, |s, j, i| {
            let own = baseline(s, j, i);
            if j == country && i != country { (1.0 + own) * (1.0 + rate) - 1.0 } else { own }
        });
        let tax =
            TradeTensor::from_fn(shape, |_, j, i| if i == country && j != country { rate } else { 0.0 });
        let on_imports = solve_closely(&economy, &Shocks { tariff: Some(tariff), ..Shocks::default() });
        let on_exports = solve_closely(&economy, &Shocks { export_tax: Some(tax), ..Shocks::default() });
        let incomes = gap(&real_income(&economy, &on_imports), &real_income(&economy, &on_exports));
        Ok(incomes.max(moved(&on_imports.trade_share, &on_exports.trade_share)))
    });
}

#[test]
fn an_embargo_is_the_limit_of_high_costs() {
    let statement = "an embargo is the limit of high trade costs, and its links carry nothing";
    holds(statement, Limit(1e-9, "of real income"), worlds(), |(spec, ces)| {
        let spec = RandomWorld { regions: spec.regions.max(3), deficits: false, dead_sectors: 0, ..spec };
        let economy = economy(&spec, ces);
        let between = |i: Region, j: Region| i.index() + j.index() == 1;
        let with = |cost: f64| Shocks {
            iceberg_hat: Some(TradeTensor::from_fn(economy.trade_share.shape(), |_, j, i| {
                if between(i, j) { cost } else { 1.0 }
            })),
            ..Shocks::default()
        };
        // trade elasticities are 1.5 at least: what is left of the trade is 1e-15
        let limit = solve_closely(&economy, &with(1e10));
        let embargo = solve_closely(&economy, &with(f64::INFINITY));
        for s in economy.axes.sectors.ids() {
            prop_assert_eq!(embargo.trade_share[(s, Region::new(0), Region::new(1))], 0.0);
        }
        Ok(gap(&real_income(&economy, &embargo), &real_income(&economy, &limit)))
    });
}

#[test]
fn the_path_of_a_shock_leads_from_none_to_all_of_it() {
    let statement = "the whole of a shock's path is the shock, and its start is no shock";
    holds(statement, Limit(1e-10, "of any hat"), worlds(), |(spec, ces)| {
        let economy = economy(&spec, ces);
        let shocks = all_shocks(&economy, spec.seed);
        let all = hats(&economy, &solve_closely(&economy, &shocks.part(&economy, 1.0)));
        let none = solve(&economy, &shocks.part(&economy, 0.0), &Settings::default()).unwrap();
        prop_assert!(away_from_one(&hats(&economy, &none)) < 1e-11);
        Ok(gap(&all, &hats(&economy, &solve_closely(&economy, &shocks))))
    });
}

#[test]
fn accounts_close_in_levels() {
    let statement = "after every shock at once: goods markets, Walras' law in each region, deficits that add up, the \
                     numeraire";
    holds(statement, Limit(1e-10, "relative"), worlds_and(any::<bool>()), |(spec, ces, share)| {
        let economy = economy(&spec, ces);
        let deficits = if share { DeficitRule::Share } else { DeficitRule::Fixed };
        let shocks = Shocks { deficits, ..all_shocks(&economy, spec.seed) };
        let equilibrium = solve(&economy, &shocks, &Settings::default()).unwrap();
        let world = economy.factor_income.sum();
        let numeraire = (equilibrium.factor_income.sum() / world - 1.0).abs();
        let deficits = equilibrium.deficit.iter().sum::<f64>().abs() / world;
        let regions = economy.axes.regions.ids().map(|j| open_accounts(&economy, &equilibrium, j));
        Ok(largest(regions.chain([equilibrium.residuals.largest(), numeraire, deficits])))
    });
}

/// Walras' law and the goods markets of one region: what is bought abroad, at the border, is what is sold there and
/// the deficit; output is what is sold.
fn open_accounts(economy: &Economy, equilibrium: &Equilibrium, j: Region) -> f64 {
    let (regions, sectors) = (|| economy.axes.regions.ids(), || economy.axes.sectors.ids());
    let border = |s, j, i| {
        let tax = equilibrium.export_tax.as_ref().map_or(0.0, |tax| tax[(s, j, i)]);
        (1.0 + tax) * equilibrium.trade(s, j, i)
    };
    let balance: f64 = sectors()
        .flat_map(|s| regions().map(move |i| (s, i)))
        .map(|(s, i)| border(s, j, i) - border(s, i, j))
        .sum();
    let walras = (balance - equilibrium.deficit[j.index()]).abs() / equilibrium.income[j.index()];
    let unsold = |s| {
        let sold: f64 = regions().map(|to| equilibrium.trade(s, to, j)).sum();
        let output = equilibrium.gross_output[(j, s)];
        if sold == output { 0.0 } else { (sold - output).abs() / output }
    };
    largest(sectors().map(unsold).chain([walras]))
}

#[test]
fn fixed_deficits_stay_and_zero_deficits_go() {
    let statement = "fixed deficits keep their value, zero deficits are zero";
    holds(statement, Limit(0.0, "exactly"), any_world(), |spec| {
        let economy = economy(&RandomWorld { deficits: true, ..spec.clone() }, false);
        let shocks = Shocks { deficits: DeficitRule::Fixed, ..all_shocks(&economy, spec.seed) };
        let fixed = gap(&solve_closely(&economy, &shocks).deficit, &economy.deficit);
        let zero = solve_closely(&economy, &Shocks { deficits: DeficitRule::Zero, ..shocks }).deficit;
        Ok(largest(zero.iter().map(|deficit| deficit.abs()).chain([fixed])))
    });
}
