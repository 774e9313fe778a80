//! Large worlds for timing and for counting memory.

use oblate_equilibrium::{Economy, Parameters, Shocks};
use oblate_world::{Id, RandomWorld, TradeTensor, World};

/// Every sector traded on every link, and a new tariff of 0-10 % on each link between different regions.
pub fn new_tariffs(regions: usize, sectors: usize) -> (Economy, Shocks) {
    let spec = RandomWorld {
        regions,
        sectors,
        factors: 1,
        final_uses: 1,
        trade_density: 1.0,
        home_bias: 0.7,
        untraded: 0,
        tariffs: false,
        production_taxes: false,
        deficits: false,
        dead_sectors: 0,
        by_use: false,
        seed: 7,
    };
    let economy = Economy::calibrate(&spec.build(), &Parameters::new(spec.trade_elasticities())).unwrap();
    let tariff = TradeTensor::from_fn(economy.trade_share.shape(), |s, j, i| {
        let spread = (7 * s.index() + 11 * j.index() + 13 * i.index()) % 101;
        if i == j { 0.0 } else { spread as f64 / 1000.0 }
    });
    (economy, Shocks { tariff: Some(tariff), ..Shocks::default() })
}

/// A table of the size of a large inter-country one, each use with its own sources, and its trade elasticities.
pub fn by_use_77_by_45() -> (World, Vec<f64>) {
    let spec = RandomWorld {
        regions: 77,
        sectors: 45,
        factors: 2,
        final_uses: 4,
        by_use: true,
        trade_density: 1.0,
        ..RandomWorld::default()
    };
    (spec.build(), spec.trade_elasticities())
}
