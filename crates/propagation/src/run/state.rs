//! What one step hands to the next: enough to go on from any day.

use crate::error::PropagationError;
use crate::model::Model;
use crate::run::transport::Transport;
use crate::settings::{Consumption, Suppliers};
use crate::shocks::Calendar;

/// The state of a run between two steps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// Steps done.
    pub step: usize,
    /// Inventories, product × industry.
    pub stock: Vec<f64>,
    /// Orders of industries over the weight of their suppliers, product × industry.
    pub orders: Vec<f64>,
    /// Weight `g` of each supplier, for industries and for final users; empty where suppliers are fixed.
    pub gain: [Vec<f64>; 2],
    /// `Σ_i share g`, product × column, for industries and for final users; empty where suppliers are fixed.
    pub weight: [Vec<f64>; 2],
    /// Overproduction `α` by industry.
    pub overproduction: Vec<f64>,
    /// Of the step before, by industry: output, demand, capacity, and what inputs allowed.
    pub output: Vec<f64>,
    pub demand: Vec<f64>,
    pub capacity: Vec<f64>,
    pub bound: Vec<f64>,
    /// Labour over labour before, by industry.
    pub labour: Vec<f64>,
    /// Consumption that households want, by region.
    pub consumption: Vec<f64>,
    /// What is left to rebuild by project: client × product × supplier.
    pub rebuilding: Vec<Vec<f64>>,
    /// Strength of each embargo in force.
    pub bans: Vec<f64>,
    /// Goods under way.
    pub transport: Option<Transport>,
}

impl State {
    /// The state before the first day: nothing was ever disturbed.
    pub fn new(model: &Model, calendar: &Calendar) -> Self {
        let shape = model.shape();
        let p = shape.industries();
        let used = model.coefficient.iter().enumerate().map(|(at, a)| a * model.baseline[at % p]);
        let fixed = [model.settings.suppliers, model.settings.final_suppliers]
            .map(|suppliers| suppliers == Suppliers::Fixed);
        let gain = fixed.map(|fixed| if fixed { Vec::new() } else { vec![1.0; p] });
        let mut state = Self {
            step: 0,
            stock: model.baseline_inventories(),
            orders: used.collect(),
            weight: [Vec::new(), Vec::new()],
            gain,
            overproduction: vec![1.0; p],
            output: model.baseline.clone(),
            demand: model.baseline.clone(),
            capacity: model.baseline.clone(),
            bound: model.baseline.clone(),
            labour: vec![1.0; p],
            consumption: consumption(model),
            rebuilding: calendar.projects.iter().map(|project| project.orders(model)).collect(),
            bans: vec![0.0; calendar.bans.len()],
            transport: Transport::new(model, calendar),
        };
        for kind in [0, 1] {
            if !state.gain[kind].is_empty() {
                let sources = &model.table.sources[kind];
                state.weight[kind] = vec![0.0; shape.sectors * sources.columns];
                for k in 0..shape.sectors {
                    state.weigh(model, kind, k, sources.block(k));
                }
                if kind == 0 {
                    state.over_weights(model);
                }
            }
        }
        state
    }

    /// `Σ_i share g` of the columns of one product.
    pub fn weigh(&mut self, model: &Model, kind: usize, product: usize, block: &[f64]) {
        let columns = model.table.sources[kind].columns;
        let (regions, sectors) = (model.shape().regions, model.shape().sectors);
        let weight = &mut self.weight[kind][product * columns..][..columns];
        weight.fill(0.0);
        for (i, row) in block.chunks_exact(columns).take(regions).enumerate() {
            let gain = self.gain[kind][i * sectors + product];
            for (weight, share) in weight.iter_mut().zip(row) {
                *weight += share * gain;
            }
        }
    }

    /// Orders over the weight of their suppliers.
    fn over_weights(&mut self, model: &Model) {
        let (p, width) = (model.shape().industries(), model.table.width(0));
        let columns = model.table.sources[0].columns;
        for (at, orders) in self.orders.iter_mut().enumerate() {
            let weight = self.weight[0][at / p * columns + at % p / width];
            *orders /= weight_or_one(weight);
        }
    }

    /// Number of routes, the direct one among them.
    pub fn routes(&self) -> usize {
        self.transport.as_ref().map_or(1, Transport::routes)
    }

    /// The numbers of the state in a fixed order.
    fn parts(&mut self) -> Vec<&mut Vec<f64>> {
        let [gain, final_gain] = &mut self.gain;
        let [weight, final_weight] = &mut self.weight;
        let mut parts = vec![&mut self.stock, &mut self.orders, gain, final_gain, weight, final_weight];
        parts.extend([&mut self.overproduction, &mut self.output, &mut self.demand, &mut self.capacity]);
        parts.extend([&mut self.bound, &mut self.labour, &mut self.consumption, &mut self.bans]);
        parts.extend(&mut self.rebuilding);
        if let Some(transport) = &mut self.transport {
            parts.extend(transport.parts());
        }
        parts
    }

    /// The state as bytes: the step, all numbers, and goods under way with the steps in which they arrive, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.step as u64).to_le_bytes().to_vec();
        for part in self.clone().parts() {
            bytes.extend(part.iter().flat_map(|value| value.to_le_bytes()));
        }
        for (step, goods) in self.transport.iter().flat_map(Transport::arriving) {
            bytes.extend((*step as u64).to_le_bytes());
            bytes.extend(goods.iter().flat_map(|value| value.to_le_bytes()));
        }
        bytes
    }

    /// Reads bytes into a state of the same form.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(), PropagationError> {
        let words = self.parts().iter().map(|part| part.len()).sum::<usize>() + 1;
        let (chunks, rest) = bytes.as_chunks::<8>();
        // a step, and the goods that arrive in it
        let arrival = self.transport.as_ref().map_or(0, |transport| transport.moving.len() + 1);
        let under_way = chunks.len().checked_sub(words);
        // without transport there is none, and nothing but nothing is a multiple of it
        if !under_way.is_some_and(|words| words.is_multiple_of(arrival)) || !rest.is_empty() {
            return Err(PropagationError::State { found: bytes.len(), expected: words * 8 });
        }
        let (numbers, under_way) = chunks.split_at(words);
        let value = |chunk: &[u8; 8]| f64::from_le_bytes(*chunk);
        let step = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk) as usize;
        self.step = step(&numbers[0]);
        let mut values = numbers[1..].iter().map(value);
        for part in self.parts() {
            for (value, stored) in part.iter_mut().zip(&mut values) {
                *value = stored;
            }
        }
        if let Some(transport) = &mut self.transport {
            let arrivals = under_way.chunks_exact(arrival);
            transport.restore(
                arrivals.map(|goods| (step(&goods[0]), goods[1..].iter().map(value).collect())).collect(),
            );
        }
        Ok(())
    }
}

/// Households' spending by region before any shock, where it follows income.
fn consumption(model: &Model) -> Vec<f64> {
    let Consumption::FromIncome { households, .. } = model.settings.consumption else { return Vec::new() };
    let shape = model.shape();
    let mut spending = vec![0.0; shape.regions];
    for bought in model.final_demand.chunks_exact(shape.final_users()) {
        for (spending, by_use) in spending.iter_mut().zip(bought.chunks_exact(shape.final_uses)) {
            *spending += by_use[households];
        }
    }
    spending
}

/// The weight by which an order is divided. An order that no supplier may take today is kept for the day on which one may.
pub(super) fn weight_or_one(weight: f64) -> f64 {
    if weight == 0.0 { 1.0 } else { weight }
}
