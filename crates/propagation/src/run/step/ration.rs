//! What a supplier makes, and who gets it.

use crate::run::Run;
use crate::run::numbers::Numbers;
use crate::settings::{OrderRule, Rationing};

/// Output below demand by less than this part of it is rounding.
const SCARCE: f64 = 1e-12;

/// Output below this part of what it was is none: a world that collapses does not end in numbers too small to compute with.
const NOTHING: f64 = 1e-100;

impl Run<'_> {
    /// Output of one industry: what is asked for, what capacity and what inputs allow.
    ///
    /// `x = min(D, cap, inputs)`. Equation: propagation.md (21.6).
    pub(super) fn produce(&mut self, f: usize, lane: usize) {
        let Self { model, state, work, .. } = self;
        let [mut intermediate, mut finals] = [0.0; 2];
        for (class, served) in model.classes.iter().zip(&work.tile) {
            *(if class.finals { &mut finals } else { &mut intermediate }) += served.asked[lane];
        }
        let demand = intermediate + finals + work.rebuilding[f];
        if model.is_boario() && state.step >= 2 {
            self.overproduce(f, demand);
        }
        let Self { model, state, work, .. } = self;
        let capacity = model.baseline[f] * work.capacity_left[f] * state.overproduction[f];
        work.intermediate[f] = intermediate;
        work.wanted[f] = demand.min(capacity);
        state.demand[f] = demand;
        state.capacity[f] = capacity;
        let output = work.wanted[f].min(work.bound[f]);
        state.output[f] = if output < NOTHING * model.baseline[f] { 0.0 } else { output };
        if !model.is_boario() {
            self.overproduce(f, demand);
        }
    }

    /// `α ← α + (α_max − α) ζ/τ` while demand goes unmet, else back to one: `ζ = (D − x)/D`.
    ///
    /// Equation: propagation.md (21.11) [Hallegatte 2014].
    fn overproduce(&mut self, f: usize, demand: f64) {
        let Self { model, state, .. } = self;
        let Some(over) = model.settings.overproduction else { return };
        let steps = over.days / model.settings.step;
        let scarcity = if demand == 0.0 { 0.0 } else { (demand - state.output[f]) / demand };
        let alpha = &mut state.overproduction[f];
        let scarce = if model.is_boario() { scarcity != 0.0 } else { scarcity > SCARCE };
        let rise = if scarce { (over.most - *alpha) * scarcity } else { 1.0 - *alpha };
        *alpha = (*alpha + rise / steps).max(1.0);
    }

    /// Shares output out by rank; within a rank all get the same part.
    ///
    /// Equation: propagation.md (21.7).
    pub(super) fn ration(&mut self, product: usize, i: usize, f: usize, lane: usize) {
        let (demand, output) = (self.state.demand[f], self.state.output[f]);
        if self.model.serves_single_orders() && output < demand * (1.0 - SCARCE) {
            self.serve_single_orders(product, i, f);
            return;
        }
        let Self { model, work, .. } = self;
        let mut left = output;
        for rank in 0..=model.last_rank {
            let mut asked = if rank == model.last_rank { work.rebuilding[f] } else { 0.0 };
            let of_rank = || model.classes.iter().enumerate().filter(|(_, class)| class.rank == rank);
            // the order of the sum is that of `demand`, so that nothing is left over by rounding
            let sums = of_rank().map(|(class, _)| work.tile[class].asked[lane]).sum::<f64>();
            asked += sums;
            let part = if left >= asked || asked == 0.0 { 1.0 } else { left.max(0.0) / asked };
            for (class, _) in of_rank() {
                work.tile[class].part[lane] = part;
            }
            if rank == model.last_rank {
                work.rebuilt[f] = part;
            }
            left -= asked;
        }
        for (class, served) in model.classes.iter().zip(&work.tile) {
            work.part[usize::from(class.finals)][f] = served.part[lane];
        }
        self.plan(f);
    }

    /// Output for which inputs are ordered.
    fn plan(&mut self, f: usize) {
        let Self { model, state, work, .. } = self;
        let (demand, capacity) = (state.demand[f], state.capacity[f]);
        work.planned[f] = match model.settings.orders {
            OrderRule::UseAndGap if model.is_boario() => {
                let rebuilding = work.rebuilding[f];
                (demand - rebuilding + rebuilding * (1.0 - work.rebuilt[f])).min(capacity)
            }
            OrderRule::UseAndGap => demand.min(capacity),
            OrderRule::WholeGap => capacity.min(work.bound[f]),
            // the target is what was held before
            OrderRule::DemandAndGap => model.baseline[f],
        };
    }

    /// Serves one order after the other, the largest first or in random order; rebuilding gets what is left.
    fn serve_single_orders(&mut self, product: usize, i: usize, f: usize) {
        let mut orders = self.single_orders(product, i, f);
        match self.model.settings.rationing {
            Rationing::Random { seed } => self.numbers(seed, f).shuffle(&mut orders),
            // equal orders keep the order of the table
            _ => orders.sort_by(|a, b| b.1.total_cmp(&a.1)),
        }
        let Self { model, state, work, .. } = self;
        let shape = model.shape();
        let mut left = state.output[f];
        let mut delivered = [0.0; 2];
        for (buyer, order) in orders {
            let goods = order.min(left);
            left -= goods;
            let route = state.transport.as_ref().map_or(0, |transport| {
                let j = oblate_world::Id::index(shape.region_of_buyer(buyer));
                transport.of_origin(product, i, shape.regions)[j]
            });
            work.single[route * shape.buyers() + buyer] += goods;
            delivered[usize::from(buyer >= shape.industries())] += goods;
        }
        let asked = [work.intermediate[f], state.demand[f] - work.intermediate[f] - work.rebuilding[f]];
        for ((part, delivered), asked) in work.part.iter_mut().zip(delivered).zip(asked) {
            part[f] = if asked > 0.0 { (delivered / asked).min(1.0) } else { 1.0 };
        }
        let rebuilding = work.rebuilding[f];
        work.rebuilt[f] = if rebuilding > 0.0 { (left / rebuilding).clamp(0.0, 1.0) } else { 1.0 };
        if rebuilding == 0.0 || left > rebuilding {
            // what rounding left over was not made
            state.output[f] -= if rebuilding == 0.0 { left } else { left - rebuilding };
        }
        self.plan(f);
    }

    /// Each buyer's order from one supplier.
    fn single_orders(&self, product: usize, i: usize, f: usize) -> Vec<(usize, f64)> {
        let Self { model, state, work, .. } = self;
        let shape = model.shape();
        let mut orders = Vec::new();
        for kind in [0, 1] {
            let sources = &model.table.sources[kind];
            let block = work.shares.of(&model.table, kind, product);
            let shares = &block[i * sources.columns..][..sources.columns];
            let gain = state.gain[kind].get(f).copied().unwrap_or(1.0);
            let (of_product, offset) = match kind {
                0 => (&state.orders[product * shape.industries()..][..shape.industries()], 0),
                _ => (
                    &work.final_orders[product * shape.final_users()..][..shape.final_users()],
                    shape.industries(),
                ),
            };
            let width = model.table.width(kind);
            let own = of_product.iter().enumerate();
            let own = own.map(|(b, order)| (offset + b, order * shares[b / width] * gain));
            orders.extend(own.filter(|(_, order)| *order > 0.0));
        }
        orders
    }

    /// Random numbers of this run, step and supplier, whatever was drawn before.
    fn numbers(&self, seed: u64, f: usize) -> Numbers {
        let shape = self.model.shape();
        let place = (self.state.step * shape.industries() + f) as u128 * shape.buyers() as u128;
        Numbers::new(seed, self.stream).at(place)
    }
}
