//! One run: its shocks, its state between steps, and room to work in during a step.

mod numbers;
mod observe;
mod shares;
mod simulation;
mod state;
mod step;
mod transport;

use crate::error::PropagationError;
use crate::input_output::TILE;
use crate::model::Model;
use crate::shocks::{Calendar, Shock};
pub use numbers::Numbers;
pub use observe::{Day, Observer};
use shares::Shares;
pub use simulation::Simulation;
use state::State;
pub(crate) use step::advance;

/// A run of a model under shocks.
#[derive(Debug, Clone)]
pub(crate) struct Run<'m> {
    pub model: &'m Model,
    pub calendar: Calendar,
    pub state: State,
    /// Random numbers of this run.
    pub stream: u64,
    pub work: Work,
}

/// What is worked out during a step and forgotten after it.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// Capacity that shocks leave, labour that they leave, and capital that is missing, by industry.
    pub capacity_left: Vec<f64>,
    pub labour_left: Vec<f64>,
    pub damage: Vec<f64>,
    /// Output that inventories allow.
    pub bound: Vec<f64>,
    /// Factors on the inventories held; empty where no shock changes them.
    pub targets: Vec<f64>,
    /// Final demand, and final orders over the weight of their suppliers: product × final user.
    pub final_demand: Vec<f64>,
    pub final_orders: Vec<f64>,
    /// What shocks leave of final demand, and what comes on top.
    pub kept: Vec<f64>,
    pub on_top: Vec<f64>,
    /// Shares of suppliers as embargoes leave them.
    pub shares: Shares,
    /// Rebuilding asked of each industry, and the part of it that is delivered.
    pub rebuilding: Vec<f64>,
    pub rebuilt: Vec<f64>,
    /// The market of one product: by class, orders by column and deliveries by route and column; deliveries by
    /// route and buyer where single orders are served.
    pub asked: Vec<Vec<f64>>,
    pub filled: Vec<Vec<f64>>,
    pub single: Vec<f64>,
    /// Goods that buyers get over one route.
    pub goods: Vec<f64>,
    /// By class, for the suppliers of one tile.
    pub tile: Vec<Served>,
    /// `Σ_i share g` of the next step, product × column, by kind of buyer.
    pub next_weight: [Vec<f64>; 2],
    /// Product × buyer.
    pub handed: Vec<f64>,
    pub received: Vec<f64>,
    /// Product × industry.
    pub used: Vec<f64>,
    /// By industry.
    pub intermediate: Vec<f64>,
    pub wanted: Vec<f64>,
    pub planned: Vec<f64>,
    /// Gaps of one product's inventories, by industry.
    pub gap: Vec<f64>,
    /// Part of intermediate and of final orders that each industry delivers.
    pub part: [Vec<f64>; 2],
    /// Value added by industry.
    pub value_added: Vec<f64>,
}

/// What one class asks of the four suppliers of a tile, and the part that it gets.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Served {
    pub asked: [f64; TILE],
    pub part: [f64; TILE],
}

impl<'m> Run<'m> {
    /// A run before its first day.
    pub fn new(model: &'m Model, shocks: &[Shock], stream: u64) -> Result<Self, PropagationError> {
        let calendar = Calendar::new(model, shocks)?;
        let state = State::new(model, &calendar);
        let work = Work::new(model, &state);
        Ok(Self { model, calendar, state, stream, work })
    }

    /// Goes on from stored bytes.
    pub fn resume(&mut self, bytes: &[u8]) -> Result<(), PropagationError> {
        self.state.read(bytes)?;
        self.work.shares.close(&self.model.table, &self.calendar, &self.state.bans);
        Ok(())
    }

    /// The day, from 0.
    pub fn day(&self) -> f64 {
        self.state.step as f64 * self.model.settings.step
    }
}

impl Work {
    fn new(model: &Model, state: &State) -> Self {
        let shape = model.shape();
        let (p, n, buyers) = (shape.industries(), shape.sectors, shape.buyers());
        let routes = state.routes();
        let zeros = |len: usize| vec![0.0; len];
        let columns = |finals: bool| model.table.sources[usize::from(finals)].columns;
        let single = if model.serves_single_orders() { routes * buyers } else { 0 };
        Self {
            capacity_left: zeros(p),
            labour_left: zeros(p),
            damage: zeros(p),
            bound: zeros(p),
            targets: Vec::new(),
            final_demand: model.final_demand.clone(),
            final_orders: model.final_demand.clone(),
            kept: zeros(n * shape.final_users()),
            on_top: zeros(n * shape.final_users()),
            shares: Shares::new(n),
            rebuilding: zeros(p),
            rebuilt: zeros(p),
            asked: model.classes.iter().map(|class| zeros(columns(class.finals))).collect(),
            filled: model.classes.iter().map(|class| zeros(routes * columns(class.finals))).collect(),
            single: zeros(single),
            goods: zeros(buyers),
            tile: vec![Served::default(); model.classes.len()],
            next_weight: state.weight.clone(),
            handed: zeros(n * buyers),
            received: zeros(n * buyers),
            used: zeros(n * p),
            intermediate: zeros(p),
            wanted: zeros(p),
            planned: zeros(p),
            gap: zeros(p),
            part: [zeros(p), zeros(p)],
            value_added: zeros(p),
        }
    }
}
