//! A direction in which shocks move, for derivatives.

use oblate_world::{Array2, Array3, Factor, Region, Sector, TradeTensor};

use crate::economy::Use;

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

/// A kind of shock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShockKind {
    /// Import tariffs.
    Tariff,
    /// Export taxes.
    ExportTax,
    /// Iceberg trade costs and embargoes.
    Iceberg,
    /// Fixed costs of market access.
    FixedCost,
    /// Quantity caps.
    Cap,
    /// Net output subsidies.
    Subsidy,
    /// Taxes on purchases.
    PurchaseTax,
    /// Prices of carbon.
    CarbonPrice,
    /// Productivity.
    Productivity,
    /// Factor supply.
    FactorSupply,
    /// Preferences.
    Preference,
    /// Deficits.
    Deficit,
}

impl Direction {
    /// The direction with each cell moving by its share only; it is of one kind.
    pub(crate) fn shared(&self, share: &[f64]) -> Self {
        let mut own = self.clone();
        let tensors = [&mut own.tariff, &mut own.export_tax, &mut own.iceberg, &mut own.fixed_cost];
        let tables = [&mut own.subsidy, &mut own.productivity, &mut own.preference];
        let lists = [&mut own.carbon_price, &mut own.deficit, &mut own.caps];
        let cells = (tensors.into_iter().flatten().map(|tensor| tensor.as_mut_slice()))
            .chain(tables.into_iter().flatten().map(|table| table.as_mut_slice()))
            .chain(own.factor_supply.iter_mut().map(|table| table.as_mut_slice()))
            .chain(own.purchase_tax.iter_mut().map(|table| table.as_mut_slice()))
            .chain(lists.into_iter().flatten().map(Vec::as_mut_slice));
        cells.for_each(|cells| cells.iter_mut().zip(share).for_each(|(cell, share)| *cell *= share));
        own
    }

    /// One direction for each kind of shock that moves.
    pub(crate) fn by_kind(&self) -> Vec<(ShockKind, Self)> {
        let none = Self::default;
        let all = [
            (ShockKind::Tariff, Self { tariff: self.tariff.clone(), ..none() }),
            (ShockKind::ExportTax, Self { export_tax: self.export_tax.clone(), ..none() }),
            (ShockKind::Iceberg, Self { iceberg: self.iceberg.clone(), ..none() }),
            (ShockKind::FixedCost, Self { fixed_cost: self.fixed_cost.clone(), ..none() }),
            (ShockKind::Cap, Self { caps: self.caps.clone(), ..none() }),
            (ShockKind::Subsidy, Self { subsidy: self.subsidy.clone(), ..none() }),
            (ShockKind::PurchaseTax, Self { purchase_tax: self.purchase_tax.clone(), ..none() }),
            (ShockKind::CarbonPrice, Self { carbon_price: self.carbon_price.clone(), ..none() }),
            (ShockKind::Productivity, Self { productivity: self.productivity.clone(), ..none() }),
            (ShockKind::FactorSupply, Self { factor_supply: self.factor_supply.clone(), ..none() }),
            (ShockKind::Preference, Self { preference: self.preference.clone(), ..none() }),
            (ShockKind::Deficit, Self { deficit: self.deficit.clone(), ..none() }),
        ];
        all.into_iter().filter(|(_, direction)| *direction != Self::default()).collect()
    }

    /// Whether trade costs or taxes at the border move.
    pub(crate) fn moves_links(&self) -> bool {
        self.tariff.is_some()
            || self.export_tax.is_some()
            || self.iceberg.is_some()
            || self.fixed_cost.is_some()
    }
}
