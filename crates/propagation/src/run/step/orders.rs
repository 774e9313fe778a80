//! What industries order for the next step.

use crate::run::Run;
use crate::run::state::weight_or_one;
use crate::run::step::inventories::all_close;
use crate::settings::OrderRule;

impl Run<'_> {
    /// Orders of all industries, over the weights of their suppliers; the step is over.
    ///
    /// Equation: propagation.md (21.2).
    pub(super) fn order(&mut self) {
        self.state.bound.copy_from_slice(&self.work.bound);
        let at_target = self.model.is_boario() && self.at_target();
        let p = self.model.shape().industries();
        let mut gap = std::mem::take(&mut self.work.gap);
        for k in 0..self.model.shape().sectors {
            self.gaps(k, &mut gap);
            if at_target {
                gap.fill(0.0);
            }
            self.order_product(k, &gap);
        }
        self.work.gap = gap;
        let Self { model, state, work, .. } = self;
        for kind in [0, 1] {
            state.weight[kind].copy_from_slice(&work.next_weight[kind]);
        }
        if !state.weight[0].is_empty() {
            over_weights(&mut state.orders, &state.weight[0], p, model.table.width(0));
        }
        state.step += 1;
    }

    /// How far the inventories of one product are below their targets, goods under way counted.
    ///
    /// `gap = s a x* + l a x* − (S + under way)`. Equation: propagation.md (21.1).
    fn gaps(&self, k: usize, gap: &mut [f64]) {
        let Self { model, state, work, .. } = self;
        let (p, buyers) = (gap.len(), model.shape().buyers());
        let cells = k * p..(k + 1) * p;
        let a = &model.coefficient[cells.clone()];
        let needs = model.held[cells.clone()].iter().zip(a.iter().zip(&work.planned));
        for ((gap, (held, (a, planned))), stock) in gap.iter_mut().zip(needs).zip(&state.stock[cells.clone()])
        {
            *gap = held * planned * a - stock;
        }
        if !work.targets.is_empty() {
            let held = model.held[cells.clone()].iter().zip(&work.targets[cells]);
            for (((gap, (held, factor)), a), planned) in gap.iter_mut().zip(held).zip(a).zip(&work.planned) {
                *gap += (factor - 1.0) * held * planned * a;
            }
        }
        if let Some(transport) = &state.transport {
            let cells = k * buyers..k * buyers + p;
            let under_way = transport.usual[cells.clone()].iter().zip(&transport.moving[cells]);
            for (((gap, (usual, moving)), a), planned) in
                gap.iter_mut().zip(under_way).zip(a).zip(&work.planned)
            {
                *gap += usual * a * planned - moving;
            }
        }
        // what can always be had has no gap
        for gap in gap {
            *gap = if gap.is_finite() { *gap } else { 0.0 };
        }
    }

    fn order_product(&mut self, k: usize, gap: &[f64]) {
        let Self { model, state, .. } = self;
        let p = gap.len();
        let rate = 1.0 / model.restoring;
        let a = &model.coefficient[k * p..][..p];
        let cells = state.orders[k * p..][..p].iter_mut().zip(gap).zip(a);
        match model.settings.orders {
            OrderRule::UseAndGap => {
                for (((order, gap), a), output) in cells.zip(&state.output) {
                    *order = gap.max(0.0) * rate + a * output;
                }
            }
            OrderRule::WholeGap => {
                for ((order, gap), _) in cells {
                    *order = gap.max(0.0);
                }
            }
            OrderRule::DemandAndGap => {
                for (((order, gap), a), demand) in cells.zip(&state.demand) {
                    *order = (a * demand + gap * rate).max(0.0);
                }
            }
        }
        self.order_as_used(k);
    }

    /// An input that can always be had is ordered as it is used, whatever the rule.
    fn order_as_used(&mut self, k: usize) {
        let Self { model, state, .. } = self;
        let p = state.output.len();
        let cells = k * p..(k + 1) * p;
        let used = model.coefficient[cells.clone()].iter().zip(&state.output).map(|(a, output)| a * output);
        let orders = state.orders[cells.clone()].iter_mut().zip(&model.held[cells]).zip(used);
        for ((order, _), used) in orders.filter(|((_, held), _)| held.is_infinite()) {
            *order = used;
        }
    }

    /// Whether BoARIO sees every inventory at its target.
    fn at_target(&self) -> bool {
        let Self { model, state, work, .. } = self;
        let p = model.shape().industries();
        (0..state.stock.len()).all(|at| {
            let goal = model.held[at] * work.planned[at % p] * model.coefficient[at];
            all_close(state.stock[at], if goal.is_nan() { f64::INFINITY } else { goal })
        })
    }
}

/// Orders over the weight of their suppliers. Product × buyer.
pub(super) fn over_weights(orders: &mut [f64], weight: &[f64], buyers: usize, width: usize) {
    for (orders, weight) in orders.chunks_exact_mut(buyers).zip(weight.chunks_exact(buyers / width)) {
        for (orders, weight) in orders.chunks_exact_mut(width).zip(weight) {
            let per_weight = 1.0 / weight_or_one(*weight);
            for order in orders {
                *order *= per_weight;
            }
        }
    }
}
