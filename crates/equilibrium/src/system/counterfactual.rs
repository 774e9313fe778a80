//! Shocks applied to an economy: wedges as weights of trade links, and who can sell to whom.

use std::borrow::Cow;

use oblate_world::{Array2, Factor, Id, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::equations::live::LiveLinks;
use crate::equations::purchases::PurchaseWedge;
use crate::equations::trade::{Links, Reach, Weights};
use crate::shocks::{self, DeficitRule, ShockError, Shocks};

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
        shocks::check(economy, &shocks)?;

        let mut weights = Weights::new(economy, &shocks);
        let reach = Reach::new(economy, &weights)?;
        check_paid(economy, &shocks, &weights)?;
        let width = weights.width;
        let purchase_wedge = PurchaseWedge::new(economy, &shocks);
        let subsidy = shocks.subsidy.clone().unwrap_or_else(|| economy.subsidy.clone());
        let advantages = |i, s| ln_advantages(economy, &shocks, &subsidy, i, s);
        let ln_advantage = Array2::from_fn(subsidy.shape(), |i, s: Sector| {
            let [productivity, subsidy] = advantages(i, s);
            let parameters = &economy.parameters;
            parameters.theta(s) * productivity + parameters.price_elasticity(s.index()) * subsidy
        });
        let new_tariff = shocks.tariff.as_ref().or(economy.tariff.as_ref());
        let price_advantage = |i, s| {
            let [productivity, subsidy] = advantages(i, s);
            productivity + subsidy
        };
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

/// Whoever buys abroad sells there, too, or has a deficit that is not a share of its income.
fn check_paid(economy: &Economy, shocks: &Shocks, weights: &Weights) -> Result<(), ShockError> {
    if shocks.iceberg_hat.is_none() || shocks.deficits == DeficitRule::Share {
        return Ok(());
    }
    let (mut buys, mut sells) = (vec![false; weights.regions], vec![false; weights.regions]);
    for b in 0..weights.bundles() {
        for j in 0..weights.regions {
            let links = weights.row(b, Region::new(j)).iter().enumerate();
            for (i, _) in links.filter(|&(i, weight)| i != j && *weight > 0.0) {
                buys[j] = true;
                sells[i] = true;
            }
        }
    }
    let deficit = deficits(economy, shocks);
    match (0..buys.len()).find(|&j| buys[j] && !sells[j] && deficit[j] <= 0.0) {
        Some(j) => Err(ShockError::Unpaid { region: economy.axes.regions.code(Region::new(j)).to_owned() }),
        None => Ok(()),
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

/// What lowers an origin's price beside its cost: `ln Â` and `ln (1+b)^`. Equations: model.md (3.5), (4.3).
fn ln_advantages(
    economy: &Economy,
    shocks: &Shocks,
    subsidy: &Array2<Region, Sector>,
    i: Region,
    s: Sector,
) -> [f64; 2] {
    let productivity = shocks.productivity_hat.as_ref().map_or(0.0, |hat| hat[(i, s)].ln());
    [productivity, ((1.0 + subsidy[(i, s)]) / (1.0 + economy.subsidy[(i, s)])).ln()]
}

fn deficits(economy: &Economy, shocks: &Shocks) -> Vec<f64> {
    match (shocks.deficits, &shocks.deficit) {
        (DeficitRule::Zero, _) => vec![0.0; economy.deficit.len()],
        (_, Some(deficit)) => deficit.clone(),
        (_, None) => economy.deficit.clone(),
    }
}
