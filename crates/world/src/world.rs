//! A balanced world: the only way to it is through the balance checks.

mod balance;
mod published;

use crate::accounts::{Accounts, Pooled, check};
use crate::axes::{Array2, Array3, Axes, FinalUse, Id, Region, Sector, TradeTensor};
use crate::error::BalanceError;

pub use published::PublishedTable;

/// Largest gap of an account, relative to the flow it balances, that counts as rounding of floating point.
pub const BALANCE_TOLERANCE: f64 = 1e-8;

/// The accounts of the world economy, balanced: a `World` that does not balance cannot exist.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    accounts: Accounts,
    pooled: Pooled,
    gross_output: Array2<Region, Sector>,
}

impl World {
    /// Checks shapes, cells and the identities (2.1), (2.2) and the product markets.
    ///
    /// # Errors
    /// [`BalanceError`] with the first wrong shape or cell, or with the worst imbalance, when one exceeds
    /// [`BALANCE_TOLERANCE`].
    pub fn new(accounts: Accounts) -> Result<Self, BalanceError> {
        check::shapes(&accounts)?;
        check::cells(&accounts)?;
        let pooled = Pooled::of(&accounts);
        let gross_output = pooled.gross_output();
        let world = Self { accounts, pooled, gross_output };
        balance::check(&world)?;
        Ok(world)
    }

    /// All accounts as they were given.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Gives the accounts back, to change them into another world.
    pub fn into_accounts(self) -> Accounts {
        self.accounts
    }

    /// The axes.
    pub fn axes(&self) -> &Axes {
        &self.accounts.axes
    }

    /// Sales at basic prices summed over uses: sector × destination × origin.
    pub fn trade(&self) -> &TradeTensor {
        &self.pooled.trade
    }

    /// Purchases of inputs at purchasers' prices: region × product × using sector.
    pub fn intermediate(&self) -> &Array3<Region, Sector, Sector> {
        &self.pooled.intermediate
    }

    /// Final purchases at purchasers' prices: region × product × final use.
    pub fn final_use(&self) -> &Array3<Region, Sector, FinalUse> {
        &self.pooled.final_use
    }

    /// Gross output at basic prices `Y`: region × sector. Equation: model.md (2.1).
    pub fn gross_output(&self) -> &Array2<Region, Sector> {
        &self.gross_output
    }

    /// Inputs at purchasers' prices: region × using sector.
    pub fn input_cost(&self) -> Array2<Region, Sector> {
        self.pooled.input_cost()
    }

    /// Baseline tariff on one trade link, in rate points.
    pub fn tariff(&self, sector: Sector, destination: Region, origin: Region) -> f64 {
        self.accounts.tariff.as_ref().map_or(0.0, |t| t[(sector, destination, origin)])
    }

    /// Import tariff revenue by region, in the world's unit.
    pub fn tariff_revenue(&self) -> Vec<f64> {
        match &self.accounts.tariff {
            Some(tariff) => tariff_revenue(&self.pooled.trade, tariff),
            None => vec![0.0; self.axes().regions.len()],
        }
    }

    /// Deficit by region `D = final spending − income`, in the world's unit. Equation: model.md (2.4).
    pub fn deficits(&self) -> Vec<f64> {
        let revenue = self.tariff_revenue();
        let regions = self.axes().regions.ids();
        regions
            .map(|j| {
                let spending: f64 = self.pooled.final_use.matrix(j).iter().sum();
                let factors: f64 = self.accounts.factor_income.matrix(j).iter().sum();
                let taxes: f64 = self.accounts.production_tax.row(j).iter().sum();
                spending - factors - taxes - revenue[j.index()]
            })
            .collect()
    }
}

/// Import tariff revenue `Σ_{s,i} t Z` by region: trade at basic prices and tariffs in rate points, both sector ×
/// destination × origin.
pub fn tariff_revenue(trade: &TradeTensor, tariff: &TradeTensor) -> Vec<f64> {
    let [sectors, regions, _] = trade.shape();
    let mut revenue = vec![0.0; regions];
    for s in (0..sectors).map(Sector::new) {
        for j in (0..regions).map(Region::new) {
            let cells = trade.row(s, j).iter().zip(tariff.row(s, j));
            revenue[j.index()] += cells.map(|(z, t)| z * t).sum::<f64>();
        }
    }
    revenue
}
