//! Caps on the quantities of trade links, with their words looked up.

use oblate_equilibrium::Rent;

use super::{Stepper, trade_cells};
use crate::choices;
use crate::document::Place;
use crate::problem::ProblemCode;
use crate::raw::CapShock;
use crate::read::At;
use crate::select::links;

/// One cap on the cells of a trade tensor.
#[derive(Debug, Clone)]
pub(crate) struct CapStep {
    pub place: Place,
    pub name: Option<String>,
    pub cells: Vec<usize>,
    pub quantity: f64,
    pub rent: Rent,
    /// Why there is no cell, if there is none.
    pub empty: Option<String>,
}

impl Stepper<'_, '_, '_> {
    pub(super) fn caps(&mut self, shocks: &[At<CapShock>]) -> Vec<CapStep> {
        shocks.iter().filter_map(|shock| self.cap(shock)).collect()
    }

    fn cap(&mut self, shock: &At<CapShock>) -> Option<CapStep> {
        let CapShock { name, quantity, rent, links: keys } = &shock.value;
        let selection = links(keys, false, &shock.place.key, self.vocabulary, self.findings);
        let quantity = quantity.as_ref()?;
        if quantity.value <= 0.0 {
            let hint = if quantity.value == 0.0 { "; trade that ends is an [[embargo]]" } else { "" };
            let message = format!("a cap of {} is out of bounds: it must be above 0{hint}", quantity.value);
            self.findings.report.problem(ProblemCode::OutOfBounds, &quantity.place, message);
        }
        let selection = selection?;
        Some(CapStep {
            place: shock.place.clone(),
            name: name.as_ref().map(|name| name.value.0.clone()),
            cells: trade_cells(self.vocabulary, &selection),
            quantity: quantity.value,
            rent: rent.as_ref().map_or(Rent::default(), |rent| rent.value.into()),
            empty: selection.empty,
        })
    }
}

impl From<choices::Rent> for Rent {
    fn from(rent: choices::Rent) -> Self {
        match rent {
            choices::Rent::Origin => Self::Origin,
            choices::Rent::Destination => Self::Destination,
            choices::Rent::Nobody => Self::Nobody,
        }
    }
}
