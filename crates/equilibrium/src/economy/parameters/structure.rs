//! Market structures as numbers in the same equations.

/// How a sector's market works. Each is a pair of numbers, the scale elasticity ψ and selection η, in
/// model.md (3.5)-(3.8).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum MarketStructure {
    /// Perfect competition (Armington; Eaton & Kortum 2002; Caliendo & Parro 2015): ψ = η = 0.
    #[default]
    Perfect,
    /// External economies of scale (Kucheryavyy, Lyn & Rodríguez-Clare 2023; Bartelme et al. 2025): ψ given, η = 0.
    External {
        /// Scale elasticity ψ, of zero or more.
        scale_elasticity: f64,
    },
    /// Monopolistic competition with free entry (Krugman 1980): ψ = 1/θ, η = 0.
    Krugman,
    /// Free entry and selection, Pareto productivities (Melitz 2003; Chaney 2008): ψ = 1/θ, η = θ/(ς − 1) − 1.
    Melitz {
        /// Elasticity of substitution between varieties ς, with 1 < ς ≤ 1 + θ.
        variety_elasticity: f64,
    },
}

/// Selection below which there is none.
const ROUNDING: f64 = 1e-12;

impl MarketStructure {
    /// The scale elasticity ψ and selection η at a trade elasticity.
    pub fn numbers(self, trade_elasticity: f64) -> (f64, f64) {
        match self {
            Self::Perfect => (0.0, 0.0),
            Self::External { scale_elasticity } => (scale_elasticity, 0.0),
            Self::Krugman => (1.0 / trade_elasticity, 0.0),
            Self::Melitz { variety_elasticity } => {
                let selection = trade_elasticity / (variety_elasticity - 1.0) - 1.0;
                // ς = 1 + θ is no selection, whatever the rounding
                (1.0 / trade_elasticity, if selection.abs() < ROUNDING { 0.0 } else { selection })
            }
        }
    }
}

/// The trade elasticity θ under `melitz` that belongs to one estimated from tariffs: `θ = (θ_tariff + 1)(ς − 1)/ς`.
///
/// Tariffs act with `θ + η` where selection is at work. Equation: model.md (3.6).
pub fn trade_elasticity_of_tariffs(tariff_elasticity: f64, variety_elasticity: f64) -> f64 {
    (tariff_elasticity + 1.0) * (variety_elasticity - 1.0) / variety_elasticity
}

/// Whether the uses of a product in a region share its sources. Equation: model.md (2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sourcing {
    /// All uses of a product in a region share its trade shares (Caliendo & Parro 2015).
    #[default]
    Common,
    /// Each using sector and final use has trade shares of its own (Antràs & Chor 2018).
    ByUse,
}
