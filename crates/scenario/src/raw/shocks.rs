//! The shocks of a scenario file as written: one table per kind, and the selections and changes that they share.

use crate::choices::{Mode, Rent};
use crate::read::{At, table};
use crate::rules;
use crate::values::{Name, Words};

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
        /// Fixed costs of market access, new over baseline; they act under `melitz`.
        fixed_cost: Vec<At<TradeShock>>,
        /// Caps on quantities traded.
        cap: Vec<At<CapShock>>,
        /// Taxes on final purchases, in rate points.
        consumption_tax: Vec<At<ConsumptionTax>>,
        /// Taxes on purchases of inputs, in rate points.
        input_tax: Vec<At<InputShock>>,
        /// Subsidies on purchases of inputs, in rate points.
        input_subsidy: Vec<At<InputShock>>,
        /// Weights of products in the preferences of households, new over baseline.
        preference: Vec<At<SectorShock>>,
        /// Prices of carbon: of a tonne of CO2 in the currency of the world, where its unit counts in millions too.
        carbon_price: Vec<At<CarbonPrice>>,
        /// Trade deficits, in the world's unit of value.
        deficit: Vec<At<DeficitShock>>,
    }
}

impl Shocks {
    /// Whether there is no shock of any kind.
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            tariff,
            export_tax,
            iceberg,
            embargo,
            subsidy,
            productivity,
            factor,
            fixed_cost,
            cap,
            consumption_tax,
            input_tax,
            input_subsidy,
            preference,
            carbon_price,
            deficit,
        } = self;
        [tariff, export_tax, iceberg, fixed_cost].into_iter().all(Vec::is_empty)
            && [subsidy, productivity, preference].into_iter().all(Vec::is_empty)
            && [input_tax, input_subsidy].into_iter().all(Vec::is_empty)
            && [
                embargo.len(),
                factor.len(),
                cap.len(),
                consumption_tax.len(),
                carbon_price.len(),
                deficit.len(),
            ] == [0; 6]
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
    /// Caps on the quantities that trade links carry.
    #[schemars(extend("required" = ["quantity"]))]
    CapShock checked by rules::has_quantity {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// The most that may pass, as a share of the baseline's quantity.
        quantity: Option<At<f64>>,
        /// Who earns the rent of a cap that binds.
        #[schemars(extend("default" = "origin"))]
        rent: Option<At<Rent>>,
        ..links: Links,
    }
}

table! {
    /// A tax on final purchases in regions.
    ConsumptionTax {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Products.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Who buys, among `households`, `investment` and `other`, where final uses are told apart.
        #[schemars(extend("default" = "all"))]
        uses: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A tax or subsidy on purchases of inputs in regions.
    InputShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Products bought.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Using sectors.
        #[schemars(extend("default" = "all"))]
        by: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A price of carbon in regions.
    CarbonPrice {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Fuels, whose purchases by a sector carry its emissions, in proportion to their value.
        #[schemars(extend("default" = ["B", "C19", "D35", "D"]))]
        on: Option<At<Words>>,
        /// Whether imports pay for the carbon that their origin has not charged.
        #[schemars(extend("default" = false))]
        border_adjustment: Option<At<bool>>,
        /// Products whose imports pay it.
        #[schemars(extend("default" = "all"))]
        border_sectors: Option<At<Words>>,
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
