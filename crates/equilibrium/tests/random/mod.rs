//! Random economies and random shocks, the same for the same seed.

#![allow(dead_code)] // each test file uses its part of it

pub mod large;
pub mod remake;

use oblate_equilibrium::{
    DeficitRule, Economy, Equilibrium, Parameters, Settings, Shocks, Technology, solve,
};
use oblate_world::{Array2, RandomWorld, TradeTensor, World};
use proptest::prelude::*;

/// Numbers between zero and one from a seed (SplitMix64).
pub struct Draw(pub u64);

impl Draw {
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (high - low) * ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A value for every link between different regions, another one for own links.
    pub fn links(&mut self, economy: &Economy, low: f64, high: f64, own: f64) -> TradeTensor {
        let shape = economy.trade_share.shape();
        TradeTensor::from_fn(shape, |_, j, i| if i == j { own } else { self.between(low, high) })
    }
}

/// Worlds of up to five regions and five sectors with every feature on or off.
pub fn any_world() -> impl Strategy<Value = RandomWorld> {
    let sizes = (2..6usize, 2..6usize, 1..4usize, 1..3usize, 0..2usize, 0..3usize);
    (sizes, 0.3..1.0, 0.4..0.9, any::<[bool; 3]>(), 0..1_000_000u64).prop_map(
        |(sizes, trade_density, home_bias, [tariffs, production_taxes, deficits], seed)| {
            let (regions, sectors, factors, final_uses, untraded, dead_sectors) = sizes;
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
                by_use: false,
                seed,
            }
        },
    )
}

/// Elasticities of the nests: Cobb–Douglas, or each sector its own below and above one.
pub fn technology(ces: bool, sectors: usize, seed: u64) -> Technology {
    if !ces {
        return Technology::cobb_douglas(sectors);
    }
    let mut draw = Draw(seed);
    let mut list = |low, high| (0..sectors).map(|_| draw.between(low, high)).collect();
    Technology::default_tree(list(0.3, 1.5), list(0.4, 2.0), list(0.2, 1.8))
}

/// The economy of a random world, with CES nests or without.
pub fn economy(spec: &RandomWorld, ces: bool) -> Economy {
    calibrate(&spec.build(), ces, spec.seed)
}

pub fn calibrate(world: &World, ces: bool, seed: u64) -> Economy {
    let theta = world.accounts().trade_elasticity.clone().unwrap();
    let technology = technology(ces, theta.len(), seed);
    Economy::calibrate(world, &Parameters { technology, ..Parameters::new(theta) }).unwrap()
}

/// Every kind of shock at once but embargoes: tariffs, export taxes and subsidies, costs, output subsidies,
/// productivity, factor supply.
pub fn all_shocks(economy: &Economy, seed: u64) -> Shocks {
    let mut draw = Draw(seed);
    let [n, m, f] = economy.factor_share.shape();
    let table = |draw: &mut Draw, width| (0..n * width).map(|_| draw.between(0.9, 1.1)).collect();
    Shocks {
        tariff: Some(draw.links(economy, 0.0, 0.4, 0.0)),
        export_tax: Some(draw.links(economy, -0.05, 0.15, 0.0)),
        iceberg_hat: Some(draw.links(economy, 0.85, 1.2, 1.0)),
        subsidy: Some(Array2::from_fn([n, m], |_, _| draw.between(-0.08, 0.05))),
        productivity_hat: Some(Array2::from_vec([n, m], table(&mut draw, m))),
        factor_supply_hat: Some(Array2::from_vec([n, f], table(&mut draw, f))),
        deficits: DeficitRule::Share,
        ..Shocks::default()
    }
}

/// Solves closer than usual, so that identities show to many digits.
pub fn solve_closely(economy: &Economy, shocks: &Shocks) -> Equilibrium {
    let settings = Settings { tolerance: 1e-11, beyond: true, ..Settings::default() };
    solve(economy, shocks, &settings).unwrap_or_else(|error| panic!("{error}"))
}

/// Largest difference of two lists, relative to the second; places where both are NaN agree.
pub fn gap(found: &[f64], wanted: &[f64]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let of = |(a, b): (&f64, &f64)| {
        let gap = if a == b || (a.is_nan() && b.is_nan()) { 0.0 } else { (a - b).abs() / b.abs() };
        // a number beside none is no agreement
        if gap.is_nan() { f64::INFINITY } else { gap }
    };
    found.iter().zip(wanted).map(of).fold(0.0, f64::max)
}
