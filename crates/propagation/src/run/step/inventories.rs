//! Deliveries come in, inputs are used, inventories and capital are kept.

use crate::run::Run;

impl Run<'_> {
    /// What arrives, what is used, and the value that is added.
    ///
    /// `use = min(a x, S + deliveries)`. Equation: propagation.md (21.8).
    pub(super) fn use_inputs(&mut self) {
        let Self { model, calendar, state, work, .. } = self;
        let shape = model.shape();
        let (p, buyers) = (shape.industries(), shape.buyers());
        if let Some(transport) = &mut state.transport {
            transport.carry(model, calendar, state.step, &work.handed, &mut work.received);
        }
        work.value_added.copy_from_slice(&state.output);
        for k in 0..shape.sectors {
            let cells = k * p..(k + 1) * p;
            let received = &work.received[k * buyers..][..p];
            let in_stock = state.stock[cells.clone()].iter().zip(received);
            let needed = model.coefficient[cells.clone()].iter().zip(&state.output);
            let into = work.used[cells].iter_mut().zip(&mut work.value_added);
            for (((used, value_added), (stock, received)), (a, output)) in into.zip(in_stock).zip(needed) {
                *used = (a * output).min(stock + received);
                *value_added -= *used;
            }
        }
    }

    /// Inventories and rebuilding at the end of the step.
    pub(super) fn keep_inventories(&mut self) {
        self.rebuild();
        if self.model.is_boario() && self.nothing_moves() {
            return;
        }
        let Self { model, state, work, .. } = self;
        let shape = model.shape();
        let (p, buyers) = (shape.industries(), shape.buyers());
        for (k, stock) in state.stock.chunks_exact_mut(p).enumerate() {
            let flows = work.received[k * buyers..][..p].iter().zip(&work.used[k * p..][..p]);
            for (stock, (received, used)) in stock.iter_mut().zip(flows) {
                *stock = stock_after(*stock, *received, *used);
            }
        }
    }

    /// Whether BoARIO sees no difference between deliveries and use, all cells together.
    fn nothing_moves(&self) -> bool {
        let Self { model, work, .. } = self;
        let (p, buyers) = (model.shape().industries(), model.shape().buyers());
        let by_product = work.received.chunks_exact(buyers).zip(work.used.chunks_exact(p));
        by_product.flat_map(|(received, used)| received.iter().zip(used)).all(|(a, b)| all_close(*a, *b))
    }

    /// Takes deliveries off what is left to rebuild.
    fn rebuild(&mut self) {
        let day = self.day();
        let Self { model, calendar, state, work, .. } = self;
        let shape = model.shape();
        for (project, orders) in calendar.projects.iter().zip(&mut state.rebuilding) {
            if day < project.orders_from {
                continue;
            }
            let by_product = orders.chunks_exact_mut(shape.regions).zip(project.products.iter().cycle());
            for (suppliers, (k, _)) in by_product {
                for (i, order) in suppliers.iter_mut().enumerate() {
                    let delivered = *order / project.steps * work.rebuilt[i * shape.sectors + k];
                    *order = (*order - delivered).max(0.0);
                    if model.is_boario() {
                        *order = (*order * 1e7).round_ties_even() / 1e7;
                    }
                }
            }
        }
    }
}

/// What can always be had stays so.
fn stock_after(stock: f64, received: f64, used: f64) -> f64 {
    // in this order nothing is left over when all is used
    if stock.is_infinite() { stock } else { ((stock + received) - used).max(0.0) }
}

/// Whether two numbers are equal for numpy's `allclose`.
pub(super) fn all_close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-8 + 1e-5 * b.abs()
}
