//! The tables of a scenario file as written, declared once for reading, checking and the JSON Schema.

mod model;
mod shocks;

use crate::document::Node;
use crate::factor_modes::FactorMode;
use crate::overrides::Settable;
use crate::read::{At, table};
use crate::values::{Map, Mechanism, Words};
use crate::variants::Varied;

pub(crate) use model::{
    Demand, FactorSplit, Household, Migration, Model, Nest, Parameters, RegionSplit, Sensitivity, Solver,
    Technology,
};
pub(crate) use shocks::{
    CapShock, CarbonPrice, Condition, ConsumptionTax, DeficitShock, Embargo, FactorShock, InputShock, Links,
    RawChange, Regions, SectorShock, Shocks, TradeShock,
};

table! {
    /// A question put to the engine: policies and shocks on the baseline of a world table.
    File {
        { ..head: Head }
        /// How the economy works.
        model: Option<Model>,
        /// Elasticities.
        parameters: Option<Parameters>,
        /// How uncertain elasticities are.
        sensitivity: Option<Sensitivity>,
        /// Final demand.
        demand: Option<Demand>,
        /// The market of each factor: `"mobile"`, `"specific"`, `"world"`, `"long-run"`, `{ roy = 2.5 }`,
        /// `{ rigid = "nominal" }` or `{ rigid = "real" }`.
        factors: Option<Map<At<FactorMode>>>,
        /// Regions among which people move, and the factors that they take along.
        migration: Option<At<Migration>>,
        /// Groups of households.
        household: Vec<At<Household>>,
        /// Regions that are split into parts, the same in every variant.
        region_split: Vec<At<RegionSplit>>,
        /// New factors that take over a part of the income of others, the same in every variant.
        factor_split: Vec<At<FactorSplit>>,
        /// How the equilibrium is computed.
        solver: Option<Solver>,
        /// Variants of the scenario by name, each run beside the base case.
        variants: Option<Map<Variant>>,
        ..shocks: Shocks,
    }
}

table! {
    /// What a file is about, its world, and its words.
    Head {
        /// The title, one line.
        title: Option<At<String>>,
        /// The question that the file answers.
        question: Option<At<String>>,
        /// The mechanisms that it shows: `["M14"]`.
        mechanisms: Vec<At<Mechanism>>,
        /// The world that it is made for: the name of a built-in world or a world file.
        #[schemars(extend("default" = "world-2014"))]
        world: Option<At<String>>,
        /// What a reader should know.
        notes: Option<At<String>>,
        /// Own groups of regions: a name, and its regions, other groups or built-in groups (`@EU27`).
        groups: Option<Map<At<Words>>>,
        /// Own groups of sectors: a name, and its sectors or other groups.
        sector_groups: Option<Map<At<Words>>>,
    }
}

table! {
    /// A variant: the base case with some keys set anew and some shocks added.
    #[expect(dead_code, reason = "checks what is written; the cases are made from the document")]
    Variant {
        /// The title of the variant, one line.
        title: Option<At<String>>,
        /// Keys set anew: `{ "model.deficits" = "zero", "iceberg.rivals.multiply" = 1.2 }`.
        set: Option<Map<Node>>,
        ..shocks: Shocks,
    }
}

impl Varied for File {
    fn settable() -> Settable {
        Settable {
            tables: &[
                "model",
                "parameters",
                "sensitivity",
                "demand",
                "factors",
                "migration",
                "solver",
                "groups",
                "sector_groups",
            ],
            kinds: Shocks::keys(),
            example: "model.deficits",
        }
    }
}
