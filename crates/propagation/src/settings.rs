//! All choices of a model together, and whether they can be.

mod choices;
mod presets;

use crate::error::PropagationError;
pub use choices::{
    Compatibility, Consumption, Criticality, ImportantInput, InputUse, InventoryDays, InventoryLimit, Labour,
    Need, OrderRule, Overlap, Overproduction, Rationing, Suppliers,
};

/// The choices of a model. [`Settings::default`] is argued for in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Days of one step.
    pub step: f64,
    /// How industries order.
    pub orders: OrderRule,
    /// From whom industries order.
    pub suppliers: Suppliers,
    /// From whom final users order.
    pub final_suppliers: Suppliers,
    /// Who is served first.
    pub rationing: Rationing,
    /// How inputs limit output.
    pub inputs: InputUse,
    /// When a short inventory limits output.
    pub limit: InventoryLimit,
    /// An input whose share in output is smaller than this never limits output.
    pub negligible: f64,
    /// Days of use that industries want to hold.
    pub inventories: InventoryDays,
    /// Days `τ` over which a gap to the target is closed.
    pub restoring: f64,
    /// Capacity that grows with scarcity.
    pub overproduction: Option<Overproduction>,
    /// How labour follows.
    pub labour: Labour,
    /// What households buy.
    pub consumption: Consumption,
    /// Capital over yearly value added, where the shocks do not say it otherwise.
    pub capital_ratio: f64,
    /// Days that goods travel from origin to destination, origin × destination; none: they arrive at once.
    pub transport: Option<Vec<u16>>,
    /// What two losses make together.
    pub overlap: Overlap,
    /// Whether another program's habits are kept.
    pub compatibility: Compatibility,
}

impl Settings {
    pub(crate) fn check(&self) -> Result<(), PropagationError> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let share = |value: f64| (0.0..=1.0).contains(&value);
        within("the step in days", self.step, positive, "a positive number")?;
        within("the step in days", self.step, |days| days <= LONGEST, "at most 65535")?;
        within("the number of days to restore inventories", self.restoring, positive, "a positive number")?;
        within("the number of days to restore inventories", self.restoring, sensible, SENSIBLE)?;
        within("the smallest share of an input", self.negligible, share, "a share, 0 to 1")?;
        within("capital over value added", self.capital_ratio, positive, "a positive number")?;
        within("capital over value added", self.capital_ratio, sensible, SENSIBLE)?;
        if let InventoryLimit::ShareOfTarget(psi) = self.limit {
            within("the share ψ of the target", psi, |psi| share(psi) && psi > 0.0, "above 0 and at most 1")?;
        }
        if let Some(Overproduction { most, days }) = self.overproduction {
            within("the most overproduction", most, |most| most.is_finite() && most >= 1.0, "1 or more")?;
            within("the days of overproduction", days, positive, "a positive number")?;
        }
        if let Labour::HiredAndFired { hiring, firing } = self.labour {
            within("the rate of hiring", hiring, share, "a share, 0 to 1")?;
            within("the rate of firing", firing, share, "a share, 0 to 1")?;
        }
        if let Consumption::FromIncome { benefits, persistence, saved, .. } = self.consumption {
            within("the rate of benefits", benefits, share, "a share, 0 to 1")?;
            within("the persistence of consumption", persistence, share, "a share, 0 to 1")?;
            within("the saved share", saved, share, "a share, 0 to 1")?;
        }
        Ok(())
    }
}

/// The longest run, step, inventory and transport, in days.
pub const LONGEST: f64 = u16::MAX as f64;

/// Whether a number that others are divided by or multiplied with keeps them numbers to compute with.
pub(crate) fn sensible(value: f64) -> bool {
    (1e-6..=1e9).contains(&value)
}

/// What such a number may be.
pub(crate) const SENSIBLE: &str = "0.000001 to 1000000000";

pub(crate) fn within(
    parameter: &'static str,
    value: f64,
    legal: impl Fn(f64) -> bool,
    words: &'static str,
) -> Result<(), PropagationError> {
    if legal(value) { Ok(()) } else { Err(PropagationError::Parameter { parameter, value, legal: words }) }
}
