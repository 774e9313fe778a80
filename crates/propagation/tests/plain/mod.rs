//! The short run, written down a second time from the equations of `docs/src/propagation.md`, slowly and literally: every flow
//! and every order has its own cell. It shares with the crate the data types of tables, shocks and choices, and nothing else.
//!
//! It knows orders `UseAndGap`; suppliers `Fixed` and `ByCapacity`; rationing `Proportional` and `IntermediateFirst`; inputs
//! `Leontief` and `Criticality`; labour `Kept`; consumption `Fixed`; steps of a day; and every kind of shock that acts under these.

#![allow(dead_code)] // each test uses its part of it

mod calendar;
mod market;
mod rebuilding;
mod routes;

use std::ops::Range;

use oblate_propagation::{
    Compatibility, Consumption, Criticality, ImportantInput, InputOutput, InputUse, InventoryDays,
    InventoryLimit, Labour, Need, OrderRule, Overlap, Rationing, Settings, Shock, Suppliers,
};
use oblate_world::Id;

use calendar::Calendar;
use market::Market;
use rebuilding::Site;
use routes::Routes;

/// Scarcity below this is rounding.
const SCARCE: f64 = 1e-12;

/// The least weight of a supplier.
const LEAST: f64 = 1e-6;

/// A table, choices, and what follows from them before any shock. Flows are those of a day.
pub struct Plain<'a> {
    table: &'a InputOutput,
    pub settings: Settings,
    pub regions: usize,
    pub sectors: usize,
    pub uses: usize,
    /// Supplier × buyer; buyers are all industries, then all final users.
    pub flow: Vec<Vec<f64>>,
    /// Their sums over suppliers, product × buyer.
    pub bought: Vec<Vec<f64>>,
    /// `x̄`.
    pub output: Vec<f64>,
    /// `a`, product × industry.
    pub coefficient: Vec<Vec<f64>>,
    /// `s`, product × industry.
    pub held: Vec<Vec<f64>>,
    pub capital: Vec<f64>,
}

/// One day: output and value added by industry, and what final users wanted and got, product × final user.
pub struct PlainDay {
    pub output: Vec<f64>,
    pub value_added: Vec<f64>,
    pub wanted: Vec<Vec<f64>>,
    pub got: Vec<Vec<f64>>,
}

/// What one day leaves to the next.
struct State {
    /// `S`, product × industry.
    stock: Vec<Vec<f64>>,
    /// `O`, what industries order of each product, product × industry.
    ordered: Vec<Vec<f64>>,
    /// `α`.
    overproduction: Vec<f64>,
    /// `cap/x̄` of the day before.
    capacity: Vec<f64>,
    sites: Vec<Site>,
    routes: Routes,
}

impl<'a> Plain<'a> {
    pub fn new(table: &'a InputOutput, settings: &Settings) -> Self {
        assert_known(settings);
        let shape = table.shape();
        let (p, buyers) = (shape.industries(), shape.buyers());
        let flow: Vec<Vec<f64>> = (0..p)
            .map(|supplier| {
                let (i, k) = shape.place(supplier);
                let bought = |buyer: usize| table.purchases()[k.index() * buyers + buyer] / 365.0;
                (0..buyers).map(|buyer| table.share(k, i, buyer) * bought(buyer)).collect()
            })
            .collect();
        let output: Vec<f64> = flow.iter().map(|sales| sales.iter().sum()).collect();
        let (n, regions) = (shape.sectors, shape.regions);
        let of_all = |k: usize, buyer: usize| (0..regions).map(|i| flow[i * n + k][buyer]).sum();
        let bought: Vec<Vec<f64>> = (0..n).map(|k| (0..buyers).map(|b| of_all(k, b)).collect()).collect();
        let share = |k: usize, f: usize| if output[f] == 0.0 { 0.0 } else { bought[k][f] / output[f] };
        let coefficient: Vec<Vec<f64>> = (0..n).map(|k| (0..p).map(|f| share(k, f)).collect()).collect();
        let held = (0..n).map(|k| (0..p).map(|f| days_held(settings, k, f, p)).collect()).collect();
        let value_added = |f: usize| output[f] - (0..n).map(|k| coefficient[k][f] * output[f]).sum::<f64>();
        let capital = (0..p).map(|f| settings.capital_ratio * 365.0 * value_added(f).max(0.0)).collect();
        Self {
            table,
            settings: settings.clone(),
            regions,
            sectors: n,
            uses: shape.final_uses,
            flow,
            bought,
            output,
            coefficient,
            held,
            capital,
        }
    }

    pub fn industries(&self) -> usize {
        self.output.len()
    }

    pub fn buyers(&self) -> usize {
        self.flow[0].len()
    }

    /// The region of a buyer.
    pub fn home(&self, buyer: usize) -> usize {
        match buyer.checked_sub(self.industries()) {
            None => buyer / self.sectors,
            Some(user) => user / self.uses,
        }
    }

    /// The buyers of a region: its industries, and its final users.
    pub fn buyers_of(&self, region: usize) -> [Range<usize>; 2] {
        let (p, n, c) = (self.industries(), self.sectors, self.uses);
        [region * n..(region + 1) * n, p + region * c..p + (region + 1) * c]
    }

    /// A supplier's share `σ` in what a buyer buys of its product.
    pub fn share(&self, supplier: usize, buyer: usize) -> f64 {
        let (i, k) = self.table.shape().place(supplier);
        self.table.share(k, i, buyer)
    }

    /// Days under shocks, each shown as it ends.
    pub fn run(&self, shocks: &[Shock], days: usize, mut see: impl FnMut(&PlainDay)) {
        let calendar = Calendar { plain: self, shocks };
        let (n, p) = (self.sectors, self.industries());
        let of_cells = |value: &dyn Fn(usize, usize) -> f64| -> Vec<Vec<f64>> {
            (0..n).map(|k| (0..p).map(|f| value(k, f)).collect()).collect()
        };
        let mut state = State {
            stock: of_cells(&|k, f| self.held[k][f] * self.coefficient[k][f] * self.output[f]),
            ordered: of_cells(&|k, f| self.coefficient[k][f] * self.output[f]),
            overproduction: vec![1.0; p],
            capacity: vec![1.0; p],
            sites: Site::all(self, shocks),
            routes: Routes::new(self, shocks),
        };
        for day in 0..days {
            see(&self.day(&calendar, &mut state, day));
        }
    }

    fn day(&self, calendar: &Calendar<'_>, state: &mut State, day: usize) -> PlainDay {
        let (n, p) = (self.sectors, self.industries());
        calendar.spoil(day as f64, &mut state.stock);
        let left = calendar.left(day as f64, &state.sites);
        let targets = calendar.targets(day as f64);
        let bound: Vec<f64> = (0..p).map(|f| self.bound(&state.stock, &targets, f)).collect();
        let wanted = calendar.final_demand(day as f64, &state.sites);
        let mut market = Market::new(self, calendar.open(day as f64), left, bound);
        rebuilding::ask(&state.sites, day as f64, &mut market.rebuilding);
        for k in 0..n {
            market.trade(k, state, &wanted[k]);
        }
        state.routes.carry(calendar, day, &mut market.arrived);
        let Market { demand, made, planned, arrived, rebuilt, capacity, .. } = market;
        let got = arrived.iter().map(|of_product| of_product[p..].to_vec()).collect();
        self.overproduce(&mut state.overproduction, &demand, &made);
        state.capacity = capacity;
        rebuilding::build(&mut state.sites, day as f64, &rebuilt);
        let mut value_added = made.clone();
        for k in 0..n {
            for f in 0..p {
                let there = state.stock[k][f] + arrived[k][f];
                let used = (self.coefficient[k][f] * made[f]).min(there);
                state.stock[k][f] = there - used;
                value_added[f] -= used;
                state.ordered[k][f] = self.order(state, &targets, k, f, planned[f], made[f]);
            }
        }
        PlainDay { output: made, value_added, wanted, got }
    }

    /// Output that inventories allow. Equation (21.5).
    fn bound(&self, stock: &[Vec<f64>], targets: &[Vec<f64>], f: usize) -> f64 {
        let mut bound = f64::INFINITY;
        for k in 0..self.sectors {
            let a = self.coefficient[k][f];
            let per_output = match self.settings.limit {
                InventoryLimit::Stock => a,
                InventoryLimit::ShareOfTarget(psi) => psi * targets[k][f] * self.held[k][f] * a,
            };
            if a == 0.0 || a < self.settings.negligible || per_output == 0.0 {
                continue;
            }
            let allowed = stock[k][f] / per_output;
            bound = bound.min(match self.need(k, f) {
                (Need::Essential, _) | (Need::Important, ImportantInput::AsEssential) => allowed,
                (Need::Important, ImportantInput::Half) => 0.5 * (allowed + self.output[f]),
                (Need::Important, ImportantInput::AsRest) | (Need::Rest, _) => f64::INFINITY,
            });
        }
        bound
    }

    fn need(&self, k: usize, f: usize) -> (Need, ImportantInput) {
        match &self.settings.inputs {
            InputUse::Criticality(Criticality { need, important }) => {
                (need[k * self.sectors + f % self.sectors], *important)
            }
            _ => (Need::Essential, ImportantInput::AsEssential),
        }
    }

    /// Overproduction of the next day. Equation (21.11).
    fn overproduce(&self, alpha: &mut [f64], demand: &[f64], made: &[f64]) {
        let Some(over) = self.settings.overproduction else { return };
        for f in 0..alpha.len() {
            let scarcity = if demand[f] > 0.0 { (demand[f] - made[f]) / demand[f] } else { 0.0 };
            let rise = if scarcity > SCARCE { (over.most - alpha[f]) * scarcity } else { 1.0 - alpha[f] };
            alpha[f] += rise / over.days;
        }
    }

    /// What an industry orders of a product for the next day. Equations (21.1), (21.2).
    fn order(&self, state: &State, targets: &[Vec<f64>], k: usize, f: usize, planned: f64, made: f64) -> f64 {
        let a = self.coefficient[k][f];
        let usual = state.routes.usual_days(k, f);
        let under_way = state.routes.under_way(k, f);
        let target = (self.held[k][f] * targets[k][f] + usual) * a * planned;
        let gap = target - state.stock[k][f] - under_way;
        a * made + gap.max(0.0) / self.settings.restoring
    }
}

fn days_held(settings: &Settings, k: usize, f: usize, p: usize) -> f64 {
    match &settings.inventories {
        InventoryDays::Same(days) => *days,
        InventoryDays::ByInput(days) => days[k],
        InventoryDays::ByUser(days) => days[f],
        InventoryDays::ByInputAndUser(days) => days[k * p + f],
    }
}

/// Choices that are not written down here would be answered with another model.
fn assert_known(settings: &Settings) {
    let known = settings.orders == OrderRule::UseAndGap
        && ![settings.suppliers, settings.final_suppliers].contains(&Suppliers::ByOutput)
        && matches!(settings.rationing, Rationing::Proportional | Rationing::IntermediateFirst)
        && settings.inputs != InputUse::Linear
        && settings.labour == Labour::Kept
        && settings.consumption == Consumption::Fixed
        && settings.overlap == Overlap::Compound
        && settings.compatibility == Compatibility::None
        && settings.step == 1.0;
    assert!(known, "the plain model does not know {settings:?}");
}
