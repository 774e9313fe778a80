//! What holds in every equilibrium, tried on random economies with and without CES nests.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod random;

use oblate_equilibrium::{DeficitRule, Economy, Equilibrium, Settings, Shocks, solve, welfare};
use oblate_world::{Array2, Flows, Id, RandomWorld, Region, Sector, TradeTensor, World};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use random::remake::Parents;
use random::{all_shocks, any_world, economy, gap, solve_closely};

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

proptest! {
    // the same cases every time
    #![proptest_config(ProptestConfig {
        cases: 64, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn no_shock_changes_nothing(spec in any_world(), ces in any::<bool>()) {
        let economy = economy(&spec, ces);
        let equilibrium = solve(&economy, &Shocks::default(), &Settings::default()).unwrap();
        for hat in hats(&economy, &equilibrium) {
            prop_assert!((hat - 1.0).abs() < 1e-12, "{hat}");
        }
    }

    #[test]
    fn the_unit_of_values_changes_no_hat(spec in any_world(), ces in any::<bool>(), unit in 0.01..100.0) {
        let old = economy(&spec, ces);
        let new = random::calibrate(&in_other_units(&spec, unit), ces, spec.seed);
        let shocks = all_shocks(&old, spec.seed);
        let found = hats(&new, &solve_closely(&new, &shocks));
        let wanted = hats(&old, &solve_closely(&old, &shocks));
        prop_assert!(gap(&found, &wanted) < 1e-10);
    }

    #[test]
    fn reordering_reorders_results(spec in any_world(), ces in any::<bool>(), turn in 1..4usize) {
        let rotated = |len: usize| (0..len).map(|at| (len - 1 - at + turn) % len).collect();
        let parents = Parents { regions: rotated(spec.regions), sectors: rotated(spec.sectors) };
        let (old, new, ..) = remade(&spec, ces, &parents);
        let gap = same_as_parents(&old, &new, &parents);
        prop_assert!(gap < 1e-10, "{gap:e}");
    }

    #[test]
    fn halves_of_a_region_have_the_hats_of_the_whole(spec in any_world(), ces in any::<bool>(), which in 0..5usize) {
        let regions: Vec<usize> = (0..spec.regions).chain([which % spec.regions]).collect();
        let half = which % spec.regions;
        let parents = Parents { regions, sectors: (0..spec.sectors).collect() };
        let (old, new, before, after) = remade(&spec, ces, &parents);
        let gap_to_whole = same_as_parents(&old, &new, &parents);
        prop_assert!(gap_to_whole < 1e-10, "{gap_to_whole:e}");
        // regions with equal data get equal results
        let income = real_income(&after, &new);
        prop_assert!(gap(&income[half..=half], &income[spec.regions..]) < 1e-11);
        prop_assert!(gap(&income[..spec.regions], &real_income(&before, &old)) < 1e-10);
    }

    #[test]
    fn halves_of_a_sector_have_the_hats_of_the_whole(spec in any_world(), ces in any::<bool>(), which in 0..5usize) {
        let sectors: Vec<usize> = (0..spec.sectors).chain([which % spec.sectors]).collect();
        let parents = Parents { regions: (0..spec.regions).collect(), sectors };
        let (old, new, before, after) = remade(&spec, ces, &parents);
        let gap_to_whole = same_as_parents(&old, &new, &parents);
        prop_assert!(gap_to_whole < 1e-10, "{gap_to_whole:e}");
        prop_assert!(gap(&real_income(&after, &new), &real_income(&before, &old)) < 1e-10);
    }

    #[test]
    fn more_of_all_factors_moves_no_share(spec in any_world(), ces in any::<bool>(), more in 0.5..2.0) {
        let economy = economy(&spec, ces);
        let supply = Array2::filled([spec.regions, spec.factors], more);
        let shocks = Shocks { factor_supply_hat: Some(supply), ..Shocks::default() };
        let equilibrium = solve_closely(&economy, &shocks);
        let shares = equilibrium.trade_share.as_slice().iter().zip(economy.trade_share.as_slice());
        for (new, old) in shares {
            prop_assert!((new - old).abs() < 1e-10);
        }
        prop_assert!(gap(&real_income(&economy, &equilibrium), &vec![more; spec.regions]) < 1e-10);
    }

    #[test]
    fn an_export_tax_is_an_import_tariff(spec in any_world(), ces in any::<bool>(), rate in 0.0..0.5) {
        // Lerner (1936): of one country, on all goods and partners, without deficits
        let economy = economy(&RandomWorld { deficits: false, ..spec.clone() }, ces);
        let country = Region::new(0);
        let shape = economy.trade_share.shape();
        let baseline = |s, j, i| economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        let tariff = TradeTensor::from_fn(shape, |s, j, i| {
            let own = baseline(s, j, i);
            if j == country && i != country { (1.0 + own) * (1.0 + rate) - 1.0 } else { own }
        });
        let tax = TradeTensor::from_fn(shape, |_, j, i| if i == country && j != country { rate } else { 0.0 });
        let on_imports = solve_closely(&economy, &Shocks { tariff: Some(tariff), ..Shocks::default() });
        let on_exports = solve_closely(&economy, &Shocks { export_tax: Some(tax), ..Shocks::default() });
        prop_assert!(gap(&real_income(&economy, &on_imports), &real_income(&economy, &on_exports)) < 1e-9);
        let shares = on_imports.trade_share.as_slice().iter().zip(on_exports.trade_share.as_slice());
        for (imports, exports) in shares {
            prop_assert!((imports - exports).abs() < 1e-9);
        }
    }

    #[test]
    fn an_embargo_is_the_limit_of_high_costs(spec in any_world(), ces in any::<bool>()) {
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
        prop_assert!(gap(&real_income(&economy, &embargo), &real_income(&economy, &limit)) < 1e-9);
        for s in economy.axes.sectors.ids() {
            prop_assert_eq!(embargo.trade_share[(s, Region::new(0), Region::new(1))], 0.0);
        }
    }

    #[test]
    fn the_path_of_a_shock_leads_from_none_to_all_of_it(spec in any_world(), ces in any::<bool>()) {
        let economy = economy(&spec, ces);
        let shocks = all_shocks(&economy, spec.seed);
        let all = hats(&economy, &solve_closely(&economy, &shocks.part(&economy, 1.0)));
        prop_assert!(gap(&all, &hats(&economy, &solve_closely(&economy, &shocks))) < 1e-10);
        let none = solve(&economy, &shocks.part(&economy, 0.0), &Settings::default()).unwrap();
        for hat in hats(&economy, &none) {
            prop_assert!((hat - 1.0).abs() < 1e-11, "{hat}");
        }
    }

    #[test]
    fn accounts_close_in_levels(spec in any_world(), ces in any::<bool>(), share in any::<bool>()) {
        let economy = economy(&spec, ces);
        let deficits = if share { DeficitRule::Share } else { DeficitRule::Fixed };
        let shocks = Shocks { deficits, ..all_shocks(&economy, spec.seed) };
        let equilibrium = solve(&economy, &shocks, &Settings::default()).unwrap();
        prop_assert!(equilibrium.residuals.largest() <= 1e-10);
        let world: f64 = economy.factor_income.sum();
        // the numeraire is kept
        prop_assert!((equilibrium.factor_income.sum() / world - 1.0).abs() < 1e-10);
        prop_assert!(equilibrium.deficit.iter().sum::<f64>().abs() < 1e-10 * world);
        for j in economy.axes.regions.ids() {
            // Walras' law: what is bought abroad, at the border, is what is sold there and the deficit
            let border = |s, j, i| {
                let tax = equilibrium.export_tax.as_ref().map_or(0.0, |tax| tax[(s, j, i)]);
                (1.0 + tax) * equilibrium.trade(s, j, i)
            };
            let balance: f64 = economy.axes.sectors.ids().flat_map(|s| economy.axes.regions.ids().map(move |i| (s, i)))
                .map(|(s, i)| border(s, j, i) - border(s, i, j))
                .sum();
            let gap = (balance - equilibrium.deficit[j.index()]).abs() / equilibrium.income[j.index()];
            prop_assert!(gap < 1e-10, "{gap:e}");
            for s in economy.axes.sectors.ids() {
                let sold: f64 = economy.axes.regions.ids().map(|to| equilibrium.trade(s, to, j)).sum();
                let output = equilibrium.gross_output[(j, s)];
                prop_assert!((sold - output).abs() <= 1e-10 * output);
            }
        }
    }

    #[test]
    fn fixed_deficits_stay_and_zero_deficits_go(spec in any_world()) {
        let economy = economy(&RandomWorld { deficits: true, ..spec.clone() }, false);
        let shocks = Shocks { deficits: DeficitRule::Fixed, ..all_shocks(&economy, spec.seed) };
        prop_assert_eq!(&solve_closely(&economy, &shocks).deficit, &economy.deficit);
        let zero = Shocks { deficits: DeficitRule::Zero, ..shocks };
        prop_assert!(solve_closely(&economy, &zero).deficit.iter().all(|&deficit| deficit == 0.0));
    }
}
