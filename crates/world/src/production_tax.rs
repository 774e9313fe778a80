//! Net taxes on production counted as income of the factors that pay them.

use crate::axes::{Id, Region, Sector};
use crate::error::BalanceError;
use crate::world::World;

/// What counting taxes as income changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TaxesMoved {
    /// Sum of the absolute taxes that are income now, over the income of all factors before.
    pub share: f64,
    /// Industries that keep their tax or subsidy: no factor earns there, or none would earn anything.
    pub left: usize,
}

/// The world in which factors earn what their industry pays in net taxes on production (gets in subsidies, where these are
/// negative), each in proportion to its income: the convention of Caliendo & Parro (2015).
///
/// Receipts are then gross output, `b = 0` in equation (2.2) of the book's model; output, purchases, trade and final spending stay.
///
/// # Errors
/// [`BalanceError`] if the accounts do not balance, which moving within a column does not bring about.
pub fn production_taxes_as_income(world: &World) -> Result<(World, TaxesMoved), BalanceError> {
    let mut accounts = world.accounts().clone();
    let [regions, sectors, _] = accounts.factor_income.shape();
    let all: f64 = accounts.factor_income.as_slice().iter().sum();
    let (mut moved, mut left) = (0.0, 0);
    for at in 0..regions * sectors {
        let (j, k) = (Region::new(at / sectors), Sector::new(at % sectors));
        let tax = accounts.production_tax[(j, k)];
        let income: f64 = accounts.factor_income.row(j, k).iter().sum();
        if tax == 0.0 {
            continue;
        }
        if income <= 0.0 || income + tax <= 0.0 {
            left += 1;
            continue;
        }
        let scale = (income + tax) / income;
        accounts.factor_income.row_mut(j, k).iter_mut().for_each(|earned| *earned *= scale);
        accounts.production_tax[(j, k)] = 0.0;
        moved += tax.abs();
    }
    let share = if all > 0.0 { moved / all } else { 0.0 };
    Ok((World::new(accounts)?, TaxesMoved { share, left }))
}
