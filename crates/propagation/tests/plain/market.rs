//! The market of each product on a day: orders meet suppliers, who produce, ration and hand over.

use oblate_propagation::{Rationing, Suppliers};

use super::{LEAST, Plain, State};

/// A day's markets. By industry, where nothing else is said.
pub struct Market<'a> {
    plain: &'a Plain<'a>,
    /// What embargoes leave of each link, supplier × destination.
    open: Vec<Vec<f64>>,
    left: Vec<f64>,
    bound: Vec<f64>,
    /// What rebuilding asks for, and the part of it that it gets.
    pub rebuilding: Vec<f64>,
    pub rebuilt: Vec<f64>,
    /// `D`, `x`, and `min(D, cap)`.
    pub demand: Vec<f64>,
    pub made: Vec<f64>,
    pub planned: Vec<f64>,
    /// `cap/x̄`.
    pub capacity: Vec<f64>,
    /// Goods that need no route, product × buyer.
    pub arrived: Vec<Vec<f64>>,
}

impl<'a> Market<'a> {
    pub fn new(plain: &'a Plain<'a>, open: Vec<Vec<f64>>, left: Vec<f64>, bound: Vec<f64>) -> Self {
        let p = plain.industries();
        Self {
            plain,
            open,
            left,
            bound,
            rebuilding: vec![0.0; p],
            rebuilt: vec![1.0; p],
            demand: vec![0.0; p],
            made: vec![0.0; p],
            planned: vec![0.0; p],
            capacity: vec![0.0; p],
            arrived: vec![vec![0.0; plain.buyers()]; plain.sectors],
        }
    }

    /// All that happens to one product; `wanted` is what final users want of it.
    pub(super) fn trade(&mut self, product: usize, state: &mut State, wanted: &[f64]) {
        let orders = self.orders(product, state, wanted);
        for i in 0..self.plain.regions {
            let supplier = i * self.plain.sectors + product;
            let parts = self.produce(supplier, &orders[i], state.overproduction[supplier]);
            self.hand_over(supplier, &orders[i], parts, state);
        }
    }

    /// What each buyer orders from each supplier of a product: origin × buyer. Equation (21.3).
    fn orders(&self, product: usize, state: &State, wanted: &[f64]) -> Vec<Vec<f64>> {
        let plain = self.plain;
        let asked = state.ordered[product].iter().chain(wanted);
        let suppliers = (0..plain.regions).map(|i| i * plain.sectors + product);
        let mut orders: Vec<Vec<f64>> =
            suppliers.map(|supplier| self.weights(supplier, state.capacity[supplier])).collect();
        let mut whole = vec![0.0; plain.buyers()];
        for weights in &orders {
            whole.iter_mut().zip(weights).for_each(|(whole, weight)| *whole += weight);
        }
        let users = plain.industries()..plain.buyers();
        for (buyers, rule) in [0..plain.industries(), users].into_iter().zip(self.rules()) {
            if rule == Suppliers::Fixed {
                // what may not be delivered is not ordered from others
                whole[buyers.clone()].copy_from_slice(&plain.bought[product][buyers]);
            }
        }
        let per_weight: Vec<f64> = (asked.zip(&whole))
            .map(|(asked, whole)| if *whole == 0.0 { 0.0 } else { asked / whole })
            .collect();
        for weights in &mut orders {
            weights.iter_mut().zip(&per_weight).for_each(|(weight, per_weight)| *weight *= per_weight);
        }
        orders
    }

    /// From whom industries and final users order.
    fn rules(&self) -> [Suppliers; 2] {
        [self.plain.settings.suppliers, self.plain.settings.final_suppliers]
    }

    /// The weight of a supplier for each buyer: its usual flow, its capacity of the day before, and its link of today.
    fn weights(&self, supplier: usize, capacity: f64) -> Vec<f64> {
        let mut weights = self.plain.flow[supplier].clone();
        for (j, open) in self.open[supplier].iter().enumerate() {
            for (buyers, rule) in self.plain.buyers_of(j).into_iter().zip(self.rules()) {
                let preferred = if rule == Suppliers::Fixed { 1.0 } else { capacity.max(LEAST) };
                weights[buyers].iter_mut().for_each(|weight| *weight *= open * preferred);
            }
        }
        weights
    }

    /// Output of a supplier, and the parts of their orders that industries and final users get. Equations (21.4), (21.6),
    /// (21.7).
    fn produce(&mut self, supplier: usize, orders: &[f64], overproduction: f64) -> [f64; 2] {
        let plain = self.plain;
        let (industries, finals) = orders.split_at(plain.industries());
        let (first, last) = (industries.iter().sum::<f64>(), finals.iter().sum::<f64>());
        let demand = first + last + self.rebuilding[supplier];
        let capacity = plain.output[supplier] * overproduction * self.left[supplier];
        let planned = demand.min(capacity);
        let made = planned.min(self.bound[supplier]);
        let part = |there: f64, asked: f64| {
            if there >= asked || asked == 0.0 { 1.0 } else { there.max(0.0) / asked }
        };
        let parts = match plain.settings.rationing {
            Rationing::Proportional => [part(made, demand); 2],
            _ => [part(made, first), part(made - first, last + self.rebuilding[supplier])],
        };
        self.demand[supplier] = demand;
        self.planned[supplier] = planned;
        self.made[supplier] = made;
        self.capacity[supplier] =
            if plain.output[supplier] == 0.0 { 0.0 } else { capacity / plain.output[supplier] };
        // rebuilding is served with final users
        self.rebuilt[supplier] = parts[1];
        parts
    }

    /// Goods go to buyers, or onto the route of their link.
    fn hand_over(&mut self, supplier: usize, orders: &[f64], parts: [f64; 2], state: &mut State) {
        let product = supplier % self.plain.sectors;
        for j in 0..self.plain.regions {
            let link = state.routes.link(supplier, j);
            for (kind, buyers) in self.plain.buyers_of(j).into_iter().enumerate() {
                let part = parts[kind];
                let goods = orders[buyers.clone()].iter().map(|order| part * order);
                match link {
                    None => {
                        let arrived = self.arrived[product][buyers].iter_mut();
                        arrived.zip(goods).for_each(|(arrived, goods)| *arrived += goods);
                    }
                    Some(link) => state.routes.take(link, kind, goods),
                }
            }
        }
    }
}
