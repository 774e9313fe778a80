//! The shocks of the short run on the places of a world.

mod demand;
mod industries;
mod inventories;
mod legal;
mod links;
mod timing;

use oblate_propagation::{Effect, InputOutput, Shock};

use crate::text::{At, Name, Place, table, unique_names};
use crate::words::{Findings, TableSource, Vocabulary};
use demand::{DemandChange, Expectation};
use industries::{CapitalLoss, Loss};
use inventories::{InventoryLoss, InventoryTarget};
use links::{Ban, Route};

table! {
    /// The shocks, one array of tables per kind.
    Shocks checked by unique_names::<Shocks> {
        /// Capacity that is lost.
        capacity_loss: Vec<At<Loss>>,
        /// Labour that cannot work.
        labour_loss: Vec<At<Loss>>,
        /// Capital that is destroyed.
        capital_loss: Vec<At<CapitalLoss>>,
        /// Inventories that are destroyed on the first day.
        inventory_loss: Vec<At<InventoryLoss>>,
        /// Final demand that changes.
        demand_change: Vec<At<DemandChange>>,
        /// Income that households expect to lose; it acts where consumption follows income.
        income_expectation: Vec<At<Expectation>>,
        /// Trade routes that are slower or carry less.
        route: Vec<At<Route>>,
        /// Products that may not be delivered.
        embargo: Vec<At<Ban>>,
        /// Inventories that industries want to hold, over what they held.
        inventory_target: Vec<At<InventoryTarget>>,
    }
}

/// What shocks are built with.
pub(super) struct Builder<'a, 'w, 's> {
    pub table: &'a InputOutput,
    pub vocabulary: &'a Vocabulary<'w>,
    pub tables: &'a dyn TableSource,
    pub capital_ratio: f64,
    pub findings: &'a mut Findings<'s>,
}

impl Builder<'_, '_, '_> {
    /// All shocks in the order of kinds, then of the file; wrong ones are reported and left out.
    pub fn shocks(mut self, shocks: &Shocks) -> Vec<Shock> {
        let Shocks {
            capacity_loss,
            labour_loss,
            capital_loss,
            inventory_loss,
            demand_change,
            income_expectation,
            route,
            embargo,
            inventory_target,
        } = shocks;
        let mut shocks: Vec<Option<Shock>> = Vec::new();
        shocks.extend(capacity_loss.iter().map(|shock| self.loss(shock, Effect::Capacity)));
        shocks.extend(labour_loss.iter().map(|shock| self.loss(shock, Effect::Labour)));
        shocks.extend(capital_loss.iter().map(|shock| self.capital(shock)));
        shocks.extend(inventory_loss.iter().map(|shock| self.inventory_loss(shock)));
        shocks.extend(demand_change.iter().map(|shock| self.demand(shock)));
        shocks.extend(income_expectation.iter().map(|shock| self.expectation(shock)));
        shocks.extend(route.iter().map(|shock| self.route(shock)));
        shocks.extend(embargo.iter().map(|shock| self.ban(shock)));
        shocks.extend(inventory_target.iter().map(|shock| self.target(shock)));
        shocks.into_iter().flatten().collect()
    }

    /// What a shock is called: its name, or its key.
    fn called(&self, place: &Place, name: Option<&At<Name>>) -> String {
        name.map_or_else(|| place.key.clone(), |name| name.value.0.clone())
    }
}
