//! Inventories that are destroyed, and those that industries want to hold.

use oblate_propagation::{Effect, IndustryId, Shock, Timing};
use oblate_world::Sector;

use super::Builder;
use super::legal::Legal;
use super::timing::When;
use crate::text::{At, Name, Words, table};
use crate::words::Regions;

table! {
    /// Inventories that are destroyed.
    InventoryLoss {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Products in stock.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Sectors that hold them.
        #[schemars(extend("default" = "all"))]
        by: Option<At<Words>>,
        /// The part that is lost, 0 to 1.
        loss: Option<At<f64>>,
        /// The day.
        #[schemars(extend("default" = 0))]
        start: Option<At<f64>>,
        ..places: Regions,
    }
}

table! {
    /// Inventories that industries want to hold.
    InventoryTarget {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Products in stock.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Sectors that hold them.
        #[schemars(extend("default" = "all"))]
        by: Option<At<Words>>,
        /// New over old.
        multiply: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
    }
}

/// A number for each product that each industry holds.
type Holdings = Vec<(Sector, IndustryId, f64)>;

impl Builder<'_, '_, '_> {
    pub(super) fn inventory_loss(&mut self, shock: &At<InventoryLoss>) -> Option<Shock> {
        let InventoryLoss { name, sectors, by, loss, start, places } = &shock.value;
        let loss = self.needed(&shock.place, "loss", loss.as_ref(), Legal::Share);
        let start = self.given(start.as_ref(), 0.0, Legal::NotNegative)?;
        let cells = self.by_input(places, sectors.as_ref(), by.as_ref(), loss?)?;
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, Timing::window(start, 1.0), Effect::Inventories(cells)))
    }

    pub(super) fn target(&mut self, shock: &At<InventoryTarget>) -> Option<Shock> {
        let InventoryTarget { name, sectors, by, multiply, places, when } = &shock.value;
        let factor = self.needed(&shock.place, "multiply", multiply.as_ref(), Legal::NotNegative);
        let timing = self.timing(&shock.place, when);
        let cells = self.by_input(places, sectors.as_ref(), by.as_ref(), factor?)?;
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, timing?, Effect::InventoryTarget(cells)))
    }

    /// A value for each product that each industry holds.
    fn by_input(
        &mut self,
        places: &Regions,
        products: Option<&At<Words>>,
        by: Option<&At<Words>>,
        value: f64,
    ) -> Option<Holdings> {
        let industries = self.industries(places, by);
        let count = self.vocabulary.world.axes().sectors.len();
        let products = self.findings.find(&self.vocabulary.sectors, products, count);
        let (industries, products) = industries.zip(products)?;
        let cells =
            products.iter().flat_map(|&k| industries.iter().map(move |&industry| (k, industry, value)));
        Some(cells.collect())
    }
}
