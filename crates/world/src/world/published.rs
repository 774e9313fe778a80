//! A table of the world's flows as published: nothing is mended, so that it may be no world.

use crate::accounts::{Accounts, check};
use crate::axes::FinalUse;
use crate::error::MendError;
use crate::mending::refuse_totals;

/// Accounts as published: cells are finite numbers, flows may be negative, and nothing needs to balance. Indicators can be read off
/// it; a model needs a [`crate::World`].
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedTable {
    accounts: Accounts,
    inventories: Vec<FinalUse>,
}

impl PublishedTable {
    /// Checks shapes and cells; `inventories` are the final uses that hold changes of inventories.
    ///
    /// # Errors
    /// [`MendError`] with the first wrong shape or cell, or if a final use is the sum of others.
    pub fn new(accounts: Accounts, inventories: Vec<FinalUse>) -> Result<Self, MendError> {
        check::shapes(&accounts)?;
        check::raw_cells(&accounts)?;
        refuse_totals(&accounts)?;
        Ok(Self { accounts, inventories })
    }

    /// All accounts as they were given.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The final uses that hold changes of inventories.
    pub fn inventories(&self) -> &[FinalUse] {
        &self.inventories
    }
}
