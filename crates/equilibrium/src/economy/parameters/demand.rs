//! Final demand: preferences, groups of households, and which final uses are told apart.

use oblate_world::FinalUse;

/// Final demand. Equations: model.md (3.12), (3.13).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Demand {
    /// Preferences of households over products; government and investment keep their shares of products.
    pub preferences: Preferences,
    /// Which final uses are told apart.
    pub final_uses: FinalUses,
    /// Groups of households in every region; empty means one that owns all.
    pub groups: Vec<HouseholdGroup>,
}

/// Preferences over products.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Preferences {
    /// Spending shares do not move.
    #[default]
    CobbDouglas,
    /// One elasticity of substitution σ ≥ 0, σ ≠ 1.
    Ces {
        /// Elasticity of substitution σ.
        substitution: f64,
    },
    /// Non-homothetic CES (Comin, Lashkari & Mestieri 2021): σ ≠ 1 and an income parameter per product.
    NonHomothetic {
        /// Elasticity of substitution σ.
        substitution: f64,
        /// `ε_s > 0` by product: the income elasticity of s is `σ + (1 − σ) ε_s / ε̄`.
        income: Vec<f64>,
    },
}

/// Which final uses are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FinalUses {
    /// All final spending of a region is that of its households.
    #[default]
    Pooled,
    /// Households, investment and the other uses each spend by their own shares; spending of all but households is
    /// a fixed share of income, unless capital is in the long run.
    Apart {
        /// The final uses of households.
        households: Vec<FinalUse>,
        /// The final uses that are investment in capital.
        investment: Vec<FinalUse>,
    },
}

/// A group of households, the same in every region.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseholdGroup {
    /// Its name.
    pub name: String,
    /// Its share of the income of each factor; the shares of all groups add up to one.
    pub factor_share: Vec<f64>,
    /// Its share of revenue of all wedges, less subsidies, and of the deficit; the shares of all groups add up to one.
    pub transfer_share: f64,
    /// Its share of each sector in its income of a factor, where it differs from the region's (for `roy` markets):
    /// weights by sector that multiply the region's shares.
    pub sector_weight: Option<Vec<f64>>,
}
