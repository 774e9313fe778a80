//! Volumes against what they must be: closed forms, and sums of links.

use oblate_equilibrium::{DeficitRule, Shocks, volumes};
use oblate_world::Array2;
use proptest::prelude::*;

use crate::property::{Limit, holds, largest};
use crate::random::{all_shocks, any_world, economy, solve_closely};

const GAP: Limit = Limit(1e-9, "largest relative gap");

/// A tenth more of every factor everywhere: a tenth more of everything, under constant returns.
#[test]
fn more_of_every_factor_is_more_of_everything() {
    let statement = "a tenth more of every factor everywhere is a tenth more output, exports, imports and real value added";
    holds(statement, GAP, (any_world(), any::<bool>()), |(spec, ces)| {
        let economy = economy(&spec, ces);
        let factors = [economy.axes.regions.len(), economy.axes.factors.len()];
        let shocks = Shocks {
            factor_supply_hat: Some(Array2::filled(factors, 1.1)),
            deficits: DeficitRule::Share,
            ..Shocks::default()
        };
        let volumes = volumes(&economy, &solve_closely(&economy, &shocks), &shocks);
        let all = [&volumes.output_hat, &volumes.exports_hat, &volumes.imports_hat, &volumes.value_added_hat];
        let hats = all.into_iter().flat_map(|table| table.as_slice()).filter(|hat| !hat.is_nan());
        Ok(largest(hats.map(|hat| (hat / 1.1 - 1.0).abs())))
    });
}

/// What a sector makes goes to somebody: volumes of its links, those at home among them, add up to its output.
#[test]
fn volumes_of_links_add_up_to_output() {
    let statement = "volumes of a sector's links, at home and abroad, add up to the volume of its output";
    holds(statement, GAP, (any_world(), any::<bool>()), |(spec, ces)| {
        let economy = economy(&spec, ces);
        let shocks = all_shocks(&economy, spec.seed);
        let found = solve_closely(&economy, &shocks);
        let (volumes, before) = (volumes(&economy, &found, &shocks), economy.gross_output());
        let sectors = economy.axes.sectors.ids().collect::<Vec<_>>();
        let cells = economy.axes.regions.ids().flat_map(|i| sectors.iter().map(move |&s| (i, s)));
        let gap = |cell: (_, _)| {
            let (i, s) = cell;
            let sales: f64 = economy.axes.regions.ids().map(|j| found.trade(s, j, i)).sum();
            let made = before[cell] * volumes.output_hat[cell];
            if made > 0.0 { (sales / volumes.mill_price_hat[cell] / made - 1.0).abs() } else { 0.0 }
        };
        Ok(largest(cells.map(gap)))
    });
}
