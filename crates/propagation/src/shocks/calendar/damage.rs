//! Capital that is destroyed, recovers, or is rebuilt by somebody.

use crate::input_output::Shape;
use crate::model::Model;
use crate::shocks::timing::{Recovery, Timing};
use crate::shocks::{Payer, Rebuilding};

/// Capital that comes back as its timing says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Damage {
    pub timing: Timing,
    pub industries: Vec<(usize, f64)>,
}

/// Capital that is rebuilt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Project {
    pub start: f64,
    /// First day on which orders are placed.
    pub orders_from: f64,
    /// Buyers and what they lost.
    pub clients: Vec<(usize, f64)>,
    pub products: Vec<(usize, f64)>,
    pub factor: f64,
    /// Steps over which what is left is ordered.
    pub steps: f64,
    pub payer: Payer,
}

impl Project {
    pub fn new(timing: &Timing, clients: Vec<(usize, f64)>, rebuilding: &Rebuilding, step: f64) -> Self {
        Self {
            start: timing.start,
            orders_from: timing.start + timing.days,
            clients,
            products: rebuilding
                .products
                .iter()
                .map(|(k, share)| (oblate_world::Id::index(*k), *share))
                .collect(),
            factor: rebuilding.factor,
            steps: rebuilding.days / step,
            payer: rebuilding.payer,
        }
    }

    /// What each supplier is to make for each client: client × product × supplier.
    ///
    /// `R[i,f] = φ v[f] w[s(i)] Z[i,f]/Σ Z[i',f]`. Equation: propagation.md (21.10).
    pub fn orders(&self, model: &Model) -> Vec<f64> {
        let Shape { regions, .. } = model.shape();
        let mut orders = Vec::with_capacity(self.clients.len() * self.products.len() * regions);
        for &(buyer, lost) in &self.clients {
            for &(k, share) in &self.products {
                orders.extend((0..regions).map(|i| self.factor * lost * share * model.share_of(k, i, buyer)));
            }
        }
        orders
    }

    /// Capital of each client that is not yet rebuilt: `v[f] = Σ_i R[i,f]/φ`.
    pub fn not_rebuilt<'a>(&'a self, orders: &'a [f64]) -> impl Iterator<Item = (usize, f64)> + 'a {
        let of_client = orders.len() / self.clients.len();
        let left = orders.chunks_exact(of_client).map(|orders| orders.iter().sum::<f64>() / self.factor);
        self.clients.iter().map(|(buyer, _)| *buyer).zip(left)
    }
}

impl Damage {
    /// Capital not there on a day.
    pub fn on(&self, day: f64, boario: bool) -> impl Iterator<Item = (usize, f64)> + '_ {
        let strength = if boario { boario_strength(&self.timing, day) } else { self.timing.strength(day) };
        self.industries.iter().map(move |&(f, lost)| {
            let left = lost * strength;
            // rounded to the table's unit times 1e-7, which ends a recovery
            (f, if boario { rounded(left, 7) } else { left })
        })
    }
}

/// BoARIO's clock: what is left at the start of a day, its recovery being worked out at the end of each day from
/// `e = 0` on.
pub(super) fn boario_strength(timing: &Timing, day: f64) -> f64 {
    let e = day - 1.0 - (timing.start + timing.days);
    if day < timing.start {
        0.0
    } else if e <= 0.0 {
        1.0
    } else {
        match &timing.recovery {
            Recovery::Table(_) | Recovery::Abrupt | Recovery::Never => timing.strength(day),
            other => other.strength(e),
        }
    }
}

/// Rounds to a number of decimals, halves to even.
pub(super) fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round_ties_even() / scale
}
