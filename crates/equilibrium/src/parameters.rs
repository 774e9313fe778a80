//! Elasticities of a model: what the baseline table cannot tell.

use oblate_world::{Id, Sector};

/// Elasticities, each per sector of the world that they belong to.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Trade elasticity `θ_s > 0`: of trade shares to iceberg costs.
    pub trade_elasticity: Vec<f64>,
    /// The default technology tree's substitution elasticities.
    pub technology: Technology,
}

/// Substitution elasticities of the default technology tree, per using sector; 1 is Cobb–Douglas.
///
/// The tree: output ← {value added, materials}; value added ← factors; materials ← sector bundles.
/// Equation: model.md (3.1).
#[derive(Debug, Clone, PartialEq)]
pub struct Technology {
    /// Between value added and materials.
    pub output: Vec<f64>,
    /// Between factors.
    pub value_added: Vec<f64>,
    /// Between the bundles of the input products.
    pub materials: Vec<f64>,
}

impl Technology {
    /// Cobb–Douglas in every nest of every one of `sectors` sectors.
    pub fn cobb_douglas(sectors: usize) -> Self {
        Self { output: vec![1.0; sectors], value_added: vec![1.0; sectors], materials: vec![1.0; sectors] }
    }
}

impl Parameters {
    /// These trade elasticities with Cobb–Douglas technology.
    pub fn new(trade_elasticity: Vec<f64>) -> Self {
        let sectors = trade_elasticity.len();
        Self { trade_elasticity, technology: Technology::cobb_douglas(sectors) }
    }

    /// The trade elasticity of one sector.
    pub fn theta(&self, sector: Sector) -> f64 {
        self.trade_elasticity[sector.index()]
    }
}
