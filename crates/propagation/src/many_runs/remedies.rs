//! Which other choice would avoid a trouble: each one is run, none is guessed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::settings::{InputUse, InventoryLimit, Rationing, Settings, Suppliers};

/// One choice that is made otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Remedy {
    /// Industries are served before final users.
    IntermediateFirst,
    /// Output falls when an input is used up, not when less than a part of the target is there.
    LimitOfStock,
    /// Orders go to suppliers that have capacity left.
    SuppliersByCapacity,
    /// Twice as many days of inventories are held.
    DoubleInventories,
    /// Gaps are closed in twice the time.
    SlowerRestoring,
    /// Inputs replace each other.
    LinearInputs,
}

impl Remedy {
    /// All of them, the smallest departure first.
    pub const ALL: [Self; 6] = [
        Self::IntermediateFirst,
        Self::LimitOfStock,
        Self::SuppliersByCapacity,
        Self::SlowerRestoring,
        Self::DoubleInventories,
        Self::LinearInputs,
    ];

    /// The settings with this choice made otherwise; none where it is made already.
    pub(crate) fn apply(self, settings: &Settings) -> Option<Settings> {
        let mut other = settings.clone();
        match self {
            Self::IntermediateFirst => other.rationing = Rationing::IntermediateFirst,
            Self::LimitOfStock => other.limit = InventoryLimit::Stock,
            Self::SuppliersByCapacity => other.suppliers = Suppliers::ByCapacity,
            Self::SlowerRestoring => other.restoring *= 2.0,
            Self::DoubleInventories => other.inventories = settings.inventories.times(2.0),
            Self::LinearInputs => other.inputs = InputUse::Linear,
        }
        (other != *settings).then_some(other)
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::IntermediateFirst => "rationing: industries before final users",
            Self::LimitOfStock => "output limited only when an input is used up",
            Self::SuppliersByCapacity => "orders to suppliers that have capacity left",
            Self::SlowerRestoring => "inventories restored in twice the time",
            Self::DoubleInventories => "twice the inventories",
            Self::LinearInputs => "inputs that replace each other",
        })
    }
}
