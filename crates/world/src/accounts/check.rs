//! Whether arrays have the sizes of their axes, and cells are numbers that their account allows.

use crate::accounts::{Accounts, Flows, PairCovariate, RegionCovariate, Satellite};
use crate::axes::Axes;
use crate::error::BalanceError;

/// Every array has the size that the axes ask for.
pub(crate) fn shapes(accounts: &Accounts) -> Result<(), BalanceError> {
    let axes = &accounts.axes;
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let (c, f) = (axes.final_uses.len(), axes.factors.len());
    match &accounts.flows {
        Flows::ByUse { intermediate, final_use } => {
            shape("intermediate use", &[intermediate.len()], &[n * m * n * m])?;
            shape("final use", &[final_use.len()], &[n * m * n * c])?;
        }
        Flows::Common { trade, intermediate, final_use } => {
            shape("trade", &trade.shape(), &[m, n, n])?;
            shape("intermediate use", &intermediate.shape(), &[n, m, m])?;
            shape("final use", &final_use.shape(), &[n, m, c])?;
        }
    }
    if let Some(tariff) = &accounts.tariff {
        shape("tariff", &tariff.shape(), &[m, n, n])?;
    }
    shape("factor income", &accounts.factor_income.shape(), &[n, m, f])?;
    shape("production tax", &accounts.production_tax.shape(), &[n, m])?;
    if let Some(elasticity) = &accounts.trade_elasticity {
        shape("trade elasticity", &[elasticity.len()], &[m])?;
    }
    for satellite in &accounts.satellites {
        shape(&satellite.name, &satellite.values.shape(), &[n, m])?;
    }
    for covariate in &accounts.region_covariates {
        shape(&covariate.name, &[covariate.values.len()], &[n])?;
    }
    for covariate in &accounts.pair_covariates {
        shape(&covariate.name, &covariate.values.shape(), &[n, n])?;
    }
    Ok(())
}

fn shape(account: &str, found: &[usize], expected: &[usize]) -> Result<(), BalanceError> {
    if found == expected {
        return Ok(());
    }
    Err(BalanceError::Shape {
        account: account.to_owned(),
        found: found.to_vec(),
        expected: expected.to_vec(),
    })
}

const NOT_NEGATIVE: &str = "it must be a finite number that is not negative";
const POSITIVE: &str = "it must be a finite number above zero";
const FINITE: &str = "it must be a finite number";
const FINITE_OR_MISSING: &str = "it must be a finite number, or missing";
const ABOVE_MINUS_ONE: &str = "it must be a finite rate above -1 (that is, above -100 %)";

/// Every cell is a number that its account allows.
pub(crate) fn cells(accounts: &Accounts) -> Result<(), BalanceError> {
    flow_cells(accounts, |value| value.is_finite() && value >= 0.0, NOT_NEGATIVE)?;
    other_cells(accounts)
}

/// Every cell is a number that its account allows, flows being allowed to be negative (before mending).
pub(crate) fn raw_cells(accounts: &Accounts) -> Result<(), BalanceError> {
    flow_cells(accounts, f64::is_finite, FINITE)?;
    other_cells(accounts)
}

fn flow_cells(accounts: &Accounts, legal: fn(f64) -> bool, rule: &'static str) -> Result<(), BalanceError> {
    let axes = &accounts.axes;
    let (n, m, c) = (axes.regions.len(), axes.sectors.len(), axes.final_uses.len());
    match &accounts.flows {
        Flows::ByUse { intermediate, final_use } => {
            cell("intermediate use", intermediate, legal, rule, |at| {
                let (row, column) = (at / (n * m), at % (n * m));
                sale(axes, row, column / m, axes.sectors.codes().nth(column % m))
            })?;
            cell("final use", final_use, legal, rule, |at| {
                let (row, column) = (at / (n * c), at % (n * c));
                sale(axes, row, column / c, axes.final_uses.codes().nth(column % c))
            })
        }
        Flows::Common { trade, intermediate, final_use } => {
            cell("trade", trade.as_slice(), legal, rule, |at| link(axes, at))?;
            // scrap and by-products enter some national tables as negative inputs
            cell("intermediate use", intermediate.as_slice(), f64::is_finite, FINITE, |at| {
                let user = axes.sectors.codes().nth(at % m);
                purchase(axes, at / m, user)
            })?;
            cell("final use", final_use.as_slice(), legal, rule, |at| {
                purchase(axes, at / c, axes.final_uses.codes().nth(at % c))
            })
        }
    }
}

fn other_cells(accounts: &Accounts) -> Result<(), BalanceError> {
    let axes = &accounts.axes;
    if let Some(tariff) = &accounts.tariff {
        let legal = |rate: f64| rate.is_finite() && rate > -1.0;
        cell("tariff", tariff.as_slice(), legal, ABOVE_MINUS_ONE, |at| link(axes, at))?;
    }
    if let Some(elasticity) = &accounts.trade_elasticity {
        let legal = |theta: f64| theta.is_finite() && theta > 0.0;
        cell("trade elasticity", elasticity, legal, POSITIVE, |at| {
            format!("sector {}", axes.sectors.codes().nth(at).unwrap_or("?"))
        })?;
    }
    let f = axes.factors.len();
    cell("factor income", accounts.factor_income.as_slice(), f64::is_finite, FINITE, |at| {
        let factor = axes.factors.codes().nth(at % f).unwrap_or("?");
        format!("{}, factor {factor}", region_sector(axes, at / f))
    })?;
    cell("production tax", accounts.production_tax.as_slice(), f64::is_finite, FINITE, |at| {
        region_sector(axes, at)
    })?;
    side_cells(accounts)
}

/// Satellites and covariates may be missing (NaN), but not infinite.
fn side_cells(accounts: &Accounts) -> Result<(), BalanceError> {
    let axes = &accounts.axes;
    let n = axes.regions.len();
    let legal = |value: f64| !value.is_infinite();
    let region = |at: usize| axes.regions.codes().nth(at).unwrap_or("?");
    for Satellite { name, values, .. } in &accounts.satellites {
        let place = |at| format!("{name}, {}", region_sector(axes, at));
        cell("satellite", values.as_slice(), legal, FINITE_OR_MISSING, place)?;
    }
    for RegionCovariate { name, values, .. } in &accounts.region_covariates {
        let place = |at| format!("{name}, region {}", region(at));
        cell("region covariate", values, legal, FINITE_OR_MISSING, place)?;
    }
    for PairCovariate { name, values, .. } in &accounts.pair_covariates {
        let place = |at| format!("{name}, origin {}, destination {}", region(at / n), region(at % n));
        cell("pair covariate", values.as_slice(), legal, FINITE_OR_MISSING, place)?;
    }
    Ok(())
}

fn cell(
    account: &'static str,
    values: &[f64],
    legal: impl Fn(f64) -> bool,
    rule: &'static str,
    place: impl Fn(usize) -> String,
) -> Result<(), BalanceError> {
    match values.iter().position(|&value| !legal(value)) {
        None => Ok(()),
        Some(at) => Err(BalanceError::Cell { account, place: place(at), value: values[at], legal: rule }),
    }
}

fn region_sector(axes: &Axes, at: usize) -> String {
    let m = axes.sectors.len();
    let (region, sector) = (axes.regions.codes().nth(at / m), axes.sectors.codes().nth(at % m));
    format!("region {}, sector {}", region.unwrap_or("?"), sector.unwrap_or("?"))
}

fn sale(axes: &Axes, row: usize, buyer: usize, usage: Option<&str>) -> String {
    let buyer = axes.regions.codes().nth(buyer).unwrap_or("?");
    format!("{} → region {buyer}, use {}", region_sector(axes, row), usage.unwrap_or("?"))
}

fn purchase(axes: &Axes, at: usize, usage: Option<&str>) -> String {
    format!("{}, use {}", region_sector(axes, at), usage.unwrap_or("?"))
}

fn link(axes: &Axes, at: usize) -> String {
    let n = axes.regions.len();
    let code = |position: usize| axes.regions.codes().nth(position).unwrap_or("?");
    let sector = axes.sectors.codes().nth(at / (n * n)).unwrap_or("?");
    format!("sector {sector}, destination {}, origin {}", code(at / n % n), code(at % n))
}
