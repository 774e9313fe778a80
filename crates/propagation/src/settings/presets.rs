//! The presets: the values that published models give their choices, and the default.

use crate::settings::Settings;
use crate::settings::choices::{
    Compatibility, Consumption, InputUse, InventoryDays, InventoryLimit, Labour, OrderRule, Overlap,
    Overproduction, Rationing, Suppliers,
};

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
}
