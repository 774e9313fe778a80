//! What holds in every world, tried on random ones.

use approx::assert_relative_eq;
use oblate_world::{
    Accounts, Array2, Axis, BalanceError, Concordance, FinalUse, Flows, Id, Mend, MendOptions, MendRule,
    RandomWorld, Region, Sector, World, aggregate, mend,
};
use proptest::prelude::*;

fn any_world() -> impl Strategy<Value = RandomWorld> {
    let sizes = (1..6usize, 1..6usize, 1..4usize, 1..4usize, 0..3usize, 0..4usize);
    let shares = (0.0..1.0, 0.1..0.95);
    (sizes, shares, any::<[bool; 4]>(), any::<u64>()).prop_map(|(sizes, shares, switches, seed)| {
        let (regions, sectors, factors, final_uses, untraded, dead_sectors) = sizes;
        let (trade_density, home_bias) = shares;
        let [tariffs, production_taxes, deficits, by_use] = switches;
        RandomWorld {
            regions,
            sectors,
            factors,
            final_uses,
            trade_density,
            home_bias,
            untraded,
            tariffs,
            production_taxes,
            deficits,
            dead_sectors,
            by_use,
            seed,
        }
    })
}

/// Largest gap of identity (2.2) and of the product markets, relative to the flow.
fn largest_gap(world: &World) -> f64 {
    let axes = world.axes();
    let input_cost = world.input_cost();
    let mut largest = 0.0f64;
    let gap = |a: f64, b: f64| if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) };
    for j in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let bought: f64 = world.intermediate().row(j, s).iter().chain(world.final_use().row(j, s)).sum();
            let sold = axes.regions.ids().map(|i| (1.0 + world.tariff(s, j, i)) * world.trade()[(s, j, i)]);
            largest = largest.max(gap(bought, sold.sum()));
            let cost = input_cost[(j, s)] + world.accounts().factor_income.row(j, s).iter().sum::<f64>();
            let receipts = world.gross_output()[(j, s)] - world.accounts().production_tax[(j, s)];
            largest = largest.max(gap(receipts, cost));
        }
    }
    largest
}

/// Every entry goes to one of a few targets, by a pattern.
fn grouping<I: Id>(axis: &Axis<I>, pattern: u64) -> Concordance<I> {
    let pairs: Vec<(&str, String)> = axis
        .codes()
        .enumerate()
        .map(|(at, code)| (code, format!("G{}", pattern.rotate_left(2 * at as u32) % 3)))
        .collect();
    Concordance::of_pairs(axis, &pairs).unwrap()
}

fn income(world: &World) -> f64 {
    world.accounts().factor_income.sum() + world.accounts().production_tax.sum()
}

/// The raw table of a world whose industries made more or less than was sold, by up to 4 times, out of or
/// into inventories of their own region.
fn with_inventories(world: &World, scales: &[u8]) -> (Accounts, FinalUse) {
    let scale = |industry: usize| 0.25 + f64::from(scales[industry % scales.len()]) / 64.0;
    let mut accounts = world.accounts().clone();
    let (n, m) = (accounts.axes.regions.len(), accounts.axes.sectors.len());
    let uses = accounts.axes.final_uses.len();
    let codes = accounts.axes.final_uses.codes().chain(["inventories"]);
    accounts.axes.final_uses = Axis::of_codes(codes).unwrap();
    let Flows::ByUse { intermediate, final_use } = &mut accounts.flows else { unreachable!("by use") };
    intermediate.iter_mut().enumerate().for_each(|(at, value)| *value *= scale(at % (n * m)));
    let mut with_changes = Vec::new();
    for (row, cells) in final_use.chunks(n * uses).enumerate() {
        let sales: f64 = cells.iter().chain(&intermediate[row * n * m..][..n * m]).sum();
        let output = scale(row) * world.gross_output().as_slice()[row];
        for (j, cells) in cells.chunks(uses).enumerate() {
            with_changes.extend(cells);
            with_changes.push(if j == row / m { output - sales } else { 0.0 });
        }
    }
    *final_use = with_changes;
    let factors = accounts.axes.factors.len();
    let incomes = accounts.factor_income.as_mut_slice().iter_mut().enumerate();
    incomes.for_each(|(at, income)| *income *= scale(at / factors));
    let taxes = accounts.production_tax.as_mut_slice().iter_mut().enumerate();
    taxes.for_each(|(at, tax)| *tax *= scale(at));
    (accounts, FinalUse::new(uses))
}

fn times_two(values: &mut [f64]) {
    values.iter_mut().for_each(|value| *value *= 2.0);
}

fn doubled(mut accounts: Accounts) -> Accounts {
    match &mut accounts.flows {
        Flows::ByUse { intermediate, final_use } => {
            times_two(intermediate);
            times_two(final_use);
        }
        Flows::Common { trade, intermediate, final_use } => {
            times_two(trade.as_mut_slice());
            times_two(intermediate.as_mut_slice());
            times_two(final_use.as_mut_slice());
        }
    }
    times_two(accounts.factor_income.as_mut_slice());
    times_two(accounts.production_tax.as_mut_slice());
    accounts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_worlds_balance(spec in any_world()) {
        let world = spec.build();
        prop_assert!(largest_gap(&world) < 1e-12, "{}", largest_gap(&world));
        let deficits = world.deficits();
        prop_assert!(deficits.iter().sum::<f64>().abs() < 1e-12 * income(&world));
        let open = spec.deficits && spec.regions > 1 && spec.sectors > spec.untraded;
        for (deficit, j) in deficits.iter().zip(world.axes().regions.ids()) {
            let spending: f64 = world.final_use().matrix(j).iter().sum();
            prop_assert_eq!(deficit.abs() > 1e-10 * spending, open, "{} of {}", deficit, spending);
        }
        prop_assert!(world.accounts().factor_income.as_slice().iter().all(|&income| income >= 0.0));
    }

    #[test]
    fn random_worlds_are_as_described(spec in any_world()) {
        let world = spec.build();
        prop_assert_eq!(&world, &spec.build());
        let without_output = world.gross_output().as_slice().iter().filter(|&&y| y == 0.0).count();
        let traded = spec.sectors.saturating_sub(spec.untraded);
        prop_assert!(without_output <= spec.dead_sectors);
        if spec.dead_sectors + spec.regions + traded <= spec.regions * traded + 1 {
            prop_assert_eq!(without_output, spec.dead_sectors);
        }
        for s in (traded..spec.sectors).map(Sector::new) {
            for (at, value) in world.trade().matrix(s).iter().enumerate() {
                let own = at / spec.regions == at % spec.regions;
                prop_assert_eq!(own, *value > 0.0);
            }
        }
        prop_assert!(spec.trade_elasticities().iter().all(|theta| (1.5..12.0).contains(theta)));
        prop_assert_eq!(world.accounts().tariff.is_some(), spec.tariffs);
        let taxed = world.accounts().production_tax.as_slice().iter().any(|&tax| tax != 0.0);
        prop_assert_eq!(taxed, spec.production_taxes);
    }

    #[test]
    fn sources_by_use_pool_to_the_same_world(spec in any_world()) {
        let by_use = RandomWorld { by_use: true, ..spec.clone() }.build();
        let common = RandomWorld { by_use: false, ..spec }.build();
        assert_relative_eq!(by_use.trade().as_slice(), common.trade().as_slice(), max_relative = 1e-12);
        assert_relative_eq!(by_use.intermediate().as_slice(), common.intermediate().as_slice(), max_relative = 1e-12);
        assert_relative_eq!(by_use.final_use().as_slice(), common.final_use().as_slice(), max_relative = 1e-12);
        prop_assert_eq!(&by_use.accounts().factor_income, &common.accounts().factor_income);
    }

    #[test]
    fn aggregation_keeps_totals(spec in any_world(), patterns in any::<[u64; 2]>()) {
        let world = spec.build();
        let regions = grouping(&world.axes().regions, patterns[0]);
        let sectors = grouping(&world.axes().sectors, patterns[1]);
        let merged = aggregate(&world, &regions, &sectors).unwrap();
        prop_assert!(largest_gap(&merged) < 1e-8);
        for j in merged.axes().regions.ids() {
            let sum = |values: &[f64]| regions.members(j).map(|i| values[i.index()]).sum::<f64>();
            let size = merged.gross_output().row(j).iter().sum::<f64>();
            assert_relative_eq!(merged.tariff_revenue()[j.index()], sum(&world.tariff_revenue()), epsilon = 1e-12 * size);
            assert_relative_eq!(merged.deficits()[j.index()], sum(&world.deficits()), epsilon = 1e-7 * size);
            for s in merged.axes().sectors.ids() {
                let places = || regions.members(j).flat_map(|i| sectors.members(s).map(move |k| (i, k)));
                let output: f64 = places().map(|place| world.gross_output()[place]).sum();
                assert_relative_eq!(merged.gross_output()[(j, s)], output, max_relative = 1e-13);
                for i in merged.axes().regions.ids() {
                    let trade: f64 = places()
                        .flat_map(|(j, k)| regions.members(i).map(move |i| (k, j, i)))
                        .map(|link| world.trade()[link])
                        .sum();
                    assert_relative_eq!(merged.trade()[(s, j, i)], trade, max_relative = 1e-13);
                }
            }
        }
    }

    #[test]
    fn aggregation_to_itself_changes_nothing(spec in any_world()) {
        let world = spec.build();
        let regions = Concordance::identity(&world.axes().regions);
        let sectors = Concordance::identity(&world.axes().sectors);
        prop_assert_eq!(aggregate(&world, &regions, &sectors).unwrap(), world);
    }

    #[test]
    fn aggregation_in_two_steps_is_aggregation_in_one(spec in any_world(), pattern in any::<u64>()) {
        let world = spec.build();
        let regions = grouping(&world.axes().regions, pattern);
        let sectors = grouping(&world.axes().sectors, pattern);
        let same_sectors = Concordance::identity(&world.axes().sectors);
        let same_regions = Concordance::identity(regions.target());
        let at_once = aggregate(&world, &regions, &sectors).unwrap();
        let half = aggregate(&world, &regions, &same_sectors).unwrap();
        let in_steps = aggregate(&half, &same_regions, &sectors).unwrap();
        let size = at_once.gross_output().sum();
        assert_relative_eq!(at_once.trade().as_slice(), in_steps.trade().as_slice(), max_relative = 1e-12);
        assert_relative_eq!(at_once.final_use().as_slice(), in_steps.final_use().as_slice(), epsilon = 1e-7 * size);
        assert_relative_eq!(&at_once.tariff_revenue()[..], &in_steps.tariff_revenue()[..], epsilon = 1e-12 * size);
    }

    #[test]
    fn dropping_inventories_undoes_what_they_did_to_output(spec in any_world(), scales in any::<[u8; 8]>()) {
        let world = RandomWorld { by_use: true, ..spec }.build();
        let largest = world.gross_output().as_slice().iter().fold(0.0, |a: f64, &b| a.max(b));
        let (raw, inventories) = with_inventories(&world, &scales);
        let mended = World::new(mend(raw, &[inventories], &MendOptions::default()).unwrap()).unwrap();
        prop_assert_eq!(mended.axes(), world.axes());
        assert_relative_eq!(mended.trade().as_slice(), world.trade().as_slice(), epsilon = 1e-10 * largest);
        let (new, old) = (&mended.accounts().factor_income, &world.accounts().factor_income);
        assert_relative_eq!(new.as_slice(), old.as_slice(), epsilon = 1e-10 * largest);
        let moved = |mend: &Mend| mend.rule == MendRule::ValueAddedResidual;
        prop_assert!(!mended.accounts().mends.iter().any(moved));
    }

    #[test]
    fn doubling_all_values_doubles_all_results(spec in any_world()) {
        let world = spec.build();
        let twice = World::new(doubled(world.accounts().clone())).unwrap();
        let double = |values: &[f64]| values.iter().map(|value| 2.0 * value).collect::<Vec<_>>();
        prop_assert_eq!(twice.gross_output().as_slice(), double(world.gross_output().as_slice()));
        prop_assert_eq!(twice.tariff_revenue(), double(&world.tariff_revenue()));
        prop_assert_eq!(twice.deficits(), double(&world.deficits()));
    }

    #[test]
    fn a_sector_out_of_balance_is_named(spec in any_world(), at in any::<prop::sample::Index>()) {
        let world = spec.build();
        let output: Array2<Region, Sector> = world.gross_output().clone();
        let [n, m] = output.shape();
        let alive: Vec<usize> = (0..n * m).filter(|&place| output.as_slice()[place] > 0.0).collect();
        let place = alive[at.index(alive.len())];
        let (j, k) = (Region::new(place / m), Sector::new(place % m));
        let mut accounts = world.into_accounts();
        accounts.factor_income.row_mut(j, k)[0] += 1e-6 * output[(j, k)];
        let (region, sector) = (accounts.axes.regions.code(j).to_owned(), accounts.axes.sectors.code(k).to_owned());
        match World::new(accounts) {
            Err(BalanceError::Sector { region: r, sector: s, .. }) => prop_assert_eq!((r, s), (region, sector)),
            other => prop_assert!(false, "{:?}", other.map(|_| "a world")),
        }
    }

    #[test]
    fn a_negative_cell_is_named(spec in any_world(), at in any::<prop::sample::Index>()) {
        let mut accounts = RandomWorld { by_use: false, ..spec }.build().into_accounts();
        let Flows::Common { trade, .. } = &mut accounts.flows else { unreachable!("sources are shared") };
        let [_, n, _] = trade.shape();
        let cell = at.index(trade.as_slice().len());
        trade.as_mut_slice()[cell] = -1.0;
        let expected = format!("sector s{}, destination R{}, origin R{}", cell / (n * n) + 1, cell / n % n + 1, cell % n + 1);
        match World::new(accounts) {
            Err(BalanceError::Cell { account: "trade", place, value, .. }) => {
                prop_assert_eq!((place, value), (expected, -1.0));
            }
            other => prop_assert!(false, "{:?}", other.map(|_| "a world")),
        }
    }

    #[test]
    fn an_untidy_market_is_named(spec in any_world(), at in any::<prop::sample::Index>()) {
        let mut accounts = RandomWorld { by_use: false, ..spec }.build().into_accounts();
        let Flows::Common { final_use, .. } = &mut accounts.flows else { unreachable!("sources are shared") };
        let [_, m, c] = final_use.shape();
        let cell = at.index(final_use.as_slice().len());
        final_use.as_mut_slice()[cell] *= 1.5;
        let product = cell / c;
        match World::new(accounts) {
            Err(BalanceError::Market { region, sector, .. }) => {
                prop_assert_eq!(region, format!("R{}", product / m + 1));
                prop_assert_eq!(sector, format!("s{}", product % m + 1));
            }
            other => prop_assert!(false, "{:?}", other.map(|_| "a world")),
        }
    }
}

#[test]
fn a_world_of_160_regions_and_65_sectors_is_built() {
    let spec =
        RandomWorld { regions: 160, sectors: 65, untraded: 20, dead_sectors: 30, ..RandomWorld::default() };
    let world = spec.build();
    assert_eq!(world.trade().shape(), [65, 160, 160]);
    assert!(largest_gap(&world) < 1e-12);
}
