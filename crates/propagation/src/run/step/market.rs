//! The market of one product: orders meet suppliers, who produce, ration and deliver.

use oblate_world::{Id, Sector};

use crate::error::PropagationError;
use crate::input_output::TILE;
use crate::model::Model;
use crate::run::step::kernel::{deliver, deliver_both, ordered, rows};
use crate::run::{Run, Work};
use crate::settings::Suppliers;

/// Part of its usual share that a supplier keeps who makes nothing, so that orders find a way back.
const FOOT_IN_THE_DOOR: f64 = 1e-6;

/// Largest gap between goods made and goods handed over, relative to them, that counts as rounding.
const ROUNDING: f64 = 1e-9;

impl Run<'_> {
    /// Adds up what each class orders of a product, column by column.
    pub(super) fn open_market(&mut self, product: usize) {
        let Self { model, state, work, .. } = self;
        let shape = model.shape();
        work.single.fill(0.0);
        for (class, (asked, filled)) in model.classes.iter().zip(work.asked.iter_mut().zip(&mut work.filled))
        {
            filled.fill(0.0);
            let kind = usize::from(class.finals);
            let orders = match kind {
                0 => &state.orders[product * shape.industries()..][..shape.industries()],
                _ => &work.final_orders[product * shape.final_users()..][..shape.final_users()],
            };
            let width = model.table.width(kind);
            let member = |b: usize| class.members.as_ref().is_none_or(|members| members[b]);
            for (c, (asked, orders)) in asked.iter_mut().zip(orders.chunks_exact(width)).enumerate() {
                let own = orders.iter().enumerate().filter(|(b, _)| member(c * width + b));
                *asked = own.map(|(_, order)| order).sum();
            }
        }
        for weight in work.next_weight.iter_mut().zip(&model.table.sources) {
            let (weight, sources) = weight;
            if !weight.is_empty() {
                weight[product * sources.columns..][..sources.columns].fill(0.0);
            }
        }
    }

    /// Lets the suppliers of a tile produce and deliver.
    pub(super) fn serve(&mut self, product: usize, tile: usize) {
        let shape = self.model.shape();
        let suppliers = (tile * TILE..shape.regions.min((tile + 1) * TILE)).enumerate();
        let suppliers = suppliers.map(|(lane, i)| (lane, i, i * shape.sectors + product));
        self.count_orders(product, tile);
        let mut gains = [[0.0; TILE]; 2];
        for (lane, i, f) in suppliers {
            for kind in [0, 1] {
                let gain = &self.state.gain[kind];
                gains[kind][lane] = if gain.is_empty() { 1.0 } else { gain[f] };
            }
            for (class, served) in self.model.classes.iter().zip(&mut self.work.tile) {
                served.asked[lane] *= gains[usize::from(class.finals)][lane];
            }
            self.produce(f, lane);
            self.ration(product, i, f, lane);
            self.attract(f);
        }
        match self.state.transport {
            None => self.hand_over(product, tile, gains),
            Some(_) => self.hand_to_carriers(product, tile, gains),
        }
    }

    fn count_orders(&mut self, product: usize, tile: usize) {
        let Self { model, work, .. } = self;
        let Work { shares, asked, tile: served, .. } = work;
        for ((class, asked), served) in model.classes.iter().zip(asked).zip(served) {
            let kind = usize::from(class.finals);
            let rows = rows(shares.of(&model.table, kind, product), asked.len(), tile);
            let sums = ordered(model.arch, rows, asked);
            served.asked = sums;
            served.part = [0.0; TILE];
        }
    }

    /// Weights of a supplier in the orders of the next step. Equation: propagation.md (21.3).
    fn attract(&mut self, f: usize) {
        let Self { model, state, .. } = self;
        let rules = [model.settings.suppliers, model.settings.final_suppliers];
        for (gain, rule) in state.gain.iter_mut().zip(rules).filter(|(gain, _)| !gain.is_empty()) {
            let made = match rule {
                Suppliers::ByOutput => state.output[f],
                Suppliers::ByCapacity | Suppliers::Fixed => state.capacity[f],
            };
            let base = model.baseline[f];
            let part = if base == 0.0 { 0.0 } else { made / base };
            gain[f] = if model.is_boario() { part } else { part.max(FOOT_IN_THE_DOOR) };
        }
    }

    /// Adds up what the tile delivers to each column, and the weights of the next step, in one pass.
    fn hand_over(&mut self, product: usize, tile: usize, gains: [[f64; TILE]; 2]) {
        let Self { model, state, work, .. } = self;
        let Work { shares, filled, tile: served, next_weight, .. } = work;
        for ((class, filled), served) in model.classes.iter().zip(filled).zip(served) {
            let kind = usize::from(class.finals);
            let columns = model.table.sources[kind].columns;
            let rows = rows(shares.of(&model.table, kind, product), columns, tile);
            let delivered = std::array::from_fn(|lane| served.part[lane] * gains[kind][lane]);
            if class.weighs {
                let gain = next_gains(model, &state.gain[kind], product, tile);
                let weight = &mut next_weight[kind][product * columns..][..columns];
                deliver_both(model.arch, rows, [delivered, gain], [filled, weight]);
            } else {
                deliver(model.arch, rows, delivered, filled);
            }
        }
    }

    /// Adds up what the tile delivers by route and column, and the weights of the next step.
    fn hand_to_carriers(&mut self, product: usize, tile: usize, gains: [[f64; TILE]; 2]) {
        let Self { model, state, work, .. } = self;
        let Some(transport) = &state.transport else { return };
        let regions = model.shape().regions;
        let Work { shares, filled, tile: served, next_weight, .. } = work;
        for ((class, filled), served) in model.classes.iter().zip(filled).zip(served) {
            let kind = usize::from(class.finals);
            let sources = &model.table.sources[kind];
            let (columns, per_region) = (sources.columns, sources.per_region);
            let rows = rows(shares.of(&model.table, kind, product), columns, tile);
            if class.weighs {
                let gain = next_gains(model, &state.gain[kind], product, tile);
                deliver(model.arch, rows, gain, &mut next_weight[kind][product * columns..][..columns]);
            }
            for (lane, i) in (tile * TILE..regions.min((tile + 1) * TILE)).enumerate() {
                let delivered = served.part[lane] * gains[kind][lane];
                for (j, route) in transport.of_origin(product, i, regions).iter().enumerate() {
                    let into = &mut filled[route * columns + j * per_region..][..per_region];
                    for (into, share) in into.iter_mut().zip(&rows[lane][j * per_region..]) {
                        *into += share * delivered;
                    }
                }
            }
        }
    }

    /// Hands goods over to buyers and carriers, and checks that they are those that were made.
    pub(super) fn close_market(&mut self, product: usize) -> Result<(), PropagationError> {
        let buyers = self.model.shape().buyers();
        let cells = product * buyers..(product + 1) * buyers;
        self.work.handed[cells.clone()].fill(0.0);
        self.work.received[cells.clone()].fill(0.0);
        for route in 0..self.state.routes() {
            self.add_goods(product, route);
            let Self { state, work, .. } = self;
            add(&mut work.handed[cells.clone()], &work.goods);
            if let Some(transport) = &mut state.transport {
                match transport.on_the_way(route, cells.start, state.step) {
                    Some(into) => add(into, &work.goods),
                    None => add(&mut work.received[cells.clone()], &work.goods),
                }
            }
        }
        if self.state.transport.is_none() {
            let Work { handed, received, .. } = &mut self.work;
            received[cells.clone()].copy_from_slice(&handed[cells]);
        }
        self.books_close(product)
    }

    /// Goods of a product that each buyer gets over one route.
    fn add_goods(&mut self, product: usize, route: usize) {
        let Self { model, state, work, .. } = self;
        let shape = model.shape();
        let (p, users) = (shape.industries(), shape.final_users());
        let Work { goods, filled, final_orders, single, .. } = work;
        match single.get(route * shape.buyers()..) {
            Some(single) if !single.is_empty() => goods.copy_from_slice(&single[..shape.buyers()]),
            _ => goods.fill(0.0),
        }
        for (class, filled) in model.classes.iter().zip(filled) {
            let kind = usize::from(class.finals);
            let columns = model.table.sources[kind].columns;
            let filled = &filled[route * columns..][..columns];
            let (orders, goods) = match kind {
                0 => (&state.orders[product * p..][..p], &mut goods[..p]),
                _ => (&final_orders[product * users..][..users], &mut goods[p..]),
            };
            let width = model.table.width(kind);
            let by_column = goods.chunks_exact_mut(width).zip(orders.chunks_exact(width)).zip(filled);
            for (c, ((goods, orders), filled)) in by_column.enumerate() {
                let cells = goods.iter_mut().zip(orders);
                match &class.members {
                    None => cells.for_each(|(goods, order)| *goods += order * filled),
                    Some(members) => (cells.zip(&members[c * width..]).filter(|(_, member)| **member))
                        .for_each(|((goods, order), _)| *goods += order * filled),
                }
            }
        }
    }

    /// Goods made are goods handed over, to buyers, carriers and rebuilding. Equation: propagation.md (21.12).
    fn books_close(&self, product: usize) -> Result<(), PropagationError> {
        let Self { model, state, work, .. } = self;
        let shape = model.shape();
        let suppliers = || (product..shape.industries()).step_by(shape.sectors);
        let shipped: f64 = suppliers().map(|f| state.output[f]).sum();
        let rebuilt: f64 = suppliers().map(|f| work.rebuilding[f] * work.rebuilt[f]).sum();
        let handed: f64 = work.handed[product * shape.buyers()..][..shape.buyers()].iter().sum();
        let arrived = handed + rebuilt;
        if !suppliers().all(|f| state.demand[f].is_finite()) {
            return Err(PropagationError::Overflow { day: state.step, sector: self.code(product) });
        }
        if (shipped - arrived).abs() <= ROUNDING * shipped.max(arrived) + f64::MIN_POSITIVE {
            return Ok(());
        }
        Err(PropagationError::Accounting { day: state.step, sector: self.code(product), shipped, arrived })
    }

    fn code(&self, product: usize) -> String {
        self.model.table.sectors.code(Sector::new(product)).to_owned()
    }
}

fn add(into: &mut [f64], goods: &[f64]) {
    for (into, goods) in into.iter_mut().zip(goods) {
        *into += goods;
    }
}

fn next_gains(model: &Model, gain: &[f64], product: usize, tile: usize) -> [f64; TILE] {
    let sectors = model.shape().sectors;
    std::array::from_fn(|lane| gain.get((tile * TILE + lane) * sectors + product).copied().unwrap_or(0.0))
}
