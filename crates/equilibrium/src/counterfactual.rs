//! Shocks applied to an economy: wedges as weights of trade links, and who can sell to whom.

use std::borrow::Cow;

use oblate_world::{Array2, Factor, Id, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::error::ShockError;
use crate::links::{Links, Weights};
use crate::live::LiveLinks;
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
    /// Trade links with an export tax: bundle, destination, origin, rate.
    pub taxed_exports: Vec<(usize, Region, Region, f64)>,
    /// Taxes on purchases and charges for carbon as the solver uses them.
    pub purchase_wedge: Option<PurchaseWedge>,
    /// Links whose wedge is found in equilibrium.
    pub live: LiveLinks,
    /// `θ ln Â + (θ+η) ln (1+b)^`: region × sector. Equation: model.md (3.5).
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

        let mut weights = link_weights(economy, &shocks);
        let reach = Reach::new(economy, &weights)?;
        let width = weights.width;
        let purchase_wedge = PurchaseWedge::new(economy, &shocks);
        let subsidy = shocks.subsidy.clone().unwrap_or_else(|| economy.subsidy.clone());
        let ln_advantage = ln_advantage(economy, &shocks, &subsidy);
        let new_tariff = shocks.tariff.as_ref().or(economy.tariff.as_ref());
        let price_advantage = |i, s| ln_price_advantage(economy, &shocks, &subsidy, i, s);
        let live = LiveLinks::take(economy, &shocks, price_advantage, new_tariff, &mut weights);
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
            taxed_exports: taxed_exports(export_tax.as_deref(), width),
            purchase_wedge,
            live,
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

/// `π κ̂`, bundle by bundle. Equations: model.md (3.6), (3.7).
fn link_weights(economy: &Economy, shocks: &Shocks) -> Weights {
    let (common, by_use) = (economy.trade_share.as_slice(), economy.use_trade_share.as_ref());
    let mut weights = Weights {
        cells: by_use.map_or(common, |shares| shares.as_slice()).to_vec(),
        regions: economy.axes.regions.len(),
        width: if by_use.is_some() { economy.uses() } else { 1 },
    };
    for s in economy.axes.sectors.ids() {
        if let Some(kappa) = trade_cost_hats(economy, shocks, s) {
            for cells in weights.of_sector_mut(s) {
                cells.iter_mut().zip(&kappa).for_each(|(cell, kappa)| *cell *= kappa);
            }
        }
    }
    weights
}

/// `κ̂ = d̂^−θ ((1+t)^)^−(θ+η) ((1+e)^)^−(θ+η) f̂^−η` of one sector's links, if any moves. Equation: model.md (3.6)
/// [Caliendo & Parro 2015, eq. 12; Chaney 2008, eq. 10].
fn trade_cost_hats(economy: &Economy, shocks: &Shocks, s: Sector) -> Option<Vec<f64>> {
    let parameters = &economy.parameters;
    let (theta, eta) = (parameters.theta(s), parameters.selection[s.index()]);
    let traded = economy.trade_share.matrix(s);
    let mut kappa: Option<Vec<f64>> = None;
    let mut scale = |hat: &dyn Fn(usize) -> f64, exponent: f64| {
        for at in (0..traded.len()).filter(|&at| traded[at] != 0.0) {
            let hat = hat(at);
            if hat != 1.0 && exponent != 0.0 {
                kappa.get_or_insert_with(|| vec![1.0; traded.len()])[at] *= hat.powf(-exponent);
            }
        }
    };
    if let Some(new) = shocks.tariff.as_ref().map(|tariff| tariff.matrix(s)) {
        match economy.tariff.as_ref().map(|tariff| tariff.matrix(s)) {
            Some(old) => scale(&|at| (1.0 + new[at]) / (1.0 + old[at]), theta + eta),
            None => scale(&|at| 1.0 + new[at], theta + eta),
        }
    }
    if let Some(new) = shocks.export_tax.as_ref().map(|tax| tax.matrix(s)) {
        scale(&|at| 1.0 + new[at], theta + eta);
    }
    if let Some(cost) = shocks.iceberg_hat.as_ref().map(|cost| cost.matrix(s)) {
        scale(&|at| cost[at], theta);
    }
    if let Some(cost) = shocks.fixed_cost_hat.as_ref().map(|cost| cost.matrix(s)) {
        scale(&|at| cost[at], eta);
    }
    kappa
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

/// The links of every bundle whose sector's exports are taxed.
fn taxed_exports(tax: Option<&TradeTensor>, width: usize) -> Vec<(usize, Region, Region, f64)> {
    let Some(tax) = tax else { return Vec::new() };
    let [sectors, regions, _] = tax.shape();
    let mut links = Vec::new();
    for b in 0..sectors * width {
        for j in (0..regions).map(Region::new) {
            let rates = tax.row(Sector::new(b / width), j).iter().enumerate();
            let taxed = rates.filter(|(_, rate)| **rate != 0.0);
            links.extend(taxed.map(|(i, rate)| (b, j, Region::new(i), *rate)));
        }
    }
    links
}

/// Taxes on purchases and charges for carbon: (region × product) × use. Equations: model.md (4.1), (4.2).
#[derive(Debug, Clone)]
pub(crate) struct PurchaseWedge {
    /// `1 + τ'`.
    pub gross: Vec<f64>,
    /// `τ'_C m`: what is charged per unit of baseline value; empty where carbon has no price.
    pub charge: Vec<f64>,
}

impl PurchaseWedge {
    fn new(economy: &Economy, shocks: &Shocks) -> Option<Self> {
        let shape = [economy.axes.regions.len(), economy.axes.sectors.len(), economy.uses()];
        let tax =
            shocks.purchase_tax.as_ref().map(|tax| tax.as_slice().iter().map(|rate| 1.0 + rate).collect());
        let charge = shocks.carbon.as_ref().map(|carbon| {
            let intensity = carbon.intensity.as_slice().chunks_exact(shape[1] * shape[2]);
            let charges =
                intensity.zip(&carbon.price).flat_map(|(cells, price)| cells.iter().map(move |m| m * price));
            charges.collect()
        });
        (tax.is_some() || charge.is_some()).then(|| Self {
            gross: tax.unwrap_or_else(|| vec![1.0; shape.iter().product()]),
            charge: charge.unwrap_or_default(),
        })
    }

    /// Log of what a use pays where the price is `exp(ln)`, its slope in `ln`, and what a seller gets of a payment.
    pub(crate) fn pay(&self, at: usize, ln: f64) -> (f64, f64, f64) {
        let gross = self.gross[at];
        match self.charge.get(at) {
            None => (ln + gross.ln(), 1.0, 1.0 / gross),
            Some(charge) => {
                let taxed = ln.exp() * gross;
                let slope = taxed / (taxed + charge);
                ((taxed + charge).ln(), slope, slope / gross)
            }
        }
    }
}

/// What lowers an origin's price beside its cost: `ln Â + ln (1+b)^`. Equation: model.md (4.3).
fn ln_price_advantage(
    economy: &Economy,
    shocks: &Shocks,
    subsidy: &Array2<Region, Sector>,
    i: Region,
    s: Sector,
) -> f64 {
    let productivity = shocks.productivity_hat.as_ref().map_or(0.0, |hat| hat[(i, s)].ln());
    productivity + ((1.0 + subsidy[(i, s)]) / (1.0 + economy.subsidy[(i, s)])).ln()
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
        let parameters = &economy.parameters;
        parameters.theta(s) * productivity + parameters.price_elasticity(s.index()) * subsidy
    })
}

fn deficits(economy: &Economy, shocks: &Shocks) -> Vec<f64> {
    match (shocks.deficits, &shocks.deficit) {
        (DeficitRule::Zero, _) => vec![0.0; economy.deficit.len()],
        (_, Some(deficit)) => deficit.clone(),
        (_, None) => economy.deficit.clone(),
    }
}
