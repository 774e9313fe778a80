//! Shocks applied to an economy: wedges as weights of trade links, and who can sell to whom.

use std::borrow::Cow;

use oblate_world::{Array2, Factor, Id, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::error::ShockError;
use crate::links::Links;
use crate::reach::Reach;
use crate::shocks::{DeficitRule, Shocks};

/// One counterfactual, ready to be solved.
#[derive(Debug, Clone)]
pub(crate) struct Counterfactual<'e> {
    /// Trade links weighted by `π κ̂`. Equations: model.md (3.6), (3.9).
    pub links: Links,
    /// Import tariff after the shock.
    pub tariff: Option<Cow<'e, TradeTensor>>,
    /// Export tax after the shock.
    pub export_tax: Option<Cow<'e, TradeTensor>>,
    /// Trade cells with an export tax: sector, destination, origin, rate.
    pub taxed_exports: Vec<(Sector, Region, Region, f64)>,
    /// `θ ln Â + θ ln (1+b)^`: region × sector. Equation: model.md (3.5).
    pub ln_advantage: Array2<Region, Sector>,
    /// Net output subsidy `b'`: region × sector.
    pub subsidy: Array2<Region, Sector>,
    /// Factor supply `L̂`: region × factor.
    pub factor_supply_hat: Array2<Region, Factor>,
    /// Deficit rule.
    pub deficits: DeficitRule,
    /// Fixed deficits by region.
    pub deficit: Vec<f64>,
    /// Which sectors still sell, and which regions trade with each other.
    pub reach: Reach,
}

impl<'e> Counterfactual<'e> {
    /// Applies the shocks.
    ///
    /// # Errors
    /// [`ShockError`] if a shock has a wrong shape or value, if a product has no supplier left, or if deficits
    /// do not add up within a bloc.
    pub(crate) fn new(economy: &'e Economy, shocks: Cow<'e, Shocks>) -> Result<Self, ShockError> {
        crate::shock_check::check(economy, &shocks)?;

        let weights = link_weights(economy, &shocks);
        let reach = Reach::new(economy, &weights)?;
        let subsidy = shocks.subsidy.clone().unwrap_or_else(|| economy.subsidy.clone());
        let ln_advantage = ln_advantage(economy, &shocks, &subsidy);
        let factors = [economy.axes.regions.len(), economy.axes.factors.len()];
        let factor_supply_hat = shocks.factor_supply_hat.clone();
        let (deficits, deficit) = (shocks.deficits, deficits(economy, &shocks));
        let (tariff, export_tax) = match shocks {
            Cow::Borrowed(shocks) => {
                (shocks.tariff.as_ref().map(Cow::Borrowed), shocks.export_tax.as_ref().map(Cow::Borrowed))
            }
            Cow::Owned(shocks) => (shocks.tariff.map(Cow::Owned), shocks.export_tax.map(Cow::Owned)),
        };
        let tariff = tariff.or(economy.tariff.as_ref().map(Cow::Borrowed));
        let counterfactual = Self {
            links: Links::new(weights, |s| border_wedge(s, tariff.as_deref(), export_tax.as_deref())),
            taxed_exports: taxed_exports(export_tax.as_deref()),
            factor_supply_hat: factor_supply_hat.unwrap_or_else(|| Array2::filled(factors, 1.0)),
            ln_advantage,
            subsidy,
            deficits,
            deficit,
            tariff,
            export_tax,
            reach,
        };
        counterfactual.check_deficits(economy)?;
        Ok(counterfactual)
    }

    /// `Σ D' = 0` in each bloc. Equation: model.md (3.14).
    fn check_deficits(&self, economy: &Economy) -> Result<(), ShockError> {
        if self.deficits == DeficitRule::Share {
            return Ok(());
        }
        let world: f64 = economy.income.iter().sum();
        for bloc in self.reach.blocs() {
            let sum: f64 = bloc.iter().map(|j| self.deficit[j.index()]).sum();
            if sum.abs() > 1e-9 * world {
                let regions = bloc.iter().map(|&j| economy.axes.regions.code(j).to_owned()).collect();
                return Err(ShockError::Deficits { regions, sum });
            }
        }
        Ok(())
    }
}

/// `π κ̂` with `κ̂ = d̂^−θ ((1+t)^)^−θ ((1+e)^)^−θ`. Equation: model.md (3.6) with η = 0 [Caliendo & Parro 2015, eq. 12].
fn link_weights(economy: &Economy, shocks: &Shocks) -> TradeTensor {
    let mut weights = economy.trade_share.clone();
    for s in economy.axes.sectors.ids() {
        let theta = economy.parameters.theta(s);
        let cells = weights.matrix_mut(s);
        if let Some(new) = &shocks.tariff {
            let old = economy.tariff.as_ref().map(|tariff| tariff.matrix(s));
            scale_by_rates(cells, new.matrix(s), old, theta);
        }
        if let Some(new) = &shocks.export_tax {
            scale_by_rates(cells, new.matrix(s), None, theta);
        }
        if let Some(cost) = &shocks.iceberg_hat {
            for (cell, &cost) in cells.iter_mut().zip(cost.matrix(s)) {
                if *cell != 0.0 && cost != 1.0 {
                    *cell *= cost.powf(-theta);
                }
            }
        }
    }
    weights
}

fn scale_by_rates(cells: &mut [f64], new: &[f64], old: Option<&[f64]>, theta: f64) {
    for (at, (cell, &new)) in cells.iter_mut().zip(new).enumerate() {
        let old = old.map_or(0.0, |old| old[at]);
        if *cell != 0.0 && new != old {
            *cell *= ((1.0 + new) / (1.0 + old)).powf(-theta);
        }
    }
}

/// `(1+t')(1+e')` of one sector, or none where it is one everywhere.
fn border_wedge(s: Sector, tariff: Option<&TradeTensor>, tax: Option<&TradeTensor>) -> Option<Vec<f64>> {
    let mut wedge: Option<Vec<f64>> = None;
    for rates in [tariff, tax].into_iter().flatten() {
        let rates = rates.matrix(s);
        if rates.iter().any(|&rate| rate != 0.0) {
            let wedge = wedge.get_or_insert_with(|| vec![1.0; rates.len()]);
            wedge.iter_mut().zip(rates).for_each(|(wedge, rate)| *wedge *= 1.0 + rate);
        }
    }
    wedge
}

fn taxed_exports(tax: Option<&TradeTensor>) -> Vec<(Sector, Region, Region, f64)> {
    let Some(tax) = tax else { return Vec::new() };
    let [sectors, regions, _] = tax.shape();
    let mut cells = Vec::new();
    for s in (0..sectors).map(Sector::new) {
        for j in (0..regions).map(Region::new) {
            let taxed = tax.row(s, j).iter().enumerate().filter(|(_, rate)| **rate != 0.0);
            cells.extend(taxed.map(|(i, rate)| (s, j, Region::new(i), *rate)));
        }
    }
    cells
}

/// Equation: model.md (3.5) without the unit cost.
fn ln_advantage(
    economy: &Economy,
    shocks: &Shocks,
    subsidy: &Array2<Region, Sector>,
) -> Array2<Region, Sector> {
    Array2::from_fn(subsidy.shape(), |i, s| {
        let productivity = shocks.productivity_hat.as_ref().map_or(0.0, |hat| hat[(i, s)].ln());
        let subsidy = ((1.0 + subsidy[(i, s)]) / (1.0 + economy.subsidy[(i, s)])).ln();
        economy.parameters.theta(s) * (productivity + subsidy)
    })
}

fn deficits(economy: &Economy, shocks: &Shocks) -> Vec<f64> {
    match (shocks.deficits, &shocks.deficit) {
        (DeficitRule::Zero, _) => vec![0.0; economy.deficit.len()],
        (_, Some(deficit)) => deficit.clone(),
        (_, None) => economy.deficit.clone(),
    }
}
