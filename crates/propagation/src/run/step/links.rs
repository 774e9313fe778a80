//! Embargoes that begin, end or change: orders go to the suppliers that are left.

use crate::run::Run;
use crate::run::state::weight_or_one;

impl Run<'_> {
    /// Closes and opens links where an embargo changes; orders go to the suppliers that are left.
    pub(super) fn links_of_today(&mut self) {
        let bans = self.calendar.bans_of(self.day());
        if bans == self.state.bans {
            return;
        }
        let before = std::mem::replace(&mut self.state.bans, bans);
        let products = self.products_of_changes(&before);
        self.work.shares.close(&self.model.table, &self.calendar, &self.state.bans);
        for product in products {
            for kind in [0, 1] {
                self.move_orders(kind, product);
            }
        }
    }

    fn products_of_changes(&self, before: &[f64]) -> Vec<usize> {
        let strengths = before.iter().zip(&self.state.bans);
        let changed = strengths.zip(&self.calendar.bans).filter(|((old, new), _)| old != new);
        let mut products: Vec<usize> = changed.flat_map(|(_, ban)| ban.products.iter().copied()).collect();
        products.sort_unstable();
        products.dedup();
        products
    }

    /// Keeps what is ordered of a product, while the weight of its suppliers changes.
    fn move_orders(&mut self, kind: usize, product: usize) {
        if self.state.gain[kind].is_empty() {
            return;
        }
        let Self { model, state, work, .. } = self;
        let sources = &model.table.sources[kind];
        let columns = sources.columns;
        let before = state.weight[kind][product * columns..][..columns].to_vec();
        let block = work.shares.of(&model.table, kind, product);
        state.weigh(model, kind, product, block);
        if kind == 1 {
            return;
        }
        let (p, width) = (model.shape().industries(), model.table.width(kind));
        let weight = &state.weight[kind][product * columns..][..columns];
        let orders = &mut state.orders[product * p..][..p];
        for ((orders, before), weight) in orders.chunks_exact_mut(width).zip(before).zip(weight) {
            let times = weight_or_one(before) / weight_or_one(*weight);
            for order in orders {
                *order *= times;
            }
        }
    }
}
