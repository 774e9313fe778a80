//! From the accounts of a world to the structure that the short run moves on.

use std::sync::Arc;

use oblate_world::{Flows, Id, Region, Sector, World};

use crate::error::PropagationError;
use crate::input_output::shape::Shape;
use crate::input_output::sourcing::Sourcing;
use crate::input_output::{Clipped, InputOutput};

impl InputOutput {
    /// The flows of a world at basic prices.
    ///
    /// Where the world's uses share their sources ([`Flows::Common`]), the structure keeps that: a day costs a
    /// multiple of regions² · sectors instead of (regions · sectors)². Negative inputs (scrap, by-products) are set to
    /// zero, and output is what is sold then; [`InputOutput::clipped`] says how much that is. Labour income is
    /// that of the factor called `labour` in the world, or value added where there is none.
    ///
    /// # Errors
    /// [`PropagationError::Length`], [`PropagationError::Flow`]: not for a world that balances.
    pub fn of_world(world: &World) -> Result<Self, PropagationError> {
        let axes = world.axes();
        let table = match &world.accounts().flows {
            Flows::ByUse { intermediate, final_use } => {
                let (regions, sectors) = (axes.regions.clone(), axes.sectors.clone());
                Self::of_flows(regions, sectors, axes.final_uses.clone(), intermediate, final_use)?
            }
            Flows::Common { .. } => of_common(world),
        };
        match axes.factors.find("labour") {
            Some(labour) => {
                let income = &world.accounts().factor_income;
                let places = axes.regions.ids().flat_map(|j| axes.sectors.ids().map(move |k| (j, k)));
                let labour = places.map(|(j, k)| income[(j, k, labour)].max(0.0)).collect();
                table.with_labour(labour)
            }
            None => Ok(table),
        }
    }
}

/// Uses that share the sources of their region: shares by product, supplier and buying region.
fn of_common(world: &World) -> InputOutput {
    let axes = world.axes();
    let shape =
        Shape { regions: axes.regions.len(), sectors: axes.sectors.len(), final_uses: axes.final_uses.len() };
    let trade = world.trade();
    let sizes = [shape.sectors, shape.regions, shape.regions];
    let (sourcing, sales) =
        Sourcing::of_flows(sizes, 1, |k, i, j| trade[(Sector::new(k), Region::new(j), Region::new(i))]);
    let (purchases, clipped) = purchases(world, shape, &sales);
    let sources = Arc::new(sourcing);
    let output = output(&sources, shape, &purchases);
    let table = InputOutput {
        shape,
        regions: axes.regions.clone(),
        sectors: axes.sectors.clone(),
        final_uses: axes.final_uses.clone(),
        sources: [sources.clone(), sources],
        common: true,
        purchases,
        output,
        labour: Vec::new(),
        clipped,
    };
    table.with_value_added_as_labour()
}

/// Purchases at basic prices, product × buyer: what a region buys of a product, split over uses as its purchases at
/// purchasers' prices are.
fn purchases(world: &World, shape: Shape, sales: &[f64]) -> (Vec<f64>, Clipped) {
    let (inputs, finals) = (world.intermediate(), world.final_use());
    let mut clipped = Clipped::default();
    let mut purchases = vec![0.0; shape.sectors * shape.buyers()];
    for (k, bought) in purchases.chunks_exact_mut(shape.buyers()).enumerate() {
        let (by_industries, by_users) = bought.split_at_mut(shape.industries());
        for j in world.axes().regions.ids() {
            let to_industries = &mut by_industries[j.index() * shape.sectors..][..shape.sectors];
            let to_users = &mut by_users[j.index() * shape.final_uses..][..shape.final_uses];
            let (inputs, finals) = (inputs.row(j, Sector::new(k)), finals.row(j, Sector::new(k)));
            let total: f64 = inputs.iter().chain(finals).sum();
            if total == 0.0 {
                continue;
            }
            let basic = sales[k * shape.regions + j.index()] / total;
            let cells = to_industries.iter_mut().chain(to_users).zip(inputs.iter().chain(finals));
            for (cell, value) in cells {
                *cell = (value * basic).max(0.0);
                if *value < 0.0 {
                    clipped.cells += 1;
                    clipped.value += value * basic;
                }
            }
        }
    }
    (purchases, clipped)
}

/// Sales of each industry to all buyers.
fn output(sources: &Sourcing, shape: Shape, purchases: &[f64]) -> Vec<f64> {
    let mut output = vec![0.0; shape.industries()];
    for (k, bought) in purchases.chunks_exact(shape.buyers()).enumerate() {
        let mut by_region = vec![0.0; shape.regions];
        for (buyer, value) in bought.iter().enumerate() {
            by_region[shape.region_of_buyer(buyer).index()] += value;
        }
        for i in 0..shape.regions {
            let sales = by_region.iter().enumerate().map(|(j, value)| sources.share(k, i, j) * value);
            output[i * shape.sectors + k] = sales.sum();
        }
    }
    output
}
