//! The words by which a file chooses how its economy works.

use oblate_equilibrium::{DeficitRule, WageFloor};

use crate::words::choice;

choice! {
    /// The market structure of a sector.
    Structure "structure" {
        /// Perfect competition: Armington, Eaton–Kortum, Caliendo–Parro.
        Perfect = "perfect",
        /// External economies of scale: productivity rises with the sector's inputs by the scale elasticity.
        External = "external",
        /// Monopolistic competition with free entry: Krugman.
        Krugman = "krugman",
        /// Free entry and selection of firms into markets: Melitz, Chaney.
        Melitz = "melitz",
    }
}

choice! {
    /// How uses are sourced.
    Sourcing "sourcing" for oblate_equilibrium::Sourcing {
        /// All uses of a product in a region share its sources.
        Common = "common",
        /// Each using sector and final use has sources of its own.
        ByUse = "by-use",
    }
}

choice! {
    /// What net taxes on production in the table are.
    ProductionTaxes "treatment of production taxes" {
        /// Rates on output: revenue that moves with it.
        Taxes = "taxes",
        /// Income of the factors of the industry that pays them.
        ValueAdded = "value-added",
    }
}

choice! {
    /// How trade deficits behave.
    Deficits "rule for deficits" for DeficitRule {
        /// They keep their value in units of the numeraire.
        Fixed = "fixed",
        /// There are none; the baseline is first solved without them.
        Zero = "zero",
        /// They keep their share in factor income.
        Share = "share",
    }
}

choice! {
    /// What trade elasticities were estimated from.
    #[schemars(rename = "elasticity_from")]
    ElasticityFrom "source of trade elasticities" {
        /// Trade costs that melt away: the answer of trade to iceberg costs.
        Costs = "costs",
        /// Tariffs: under `melitz` the answer of trade to them is larger.
        Tariffs = "tariffs",
    }
}

choice! {
    /// Preferences over products.
    #[schemars(rename = "preferences")]
    PreferencesWord "preferences" {
        /// Spending shares do not move.
        CobbDouglas = "cobb-douglas",
        /// One elasticity of substitution.
        Ces = "ces",
        /// One elasticity of substitution, and an income parameter for each product.
        NonHomothetic = "non-homothetic",
    }
}

choice! {
    /// Which final uses are told apart.
    #[schemars(rename = "final_uses")]
    FinalUsesWord "treatment of final uses" {
        /// All final spending of a region is that of its households.
        Pooled = "pooled",
        /// Households, investment and the other uses each spend by their own shares.
        Apart = "apart",
    }
}

choice! {
    /// Who earns the rent of a cap that binds.
    Rent "owner of the rent" for oblate_equilibrium::Rent {
        /// The origin, as of an export quota.
        Origin = "origin",
        /// The destination, as of an import quota whose licences are auctioned.
        Destination = "destination",
        /// Nobody, as of queues and red tape.
        Nobody = "nobody",
    }
}

choice! {
    /// What the floor under a rigid factor price is a multiple of.
    Floor "floor" for WageFloor {
        /// The numeraire, world factor income.
        Nominal = "nominal",
        /// The region's price index of final spending.
        Real = "real",
    }
}
