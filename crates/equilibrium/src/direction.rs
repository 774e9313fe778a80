//! A direction in which shocks move, for derivatives.

use oblate_world::{Array2, Array3, Factor, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::shocks::{DeficitRule, Shocks, Use, iceberg_path};

/// How fast each shock moves along a direction; none means not at all.
///
/// Rates move in rate points, hats in logs, deficits in the world's unit of value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Direction {
    /// Import tariffs `dt`: sector × destination × origin.
    pub tariff: Option<TradeTensor>,
    /// Export taxes `de`: sector × destination × origin.
    pub export_tax: Option<TradeTensor>,
    /// Iceberg costs `d ln d`: sector × destination × origin.
    pub iceberg: Option<TradeTensor>,
    /// Fixed costs of market access `d ln f`: sector × destination × origin.
    pub fixed_cost: Option<TradeTensor>,
    /// Net output subsidies `db`: region × sector.
    pub subsidy: Option<Array2<Region, Sector>>,
    /// Productivity `d ln A`: region × sector.
    pub productivity: Option<Array2<Region, Sector>>,
    /// Factor supply `d ln L`: region × factor.
    pub factor_supply: Option<Array2<Region, Factor>>,
    /// Taxes on purchases `dτ`: region × product × use.
    pub purchase_tax: Option<Array3<Region, Sector, Use>>,
    /// Prices of carbon `dτ_C`, by region.
    pub carbon_price: Option<Vec<f64>>,
    /// Preferences `d ln b`: region × product.
    pub preference: Option<Array2<Region, Sector>>,
    /// Deficits `dD` by region, where they are fixed.
    pub deficit: Option<Vec<f64>>,
    /// Quantity caps `d ln q̄`, in the order of the shocks.
    pub caps: Option<Vec<f64>>,
}

impl Shocks {
    /// The direction in which [`Shocks::part`] moves at a position on the path.
    pub fn velocity(&self, economy: &Economy, position: f64) -> Direction {
        let rate = |new: f64, old: f64| new - old;
        let table = |table: &Array2<Region, Sector>| {
            Array2::from_vec(table.shape(), table.as_slice().iter().map(|hat| hat.ln()).collect())
        };
        let tensor = |tensor: &TradeTensor| {
            TradeTensor::from_vec(tensor.shape(), tensor.as_slice().iter().map(|hat| hat.ln()).collect())
        };
        let iceberg = |cost: &TradeTensor| {
            let mut growth = cost.clone();
            for s in economy.axes.sectors.ids() {
                let theta = economy.parameters.theta(s);
                growth
                    .matrix_mut(s)
                    .iter_mut()
                    .for_each(|hat| *hat = iceberg_path::growth(*hat, theta, position));
            }
            growth
        };
        let rates = |new: &TradeTensor, old: Option<&TradeTensor>| {
            let old = |at: usize| old.map_or(0.0, |old| old.as_slice()[at]);
            let cells = new.as_slice().iter().enumerate().map(|(at, new)| rate(*new, old(at)));
            TradeTensor::from_vec(new.shape(), cells.collect())
        };
        let fixed = self.deficits == DeficitRule::Zero;
        let zero = || vec![0.0; economy.deficit.len()];
        let deficit = if fixed { Some(zero()) } else { self.deficit.clone() };
        Direction {
            tariff: self.tariff.as_ref().map(|new| rates(new, economy.tariff.as_ref())),
            export_tax: self.export_tax.as_ref().map(|new| rates(new, None)),
            iceberg: self.iceberg_hat.as_ref().map(iceberg),
            fixed_cost: self.fixed_cost_hat.as_ref().map(tensor),
            subsidy: self.subsidy.as_ref().map(|new| {
                let cells = new.as_slice().iter().zip(economy.subsidy.as_slice());
                Array2::from_vec(new.shape(), cells.map(|(new, old)| rate(*new, *old)).collect())
            }),
            productivity: self.productivity_hat.as_ref().map(table),
            factor_supply: self.factor_supply_hat.as_ref().map(|supply| {
                Array2::from_vec(supply.shape(), supply.as_slice().iter().map(|hat| hat.ln()).collect())
            }),
            purchase_tax: self.purchase_tax.clone(),
            carbon_price: self.carbon.as_ref().map(|carbon| {
                let [_, growth] = carbon.share(position);
                carbon.price.iter().map(|price| price * growth).collect()
            }),
            preference: self.preference_hat.as_ref().map(table),
            deficit: deficit
                .map(|new| new.iter().zip(&economy.deficit).map(|(new, old)| new - old).collect()),
            caps: (!self.quantity_caps.is_empty())
                .then(|| self.quantity_caps.iter().map(|cap| cap.cap.min(1.0).ln()).collect()),
        }
    }
}
