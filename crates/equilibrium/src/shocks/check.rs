//! Checks of shocks against the axes of an economy and the ranges that the equations allow.

use std::collections::HashSet;

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::error::ShockError;
use super::{QuantityCap, Shocks};
use crate::economy::Economy;

const RATE: &str = "a finite rate above -1 (that is, above -100 %)";
const HAT: &str = "a finite number above zero";
const COST: &str = "a number above zero (infinity is an embargo)";
const AMOUNT: &str = "a finite number of zero or more";
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
    trade("the fixed cost", &shocks.fixed_cost_hat, &hat, HAT)?;
    if let Some(preference) = &shocks.preference_hat {
        shape("the preference", &preference.shape(), &[n, m])?;
        values("the preference", preference.as_slice(), &hat, HAT, &|at| producer(economy, at))?;
    }
    if let Some(tax) = &shocks.purchase_tax {
        let uses = economy.uses();
        shape("the tax on purchases", &tax.shape(), &[n, m, uses])?;
        values("the tax on purchases", tax.as_slice(), &rate, RATE, &|at| producer(economy, at / uses))?;
    }
    check_carbon(economy, shocks)?;
    check_caps(economy, shocks)?;
    if let Some(deficit) = &shocks.deficit {
        shape("the deficit", &[deficit.len()], &[n])?;
        values("the deficit", deficit, &f64::is_finite, LEVEL, &|at| region(economy, at))?;
    }
    Ok(())
}

fn check_carbon(economy: &Economy, shocks: &Shocks) -> Result<(), ShockError> {
    let Some(carbon) = &shocks.carbon else { return Ok(()) };
    let (n, m, uses) = (economy.axes.regions.len(), economy.axes.sectors.len(), economy.uses());
    let positive = |value: f64| value.is_finite() && value >= 0.0;
    shape("the carbon price", &[carbon.price.len()], &[n])?;
    values("the carbon price", &carbon.price, &positive, AMOUNT, &|at| region(economy, at))?;
    shape("the carbon intensity", &carbon.intensity.shape(), &[n, m, uses])?;
    let place = |at: usize| producer(economy, at / uses);
    values("the carbon intensity", carbon.intensity.as_slice(), &positive, AMOUNT, &place)?;
    if let Some(border) = &carbon.border {
        shape("the regions with a border adjustment", &[border.destinations.len()], &[n])?;
        shape("the carbon intensity at the border", &border.intensity.shape(), &[n, m])?;
        let (name, cells) = ("the carbon intensity at the border", border.intensity.as_slice());
        values(name, cells, &positive, AMOUNT, &|at| producer(economy, at))?;
    }
    Ok(())
}

/// One wedge per link: two caps, or a cap and a border adjustment, would not tell which of them binds.
fn check_caps(economy: &Economy, shocks: &Shocks) -> Result<(), ShockError> {
    let mut seen = HashSet::new();
    let border = |cap: &QuantityCap| {
        let carbon = shocks.carbon.as_ref();
        carbon.and_then(|carbon| carbon.border.as_ref()).is_some_and(|border| {
            border.destinations[cap.destination.index()] && border.intensity[(cap.origin, cap.sector)] > 0.0
        })
    };
    for cap in &shocks.quantity_caps {
        let n = economy.axes.regions.len();
        let at = (cap.sector.index() * n + cap.destination.index()) * n + cap.origin.index();
        if !(cap.cap.is_finite() && cap.cap > 0.0) {
            let (shock, place) = ("the quantity cap", link(economy, at));
            return Err(ShockError::Value { shock, place, value: cap.cap, legal: HAT });
        }
        if !seen.insert(at) || border(cap) {
            return Err(ShockError::TwoCaps { place: link(economy, at) });
        }
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
