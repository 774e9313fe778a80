//! People who move between the regions of one country.

use oblate_world::{Array2, Region};

/// Migration within countries, from `o` to `n`, Fréchet with elasticity ν [Tombe & Zhu 2019; model.md section 5].
///
/// People compare real income per head: `ℓ'_on = ℓ_on Ŵ_n^ν / Σ_m ℓ_om Ŵ_m^ν`. Who moves takes the supply of the moving factors
/// along.
#[derive(Debug, Clone, PartialEq)]
pub struct Migration {
    /// Countries with several regions; a region stands in one of them at most.
    pub countries: Vec<Vec<Region>>,
    /// Elasticity of migration ν > 0.
    pub elasticity: f64,
    /// Share of the people from a region (first) who live in another (second); rows over a country add up to one.
    pub share: Array2<Region, Region>,
    /// People by the region that they come from, in any unit.
    pub people: Vec<f64>,
    /// Whether people take their supply of a factor along, by factor.
    pub moves: Vec<bool>,
}
