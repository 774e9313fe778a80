//! Trade links whose wedge is itself found in equilibrium: quantity caps and border adjustments.
//!
//! Equations: model.md (4.2), (4.3). Such links are taken out of the trade links that the sweeps read and are added
//! to their sums one by one. The wedge `x` scales what buyers pay: `x = 1 + μ` for a cap, `(1 + t')/(1 + t)` for a
//! border adjustment that raises the tariff from t to t'.

mod build;
mod moves;
mod seeds;

use oblate_world::{Id, Region, Sector};

use super::trade::Weights;
use crate::shocks::Rent;

pub(crate) use moves::{LiveFlows, LiveUnknowns, LiveWeights};

/// The live links of one counterfactual.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveLinks {
    links: Vec<LiveLink>,
    regions: usize,
    sectors: usize,
}

/// One product from one origin to one destination.
#[derive(Debug, Clone)]
struct LiveLink {
    s: usize,
    j: usize,
    i: usize,
    /// Bundles that pass here: position, weight `π κ̂` and the same net of fixed taxes.
    bundles: Vec<(usize, f64, f64)>,
    /// Elasticity of purchases to the wedge, and of sales.
    elasticity: [f64; 2],
    /// Exponent of output in the price of the product, ψ under external economies.
    scale: f64,
    /// `ln Â + ln (1+b)^`: what lowers the origin's price beside its cost.
    ln_advantage: f64,
    /// Export tax after the shock.
    export_tax: f64,
    kind: Kind,
}

impl LiveLink {
    /// Whether nothing passes here: an embargo wins over a cap, whose unknown then stays where it starts.
    fn is_cut(&self) -> bool {
        self.bundles.is_empty()
    }
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A cap: its place among the unknowns and among the shocks, log of the quantity allowed, baseline sales, who earns
    /// the rent.
    Cap { at: usize, shock: usize, ln_cap: f64, baseline: f64, rent: Rent },
    /// A border adjustment: the rate at baseline prices, `1 + t` without it, and what it counts per unit of value.
    Border { rate: f64, gross: f64, intensity: f64 },
}

/// Live links at one point.
#[derive(Debug, Clone, Default)]
pub(crate) struct LivePoint {
    /// Log wedge, by link.
    pub ln_wedge: Vec<f64>,
    /// Log price of the product at its origin, by link.
    ln_price: Vec<f64>,
    /// Sales `Z'`, by link.
    pub sales: Vec<f64>,
    /// Whether a cap binds, by link.
    binds: Vec<bool>,
}

/// Log wedges, log prices at the origin and sales of live links: how they move, or what they weigh in a sum.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveParts {
    pub wedge: Vec<f64>,
    pub price: Vec<f64>,
    pub sales: Vec<f64>,
}

impl LiveParts {
    pub(crate) fn new(links: usize) -> Self {
        let zeros = || vec![0.0; links];
        Self { wedge: zeros(), price: zeros(), sales: zeros() }
    }
}

/// As what a live wedge acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Tariff,
    ExportTax,
    Iceberg,
}

impl LiveLinks {
    /// Number of live links.
    pub(crate) fn len(&self) -> usize {
        self.links.len()
    }

    /// Number of caps: each has an unknown.
    pub(crate) fn caps(&self) -> usize {
        self.links.iter().filter(|link| matches!(link.kind, Kind::Cap { .. })).count()
    }

    /// The unknowns at hats of one: as slack as the cap is wide.
    pub(crate) fn start(&self, into: &mut [f64]) {
        for link in &self.links {
            if let Kind::Cap { at, ln_cap, .. } = link.kind {
                into[at] = -ln_cap.max(0.0);
            }
        }
    }

    fn cell(&self, link: &LiveLink) -> usize {
        link.i * self.sectors + link.s
    }

    fn seller(&self, link: &LiveLink) -> usize {
        link.s * self.regions + link.i
    }

    fn buyer(&self, link: &LiveLink, b: usize) -> usize {
        b * self.regions + link.j
    }

    /// Wedges, given the unknowns of caps, log unit costs and log receipts.
    pub(crate) fn wedges(&self, cap: &[f64], ln_cost: &[f64], ln_receipts: &[f64], point: &mut LivePoint) {
        for list in [&mut point.ln_wedge, &mut point.ln_price] {
            list.clear();
        }
        point.binds.clear();
        for link in &self.links {
            let cell = self.cell(link);
            // p̂ = ĉ / (Â Q̂^ψ (1+b)^), with Q̂ = R̂/ĉ
            let output =
                if link.scale == 0.0 { 0.0 } else { link.scale * (ln_receipts[cell] - ln_cost[cell]) };
            let ln_price = ln_cost[cell] - link.ln_advantage - output;
            let (ln_wedge, binds) = match link.kind {
                Kind::Cap { .. } if link.is_cut() => (0.0, false),
                Kind::Cap { at, .. } => (cap[at].max(0.0), cap[at] > 0.0),
                Kind::Border { rate, gross, .. } => (((gross + rate * (-ln_price).exp()) / gross).ln(), true),
            };
            point.ln_wedge.push(ln_wedge);
            point.ln_price.push(ln_price);
            point.binds.push(binds);
        }
    }

    /// Weight of a bundle in purchases and in sales at the point.
    fn weights(link: &LiveLink, ln_wedge: f64, (_, share, goods): (usize, f64, f64)) -> [f64; 2] {
        [share * (-link.elasticity[0] * ln_wedge).exp(), goods * (-link.elasticity[1] * ln_wedge).exp()]
    }

    /// Adds to `Φ̂`.
    pub(crate) fn add_phi(&self, point: &LivePoint, competitiveness: &[f64], phi: &mut [f64]) {
        for (link, &ln) in self.links.iter().zip(&point.ln_wedge) {
            for &bundle in &link.bundles {
                phi[self.buyer(link, bundle.0)] +=
                    Self::weights(link, ln, bundle)[0] * competitiveness[self.seller(link)];
            }
        }
    }

    /// Adds to `Y'/v̂` and to `Φ̂` net of taxes, and keeps sales.
    pub(crate) fn add_sales(
        &self,
        point: &mut LivePoint,
        (demand, competitiveness): (&[f64], &[f64]),
        sales: &mut [f64],
        net: &mut [f64],
    ) {
        point.sales.clear();
        for (link, &ln) in self.links.iter().zip(&point.ln_wedge) {
            let v = competitiveness[self.seller(link)];
            let mut sold = 0.0;
            for &bundle in &link.bundles {
                let (buyer, goods) = (self.buyer(link, bundle.0), Self::weights(link, ln, bundle)[1]);
                sales[self.seller(link)] += goods * demand[buyer];
                net[buyer] += goods * v;
                sold += goods * v * demand[buyer];
            }
            point.sales.push(sold);
        }
    }

    /// Payments that leave the destination for the origin over sales: export tax, and the rent where it is the origin's.
    fn transfer(link: &LiveLink, wedge: f64) -> f64 {
        let rent = match link.kind {
            Kind::Cap { rent: Rent::Origin, .. } => (wedge - 1.0) * (1.0 + link.export_tax),
            _ => 0.0,
        };
        link.export_tax + rent
    }

    /// Calls with destination, origin and what one pays the other through live wedges: export tax, then rent.
    pub(crate) fn each_transfer(&self, point: &LivePoint, mut call: impl FnMut(usize, usize, [f64; 2])) {
        for (at, link) in self.links.iter().enumerate() {
            let tax = link.export_tax * point.sales[at];
            let all = Self::transfer(link, point.ln_wedge[at].exp()) * point.sales[at];
            call(link.j, link.i, [tax, all - tax]);
        }
    }

    /// Residuals of caps: `ln q̄ − ln q̂ − slack`. Equation: model.md (4.3).
    pub(crate) fn residuals(&self, point: &LivePoint, cap: &[f64], into: &mut [f64]) {
        for (at_link, link) in self.links.iter().enumerate() {
            if let Kind::Cap { at, ln_cap, baseline, rent, .. } = link.kind {
                if link.is_cut() {
                    into[at] = cap[at] + ln_cap.max(0.0);
                    continue;
                }
                let wasted = if rent == Rent::Nobody { point.ln_wedge[at_link] } else { 0.0 };
                let quantity = (point.sales[at_link] / baseline).ln() - point.ln_price[at_link] - wasted;
                into[at] = ln_cap - quantity + cap[at].min(0.0);
            }
        }
    }

    /// Writes trade shares `π'` of live links. Equation: model.md (3.7).
    pub(crate) fn write_shares(
        &self,
        point: &LivePoint,
        competitiveness: &[f64],
        phi: &[f64],
        into: &mut Weights,
    ) {
        for (link, &ln) in self.links.iter().zip(&point.ln_wedge) {
            for &bundle in &link.bundles {
                let (buyer, weight) = (self.buyer(link, bundle.0), Self::weights(link, ln, bundle)[0]);
                let share = if phi[buyer] > 0.0 {
                    weight * competitiveness[self.seller(link)] / phi[buyer]
                } else {
                    0.0
                };
                into.cells[buyer * self.regions + link.i] = share;
            }
        }
    }

    /// What is live of a tensor of rates: sector, destination, origin, rate of the cap's wedge or of the tariff.
    pub(crate) fn rates(
        &self,
        point: &LivePoint,
    ) -> impl Iterator<Item = (Sector, Region, Region, LiveRate)> {
        self.links.iter().zip(&point.ln_wedge).map(|(link, ln)| {
            let rate = match link.kind {
                Kind::Cap { rent, .. } => LiveRate::Cap(ln.exp() - 1.0, rent),
                Kind::Border { gross, .. } => LiveRate::Tariff(gross * ln.exp() - 1.0),
            };
            (Sector::new(link.s), Region::new(link.j), Region::new(link.i), rate)
        })
    }

    /// Slope of a cap's residual in its own unknown, at given purchases and costs; for the preconditioner.
    pub(crate) fn own_slopes(&self, point: &LivePoint, into: &mut [f64]) {
        for (link, &binds) in self.links.iter().zip(&point.binds) {
            if let Kind::Cap { at, rent, .. } = link.kind {
                let wasted = if rent == Rent::Nobody { 1.0 } else { 0.0 };
                into[at] = if binds { link.elasticity[1] + wasted } else { 1.0 };
            }
        }
    }
}

/// A rate found in equilibrium.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LiveRate {
    /// The wedge μ of a cap, and who earns it.
    Cap(f64, Rent),
    /// A tariff with its border adjustment.
    Tariff(f64),
}
