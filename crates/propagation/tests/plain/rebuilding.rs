//! Capital that is rebuilt: what each victim still has to get from each supplier.

use oblate_propagation::{CapitalLoss, Effect, Payer, Rebuilding, Shock};
use oblate_world::Id;

use super::Plain;

/// What one victim of one shock rebuilds.
pub struct Site {
    /// A buyer.
    pub victim: usize,
    /// First day without the capital, and first day on which it is rebuilt.
    pub start: f64,
    pub from: f64,
    pub payer: Payer,
    /// `φ`.
    factor: f64,
    /// `τ_R`.
    days: f64,
    /// `R`, suppliers and what they have still to make.
    orders: Vec<(usize, f64)>,
}

impl Site {
    /// The sites of all shocks.
    pub fn all(plain: &Plain<'_>, shocks: &[Shock]) -> Vec<Self> {
        let mut sites = Vec::new();
        for shock in shocks {
            let Effect::Capital(loss) = &shock.effect else { continue };
            let Some(rebuilding) = &loss.rebuilding else { continue };
            sites.extend(victims(plain, loss).into_iter().map(|(victim, lost)| Self {
                victim,
                start: shock.timing.start,
                from: shock.timing.start + shock.timing.days,
                payer: rebuilding.payer,
                factor: rebuilding.factor,
                days: rebuilding.days,
                orders: orders(plain, rebuilding, victim, lost),
            }));
        }
        sites
    }

    /// Capital that is not yet rebuilt.
    pub fn missing(&self) -> f64 {
        self.orders.iter().map(|(_, left)| left / self.factor).sum()
    }

    /// What is asked for in a day, of all suppliers.
    pub fn asked(&self) -> f64 {
        self.orders.iter().map(|(_, left)| left / self.days).sum()
    }
}

/// Buyers and the capital that they lost.
fn victims(plain: &Plain<'_>, loss: &CapitalLoss) -> Vec<(usize, f64)> {
    let industries = loss.industries.iter();
    let industries =
        industries.map(|((region, sector), lost)| (region.index() * plain.sectors + sector.index(), *lost));
    let users = loss.final_users.iter().map(|((region, use_), lost)| {
        (plain.industries() + region.index() * plain.uses + use_.index(), *lost)
    });
    industries.chain(users).collect()
}

/// What a victim orders of each supplier: `φ v w σ`. Equation (21.10).
fn orders(plain: &Plain<'_>, rebuilding: &Rebuilding, victim: usize, lost: f64) -> Vec<(usize, f64)> {
    let mut orders = Vec::new();
    for (product, weight) in &rebuilding.products {
        for i in 0..plain.regions {
            let supplier = i * plain.sectors + product.index();
            orders.push((supplier, rebuilding.factor * lost * weight * plain.share(supplier, victim)));
        }
    }
    orders
}

/// Adds what sites ask of each supplier.
pub fn ask(sites: &[Site], day: f64, asked: &mut [f64]) {
    for site in sites.iter().filter(|site| day >= site.from) {
        for (supplier, left) in &site.orders {
            asked[*supplier] += left / site.days;
        }
    }
}

/// Takes off what was delivered: the part `q` of what was asked of each supplier.
pub fn build(sites: &mut [Site], day: f64, rebuilt: &[f64]) {
    for site in sites.iter_mut().filter(|site| day >= site.from) {
        for (supplier, left) in &mut site.orders {
            *left -= rebuilt[*supplier] * *left / site.days;
        }
    }
}
