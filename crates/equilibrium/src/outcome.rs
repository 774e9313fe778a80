//! What an equilibrium is: its tables, their check in levels, and what they mean.

mod check;
mod equilibrium;
mod read;
mod use_sales;
mod volumes;
mod welfare;

use std::borrow::Cow;

use crate::economy::Economy;

pub use equilibrium::{ByUse, CapOutcome, Equilibrium, Moved, Residuals};
pub use use_sales::UseSales;
pub use volumes::{Volumes, volumes};
pub use welfare::{FirstOrderParts, Welfare, welfare};

/// A counterfactual beside the baseline against which its changes are told.
#[derive(Debug, Clone)]
pub struct Outcome<'e> {
    /// The economy itself, or the economy without deficits ([`crate::DeficitRule::Zero`]).
    pub baseline: Cow<'e, Economy>,
    /// The equilibrium after the shocks, in changes from that baseline.
    pub equilibrium: Equilibrium,
}
