//! Checks of shocks against the axes of an economy and the ranges that the equations allow.

use oblate_world::{Id, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::error::ShockError;
use crate::shocks::Shocks;

const RATE: &str = "a finite rate above -1 (that is, above -100 %)";
const HAT: &str = "a finite number above zero";
const COST: &str = "a number above zero (infinity is an embargo)";
const LEVEL: &str = "a finite number";

pub(crate) fn check(economy: &Economy, shocks: &Shocks) -> Result<(), ShockError> {
    let (n, m) = (economy.axes.regions.len(), economy.axes.sectors.len());
    let f = economy.axes.factors.len();
    let rate = |value: f64| value.is_finite() && value > -1.0;
    let hat = |value: f64| value.is_finite() && value > 0.0;
    let trade = |name, tensor: &Option<TradeTensor>, legal: &dyn Fn(f64) -> bool, words| match tensor {
        None => Ok(()),
        Some(tensor) => {
            shape(name, &tensor.shape(), &[m, n, n])?;
            values(name, tensor.as_slice(), legal, words, &|at| link(economy, at))
        }
    };
    trade("the tariff", &shocks.tariff, &rate, RATE)?;
    trade("the export tax", &shocks.export_tax, &rate, RATE)?;
    trade("the iceberg cost", &shocks.iceberg_hat, &|value| value > 0.0, COST)?;
    if let Some(subsidy) = &shocks.subsidy {
        shape("the output subsidy", &subsidy.shape(), &[n, m])?;
        values("the output subsidy", subsidy.as_slice(), &rate, RATE, &|at| producer(economy, at))?;
    }
    if let Some(productivity) = &shocks.productivity_hat {
        shape("productivity", &productivity.shape(), &[n, m])?;
        values("productivity", productivity.as_slice(), &hat, HAT, &|at| producer(economy, at))?;
    }
    if let Some(supply) = &shocks.factor_supply_hat {
        shape("factor supply", &supply.shape(), &[n, f])?;
        values("factor supply", supply.as_slice(), &hat, HAT, &|at| region(economy, at / f))?;
    }
    if let Some(deficit) = &shocks.deficit {
        shape("the deficit", &[deficit.len()], &[n])?;
        values("the deficit", deficit, &f64::is_finite, LEVEL, &|at| region(economy, at))?;
    }
    Ok(())
}

fn shape(shock: &'static str, found: &[usize], expected: &[usize]) -> Result<(), ShockError> {
    if found == expected {
        return Ok(());
    }
    Err(ShockError::Shape { shock, found: found.to_vec(), expected: expected.to_vec() })
}

fn values(
    shock: &'static str,
    cells: &[f64],
    legal: &dyn Fn(f64) -> bool,
    words: &'static str,
    place: &dyn Fn(usize) -> String,
) -> Result<(), ShockError> {
    match cells.iter().position(|&value| !legal(value)) {
        None => Ok(()),
        Some(at) => Err(ShockError::Value { shock, place: place(at), value: cells[at], legal: words }),
    }
}

fn region(economy: &Economy, at: usize) -> String {
    format!("region {}", economy.axes.regions.code(Region::new(at)))
}

fn producer(economy: &Economy, at: usize) -> String {
    let m = economy.axes.sectors.len();
    format!("{}, sector {}", region(economy, at / m), economy.axes.sectors.code(Sector::new(at % m)))
}

fn link(economy: &Economy, at: usize) -> String {
    let n = economy.axes.regions.len();
    let code = |position| economy.axes.regions.code(Region::new(position));
    let sector = economy.axes.sectors.code(Sector::new(at / (n * n)));
    format!("sector {sector}, destination {}, origin {}", code(at / n % n), code(at % n))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests;
