//! The decomposition of a large change along its path: parts that add up to the whole.

use crate::random;
use crate::random::Draw;
use oblate_equilibrium::{
    BorderAdjustment, CarbonPrice, Channel, DeficitRule, Demand, Economy, FactorMarket, FinalUses,
    HouseholdGroup, MarketStructure, Parameters, PathDecomposition, Preferences, QuantityCap, Rent, Settings,
    ShockEntry, ShockKind, Shocks, Sourcing, decompose, solve,
};
use oblate_world::{Array2, Array3, Id, RandomWorld, Region, Sector, TradeTensor};

fn world(by_use: bool, seed: u64) -> oblate_world::World {
    let spec = RandomWorld {
        regions: 3,
        sectors: 4,
        factors: 2,
        final_uses: 3,
        untraded: 0,
        trade_density: 1.0,
        by_use,
        seed,
        ..RandomWorld::default()
    };
    spec.build()
}

fn parameters(world: &oblate_world::World) -> Parameters {
    let theta = world.accounts().trade_elasticity.clone().unwrap();
    let mut parameters = Parameters::new(theta.iter().map(|theta| theta.max(2.0)).collect());
    parameters.technology = random::technology(true, 4, 3);
    parameters
}

fn split(economy: &Economy, shocks: &Shocks) -> PathDecomposition {
    let settings = Settings { tolerance: 1e-11, ..Settings::default() };
    let equilibrium = solve(economy, shocks, &settings).unwrap_or_else(|error| panic!("{error}"));
    decompose(economy, shocks, &[], &equilibrium, &settings).unwrap_or_else(|error| panic!("{error}"))
}

/// Channels, and kinds of shock, add up to the change; sectors and partners to their channels.
fn check(economy: &Economy, shocks: &Shocks) -> PathDecomposition {
    let path = split(economy, shocks);
    let (n, m) = (economy.axes.regions.len(), economy.axes.sectors.len());
    for j in 0..n {
        let whole = path.total[j];
        let channels: f64 = path.channels[j].iter().sum();
        assert!(
            (channels - whole).abs() < 1e-8,
            "region {j}: {channels} for {whole}: {:?}",
            path.channels[j]
        );
        let kinds: f64 = path.shocks.iter().map(|(_, by_region)| by_region[j]).sum();
        assert!((kinds - whole).abs() < 1e-8, "region {j}: {kinds} for {whole}");
        for channel in
            [Channel::TermsOfTrade, Channel::TradeCosts, Channel::Selection, Channel::TariffRevenue]
        {
            let at = channel as usize;
            let sectors: f64 = (0..m).map(|s| path.sectors[j * m + s][at]).sum();
            let partners: f64 = (0..n).map(|i| path.partners[j * n + i][at]).sum();
            assert!((sectors - path.channels[j][at]).abs() < 1e-12);
            assert!((partners - path.channels[j][at]).abs() < 1e-12);
        }
    }
    path
}

#[test]
fn parts_add_up_when_everything_moves() {
    for seed in 0..3 {
        let world = world(false, seed);
        let economy = Economy::calibrate(&world, &parameters(&world)).unwrap();
        let mut shocks = random::all_shocks(&economy, seed);
        shocks.deficits = DeficitRule::Share;
        let path = check(&economy, &shocks);
        assert_eq!(path.shocks.len(), 6);
    }
}

#[test]
fn parts_add_up_under_every_structure_and_sourcing() {
    let structures = [
        MarketStructure::External { scale_elasticity: 0.08 },
        MarketStructure::Melitz { variety_elasticity: 2.5 },
        MarketStructure::Krugman,
        MarketStructure::Perfect,
    ];
    for by_use in [false, true] {
        let world = world(by_use, 5);
        let mut parameters = parameters(&world);
        if by_use {
            parameters.sourcing = Sourcing::ByUse;
            parameters.set_structure(Sector::new(0), structures[0]);
        } else {
            structures
                .into_iter()
                .enumerate()
                .for_each(|(s, structure)| parameters.set_structure(Sector::new(s), structure));
        }
        let economy = Economy::calibrate(&world, &parameters).unwrap();
        let mut draw = Draw(6);
        let shocks = Shocks {
            tariff: Some(draw.links(&economy, 0.0, 0.3, 0.0)),
            fixed_cost_hat: Some(draw.links(&economy, 0.9, 1.1, 1.0)),
            export_tax: Some(draw.links(&economy, 0.0, 0.05, 0.0)),
            ..Shocks::default()
        };
        let path = check(&economy, &shocks);
        assert!(path.channels.iter().any(|channels| channels[Channel::Scale as usize].abs() > 1e-5));
    }
}

#[test]
fn parts_add_up_with_groups_taxes_and_carbon() {
    let world = world(false, 7);
    let uses: Vec<_> = world.axes().final_uses.ids().collect();
    let mut parameters = parameters(&world);
    parameters.demand = Demand {
        preferences: Preferences::NonHomothetic { substitution: 0.5, income: vec![0.6, 0.9, 1.1, 1.4] },
        final_uses: FinalUses::Apart { households: vec![uses[0]], investment: vec![uses[1]] },
        groups: Vec::new(),
    };
    let economy = Economy::calibrate(&world, &parameters).unwrap();
    let [n, m] = economy.receipts.shape();
    let mut draw = Draw(8);
    let shocks = Shocks {
        purchase_tax: Some(Array3::from_fn([n, m, economy.uses()], |_, _, _| draw.between(0.0, 0.2))),
        carbon: Some(CarbonPrice {
            price: vec![0.3, 0.0, 0.1],
            intensity: Array3::from_fn(
                [n, m, economy.uses()],
                |_, s: Sector, _| if s.index() == 1 { 0.4 } else { 0.0 },
            ),
            border: Some(BorderAdjustment {
                destinations: vec![true, false, false],
                intensity: Array2::filled([n, m], 0.1),
            }),
        }),
        ..Shocks::default()
    };
    let path = check(&economy, &shocks);
    let kinds: Vec<ShockKind> = path.shocks.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [ShockKind::PurchaseTax, ShockKind::CarbonPrice]);
}

#[test]
fn parts_add_up_when_tastes_change() {
    let world = world(false, 11);
    let group = |name: &str, factor_share: Vec<f64>| HouseholdGroup {
        name: name.to_owned(),
        factor_share,
        transfer_share: 0.5,
        sector_weight: None,
    };
    for preferences in [
        Preferences::CobbDouglas,
        Preferences::Ces { substitution: 0.6 },
        Preferences::NonHomothetic { substitution: 0.5, income: vec![0.6, 0.9, 1.1, 1.4] },
    ] {
        let mut parameters = parameters(&world);
        parameters.demand.preferences = preferences;
        parameters.demand.groups = vec![group("first", vec![0.8, 0.1]), group("second", vec![0.2, 0.9])];
        let economy = Economy::calibrate(&world, &parameters).unwrap();
        let [n, m] = economy.receipts.shape();
        let mut draw = Draw(12);
        let preference_hat = Some(Array2::from_fn([n, m], |_, _| draw.between(0.7, 1.4)));
        let path = check(&economy, &Shocks { preference_hat, ..Shocks::default() });
        assert!(path.total.iter().all(|total| total.abs() > 1e-6), "{:?}", path.total);
    }
}

#[test]
fn parts_add_up_with_caps_and_factors_of_the_world() {
    let world = world(false, 9);
    let uses: Vec<_> = world.axes().final_uses.ids().collect();
    let markets = [
        vec![FactorMarket::Mobile, FactorMarket::World],
        vec![FactorMarket::Roy { shape: 2.0 }, FactorMarket::LongRun],
        vec![FactorMarket::Specific, FactorMarket::Mobile],
    ];
    for markets in markets {
        let mut parameters = parameters(&world);
        parameters.demand.final_uses =
            FinalUses::Apart { households: vec![uses[0]], investment: vec![uses[1]] };
        parameters.factor_markets = markets;
        let economy = Economy::calibrate(&world, &parameters).unwrap();
        let cap = |s, j, i, rent| QuantityCap {
            sector: Sector::new(s),
            destination: Region::new(j),
            origin: Region::new(i),
            cap: 0.5,
            rent,
        };
        let shocks = Shocks {
            quantity_caps: vec![
                cap(0, 0, 1, Rent::Origin),
                cap(1, 1, 2, Rent::Destination),
                cap(2, 2, 0, Rent::Nobody),
            ],
            ..Shocks::default()
        };
        check(&economy, &shocks);
    }
}

#[test]
fn an_embargo_is_split_too() {
    let world = world(false, 11);
    let economy = Economy::calibrate(&world, &parameters(&world)).unwrap();
    let (s, j, i) = (Sector::new(1), Region::new(0), Region::new(2));
    let cost = TradeTensor::from_fn(economy.trade_share.shape(), |t, l, k| {
        if (t, l, k) == (s, j, i) { f64::INFINITY } else { 1.0 }
    });
    let path = check(&economy, &Shocks { iceberg_hat: Some(cost), ..Shocks::default() });
    assert_eq!(path.shocks.len(), 1);
    assert!(path.channels[0][Channel::TradeCosts as usize] < 0.0);
}

#[test]
fn a_small_change_is_the_first_order_split() {
    let world = world(false, 13);
    let theta = world.accounts().trade_elasticity.clone().unwrap();
    let economy = Economy::calibrate(&world, &Parameters::new(theta)).unwrap();
    let mut draw = Draw(14);
    let old = economy.tariff.clone().unwrap();
    let change = draw.links(&economy, 0.0, 1e-5, 0.0);
    let tariff = TradeTensor::from_fn(old.shape(), |s, j, i| old[(s, j, i)] + change[(s, j, i)]);
    let shocks = Shocks { tariff: Some(tariff), ..Shocks::default() };
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let equilibrium = solve(&economy, &shocks, &settings).unwrap();
    let path = decompose(&economy, &shocks, &[], &equilibrium, &settings).unwrap();
    let first = oblate_equilibrium::welfare(&economy, &equilibrium, &shocks);
    for j in 0..3 {
        let terms = 100.0 * path.channels[j][Channel::TermsOfTrade as usize];
        assert!(
            (terms - first.terms_of_trade_pct[j]).abs() < 1e-4 * first.terms_of_trade_pct[j].abs().max(1e-5)
        );
    }
}

/// Two entries raise tariffs, one of them on links that the other one moves too; a third one is the only one of its kind.
#[test]
fn entries_have_the_parts_that_they_bring_alone_where_they_are_small() {
    let world = world(false, 5);
    let parameters = parameters(&world);
    let economy = Economy::calibrate(&world, &parameters).unwrap();
    let baseline = economy.tariff.clone().unwrap();
    let steps: [fn(Sector, Region, Region) -> bool; 2] =
        [|s, _, i| s.index() < 2 && i.index() == 0, |_, j, _| j.index() == 1];
    let size = 1e-5;
    let raised = |of: &[usize]| {
        let mut tariff = baseline.clone();
        for s in economy.axes.sectors.ids() {
            for j in economy.axes.regions.ids() {
                for i in economy.axes.regions.ids().filter(|&i| i != j) {
                    let moves = of.iter().filter(|&&at| steps[at](s, j, i)).count();
                    tariff[(s, j, i)] += size * moves as f64;
                }
            }
        }
        tariff
    };
    let whole = raised(&[0, 1]);
    let share = |at: usize| -> Vec<f64> {
        let own = raised(&[at]);
        let moves = |cell: usize| whole.as_slice()[cell] - baseline.as_slice()[cell];
        let part = |cell: usize| (own.as_slice()[cell] - baseline.as_slice()[cell]) / moves(cell);
        (0..whole.as_slice().len()).map(|cell| if moves(cell) == 0.0 { 0.0 } else { part(cell) }).collect()
    };
    let subsidy = |by: f64| {
        let mut subsidy = economy.subsidy.clone();
        subsidy.row_mut(Region::new(2)).iter_mut().for_each(|rate| *rate += by);
        Some(subsidy)
    };
    let entry = |name: &str, kind, share| ShockEntry { name: name.to_owned(), kind, share: Some(share) };
    let entries = [
        entry("tariff.one", ShockKind::Tariff, share(0)),
        entry("tariff.two", ShockKind::Tariff, share(1)),
        entry("subsidy.three", ShockKind::Subsidy, vec![1.0; economy.subsidy.as_slice().len()]),
    ];
    let shocks = Shocks { tariff: Some(whole.clone()), subsidy: subsidy(size), ..Shocks::default() };
    let settings = Settings { tolerance: 1e-13, ..Settings::default() };
    let equilibrium = solve(&economy, &shocks, &settings).unwrap();
    let path = decompose(&economy, &shocks, &entries, &equilibrium, &settings).unwrap();
    let names: Vec<_> = path.entries.iter().map(|part| part.name.clone().unwrap()).collect();
    assert_eq!(names, ["tariff.one", "tariff.two", "subsidy.three"]);
    let alone = [
        Shocks { tariff: Some(raised(&[0])), ..Shocks::default() },
        Shocks { tariff: Some(raised(&[1])), ..Shocks::default() },
        Shocks { subsidy: subsidy(size), ..Shocks::default() },
    ];
    for (part, shocks) in path.entries.iter().zip(&alone) {
        let equilibrium = solve(&economy, shocks, &settings).unwrap();
        let largest = part.by_region.iter().fold(0.0f64, |most, change| most.max(change.abs()));
        for (told, hat) in part.by_region.iter().zip(&equilibrium.real_income_hat) {
            // what one does to the other is of the second order
            assert!((told - hat.ln()).abs() < 1e-4 * largest, "{:?}: {told:e} {:e}", part.name, hat.ln());
        }
    }
    for (kind, by_region) in &path.shocks {
        for (j, whole) in by_region.iter().enumerate() {
            let parts = path.entries.iter().filter(|part| part.kind == *kind).map(|part| part.by_region[j]);
            assert!((parts.sum::<f64>() - whole).abs() < 1e-15);
        }
    }
}

#[test]
fn entries_of_a_large_shock_add_up_to_the_whole() {
    let world = world(true, 6);
    let parameters = Parameters { sourcing: Sourcing::ByUse, ..parameters(&world) };
    let economy = Economy::calibrate(&world, &parameters).unwrap();
    let shape = world.trade().shape();
    let cost = |s: Sector, j: Region, i: Region| match (i == j, s.index()) {
        (true, _) => 1.0,
        (false, 0) => f64::INFINITY,
        (false, _) => 1.4,
    };
    let iceberg = TradeTensor::from_fn(shape, cost);
    let of = |cut: bool| -> Vec<f64> {
        let share = |hat: &f64| f64::from(u8::from(*hat != 1.0 && hat.is_infinite() == cut));
        iceberg.as_slice().iter().map(share).collect()
    };
    let entry = |name: &str, share| ShockEntry {
        name: name.to_owned(),
        kind: ShockKind::Iceberg,
        share: Some(share),
    };
    let entries = [entry("iceberg.1", of(false)), entry("embargo.1", of(true))];
    let shocks = Shocks { iceberg_hat: Some(iceberg.clone()), ..Shocks::default() };
    let settings = Settings { tolerance: 1e-11, ..Settings::default() };
    let equilibrium = solve(&economy, &shocks, &settings).unwrap();
    let path = decompose(&economy, &shocks, &entries, &equilibrium, &settings).unwrap();
    for (j, whole) in path.total.iter().enumerate() {
        let parts: Vec<f64> = path.entries.iter().map(|part| part.by_region[j]).collect();
        assert!((parts.iter().sum::<f64>() - whole).abs() < 1e-8, "{parts:?} {whole}");
        assert!(parts.iter().all(|part| *part < 0.0), "dearer trade helps nobody here: {parts:?}");
    }
}
