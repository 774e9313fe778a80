//! Jacobian-vector products against central differences, with every feature at once.

use approx::assert_relative_eq;
use oblate_numerics::System;
use oblate_world::{Array2, RandomWorld, TradeTensor};

use super::*;
use crate::parameters::Parameters;

/// CES nests, three factors, tariffs, production taxes, deficits, an untraded and dead sectors.
fn economy(seed: u64) -> Economy {
    let spec =
        RandomWorld { regions: 5, sectors: 6, factors: 3, dead_sectors: 3, seed, ..RandomWorld::default() };
    let mut parameters = Parameters::new(spec.trade_elasticities());
    for k in 0..spec.sectors {
        // one sector in three keeps Cobb–Douglas in one of its nests
        parameters.technology.output[k] = [0.4, 1.0, 1.6][k % 3];
        parameters.technology.value_added[k] = [1.0, 0.5, 2.2][k % 3];
        parameters.technology.materials[k] = [1.7, 0.3, 1.0][k % 3];
    }
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
        deficit: None,
    }
}

fn residual(equations: &mut Equations<'_>, x: &[f64]) -> Vec<f64> {
    let mut residual = vec![0.0; x.len()];
    equations.residual(x, &mut residual).unwrap();
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
    let mut equations = Equations::new(economy, shocks, &|| false).unwrap();
    let size = equations.size();
    let x: Vec<f64> = (0..size).map(|at| 0.3 * (spread(7 * at) - 0.5)).collect();
    for turn in 1..6 {
        let direction: Vec<f64> = (0..size).map(|at| spread(turn * at + 3 * turn) - 0.5).collect();
        let wanted = difference(&mut equations, &x, &direction);
        residual(&mut equations, &x);
        let mut product = vec![0.0; size];
        equations.jacobian(&direction, &mut product);
        let scale = wanted.iter().fold(0.0, |largest, value| f64::max(largest, value.abs()));
        assert!(scale > 0.1);
        for (found, wanted) in product.iter().zip(&wanted) {
            assert_relative_eq!(found, wanted, max_relative = 1e-6, epsilon = 1e-8 * scale);
        }
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
    match Equations::new(&economy, &shocks, &|| false) {
        Ok(_) => check(&economy, &shocks),
        Err(error) => panic!("choose a seed without a dead sector in both regions: {error}"),
    }
}

#[test]
fn no_shock_leaves_no_residual_at_hats_of_one() {
    let economy = economy(1);
    let shocks = Shocks::default();
    let mut equations = Equations::new(&economy, &shocks, &|| false).unwrap();
    let start = vec![0.0; equations.size()];
    for value in residual(&mut equations, &start) {
        assert!(value.abs() < 1e-11, "{value}");
    }
}
