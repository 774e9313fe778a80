//! Which other choice would avoid a trouble: each one is run, none is guessed.

use std::fmt;

use crate::choices::{InputUse, InventoryDays, InventoryLimit, Rationing, Suppliers};
use crate::curves::Curves;
use crate::draws::run_many;
use crate::error::PropagationError;
use crate::model::Model;
use crate::observe::Observer;
use crate::settings::Settings;
use crate::shocks::Shock;
use crate::trouble::{Trouble, Watch};

/// One choice that is made otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    fn apply(self, settings: &Settings) -> Option<Settings> {
        let mut other = settings.clone();
        match self {
            Self::IntermediateFirst => other.rationing = Rationing::IntermediateFirst,
            Self::LimitOfStock => other.limit = InventoryLimit::Stock,
            Self::SuppliersByCapacity => other.suppliers = Suppliers::ByCapacity,
            Self::SlowerRestoring => other.restoring *= 2.0,
            Self::DoubleInventories => other.inventories = doubled(&settings.inventories),
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

/// What a run would have been with one choice made otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The choice.
    pub remedy: Remedy,
    /// The troubles that are left.
    pub troubles: Vec<Trouble>,
    /// The world's value added lost over all steps, in the table's unit.
    pub lost: f64,
}

impl Alternative {
    /// Whether a trouble is gone.
    pub fn avoids(&self, trouble: &Trouble) -> bool {
        self.troubles.iter().all(|left| !left.is_like(trouble))
    }
}

/// Runs the same shocks with each choice made otherwise. Each run is watched by `also(number)` too, which may end it.
///
/// # Errors
/// As [`crate::Simulation`].
pub fn alternatives<O: Observer + Send>(
    model: &Model,
    shocks: &[Shock],
    steps: usize,
    also: impl Fn(usize) -> O + Sync,
) -> Result<Vec<Alternative>, PropagationError> {
    let mut alternatives = Vec::new();
    for (number, remedy) in Remedy::ALL.into_iter().enumerate() {
        let Some(settings) = remedy.apply(model.settings()) else { continue };
        let other = model.with(settings)?;
        let observer = |_| ((Watch::new(&other), Curves::new(&other)), also(number));
        let runs = run_many(&other, 1, steps, |_| shocks.to_vec(), observer)?;
        alternatives.extend(runs.into_iter().map(|((watch, curves), _)| Alternative {
            remedy,
            troubles: watch.troubles(),
            lost: curves.value_added_lost().iter().sum(),
        }));
    }
    Ok(alternatives)
}

fn doubled(days: &InventoryDays) -> InventoryDays {
    let twice = |days: &[f64]| days.iter().map(|days| 2.0 * days).collect();
    match days {
        InventoryDays::Same(days) => InventoryDays::Same(2.0 * days),
        InventoryDays::ByInput(days) => InventoryDays::ByInput(twice(days)),
        InventoryDays::ByUser(days) => InventoryDays::ByUser(twice(days)),
        InventoryDays::ByInputAndUser(days) => InventoryDays::ByInputAndUser(twice(days)),
    }
}
