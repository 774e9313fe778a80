//! Which input held which industry back, who was rationed, and the chain that leads to where it began.

use std::ops::ControlFlow;

use oblate_world::{Id, Region};
use serde::{Deserialize, Serialize};

use crate::model::Model;
use crate::run::{Day, Observer};

/// An input that held an industry back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bottleneck {
    /// First step on which it did.
    pub step: usize,
    /// The industry.
    pub industry: usize,
    /// Position of the product that was missing.
    pub input: usize,
    /// Output lost to it over all steps, in the table's unit.
    pub lost: f64,
}

/// Why an industry in a chain made less than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It lacked a product, which the next industry of the chain makes.
    Input(usize),
    /// Its own capacity was short.
    Capacity,
}

/// One industry of a chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChainLink {
    /// The industry.
    pub industry: usize,
    /// Why it made less.
    pub cause: Cause,
    /// Output it lost to that, in the table's unit.
    pub lost: f64,
}

/// An observer that adds up what was lost to which input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bottlenecks {
    industries: usize,
    /// Output lost to each input, product × industry.
    pub lost_to_input: Vec<f64>,
    /// First step on which each input held an industry back.
    since: Vec<Option<usize>>,
    /// Output lost because capacity was below what was asked for, by industry.
    pub lost_to_capacity: Vec<f64>,
    /// Orders over all steps, by supplier.
    pub asked: Vec<f64>,
    /// Orders that were not delivered over all steps, by supplier.
    pub undelivered: Vec<f64>,
    /// What final users wanted and did not get over all steps, by final user.
    pub short: Vec<f64>,
}

/// A loss below this part of a step's output is rounding.
const SMALLEST: f64 = 1e-9;

impl Bottlenecks {
    /// Nothing lost yet.
    pub fn new(model: &Model) -> Self {
        let shape = model.shape();
        let (p, cells) = (shape.industries(), model.coefficient.len());
        Self {
            industries: p,
            lost_to_input: vec![0.0; cells],
            since: vec![None; cells],
            lost_to_capacity: vec![0.0; p],
            asked: vec![0.0; p],
            undelivered: vec![0.0; p],
            short: vec![0.0; shape.final_users()],
        }
    }

    /// All bottlenecks, the largest first.
    pub fn largest(&self) -> Vec<Bottleneck> {
        let mut all: Vec<Bottleneck> = self.all().collect();
        all.sort_by(|a, b| b.lost.total_cmp(&a.lost));
        all
    }

    /// The first bottleneck; of several on one step, the largest.
    pub fn first(&self) -> Option<Bottleneck> {
        self.all().min_by(|a, b| a.step.cmp(&b.step).then(b.lost.total_cmp(&a.lost)))
    }

    /// What final users of a region wanted and did not get over all steps.
    pub fn short_in(&self, model: &Model, region: Region) -> f64 {
        let uses = model.shape().final_uses;
        self.short[region.index() * uses..][..uses].iter().sum()
    }

    fn all(&self) -> impl Iterator<Item = Bottleneck> + '_ {
        self.since.iter().enumerate().filter_map(|(at, since)| {
            let (input, industry) = (at / self.industries, at % self.industries);
            Some(Bottleneck { step: (*since)?, industry, input, lost: self.lost_to_input[at] })
        })
    }

    /// From an industry to its worst missing input, to the supplier that failed it most, and so on, until an industry
    /// whose own capacity was short, or one that is in the chain already.
    pub fn chain(&self, model: &Model, industry: usize) -> Vec<ChainLink> {
        let mut chain: Vec<ChainLink> = Vec::new();
        let mut next = Some(industry);
        while let Some(f) = next.filter(|f| chain.iter().all(|link| link.industry != *f)) {
            let inputs = (f..self.lost_to_input.len()).step_by(self.industries).enumerate();
            let worst = inputs.map(|(k, at)| (k, self.lost_to_input[at])).max_by(|a, b| a.1.total_cmp(&b.1));
            let capacity = self.lost_to_capacity[f];
            next = match worst {
                Some((k, lost)) if lost > capacity => {
                    chain.push(ChainLink { industry: f, cause: Cause::Input(k), lost });
                    self.worst_supplier(model, k, f)
                }
                _ if capacity > 0.0 => {
                    chain.push(ChainLink { industry: f, cause: Cause::Capacity, lost: capacity });
                    None
                }
                _ => None,
            };
        }
        chain
    }

    /// The supplier of a product that left most of a buyer's orders undelivered.
    fn worst_supplier(&self, model: &Model, product: usize, buyer: usize) -> Option<usize> {
        let shape = model.shape();
        let failed = (0..shape.regions).map(|i| {
            let f = i * shape.sectors + product;
            let part = if self.asked[f] > 0.0 { self.undelivered[f] / self.asked[f] } else { 0.0 };
            (f, model.share_of(product, i, buyer) * part)
        });
        let worst = failed.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (worst.1 > 0.0).then_some(worst.0)
    }
}

impl Observer for Bottlenecks {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        let demand = day.demand().iter().zip(day.output());
        for (f, (demand, output)) in demand.enumerate() {
            self.asked[f] += demand;
            let missing = demand - output;
            if missing <= SMALLEST * demand {
                continue;
            }
            self.undelivered[f] += missing;
            self.lost_to_capacity[f] += (demand - day.capacity()[f]).max(0.0);
            if let Some((input, lost)) = day.bottleneck(f) {
                let at = input * self.industries + f;
                self.lost_to_input[at] += lost;
                self.since[at].get_or_insert(day.step());
            }
        }
        let shape = day.model().shape();
        for (user, short) in self.short.iter_mut().enumerate() {
            *short += (0..shape.sectors).map(|k| day.unmet(k, user)).sum::<f64>();
        }
        ControlFlow::Continue(())
    }
}
