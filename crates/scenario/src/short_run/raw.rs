//! The tables of a file of shocks as written, declared once for reading, checking and the JSON Schema.

use std::num::NonZeroUsize;

use crate::by_sector::PerSector;
use crate::raw::{Links, Regions};
use crate::read::{At, table};
use crate::short_run::choices::{
    InputsWord, OrdersWord, PayerWord, PresetWord, RationingWord, RecoveryWord, SuppliersWord,
};
use crate::values::{Map, Mechanism, Name, Words};

table! {
    /// Shocks that travel through inventories, day by day.
    File {
        /// The title, one line.
        title: Option<At<String>>,
        /// The question that the shocks answer.
        question: Option<At<String>>,
        /// The mechanisms that they show: `["M01"]`.
        mechanisms: Vec<At<Mechanism>>,
        /// The world that they are made for: the name of a built-in world or a world file.
        #[schemars(extend("default" = "world-2014"))]
        world: Option<At<String>>,
        /// What a reader should know.
        notes: Option<At<String>>,
        /// Days that are run.
        #[schemars(extend("default" = 365))]
        days: Option<At<NonZeroUsize>>,
        /// Own groups of regions: a name, and its regions, other groups or built-in groups (`@EU27`).
        groups: Option<Map<At<Words>>>,
        /// Own groups of sectors: a name, and its sectors or other groups.
        sector_groups: Option<Map<At<Words>>>,
        /// The choices of the model.
        short_run: Option<Choices>,
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

table! {
    /// The choices of the model; the preset gives those that are left out.
    Choices {
        /// Where the other choices come from.
        #[schemars(extend("default" = "default"))]
        preset: Option<At<PresetWord>>,
        /// Days of use that industries hold, of all inputs or by product.
        inventories: Option<PerSector<f64>>,
        /// Days over which a gap to the target is closed.
        restoring: Option<At<f64>>,
        /// How industries order.
        orders: Option<At<OrdersWord>>,
        /// From whom industries order.
        suppliers: Option<At<SuppliersWord>>,
        /// From whom final users order.
        final_suppliers: Option<At<SuppliersWord>>,
        /// Who is served first.
        rationing: Option<At<RationingWord>>,
        /// Seed of `rationing = "random"`.
        #[schemars(extend("default" = 1))]
        seed: Option<At<NonZeroUsize>>,
        /// How inputs limit output.
        inputs: Option<At<InputsWord>>,
        /// Products without which output stops; then those that are named nowhere do not limit it.
        essential: Option<At<Words>>,
        /// Products whose lack halves output.
        important: Option<At<Words>>,
        /// Output falls when less than this part of the target is in stock, not only when an input is used up.
        psi: Option<At<f64>>,
        /// An input whose share in output is smaller never limits output.
        negligible: Option<At<f64>>,
        /// The most that output can be, over capacity before; 1 switches overproduction off.
        overproduction: Option<At<f64>>,
        /// Days in which overproduction is reached.
        overproduction_days: Option<At<f64>>,
        /// Capital over yearly value added.
        capital_ratio: Option<At<f64>>,
        /// Days of one step.
        step: Option<At<f64>>,
    }
}

table! {
    /// When a shock acts, in days from 0.
    When {
        /// First day.
        #[schemars(extend("default" = 0))]
        start: Option<At<f64>>,
        /// Days at full strength; for ever without it, unless there is a recovery.
        days: Option<At<f64>>,
        /// How it wears off.
        recovery: Option<At<RecoveryWord>>,
        /// Days of the recovery.
        recovery_days: Option<At<f64>>,
        /// Strength on each day after the last full one.
        recovery_table: Vec<At<f64>>,
    }
}

table! {
    /// A part of something that industries lose.
    Loss {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// The part that is lost, 0 to 1.
        loss: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
    }
}

table! {
    /// Capital that is destroyed, and how it comes back.
    CapitalLoss {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// The part of the capital that is lost, 0 to 1.
        loss: Option<At<f64>>,
        /// Products that rebuild, with their shares; without it, capital comes back as `recovery` says.
        rebuild: Option<Map<At<f64>>>,
        /// Days in which rebuilding leaves a part 1/e uncovered.
        #[schemars(extend("default" = 365))]
        rebuild_days: Option<At<f64>>,
        /// Who pays for it.
        #[schemars(extend("default" = "outside"))]
        payer: Option<At<PayerWord>>,
        ..places: Regions,
        ..when: When,
    }
}

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

table! {
    /// Final demand that changes, and comes back.
    DemandChange {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Products.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Final uses.
        #[schemars(extend("default" = "all"))]
        uses: Option<At<Words>>,
        /// Relative change: -0.3 is 30 % less.
        change: Option<At<f64>>,
        /// Part of the purchases put off that is made up for.
        rebound: Option<At<f64>>,
        /// Days between the end of the change and the rebound.
        #[schemars(extend("default" = 0))]
        rebound_after: Option<At<f64>>,
        /// Days over which the rebound is spread.
        #[schemars(extend("default" = 90))]
        rebound_days: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
    }
}

table! {
    /// Income that households expect to lose.
    Expectation {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// The part that they expect to lose.
        loss: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
    }
}

table! {
    /// A route that is slower or carries less.
    Route {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Days more than before.
        #[schemars(extend("default" = 0))]
        delay: Option<At<f64>>,
        /// Part of the capacity lost, 0 to 1.
        #[schemars(extend("default" = 0))]
        closed: Option<At<f64>>,
        /// Capacity of the open route over what it carries.
        #[schemars(extend("default" = 1.2))]
        spare: Option<At<f64>>,
        ..links: Links,
        ..when: When,
    }
}

table! {
    /// Products that may not be delivered.
    Ban {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Part of the orders that is stopped, 0 to 1.
        #[schemars(extend("default" = 1))]
        share: Option<At<f64>>,
        ..links: Links,
        ..when: When,
    }
}
