//! The tables of a scenario file that say how its economy works.

use std::num::NonZeroUsize;

use crate::by_sector::{Elasticity, PerSector};
use crate::choices::{Deficits, ElasticityFrom, FinalUsesWord, PreferencesWord, Sourcing, Structure};
use crate::read::{At, table};
use crate::rules;
use crate::values::{Map, Name, Words};

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
        /// Own nests of the technology tree.
        nest: Vec<At<Nest>>,
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
    /// A nest of the technology tree: products, factors and other nests under one substitution elasticity.
    #[schemars(extend("required" = ["name"]))]
    Nest checked by rules::has_name {
        /// Its name: `energy`.
        name: Option<At<Name>>,
        /// The nest in which it stands: `output`, `value_added`, `materials`, or an own one that stands before it.
        #[schemars(extend("default" = "output"))]
        r#in: Option<At<String>>,
        /// Substitution elasticity between its members, one number or by using sector; 1 is Cobb–Douglas.
        #[schemars(extend("default" = 1))]
        elasticity: Option<At<PerSector<f64>>>,
        /// Products that stand in it instead of in `materials`.
        products: Option<At<Words>>,
        /// Factors that stand in it instead of in `value_added`.
        factors: Option<At<Words>>,
        /// Using sectors whose tree has it.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
    }
}

table! {
    /// Elasticities.
    Parameters {
        /// The trade elasticity: a named set, a number, a table file, or numbers by sector with a default.
        trade_elasticity: Option<At<Elasticity>>,
        /// The scale elasticity of sectors that are `external`, in the same ways; without it, that of the set of trade
        /// elasticities, where it has one.
        scale_elasticity: Option<At<Elasticity>>,
        /// The elasticity of substitution between varieties of sectors that are `melitz`, one number or by sector.
        variety_elasticity: Option<At<PerSector<f64>>>,
        /// What the trade elasticity was estimated from; it matters under `melitz`.
        #[schemars(extend("default" = "costs"))]
        elasticity_from: Option<At<ElasticityFrom>>,
    }
}

table! {
    /// How uncertain elasticities are, for the draws of `oblate run --sensitivity N`: standard deviations of their logs
    /// (0.2 is about 20 %).
    Sensitivity {
        /// Of the trade elasticity, one number or by sector; where nothing is said, what the standard error of its source
        /// makes it, and 0.3 if the source tells none.
        trade_elasticity: Option<At<PerSector<f64>>>,
        /// Of the scale elasticity of sectors that are `external`, one number or by sector, beside its moving with the
        /// trade elasticity: their product stays where nothing is said.
        #[schemars(extend("default" = 0))]
        scale_elasticity: Option<At<PerSector<f64>>>,
        /// Of the elasticities of substitution of `[demand]`, `[model.technology]` and `[[model.nest]]` that the scenario
        /// gives; 1 (Cobb–Douglas) and 0 are choices of form and stay.
        #[schemars(extend("default" = 0.3))]
        substitution: Option<At<f64>>,
    }
}

table! {
    /// Final demand.
    Demand checked by rules::demand {
        /// Preferences of households over products.
        #[schemars(extend("default" = "cobb-douglas"))]
        preferences: Option<At<PreferencesWord>>,
        /// The elasticity of substitution of `ces` and `non-homothetic` preferences.
        substitution: Option<At<f64>>,
        /// The income parameters of `non-homothetic` preferences by product: the income elasticity of a product is the
        /// elasticity of substitution, plus one minus it times its parameter over the mean.
        income: Option<At<PerSector<f64>>>,
        /// Which final uses are told apart.
        #[schemars(extend("default" = "pooled"))]
        final_uses: Option<At<FinalUsesWord>>,
        /// The final uses of households, where they are told apart.
        #[schemars(extend("default" = ["HFCE", "NPISH"]))]
        households: Option<At<Words>>,
        /// The final uses that are investment, where they are told apart.
        #[schemars(extend("default" = ["GFCF"]))]
        investment: Option<At<Words>>,
    }
}

table! {
    /// A group of households in every region.
    #[schemars(extend("required" = ["name"]))]
    Household checked by rules::has_name {
        /// Its name.
        name: Option<At<Name>>,
        /// Its share of the income of each factor; one group may leave a factor out and takes what the others leave. A
        /// factor split from another one that no group names is owned as that one.
        factors: Option<Map<At<f64>>>,
        /// Its share of revenue, less subsidies, and of the deficit; one group may leave it out.
        transfers: Option<At<f64>>,
        /// Weights of sectors in its income of factors, where they differ from those of its region.
        #[schemars(extend("default" = 1))]
        sectors: Option<At<PerSector<f64>>>,
    }
}

table! {
    /// A new factor that takes over a part of the income of another one.
    #[schemars(extend("required" = ["from", "name", "share"]))]
    FactorSplit checked by rules::whole_split {
        /// The factor that is split.
        from: Option<At<String>>,
        /// The name of the new factor.
        name: Option<At<Name>>,
        /// The part of the income that becomes the new factor's, one number or by sector; 0 where nothing is said.
        share: Option<At<PerSector<f64>>>,
    }
}

table! {
    /// A region that is split into stylised parts, which differ in size alone and take its place.
    #[schemars(extend("required" = ["region", "parts"]))]
    RegionSplit checked by rules::whole_region_split {
        /// The region that is split; its code then stands for all its parts.
        region: Option<At<String>>,
        /// The parts: the code of each, and its share of all that the region makes, buys and owns; the shares add up to 1.
        parts: Option<Map<At<f64>>>,
        /// Of what the region buys at home, the share that each part buys from itself, from 0 to 1; of the rest it buys from
        /// all parts in proportion to their size. With 0 the parts are one market.
        #[schemars(extend("default" = 0))]
        own: Option<At<f64>>,
    }
}

table! {
    /// People who move between the regions of one country, where real income per head draws them.
    #[schemars(extend("required" = ["among", "factors", "elasticity"]))]
    Migration checked by rules::migration {
        /// The countries: each word is a group of regions among which people move.
        among: Option<At<Words>>,
        /// The factors whose supply people take along.
        factors: Option<At<Words>>,
        /// The elasticity of migration: of the odds of living in one region to real income per head there; above 0.
        elasticity: Option<At<f64>>,
        /// The share of the people of each region who come from it, whatever its size; the origins of the others are
        /// spread as the population is. Without it nobody has roots.
        #[schemars(extend("default" = 0))]
        stay: Option<At<f64>>,
        /// A table file with the people by `origin`, where they come from, and `destination`, where they live, instead.
        table: Option<At<String>>,
        /// The column of the table that holds them.
        #[schemars(extend("default" = "value"))]
        column: Option<At<String>>,
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
