//! The input-output structure that the short run moves on: who buys how much of what, and from whom.

mod of_world;
mod shape;
mod sourcing;

use std::sync::Arc;

use oblate_world::{Axis, FinalUse, Id, Region, Sector};

use crate::error::PropagationError;
pub use shape::Shape;
use sourcing::Sourcing;
pub(crate) use sourcing::TILE;

/// What was left out of a table because a flow cannot be negative in a model that is driven by demand.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Clipped {
    /// Negative cells that were set to zero.
    pub cells: usize,
    /// Their sum, in the table's unit a year.
    pub value: f64,
}

/// Yearly flows of goods between industries and to final users, at basic prices.
///
/// Output is the sum of sales `x[i] = Σ_f Z[i,f] + Σ_c Y[i,c]`, so that every supplier sells what it makes.
#[derive(Debug, Clone, PartialEq)]
pub struct InputOutput {
    pub(crate) shape: Shape,
    pub(crate) regions: Axis<Region>,
    pub(crate) sectors: Axis<Sector>,
    pub(crate) final_uses: Axis<FinalUse>,
    /// Sources of the industries, and of the final users.
    pub(crate) sources: [Arc<Sourcing>; 2],
    /// Whether all uses of a region share their sources.
    pub(crate) common: bool,
    /// Product × buyer.
    pub(crate) purchases: Vec<f64>,
    pub(crate) output: Vec<f64>,
    pub(crate) labour: Vec<f64>,
    pub(crate) clipped: Clipped,
}

impl InputOutput {
    /// A table from its flows: `intermediate` is `Z`, industry × industry, `final_demand` is `Y`, industry × final
    /// user, both in one unit a year. Labour income is taken to be value added, as long as
    /// [`InputOutput::with_labour`] says nothing else.
    ///
    /// # Errors
    /// [`PropagationError::Length`], [`PropagationError::Flow`].
    pub fn of_flows(
        regions: Axis<Region>,
        sectors: Axis<Sector>,
        final_uses: Axis<FinalUse>,
        intermediate: &[f64],
        final_demand: &[f64],
    ) -> Result<Self, PropagationError> {
        let shape = Shape { regions: regions.len(), sectors: sectors.len(), final_uses: final_uses.len() };
        let (p, users, n) = (shape.industries(), shape.final_users(), shape.sectors);
        flows("intermediate flow", intermediate, p * p)?;
        flows("final demand", final_demand, p * users)?;
        let (from_industries, inputs) =
            Sourcing::of_flows([n, shape.regions, p], n, |k, i, f| intermediate[(i * n + k) * p + f]);
        let (from_users, bought) =
            Sourcing::of_flows([n, shape.regions, users], shape.final_uses, |k, i, c| {
                final_demand[(i * n + k) * users + c]
            });
        let output = (0..p)
            .map(|i| {
                let row = |flows: &[f64], width: usize| flows[i * width..][..width].iter().sum::<f64>();
                row(intermediate, p) + row(final_demand, users)
            })
            .collect();
        let purchases = (inputs.chunks_exact(p).zip(bought.chunks_exact(users)))
            .flat_map(|(inputs, bought)| inputs.iter().chain(bought).copied())
            .collect();
        let sources = [Arc::new(from_industries), Arc::new(from_users)];
        let table = Self {
            shape,
            regions,
            sectors,
            final_uses,
            sources,
            common: false,
            purchases,
            output,
            labour: Vec::new(),
            clipped: Clipped::default(),
        };
        Ok(table.with_value_added_as_labour())
    }

    /// Takes labour income by industry, in any one unit, from elsewhere.
    ///
    /// # Errors
    /// [`PropagationError::Length`], [`PropagationError::Flow`].
    pub fn with_labour(mut self, labour: Vec<f64>) -> Result<Self, PropagationError> {
        flows("labour income", &labour, self.shape.industries())?;
        self.labour = labour;
        Ok(self)
    }

    pub(crate) fn with_value_added_as_labour(mut self) -> Self {
        self.labour = self.value_added().iter().map(|value| value.max(0.0)).collect();
        self
    }

    /// Numbers of regions, sectors and final uses.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The regions.
    pub fn regions(&self) -> &Axis<Region> {
        &self.regions
    }

    /// The sectors.
    pub fn sectors(&self) -> &Axis<Sector> {
        &self.sectors
    }

    /// The final uses.
    pub fn final_uses(&self) -> &Axis<FinalUse> {
        &self.final_uses
    }

    /// Output by industry, a year.
    pub fn output(&self) -> &[f64] {
        &self.output
    }

    /// Purchases at basic prices, a year: product × buyer.
    pub fn purchases(&self) -> &[f64] {
        &self.purchases
    }

    /// Share of the supplier in a region in what a buyer buys of a product.
    pub fn share(&self, product: Sector, supplier: Region, buyer: usize) -> f64 {
        let (kind, at) = match buyer.checked_sub(self.shape.industries()) {
            None => (0, buyer),
            Some(user) => (1, user),
        };
        self.sources[kind].share(product.index(), supplier.index(), at / self.width(kind))
    }

    /// Negative flows that were set to zero on the way from a world.
    pub fn clipped(&self) -> Clipped {
        self.clipped
    }

    /// Value added by industry, a year: `x[f] − Σ_i Z[i,f]`.
    pub fn value_added(&self) -> Vec<f64> {
        let mut value_added = self.output.clone();
        for bought in self.purchases.chunks_exact(self.shape.buyers()) {
            for (value, bought) in value_added.iter_mut().zip(bought) {
                *value -= bought;
            }
        }
        value_added
    }

    /// Buyers of a kind (industries, final users) that make up a column of its sources.
    pub(crate) fn width(&self, kind: usize) -> usize {
        match (self.common, kind) {
            (false, _) => 1,
            (true, 0) => self.shape.sectors,
            (true, _) => self.shape.final_uses,
        }
    }

    /// Bytes of the flow matrix as it is held: industries with their own sources each, or regions that share them.
    pub fn bytes(&self) -> usize {
        let [industries, users] = &self.sources;
        let shared = if Arc::ptr_eq(industries, users) { 0 } else { users.bytes() };
        industries.bytes() + shared
    }

    /// How an industry is called in messages: `DEU C29`.
    pub fn industry_name(&self, industry: usize) -> String {
        let (region, sector) = self.shape.place(industry);
        format!("{} {}", self.regions.code(region), self.sectors.code(sector))
    }
}

pub(crate) fn flows(what: &'static str, values: &[f64], expected: usize) -> Result<(), PropagationError> {
    if values.len() != expected {
        return Err(PropagationError::Length { what, found: values.len(), expected });
    }
    match values.iter().position(|value| !(value.is_finite() && *value >= 0.0)) {
        Some(position) => Err(PropagationError::Flow { what, position, value: values[position] }),
        None => Ok(()),
    }
}
