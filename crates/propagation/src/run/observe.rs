//! What a run shows of each day to those who watch it.

use std::ops::ControlFlow;

use crate::model::Model;
use crate::run::Run;

/// Somebody who watches a run day by day; a run stops where one has seen enough.
pub trait Observer {
    /// Sees one day.
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()>;
}

/// Nobody.
impl Observer for () {
    fn day(&mut self, _: &Day<'_, '_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl<F: FnMut(&Day<'_, '_>) -> ControlFlow<()>> Observer for F {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        self(day)
    }
}

/// Somebody or nobody.
impl<O: Observer> Observer for Option<O> {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        self.as_mut().map_or(ControlFlow::Continue(()), |observer| observer.day(day))
    }
}

/// Two who watch the same run: it stops where either has seen enough.
impl<A: Observer, B: Observer> Observer for (A, B) {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        let (first, second) = (self.0.day(day), self.1.day(day));
        if first.is_break() { first } else { second }
    }
}

/// One day of a run. Flows are those of one step, in the table's unit; arrays run by industry where nothing else is
/// said.
#[derive(Debug)]
pub struct Day<'a, 'm> {
    pub(crate) run: &'a Run<'m>,
}

impl Day<'_, '_> {
    /// Steps before this one.
    pub fn step(&self) -> usize {
        self.run.state.step
    }

    /// The day, from 0.
    pub fn day(&self) -> f64 {
        self.run.day()
    }

    /// The model.
    pub fn model(&self) -> &Model {
        self.run.model
    }

    /// The day after which no shock acts; none where one never ends.
    pub fn shocks_end(&self) -> Option<f64> {
        self.run.calendar.end
    }

    /// Output.
    pub fn output(&self) -> &[f64] {
        &self.run.state.output
    }

    /// What all customers asked for.
    pub fn demand(&self) -> &[f64] {
        &self.run.state.demand
    }

    /// What industries asked for.
    pub fn intermediate_demand(&self) -> &[f64] {
        &self.run.work.intermediate
    }

    /// What rebuilding asked for.
    pub fn rebuilding_demand(&self) -> &[f64] {
        &self.run.work.rebuilding
    }

    /// Part of what rebuilding asked for that was delivered.
    pub fn rebuilding_part(&self) -> &[f64] {
        &self.run.work.rebuilt
    }

    /// Part of the orders of industries that each supplier delivered.
    pub fn intermediate_part(&self) -> &[f64] {
        &self.run.work.part[0]
    }

    /// Part of the orders of final users that each supplier delivered.
    pub fn final_part(&self) -> &[f64] {
        &self.run.work.part[1]
    }

    /// Output that capacity allowed, overproduction included.
    pub fn capacity(&self) -> &[f64] {
        &self.run.state.capacity
    }

    /// Output that inventories allowed; infinite where none binds.
    pub fn input_bound(&self) -> &[f64] {
        &self.run.work.bound
    }

    /// Part of capacity that shocks and labour leave.
    pub fn capacity_left(&self) -> &[f64] {
        &self.run.work.capacity_left
    }

    /// Labour over labour before.
    pub fn labour(&self) -> &[f64] {
        &self.run.state.labour
    }

    /// Overproduction: capacity over what shocks leave of it. Where it reacts to the same day, that of the next.
    pub fn overproduction(&self) -> &[f64] {
        &self.run.state.overproduction
    }

    /// Capital that is missing, in the table's unit.
    pub fn missing_capital(&self) -> &[f64] {
        &self.run.work.damage
    }

    /// Output less the inputs used.
    pub fn value_added(&self) -> &[f64] {
        &self.run.work.value_added
    }

    /// Inventories at the start of the day, product × industry.
    pub fn inventories(&self) -> &[f64] {
        &self.run.state.stock
    }

    /// Inputs used, product × industry.
    pub fn used(&self) -> &[f64] {
        &self.run.work.used
    }

    /// Goods that arrived, product × buyer.
    pub fn received(&self) -> &[f64] {
        &self.run.work.received
    }

    /// Goods that suppliers handed over, product × buyer.
    pub fn handed_over(&self) -> &[f64] {
        &self.run.work.handed
    }

    /// Goods under way at the end of the day, product × buyer; none where all goods arrive at once.
    pub fn under_way(&self) -> Option<&[f64]> {
        self.run.state.transport.as_ref().map(|transport| transport.moving.as_slice())
    }

    /// What final users wanted, product × final user.
    pub fn final_demand(&self) -> &[f64] {
        &self.run.work.final_demand
    }

    /// What one final user wanted of a product and did not get.
    pub fn unmet(&self, product: usize, final_user: usize) -> f64 {
        let shape = self.run.model.shape();
        let wanted = self.run.work.final_demand[product * shape.final_users() + final_user];
        wanted - self.run.work.received[product * shape.buyers() + shape.industries() + final_user]
    }

    /// The input that held an industry's output below what was asked for and capacity allowed, and the output lost;
    /// none where nothing was lost, or where inputs replace each other.
    pub fn bottleneck(&self, industry: usize) -> Option<(usize, f64)> {
        let Run { model, state, work, .. } = self.run;
        let lost = work.wanted[industry] - state.output[industry];
        if lost <= 1e-12 * work.wanted[industry] {
            return None;
        }
        let input = model.limits.scarcest(&state.stock, industry, &model.baseline)?;
        Some((input, lost))
    }
}
