//! The tables of a file of shocks as written, declared once for reading, checking and the JSON Schema.

use std::num::NonZeroUsize;

use crate::by_sector::Values;
use crate::document::Node;
use crate::overrides::Settable;
use crate::raw::{Head, Links, Regions};
use crate::read::{At, table};
use crate::rules;
use crate::short_run::words::{
    ConsumptionWord, ImportantWord, InputsWord, LabourWord, OrdersWord, OverlapWord, PayerWord, PresetWord,
    RationingWord, RecoveryWord, SuppliersWord,
};
use crate::values::{Map, Name, Words};
use crate::variants::Varied;

table! {
    /// Shocks that travel through inventories, day by day.
    File {
        { ..head: Head }
        /// Days that are run.
        #[schemars(extend("default" = 365))]
        days: Option<At<NonZeroUsize>>,
        /// The choices of the model.
        short_run: Option<Choices>,
        /// Buyers in the order in which contracts have them served, under `rationing = "by-contract"`; those that none names
        /// come last, industries before final users.
        contract: Vec<At<Contract>>,
        /// Variants of the shocks by name, each run beside the base case.
        #[expect(dead_code, reason = "checks what is written; the cases are made from the document")]
        variants: Option<Map<Variant>>,
        ..shocks: Shocks,
    }
}

table! {
    /// The shocks, one array of tables per kind.
    Shocks checked by rules::unique_short_run_names {
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
    /// A variant: the base case with some keys set anew and some shocks added.
    #[schemars(rename = "ShortRunVariant")]
    #[expect(dead_code, reason = "checks what is written; the cases are made from the document")]
    Variant {
        /// The title of the variant, one line.
        title: Option<At<String>>,
        /// Keys set anew: `{ "short_run.rationing" = "proportional", "capacity_loss.fabs.loss" = 0.5 }`.
        set: Option<Map<Node>>,
        ..shocks: Shocks,
    }
}

impl Varied for File {
    fn settable() -> Settable {
        let mut kinds = Shocks::keys();
        kinds.push("contract");
        Settable { tables: &["short_run", "groups", "sector_groups"], kinds, example: "short_run.restoring" }
    }
}

table! {
    /// The choices of the model; the preset gives those that are left out.
    Choices {
        /// Where the other choices come from.
        #[schemars(extend("default" = "default"))]
        preset: Option<At<PresetWord>>,
        /// Days of use that industries hold, of all inputs or by product; or a CSV or Parquet file with the days by `product`,
        /// and by `region` and `sector` of the user where they differ.
        inventories: Option<At<Values<f64>>>,
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
        /// A CSV or Parquet file that tells by `product` and using `sector` whether it is essential (1), important (0.5) or
        /// neither (0), in the column `value`; it comes before `essential` and `important`.
        criticality: Option<At<String>>,
        /// What the lack of an important product does.
        #[schemars(extend("default" = "half"))]
        important_inputs: Option<At<ImportantWord>>,
        /// Output falls when less than this part of the target is in stock, not only when an input is used up.
        psi: Option<At<f64>>,
        /// An input whose share in output is smaller never limits output.
        negligible: Option<At<f64>>,
        /// The most that output can be, over capacity before; 1 switches overproduction off.
        overproduction: Option<At<f64>>,
        /// Days in which overproduction is reached.
        overproduction_days: Option<At<f64>>,
        /// Whether industries let idle workers go and hire them back, or all that can work do.
        labour: Option<At<LabourWord>>,
        /// Under `labour = "hired-and-fired"`: part of the missing workers that is hired in a day; 1/30 where no preset says more.
        hiring: Option<At<f64>>,
        /// Under `labour = "hired-and-fired"`: part of the idle workers that is let go in a day; 1/15 where no preset says more.
        firing: Option<At<f64>>,
        /// What households buy.
        consumption: Option<At<ConsumptionWord>>,
        /// The final use that is theirs, under `consumption = "from-income"`; the first one without it.
        households: Option<At<Words>>,
        /// Part of lost labour income that is paid as a benefit; 0.8 where no preset says more.
        benefits: Option<At<f64>>,
        /// How much of consumption is that of the day before; 1 - (1 - 0.6)/90 where no preset says more.
        persistence: Option<At<f64>>,
        /// Part of the spending on unwanted products that is saved; 0.5 where no preset says more.
        saved: Option<At<f64>>,
        /// What two losses of one capacity make together.
        overlap: Option<At<OverlapWord>>,
        /// Days that goods travel; without it they arrive at once.
        transport: Option<At<Transport>>,
        /// Capital over yearly value added.
        capital_ratio: Option<At<f64>>,
        /// Days of one step.
        step: Option<At<f64>>,
    }
}

table! {
    /// Days that goods travel between regions; none within a region. A table comes before the distance, and that before `days`.
    Transport checked by rules::some_transport {
        /// Days between any two regions.
        days: Option<At<f64>>,
        /// Kilometres that goods travel in a day, over the world's covariate `distance_km`; where it is missing, `days` count.
        km_per_day: Option<At<f64>>,
        /// A CSV or Parquet file with the days by `origin` and `destination`, in the column `value`.
        table: Option<At<String>>,
    }
}

table! {
    /// A file in place of one value.
    FromTable checked by rules::column_of_table {
        /// A CSV or Parquet file with values by `region` and `sector`, in place of one value for all.
        table: Option<At<String>>,
        /// The value column of the file.
        #[schemars(extend("default" = "value"))]
        column: Option<At<String>>,
    }
}

table! {
    /// Buyers that are served together.
    Contract {
        /// A name by which variants and `--set` address the contract.
        #[expect(dead_code, reason = "overrides find it in the document")]
        name: Option<At<Name>>,
        /// Sectors of the industries that buy; none where only `uses` are named.
        sectors: Option<At<Words>>,
        /// Final uses that buy; none where only `sectors` are named.
        uses: Option<At<Words>>,
        ..places: Regions,
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
        ..file: FromTable,
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
        /// Products needed per unit of capital that was lost.
        #[schemars(extend("default" = 1))]
        rebuild_factor: Option<At<f64>>,
        /// Who pays for it.
        #[schemars(extend("default" = "outside"))]
        payer: Option<At<PayerWord>>,
        ..places: Regions,
        ..when: When,
        ..file: FromTable,
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
        ..file: FromTable,
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
