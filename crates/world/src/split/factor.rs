//! Splitting a factor: a new one carved out of an existing one's income.

use crate::axes::{Array3, Axis, Factor, Id, Label, Region, Sector};
use crate::error::SplitError;
use crate::world::World;

/// A new factor, last on its axis, that earns these shares (by sector, from 0 to 1) of the income of an existing one.
///
/// Income of all factors together stays what it was in every sector of every region, so that all accounts balance as
/// before.
///
/// # Errors
/// [`SplitError`] if the new factor has the code of another one, or if a share is missing or not between 0 and 1.
pub fn split_factor(world: &World, from: Factor, new: Label, share: &[f64]) -> Result<World, SplitError> {
    let sectors = &world.axes().sectors;
    if share.len() != sectors.len() {
        return Err(SplitError::Length { found: share.len(), expected: sectors.len() });
    }
    if let Some(at) = share.iter().position(|share| !(0.0..=1.0).contains(share)) {
        let sector = sectors.code(Sector::new(at)).to_owned();
        return Err(SplitError::Share { sector, share: share[at] });
    }
    let mut accounts = world.accounts().clone();
    let labels = world.axes().factors.labels().iter().cloned().chain([new]);
    accounts.axes.factors = Axis::new(labels.collect())?;
    let income = &world.accounts().factor_income;
    let [n, m, factors] = income.shape();
    accounts.factor_income = Array3::from_fn([n, m, factors + 1], |j: Region, k: Sector, f: Factor| {
        let part = share[k.index()];
        match f.index() {
            at if at == factors => part * income[(j, k, from)],
            at if at == from.index() => (1.0 - part) * income[(j, k, f)],
            _ => income[(j, k, f)],
        }
    });
    Ok(World::new(accounts)?)
}
