//! Mending: the rules that make a raw table of the world's flows a world, in their order.
//!
//! Each rule is a function of its own, for recipes that need some of them.

mod flows;
mod inventories;
mod labour;
mod national;
mod plausible;
mod reach;
mod regions;
mod value_added;

use std::collections::BTreeSet;

use crate::accounts::{Accounts, MendRule, check};
use crate::axes::FinalUse;
use crate::error::MendError;

pub use flows::{dead_sectors, negative_final_use, negative_intermediate_use, no_home_supply};
pub use inventories::drop_inventories;
pub use labour::{LABOUR_SHARE_RANGE, labour_shares};
pub use national::{compare_national, mend_national};
pub(crate) use plausible::refuse_totals;
pub use regions::empty_regions;
pub use value_added::{VALUE_ADDED_FLOOR, value_added_floor, value_added_residual};

/// Which mends are made, and how large they may be.
#[derive(Debug, Clone, PartialEq)]
pub struct MendOptions {
    /// Rules that are switched off: what they would mend is left as it is.
    pub off: BTreeSet<MendRule>,
    /// The largest mend of value added, as a share of output, before it is an error.
    pub tolerance: f64,
}

impl Default for MendOptions {
    /// All rules on; value added may move by half of output.
    fn default() -> Self {
        Self { off: BTreeSet::new(), tolerance: 0.5 }
    }
}

/// Makes a raw table a world: applies every rule that is on, in the order of [`MendRule::ALL`], and lists
/// each mend in `accounts.mends`.
///
/// `inventories` are the final uses that hold inventory changes; they are dropped from the axis. Flows may
/// be negative. In a table whose uses share their sources ([`crate::Flows::Common`]) negative cells are
/// left as they are, since one cell alone cannot change there without unbalancing its market.
///
/// # Errors
/// [`MendError`] if arrays have wrong sizes or cells are no numbers, if a final use is the sum of others or a factor's income
/// is none, if a mend of value added exceeds the tolerance in an industry or in the world, if the table has no Leontief
/// inverse, or if a region has no income, spends nothing, or buys nothing at home.
pub fn mend(
    mut accounts: Accounts,
    inventories: &[FinalUse],
    options: &MendOptions,
) -> Result<Accounts, MendError> {
    check::shapes(&accounts)?;
    check::raw_cells(&accounts)?;
    let on = |rule| !options.off.contains(&rule);
    if on(MendRule::EmptyRegion) {
        empty_regions(&mut accounts);
    }
    refuse_totals(&accounts)?;
    plausible::refuse_no_incomes(&accounts)?;
    if on(MendRule::NegativeFinalUse) {
        negative_final_use(&mut accounts, inventories);
    }
    if on(MendRule::NegativeIntermediateUse) {
        negative_intermediate_use(&mut accounts);
    }
    if on(MendRule::DropInventories) {
        if on(MendRule::DeadSector) && !inventories.is_empty() {
            // output of industries that sell only to each other follows from no final use
            dead_sectors(&mut accounts);
        }
        drop_inventories(&mut accounts, inventories)?;
    }
    plausible::refuse_one_sided_regions(&accounts)?;
    plausible::refuse_nothing_at_home(&accounts)?;
    if on(MendRule::DeadSector) {
        dead_sectors(&mut accounts);
    }
    if on(MendRule::ValueAddedResidual) {
        value_added::look_at_all_moves(&mut accounts)?;
        value_added_residual(&mut accounts, options.tolerance)?;
    }
    if on(MendRule::ValueAddedFloor) {
        value_added_floor(&mut accounts, options.tolerance)?;
    }
    if on(MendRule::NoHomeSupply) {
        no_home_supply(&mut accounts);
    }
    Ok(accounts)
}
