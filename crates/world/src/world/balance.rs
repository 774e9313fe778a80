//! The identities that make accounts a world: product markets and sectors balance.

use crate::error::BalanceError;
use crate::world::{BALANCE_TOLERANCE, World};

/// The product markets and the sectors balance; the worst gap is the one reported.
pub(super) fn check(world: &World) -> Result<(), BalanceError> {
    worst(market_gaps(world))?;
    worst(sector_gaps(world))
}

fn worst(gaps: impl Iterator<Item = (f64, BalanceError)>) -> Result<(), BalanceError> {
    let worst = gaps.max_by(|a, b| a.0.total_cmp(&b.0));
    match worst {
        Some((gap, error)) if gap.is_nan() || gap > BALANCE_TOLERANCE => Err(error),
        _ => Ok(()),
    }
}

fn gap(a: f64, b: f64) -> f64 {
    let scale = a.abs().max(b.abs());
    if scale == 0.0 { 0.0 } else { (a - b).abs() / scale }
}

/// Purchases by users against sales by suppliers, tariffs included, for each product in each region.
fn market_gaps(world: &World) -> impl Iterator<Item = (f64, BalanceError)> + '_ {
    let axes = world.axes();
    axes.industries().map(move |(j, s)| {
        let bought: f64 = world.intermediate().row(j, s).iter().chain(world.final_use().row(j, s)).sum();
        let sold: f64 =
            axes.regions.ids().map(|i| (1.0 + world.tariff(s, j, i)) * world.trade()[(s, j, i)]).sum();
        let error = BalanceError::Market {
            region: axes.regions.code(j).to_owned(),
            sector: axes.sectors.code(s).to_owned(),
            use_value: bought,
            supply: sold,
        };
        (gap(bought, sold), error)
    })
}

/// Receipts against cost of each sector in each region: identity (2.2).
fn sector_gaps(world: &World) -> impl Iterator<Item = (f64, BalanceError)> + '_ {
    let axes = world.axes();
    axes.industries().map(move |(j, k)| {
        let inputs: f64 = axes.sectors.ids().map(|s| world.intermediate()[(j, s, k)]).sum();
        let factors: f64 = world.accounts().factor_income.row(j, k).iter().sum();
        let receipts = world.gross_output()[(j, k)] - world.accounts().production_tax[(j, k)];
        let error = BalanceError::Sector {
            region: axes.regions.code(j).to_owned(),
            sector: axes.sectors.code(k).to_owned(),
            receipts,
            cost: inputs + factors,
        };
        (gap(receipts, inputs + factors), error)
    })
}
