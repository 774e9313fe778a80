//! The tables of a scenario file as written, declared once for reading, checking and the JSON Schema.

use std::num::NonZeroUsize;

use crate::by_sector::{Elasticity, PerSector};
use crate::choices::{Deficits, Mode, Sourcing, Structure};
use crate::document::Node;
use crate::read::{At, table};
use crate::rules;
use crate::values::{Map, Mechanism, Name, Words};

table! {
    /// A question put to the engine: policies and shocks on the baseline of a world table.
    File {
        /// The title of the scenario, one line.
        title: Option<At<String>>,
        /// The question that the scenario answers.
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
        /// How the economy works.
        model: Option<Model>,
        /// Elasticities.
        parameters: Option<Parameters>,
        /// How the equilibrium is computed.
        solver: Option<Solver>,
        /// Variants of the scenario by name, each run beside the base case.
        variants: Option<Map<Variant>>,
        ..shocks: Shocks,
    }
}

table! {
    /// The shocks, one array of tables per kind.
    Shocks checked by rules::unique_names {
        /// Import tariffs, in rate points (0.1 is 10 %).
        tariff: Vec<At<TradeShock>>,
        /// Export taxes, in rate points.
        export_tax: Vec<At<TradeShock>>,
        /// Iceberg trade costs, new over baseline (1.1 is 10 % dearer).
        iceberg: Vec<At<TradeShock>>,
        /// Trade links that are cut.
        embargo: Vec<At<Embargo>>,
        /// Net output subsidies, in rate points of output.
        subsidy: Vec<At<SectorShock>>,
        /// Productivity, new over baseline.
        productivity: Vec<At<SectorShock>>,
        /// Factor supply, new over baseline.
        factor: Vec<At<FactorShock>>,
        /// Trade deficits, in the world's unit of value.
        deficit: Vec<At<DeficitShock>>,
    }
}

impl Shocks {
    /// Whether there is no shock of any kind.
    pub(crate) fn is_empty(&self) -> bool {
        let Self { tariff, export_tax, iceberg, embargo, subsidy, productivity, factor, deficit } = self;
        [tariff, export_tax, iceberg].into_iter().all(Vec::is_empty)
            && embargo.is_empty()
            && [subsidy, productivity].into_iter().all(Vec::is_empty)
            && factor.is_empty()
            && deficit.is_empty()
    }
}

table! {
    /// How the economy works.
    Model {
        /// The market structure, one for all sectors or by sector with a default.
        #[schemars(extend("default" = "perfect"))]
        structure: Option<At<PerSector<Structure>>>,
        /// Whether all uses of a product in a region share its sources.
        #[schemars(extend("default" = "common"))]
        sourcing: Option<At<Sourcing>>,
        /// How trade deficits behave.
        #[schemars(extend("default" = "fixed"))]
        deficits: Option<At<Deficits>>,
        /// Substitution elasticities of the technology tree; 1 is Cobb–Douglas.
        technology: Option<Technology>,
    }
}

table! {
    /// Substitution elasticities of the technology tree, each one number or by using sector.
    Technology {
        /// Between value added and materials.
        #[schemars(extend("default" = 1))]
        output: Option<At<PerSector<f64>>>,
        /// Between factors.
        #[schemars(extend("default" = 1))]
        value_added: Option<At<PerSector<f64>>>,
        /// Between the bundles of the input products.
        #[schemars(extend("default" = 1))]
        materials: Option<At<PerSector<f64>>>,
    }
}

table! {
    /// Elasticities.
    Parameters {
        /// The trade elasticity: a named set, a number, a table file, or numbers by sector with a default.
        trade_elasticity: Option<At<Elasticity>>,
    }
}

table! {
    /// How the equilibrium is computed.
    Solver {
        /// Largest relative residual in levels.
        #[schemars(extend("default" = 1e-10))]
        tolerance: Option<At<f64>>,
        /// Most iterations of the solver.
        #[schemars(extend("default" = 60))]
        max_iterations: Option<At<NonZeroUsize>>,
    }
}

table! {
    /// A variant: the base case with some keys set anew and some shocks added.
    Variant {
        /// The title of the variant, one line.
        title: Option<At<String>>,
        /// Keys set anew: `{ "model.deficits" = "zero", "iceberg.rivals.multiply" = 1.2 }`.
        set: Option<Map<Node>>,
        ..shocks: Shocks,
    }
}

table! {
    /// A change on trade links.
    TradeShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Whether a region's trade with itself changes too.
        #[schemars(extend("default" = false))]
        include_own: Option<At<bool>>,
        ..links: Links,
        ..change: RawChange,
    }
}

table! {
    /// Trade links that are cut.
    Embargo {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        ..links: Links,
    }
}

table! {
    /// A selection of trade links.
    Links {
        /// Origins.
        #[schemars(extend("default" = "all"))]
        from: Option<At<Words>>,
        /// Destinations.
        #[schemars(extend("default" = "all"))]
        to: Option<At<Words>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Whether the links from `to` to `from` are selected too.
        #[schemars(extend("default" = false))]
        both_ways: Option<At<bool>>,
        /// Only pairs of regions for which a covariate lies above or below a bound.
        r#where: Option<At<Condition>>,
    }
}

table! {
    /// A change in sectors of regions.
    SectorShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A change of factor supply in regions.
    FactorShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Factors.
        #[schemars(extend("default" = "all"))]
        factors: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A change of trade deficits.
    DeficitShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// The region whose deficit takes up what the others leave, so that all add up to zero.
        balance: Option<At<String>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A selection of regions.
    Regions checked by rules::one_region_key {
        /// Regions.
        #[schemars(extend("default" = "all"))]
        regions: Option<At<Words>>,
        /// The same as `regions`.
        region: Option<At<Words>>,
    }
}

table! {
    /// What happens to the selected cells: exactly one of `set`, `add`, `multiply` and `table`.
    #[schemars(extend("oneOf" = [
        { "required": ["set"] }, { "required": ["add"] }, { "required": ["multiply"] }, { "required": ["table"] }
    ]))]
    RawChange checked by rules::one_change {
        /// The new value.
        set: Option<At<f64>>,
        /// What is added to the value.
        add: Option<At<f64>>,
        /// What the value is multiplied by.
        multiply: Option<At<f64>>,
        /// A CSV or Parquet file with one value per cell.
        table: Option<At<String>>,
        /// The value column of the file.
        #[schemars(extend("default" = "value"))]
        column: Option<At<String>>,
        /// What is done with the values of the file.
        #[schemars(extend("default" = "set"))]
        mode: Option<At<Mode>>,
    }
}

table! {
    /// A bound on a pair covariate of the world; with two bounds, pairs between them are selected.
    #[schemars(extend(
        "required" = ["covariate"], "anyOf" = [{ "required": ["above"] }, { "required": ["below"] }]
    ))]
    Condition checked by rules::bounded {
        /// The name of the covariate: `ideal_point_distance`.
        covariate: Option<At<String>>,
        /// Only pairs above this value.
        above: Option<At<f64>>,
        /// Only pairs below this value.
        below: Option<At<f64>>,
    }
}
