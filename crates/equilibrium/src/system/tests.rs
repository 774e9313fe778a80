//! Jacobian-vector products against central differences, with every feature at once.

use oblate_world::{Array2, Array3, RandomWorld, TradeTensor};

use super::*;
use crate::economy::{
    Demand, Economy, FactorMarket, FinalUses, HouseholdGroup, MarketStructure, Parameters, Preferences,
    Sourcing, Technology, Use, WageFloor,
};
use crate::shocks::{BorderAdjustment, CarbonPrice, DeficitRule, QuantityCap, Rent};

/// CES nests, three factors, tariffs, production taxes, deficits, an untraded and dead sectors.
fn economy(seed: u64) -> Economy {
    let spec =
        RandomWorld { regions: 5, sectors: 6, factors: 3, dead_sectors: 3, seed, ..RandomWorld::default() };
    let mut parameters = Parameters::new(spec.trade_elasticities());
    // one sector in three keeps Cobb–Douglas in one of its nests
    let nest = |elasticities: [f64; 3]| (0..spec.sectors).map(|k| elasticities[k % 3]).collect();
    parameters.technology =
        Technology::default_tree(nest([0.4, 1.0, 1.6]), nest([1.0, 0.5, 2.2]), nest([1.7, 0.3, 1.0]));
    Economy::calibrate(&spec.build(), &parameters).unwrap()
}

/// A number between zero and one for each place, spread evenly (golden ratio).
fn spread(at: usize) -> f64 {
    (at as f64 * 0.618_033_988_749_895).fract()
}

fn shocks(economy: &Economy) -> Shocks {
    let [m, n, _] = economy.trade_share.shape();
    let f = economy.axes.factors.len();
    let links = |low: f64, width: f64, own: f64| {
        TradeTensor::from_fn([m, n, n], |s, j, i| {
            let at = (s.index() * n + j.index()) * n + i.index();
            if i == j { own } else { low + width * spread(at) }
        })
    };
    let cells = |low: f64, width: f64| {
        Array2::from_fn([n, m], |j: Region, s: Sector| low + width * spread(j.index() * m + s.index()))
    };
    let supply = (0..n * f).map(|at| 0.8 + 0.4 * spread(at)).collect();
    Shocks {
        tariff: Some(links(0.0, 0.5, 0.0)),
        export_tax: Some(links(-0.05, 0.2, 0.0)),
        iceberg_hat: Some(links(0.8, 0.4, 1.0)),
        subsidy: Some(cells(-0.1, 0.2)),
        productivity_hat: Some(cells(0.9, 0.2)),
        factor_supply_hat: Some(Array2::from_vec([n, f], supply)),
        deficits: DeficitRule::Share,
        ..Shocks::default()
    }
}

fn residual(equations: &mut Equations<'_>, x: &[f64]) -> Vec<f64> {
    let mut residual = vec![0.0; x.len()];
    equations.evaluate(x, &mut residual);
    assert!(residual.iter().all(|value| value.is_finite()));
    residual
}

/// `(F(x + h d) − F(x − h d)) / 2h`.
fn difference(equations: &mut Equations<'_>, x: &[f64], direction: &[f64]) -> Vec<f64> {
    const STEP: f64 = 1e-5;
    let moved = |sign: f64| x.iter().zip(direction).map(|(x, d)| x + sign * STEP * d).collect::<Vec<_>>();
    let (up, down) = (residual(equations, &moved(1.0)), residual(equations, &moved(-1.0)));
    up.iter().zip(down).map(|(up, down)| (up - down) / (2.0 * STEP)).collect()
}

fn check(economy: &Economy, shocks: &Shocks) {
    let mut equations = Equations::new(economy, shocks).unwrap();
    let start = equations.start();
    let x: Vec<f64> = start.iter().enumerate().map(|(at, x)| x + 0.3 * (spread(7 * at) - 0.5)).collect();
    check_at(&mut equations, &x);
}

/// Products at a point against central differences, and against those of the transpose.
fn check_at(equations: &mut Equations<'_>, x: &[f64]) {
    let size = x.len();
    for turn in 1..6 {
        let direction: Vec<f64> = (0..size).map(|at| spread(turn * at + 3 * turn) - 0.5).collect();
        let wanted = difference(equations, x, &direction);
        residual(equations, x);
        let mut product = vec![0.0; size];
        let mut tangent = Tangent::new(&equations.layout, &equations.shape);
        equations.product(&direction, &Seeds::default(), &mut tangent, &mut product);
        let scale = wanted.iter().fold(0.0, |largest, value| f64::max(largest, value.abs()));
        assert!(scale > 0.1);
        for (at, (found, wanted)) in product.iter().zip(&wanted).enumerate() {
            let close = (found - wanted).abs() <= 1e-6 * wanted.abs() + 1e-8 * scale;
            let place = equations
                .layout
                .describe(equations.economy, at, |market| equations.markets.region(market).index());
            assert!(close, "{place}: {found} for {wanted}");
        }
        let weights: Vec<f64> = (0..size).map(|at| spread(5 * at + turn) - 0.5).collect();
        let mut transposed = vec![0.0; size];
        equations.backward(&weights, &OutcomeWeights::default(), &mut transposed);
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let (forward, backward) = (dot(&weights, &product), dot(&transposed, &direction));
        let size: f64 = weights.iter().zip(&product).map(|(a, b)| (a * b).abs()).sum();
        assert!((forward - backward).abs() <= 1e-12 * size, "{forward} {backward}");
    }
}

#[test]
fn jacobian_products_are_those_of_central_differences() {
    for seed in 0..4 {
        let economy = economy(seed);
        assert!(economy.receipts.as_slice().contains(&0.0), "a dead sector");
        check(&economy, &shocks(&economy));
    }
}

#[test]
fn so_they_are_with_fixed_deficits_and_cobb_douglas() {
    let mut economy = economy(9);
    economy.parameters = Parameters::new(economy.parameters.trade_elasticity);
    let shocks = Shocks { deficits: DeficitRule::Fixed, ..shocks(&economy) };
    check(&economy, &shocks);
}

#[test]
fn so_they_are_where_an_embargo_splits_the_world() {
    let economy = economy(2);
    let mut shocks = Shocks { deficits: DeficitRule::Share, ..shocks(&economy) };
    // the first two regions trade with each other only; dead sectors may leave them without a product
    let alone = |i: Region, j: Region| (i.index() < 2) != (j.index() < 2);
    let cost = |_, j, i| if alone(i, j) { f64::INFINITY } else { 1.0 };
    shocks.iceberg_hat = Some(TradeTensor::from_fn(economy.trade_share.shape(), cost));
    match Equations::new(&economy, &shocks) {
        Ok(_) => check(&economy, &shocks),
        Err(error) => panic!("choose a seed without a dead sector in both regions: {error}"),
    }
}

#[test]
fn no_shock_leaves_no_residual_at_hats_of_one() {
    let economy = economy(1);
    let shocks = Shocks::default();
    let mut equations = Equations::new(&economy, &shocks).unwrap();
    let start = vec![0.0; equations.layout.size()];
    for value in residual(&mut equations, &start) {
        assert!(value.abs() < 1e-11, "{value}");
    }
}

/// An economy of every structure by sector: one closes, one selects, one has external economies.
fn structures(seed: u64, by_use: bool) -> (Economy, Shocks) {
    let spec = RandomWorld {
        regions: 4,
        sectors: 6,
        factors: 3,
        final_uses: 3,
        by_use,
        seed,
        ..RandomWorld::default()
    };
    let mut parameters = Parameters::new(spec.trade_elasticities());
    let structures = [
        MarketStructure::Krugman,
        MarketStructure::Melitz { variety_elasticity: 2.2 },
        MarketStructure::External { scale_elasticity: 0.1 },
        MarketStructure::Perfect,
    ];
    for (s, structure) in structures.into_iter().cycle().take(spec.sectors).enumerate() {
        parameters.trade_elasticity[s] = parameters.trade_elasticity[s].max(1.5);
        parameters.set_structure(Sector::new(s), structure);
    }
    parameters.sourcing = if by_use { Sourcing::ByUse } else { Sourcing::Common };
    let economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
    let mut shocks = shocks(&economy);
    let [m, n, _] = economy.trade_share.shape();
    shocks.fixed_cost_hat = Some(TradeTensor::from_fn([m, n, n], |s, j, i| {
        0.8 + 0.4 * spread(s.index() + 3 * j.index() + 7 * i.index())
    }));
    (economy, shocks)
}

/// Groups, apart final uses, non-homothetic demand, taxes on purchases.
fn with_demand(
    economy: Economy,
    shocks: Shocks,
    world: &oblate_world::World,
    preferences: Preferences,
) -> (Economy, Shocks) {
    let uses: Vec<_> = world.axes().final_uses.ids().collect();
    let group = |name: &str, factor_share: [f64; 3], transfer_share, weight| HouseholdGroup {
        name: name.to_owned(),
        factor_share: factor_share.to_vec(),
        transfer_share,
        sector_weight: weight,
    };
    let mut parameters = economy.parameters.clone();
    parameters.demand = Demand {
        preferences,
        final_uses: FinalUses::Apart { households: vec![uses[0]], investment: vec![uses[1]] },
        groups: vec![
            group("poor", [0.7, 0.4, 0.1], 0.4, None),
            group("rich", [0.3, 0.6, 0.9], 0.6, Some((0..6).map(|k| 0.5 + spread(k)).collect())),
        ],
    };
    let economy = Economy::calibrate(world, &parameters).unwrap();
    let shape = [economy.axes.regions.len(), 6, economy.uses()];
    let tax = Array3::from_fn(shape, |j: Region, s: Sector, u: Use| {
        0.3 * spread(j.index() + 5 * s.index() + 11 * u.index()) - 0.1
    });
    let preference_hat =
        Array2::from_fn([shape[0], 6], |j: Region, s: Sector| 0.8 + 0.4 * spread(j.index() + 3 * s.index()));
    (economy, Shocks { purchase_tax: Some(tax), preference_hat: Some(preference_hat), ..shocks })
}

#[test]
fn so_they_are_under_every_market_structure() {
    for seed in 0..3 {
        let (economy, shocks) = structures(seed, false);
        check(&economy, &shocks);
    }
}

#[test]
fn so_they_are_where_sectors_are_closed() {
    for by_use in [false, true] {
        let (economy, shocks) = structures(1, by_use);
        let mut equations = Equations::new(&economy, &shocks).unwrap();
        let mut x = equations.start();
        let cells = equations.layout.cells();
        // every second sector that can close is closed
        for at in (0..cells).filter(|at| equations.shape.closes[at % 6] && at / 6 % 2 == 0) {
            x[cells + at] = -0.3;
        }
        check_at(&mut equations, &x);
    }
}

#[test]
fn what_a_closed_sector_would_buy_has_a_price() {
    let (economy, shocks) = structures(1, true);
    let mut equations = Equations::new(&economy, &shocks).unwrap();
    let mut x = equations.start();
    let (cells, width) = (equations.layout.cells(), equations.shape.bundle_width);
    // the first sector of the first region closes; the second sells with selection
    x[cells] = -0.3;
    let found = residual(&mut equations, &x);
    let bundle = width;
    assert_eq!(equations.point.expenditure[bundle], 0.0);
    let phi = equations.point.phi[bundle * equations.layout.regions];
    let theta = economy.parameters.trade_elasticity[1];
    // (3.8) at X̂ = 1
    let price = -phi.ln() / theta;
    assert!(price.abs() > 1e-3);
    assert!((equations.layout.parts(&found).price[bundle] + price).abs() < 1e-12);
}

#[test]
fn so_they_are_under_by_use_sourcing() {
    let (economy, shocks) = structures(2, true);
    check(&economy, &shocks);
}

#[test]
fn so_they_are_with_groups_taxes_and_all_kinds_of_demand() {
    let preferences = [
        Preferences::CobbDouglas,
        Preferences::Ces { substitution: 0.6 },
        Preferences::NonHomothetic { substitution: 0.5, income: (0..6).map(|s| 0.4 + spread(s)).collect() },
    ];
    for (seed, preferences) in preferences.into_iter().enumerate() {
        for by_use in [false, true] {
            let spec = RandomWorld {
                regions: 4,
                sectors: 6,
                factors: 3,
                final_uses: 3,
                by_use,
                seed: seed as u64,
                ..RandomWorld::default()
            };
            let (economy, shocks) = structures(seed as u64, by_use);
            let (economy, shocks) = with_demand(economy, shocks, &spec.build(), preferences.clone());
            check(&economy, &shocks);
        }
    }
}

#[test]
fn so_they_are_in_every_factor_market() {
    let markets = [
        [FactorMarket::Specific, FactorMarket::Mobile, FactorMarket::World],
        [FactorMarket::Roy { shape: 2.5 }, FactorMarket::LongRun, FactorMarket::Mobile],
        [FactorMarket::Rigid { floor: WageFloor::Real }, FactorMarket::Mobile, FactorMarket::Specific],
        [FactorMarket::Rigid { floor: WageFloor::Nominal }, FactorMarket::World, FactorMarket::LongRun],
    ];
    for (seed, markets) in markets.into_iter().enumerate() {
        let spec = RandomWorld {
            regions: 4,
            sectors: 6,
            factors: 3,
            final_uses: 3,
            seed: seed as u64,
            ..RandomWorld::default()
        };
        let (economy, shocks) = structures(seed as u64, false);
        let (mut economy, shocks) = with_demand(economy, shocks, &spec.build(), Preferences::CobbDouglas);
        economy.parameters.factor_markets = markets.to_vec();
        let nest = |low: f64| (0..6).map(|k| low + spread(k)).collect::<Vec<_>>();
        economy.parameters.technology = Technology::default_tree(nest(0.2), nest(0.4), nest(0.3));
        check(&economy, &shocks);
    }
}

/// Caps that bind and caps that do not, with every kind of rent, and carbon prices with a border adjustment.
fn with_caps_and_carbon(economy: &Economy, shocks: Shocks) -> Shocks {
    let cap = |s, j, i, cap, rent| QuantityCap {
        sector: Sector::new(s),
        destination: Region::new(j),
        origin: Region::new(i),
        cap,
        rent,
    };
    let shape = [economy.axes.regions.len(), economy.axes.sectors.len(), economy.uses()];
    let amount = |at: usize| 0.5 * spread(at);
    Shocks {
        quantity_caps: vec![
            cap(0, 1, 2, 0.5, Rent::Origin),
            cap(1, 2, 1, 0.6, Rent::Destination),
            cap(2, 3, 1, 0.7, Rent::Nobody),
            cap(3, 1, 3, 1.5, Rent::Origin),
        ],
        carbon: Some(CarbonPrice {
            price: vec![0.9, 0.2, 0.0, 0.4],
            intensity: Array3::from_fn(shape, |j: Region, s: Sector, u: Use| {
                amount(j.index() + 3 * s.index() + 7 * u.index())
            }),
            border: Some(BorderAdjustment {
                destinations: vec![true, false, false, false],
                intensity: Array2::from_fn([shape[0], shape[1]], |i: Region, s: Sector| {
                    amount(i.index() + 2 * s.index())
                }),
            }),
        }),
        ..shocks
    }
}

#[test]
fn so_they_are_with_caps_and_carbon_prices() {
    for seed in 0..3 {
        for by_use in [false, true] {
            let (economy, shocks) = structures(seed, by_use);
            let shocks = with_caps_and_carbon(&economy, shocks);
            check(&economy, &shocks);
        }
    }
}
