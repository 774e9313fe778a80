//! All choices of a model together, with the values that published models give them.

use crate::choices::{
    Compatibility, Consumption, InputUse, InventoryDays, InventoryLimit, Labour, OrderRule, Overlap,
    Overproduction, Rationing, Suppliers,
};
use crate::error::PropagationError;

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

impl Default for Settings {
    /// Orders of Hallegatte (2014); suppliers with capacity left are preferred; industries are served first; output
    /// stops when an input is used up; 30 days of inventories, restored over 30.
    fn default() -> Self {
        Self {
            step: 1.0,
            orders: OrderRule::UseAndGap,
            suppliers: Suppliers::ByCapacity,
            final_suppliers: Suppliers::ByCapacity,
            rationing: Rationing::IntermediateFirst,
            inputs: InputUse::Leontief,
            limit: InventoryLimit::Stock,
            negligible: 1e-4,
            inventories: InventoryDays::Same(30.0),
            restoring: 30.0,
            overproduction: Some(Overproduction { most: 1.25, days: 365.0 }),
            labour: Labour::Kept,
            consumption: Consumption::Fixed,
            capital_ratio: 4.0,
            transport: None,
            overlap: Overlap::Compound,
            compatibility: Compatibility::None,
        }
    }
}

impl Settings {
    /// Hallegatte (2014): proportional rationing, fixed suppliers, output limited when less than ψ = 0.8 of the
    /// target is in stock.
    pub fn hallegatte() -> Self {
        Self {
            suppliers: Suppliers::Fixed,
            final_suppliers: Suppliers::Fixed,
            rationing: Rationing::Proportional,
            limit: InventoryLimit::ShareOfTarget(0.8),
            inventories: InventoryDays::Same(90.0),
            restoring: 60.0,
            negligible: 0.0,
            ..Self::default()
        }
    }

    /// BoARIO 0.7.2, class `ARIOPsiModel`, with its defaults and its habits.
    pub fn boario_072() -> Self {
        Self {
            suppliers: Suppliers::ByCapacity,
            overlap: Overlap::Largest,
            compatibility: Compatibility::Boario072,
            ..Self::hallegatte()
        }
    }

    /// Guan et al. (2020): whole gaps are ordered, from suppliers that produce; industries are served first.
    /// The paper runs in weeks; set `step` to 7 for that.
    pub fn guan() -> Self {
        Self {
            orders: OrderRule::WholeGap,
            suppliers: Suppliers::ByOutput,
            final_suppliers: Suppliers::Fixed,
            rationing: Rationing::IntermediateFirst,
            limit: InventoryLimit::Stock,
            inventories: InventoryDays::Same(28.0),
            negligible: 0.0,
            overproduction: None,
            ..Self::default()
        }
    }

    /// Pichler et al. (2022): labour is hired and fired, consumption follows income, inputs limit output as
    /// `inputs` says. Households are the first final use.
    pub fn pichler(inputs: InputUse) -> Self {
        Self {
            orders: OrderRule::DemandAndGap,
            suppliers: Suppliers::Fixed,
            final_suppliers: Suppliers::Fixed,
            rationing: Rationing::Proportional,
            inputs,
            limit: InventoryLimit::Stock,
            negligible: 0.0,
            restoring: 10.0,
            overproduction: None,
            labour: Labour::HiredAndFired { hiring: 1.0 / 30.0, firing: 1.0 / 15.0 },
            consumption: Consumption::FromIncome {
                households: 0,
                benefits: 0.8,
                persistence: 1.0 - (1.0 - 0.6) / 90.0,
                saved: 0.5,
            },
            ..Self::default()
        }
    }

    pub(crate) fn check(&self) -> Result<(), PropagationError> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let share = |value: f64| (0.0..=1.0).contains(&value);
        within("the step in days", self.step, positive, "a positive number")?;
        within("the number of days to restore inventories", self.restoring, positive, "a positive number")?;
        within("the smallest share of an input", self.negligible, share, "a share, 0 to 1")?;
        within("capital over value added", self.capital_ratio, positive, "a positive number")?;
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

pub(crate) fn within(
    parameter: &'static str,
    value: f64,
    legal: impl Fn(f64) -> bool,
    words: &'static str,
) -> Result<(), PropagationError> {
    if legal(value) { Ok(()) } else { Err(PropagationError::Parameter { parameter, value, legal: words }) }
}
