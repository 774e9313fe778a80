//! Preconditioners are linear, transpose exactly and nearly invert; structures with scale solve on random worlds.

use oblate_numerics::{System, TransposedSystem};
use oblate_world::{Array2, Id, RandomWorld, Region, Sector, TradeTensor};

use crate::economy::{
    Demand, Economy, FactorMarket, FinalUses, HouseholdGroup, MarketStructure, Parameters, Preferences,
    Sourcing, Technology,
};
use crate::shocks::{DeficitRule, Shocks};
use crate::solve::{Problem, Settings, solve};

const KRUGMAN: MarketStructure = MarketStructure::Krugman;
const MELITZ: MarketStructure = MarketStructure::Melitz { variety_elasticity: 2.2 };
const EXTERNAL: MarketStructure = MarketStructure::External { scale_elasticity: 0.15 };

/// A number between zero and one for each place, spread evenly (golden ratio).
fn spread(at: usize) -> f64 {
    (at as f64 * 0.618_033_988_749_895).fract()
}

fn spec(seed: u64) -> RandomWorld {
    RandomWorld {
        regions: 4,
        sectors: 5,
        factors: 2,
        final_uses: 3,
        dead_sectors: 2,
        seed,
        ..RandomWorld::default()
    }
}

/// Structures that take turns over the sectors.
fn parameters(spec: &RandomWorld, structures: &[MarketStructure]) -> Parameters {
    let mut parameters = Parameters::new(spec.trade_elasticities());
    for (s, structure) in structures.iter().cycle().take(spec.sectors).enumerate() {
        parameters.trade_elasticity[s] = parameters.trade_elasticity[s].clamp(1.5, 6.0);
        parameters.set_structure(Sector::new(s), *structure);
    }
    parameters
}

/// Factors that replace each other with an elasticity of substitution.
fn technology(sectors: usize, between_factors: f64) -> Technology {
    let all = |value: f64| vec![value; sectors];
    Technology::default_tree(all(1.0), all(between_factors), all(0.7))
}

/// Tariffs, costs and subsidies on everything.
fn shocks(economy: &Economy) -> Shocks {
    let [m, n, _] = economy.trade_share.shape();
    let links = |low: f64, width: f64, own: f64| {
        TradeTensor::from_fn([m, n, n], |s, j, i| {
            let at = (s.index() * n + j.index()) * n + i.index();
            if i == j { own } else { low + width * spread(at) }
        })
    };
    Shocks {
        tariff: Some(links(0.0, 0.3, 0.0)),
        iceberg_hat: Some(links(0.9, 0.2, 1.0)),
        subsidy: Some(Array2::from_fn([n, m], |j: Region, s: Sector| {
            0.1 * spread(j.index() * m + s.index()) - 0.05
        })),
        deficits: DeficitRule::Share,
        ..Shocks::default()
    }
}

/// `⟨P⁻¹ a, b⟩ = ⟨a, P⁻ᵀ b⟩` at a point near the start; every third cell that can close is closed if so asked.
fn check_transpose(economy: &Economy, close: bool) {
    let shocks = shocks(economy);
    let mut problem = Problem::new(economy, &shocks, &|| false).unwrap();
    let mut x = problem.start();
    x.iter_mut().enumerate().for_each(|(at, x)| *x += 0.2 * (spread(7 * at) - 0.5));
    let equations = &problem.equations;
    let (cells, m) = (equations.layout.cells(), equations.layout.sectors);
    if close {
        let closing: Vec<usize> =
            (0..cells).filter(|at| equations.shape.closes[at % m] && at % 3 == 0).collect();
        assert!(!closing.is_empty());
        closing.into_iter().for_each(|at| x[cells + at] = -0.3);
    }
    let size = x.len();
    problem.residual(&x, &mut vec![0.0; size]).unwrap();
    problem.prepare_preconditioner();
    for turn in 1..4 {
        let a: Vec<f64> = (0..size).map(|at| spread(turn * at + 1) - 0.5).collect();
        let b: Vec<f64> = (0..size).map(|at| spread(3 * at + turn) - 0.5).collect();
        let (mut forward, mut backward) = (vec![0.0; size], vec![0.0; size]);
        problem.precondition(&a, &mut forward);
        problem.precondition_transposed(&b, &mut backward);
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let (found, wanted) = (dot(&forward, &b), dot(&a, &backward));
        let scale: f64 = forward.iter().zip(&b).map(|(a, b)| (a * b).abs()).sum();
        assert!((found - wanted).abs() <= 1e-9 * scale, "{found} for {wanted}");
    }
}

#[test]
fn transposes_are_exact_under_every_structure() {
    let structures: [&[MarketStructure]; 5] = [
        &[MarketStructure::Perfect],
        &[EXTERNAL],
        &[KRUGMAN],
        &[MELITZ],
        &[KRUGMAN, MELITZ, EXTERNAL, MarketStructure::Perfect],
    ];
    for (seed, structures) in structures.into_iter().enumerate() {
        let spec = spec(seed as u64);
        let economy = Economy::calibrate(&spec.build(), &parameters(&spec, structures)).unwrap();
        check_transpose(&economy, false);
    }
}

#[test]
fn transposes_are_exact_where_sectors_are_closed() {
    for structures in [&[KRUGMAN][..], &[MELITZ], &[KRUGMAN, EXTERNAL, MELITZ, MarketStructure::Perfect]] {
        let spec = spec(7);
        let economy = Economy::calibrate(&spec.build(), &parameters(&spec, structures)).unwrap();
        check_transpose(&economy, true);
    }
}

#[test]
fn transposes_are_exact_with_groups_factor_markets_and_by_use_sourcing() {
    let markets = [
        vec![FactorMarket::Specific, FactorMarket::World],
        vec![FactorMarket::Roy { shape: 2.5 }, FactorMarket::Mobile],
        vec![FactorMarket::Specific, FactorMarket::Roy { shape: 1.5 }],
    ];
    for (markets, sourcing) in markets.into_iter().zip([Sourcing::Common, Sourcing::ByUse, Sourcing::Common])
    {
        let spec = RandomWorld { by_use: sourcing == Sourcing::ByUse, ..spec(11) };
        let world = spec.build();
        let uses: Vec<_> = world.axes().final_uses.ids().collect();
        let group = |name: &str, factor_share: [f64; 2], transfer_share| HouseholdGroup {
            name: name.to_owned(),
            factor_share: factor_share.to_vec(),
            transfer_share,
            sector_weight: None,
        };
        let parameters = Parameters {
            factor_markets: markets,
            technology: technology(spec.sectors, 0.4),
            sourcing,
            demand: Demand {
                preferences: Preferences::CobbDouglas,
                final_uses: FinalUses::Apart { households: vec![uses[0]], investment: vec![uses[1]] },
                groups: vec![group("poor", [0.7, 0.2], 0.4), group("rich", [0.3, 0.8], 0.6)],
            },
            ..parameters(&spec, &[KRUGMAN, MELITZ, EXTERNAL, MarketStructure::Perfect])
        };
        check_transpose(&Economy::calibrate(&world, &parameters).unwrap(), false);
    }
}

#[test]
fn structures_with_scale_solve_with_few_products() {
    for (seed, structure) in [EXTERNAL, KRUGMAN, MELITZ].into_iter().enumerate() {
        for (regions, sectors) in [(3, 3), (12, 8), (30, 20)] {
            let spec = RandomWorld { regions, sectors, seed: seed as u64, ..RandomWorld::default() };
            let mut parameters = parameters(&spec, &[structure]);
            if structure == MELITZ {
                // selection so mild that the roundabout of inputs stays stable
                parameters.selection.fill(0.3);
            }
            let economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
            let [m, n, _] = economy.trade_share.shape();
            let tariff = |_, j: Region, i: Region| if j.index() == 0 && i != j { 0.25 } else { 0.0 };
            let shocks =
                Shocks { tariff: Some(TradeTensor::from_fn([m, n, n], tariff)), ..Shocks::default() };
            let settings = Settings { beyond: true, ..Settings::default() };
            let Ok(found) = solve(&economy, &shocks, &settings) else {
                panic!("{structure:?} {regions}x{sectors} does not converge")
            };
            assert!(found.residuals.largest() <= 1e-10);
            let steps = found.record.iterations.len();
            let products = found.record.products();
            assert!(
                products <= 30 * steps,
                "{structure:?} {regions}x{sectors}: {products} products in {steps} steps"
            );
        }
    }
}

#[test]
fn factors_of_one_sector_solve_with_few_products() {
    let roy = FactorMarket::Roy { shape: 1.5 };
    let markets = [
        [FactorMarket::Specific, FactorMarket::Specific],
        [roy, roy],
        [FactorMarket::Specific, FactorMarket::Mobile],
        [FactorMarket::World, roy],
    ];
    for (seed, markets) in markets.into_iter().enumerate() {
        for between_factors in [1.0, 0.2, 1.8] {
            let (regions, sectors) = (16, 12);
            let spec =
                RandomWorld { regions, sectors, factors: 2, seed: seed as u64, ..RandomWorld::default() };
            let parameters = Parameters {
                factor_markets: markets.to_vec(),
                technology: technology(sectors, between_factors),
                ..Parameters::new(spec.trade_elasticities())
            };
            let economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
            let [m, n, _] = economy.trade_share.shape();
            let tariff = |_, j: Region, i: Region| if j.index() == 0 && i != j { 0.6 } else { 0.0 };
            let shocks =
                Shocks { tariff: Some(TradeTensor::from_fn([m, n, n], tariff)), ..Shocks::default() };
            let found = solve(&economy, &shocks, &Settings::default()).unwrap();
            let (steps, products) = (found.record.iterations.len(), found.record.products());
            assert!(
                products <= 8 * steps,
                "{markets:?}, {between_factors}: {products} products in {steps} steps"
            );
        }
    }
}
