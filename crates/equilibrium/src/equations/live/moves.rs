//! How live links move: the directional derivative of [`super`] and its transpose.

use super::{Kind, LiveLink, LiveLinks, LiveParts, LivePoint};
use crate::shocks::Rent;

/// What moves live links: moves of the unknowns of caps, of log unit costs and of log receipts.
pub(crate) struct LiveUnknowns<'a> {
    pub cap: &'a [f64],
    pub cost: &'a [f64],
    /// Of log receipts, region × sector.
    pub receipts: &'a [f64],
}

impl LiveLinks {
    /// How log wedges and log prices move.
    pub(crate) fn wedges_tangent(&self, point: &LivePoint, moves: &LiveUnknowns<'_>, into: &mut LiveParts) {
        into.wedge.clear();
        into.price.clear();
        for (at_link, link) in self.links.iter().enumerate() {
            let cell = self.cell(link);
            let price = (1.0 + link.scale) * moves.cost[cell] - link.scale * moves.receipts[cell];
            into.wedge.push(match link.kind {
                Kind::Cap { at, .. } => {
                    if point.binds[at_link] {
                        moves.cap[at]
                    } else {
                        0.0
                    }
                }
                Kind::Border { .. } => -Self::border_slope(point.ln_wedge[at_link]) * price,
            });
            into.price.push(price);
        }
    }

    /// How much of a border adjustment's wedge shrinks with the log price: `(x − 1)/x`.
    pub(super) fn border_slope(ln_wedge: f64) -> f64 {
        1.0 - (-ln_wedge).exp()
    }

    /// The transpose of [`LiveLinks::wedges_tangent`]; adds to cap, cost and receipts.
    pub(crate) fn wedges_adjoint(
        &self,
        point: &LivePoint,
        weights: &LiveParts,
        cap: &mut [f64],
        cost: &mut [f64],
        receipts: &mut [f64],
    ) {
        for (at_link, link) in self.links.iter().enumerate() {
            let cell = self.cell(link);
            let mut price = weights.price[at_link];
            match link.kind {
                Kind::Cap { at, .. } => {
                    if point.binds[at_link] {
                        cap[at] += weights.wedge[at_link]
                    }
                }
                Kind::Border { .. } => {
                    price -= Self::border_slope(point.ln_wedge[at_link]) * weights.wedge[at_link];
                }
            }
            cost[cell] += (1.0 + link.scale) * price;
            receipts[cell] -= link.scale * price;
        }
    }

    /// Adds to the change of `Φ̂`.
    pub(crate) fn add_phi_tangent(
        &self,
        point: &LivePoint,
        wedge: &[f64],
        (competitiveness, change): (&[f64], &[f64]),
        phi: &mut [f64],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let (v, dv) = (competitiveness[self.seller(link)], change[self.seller(link)]);
            for &bundle in &link.bundles {
                let share = Self::weights(link, point.ln_wedge[at], bundle)[0];
                phi[self.buyer(link, bundle.0)] += share * (dv - link.elasticity[0] * wedge[at] * v);
            }
        }
    }

    /// The transpose; adds to sellers and wedges.
    pub(crate) fn phi_adjoint(
        &self,
        point: &LivePoint,
        competitiveness: &[f64],
        phi: &[f64],
        sellers: &mut [f64],
        wedge: &mut [f64],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let v = competitiveness[self.seller(link)];
            for &bundle in &link.bundles {
                let weight =
                    Self::weights(link, point.ln_wedge[at], bundle)[0] * phi[self.buyer(link, bundle.0)];
                sellers[self.seller(link)] += weight;
                wedge[at] -= link.elasticity[0] * v * weight;
            }
        }
    }

    /// Adds to the changes of `Y'/v̂` and of `Φ̂` net of taxes; writes the change of sales.
    pub(crate) fn add_sales_tangent(
        &self,
        point: &LivePoint,
        live: &mut LiveParts,
        flows: &LiveFlows<'_>,
        (sales, net): (&mut [f64], &mut [f64]),
    ) {
        live.sales.clear();
        for (at, link) in self.links.iter().enumerate() {
            let seller = self.seller(link);
            let (v, dv) = (flows.competitiveness[seller], flows.competitiveness_change[seller]);
            let mut change = 0.0;
            for &bundle in &link.bundles {
                let (buyer, goods) =
                    (self.buyer(link, bundle.0), Self::weights(link, point.ln_wedge[at], bundle)[1]);
                let (q, dq) = (flows.demand[buyer], flows.demand_change[buyer]);
                let thinner = link.elasticity[1] * live.wedge[at];
                sales[seller] += goods * (dq - thinner * q);
                net[buyer] += goods * (dv - thinner * v);
                change += goods * (v * dq + q * dv - thinner * v * q);
            }
            live.sales.push(change);
        }
    }

    /// The transpose: from what sellers' sales, buyers' net and sales of links weigh; adds to demand, sellers and wedges.
    pub(crate) fn sales_adjoint(
        &self,
        point: &LivePoint,
        flows: &LiveWeights<'_>,
        (demand, sellers): (&mut [f64], &mut [f64]),
        wedge: &mut [f64],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let seller = self.seller(link);
            let v = flows.competitiveness[seller];
            for &bundle in &link.bundles {
                let (buyer, goods) =
                    (self.buyer(link, bundle.0), Self::weights(link, point.ln_wedge[at], bundle)[1]);
                let q = flows.demand[buyer];
                let (sales, net, sold) = (flows.sales[seller], flows.net[buyer], flows.sold[at]);
                demand[buyer] += goods * (sales + v * sold);
                sellers[seller] += goods * (net + q * sold);
                wedge[at] -= link.elasticity[1] * goods * (q * sales + v * net + v * q * sold);
            }
        }
    }

    /// Adds the change of transfers to income by region.
    pub(crate) fn add_transfer_tangent(&self, point: &LivePoint, live: &LiveParts, income: &mut [f64]) {
        for (at, link) in self.links.iter().enumerate() {
            let x = point.ln_wedge[at].exp();
            let rent = Self::rent_slope(link, x) * point.sales[at];
            let change = Self::transfer(link, x) * live.sales[at] + rent * live.wedge[at];
            income[link.j] -= change;
            income[link.i] += change;
        }
    }

    /// Slope of the transfer per sale in the log wedge.
    fn rent_slope(link: &LiveLink, wedge: f64) -> f64 {
        match link.kind {
            Kind::Cap { rent: Rent::Origin, .. } => wedge * (1.0 + link.export_tax),
            _ => 0.0,
        }
    }

    /// The transpose; adds to sales of links and wedges.
    pub(crate) fn transfer_adjoint(&self, point: &LivePoint, income: &[f64], live: &mut LiveParts) {
        for (at, link) in self.links.iter().enumerate() {
            let x = point.ln_wedge[at].exp();
            let weight = income[link.i] - income[link.j];
            live.sales[at] += Self::transfer(link, x) * weight;
            live.wedge[at] += Self::rent_slope(link, x) * point.sales[at] * weight;
        }
    }

    /// How residuals of caps move.
    pub(crate) fn residual_tangent(
        &self,
        point: &LivePoint,
        live: &LiveParts,
        cap: &[f64],
        into: &mut [f64],
    ) {
        for (at_link, link) in self.links.iter().enumerate() {
            if let Kind::Cap { at, rent, .. } = link.kind {
                if link.is_cut() {
                    into[at] = cap[at];
                    continue;
                }
                let wasted = if rent == Rent::Nobody { live.wedge[at_link] } else { 0.0 };
                let quantity = live.sales[at_link] / point.sales[at_link] - live.price[at_link] - wasted;
                let slack = if point.binds[at_link] { 0.0 } else { cap[at] };
                into[at] = slack - quantity;
            }
        }
    }

    /// The transpose; adds to wedges and prices, sales of links and caps.
    pub(crate) fn residual_adjoint(
        &self,
        point: &LivePoint,
        rows: &[f64],
        live: &mut LiveParts,
        cap: &mut [f64],
    ) {
        for (at_link, link) in self.links.iter().enumerate() {
            if let Kind::Cap { at, rent, .. } = link.kind {
                if link.is_cut() {
                    cap[at] += rows[at];
                    continue;
                }
                if rent == Rent::Nobody {
                    live.wedge[at_link] += rows[at];
                }
                live.price[at_link] += rows[at];
                live.sales[at_link] -= rows[at] / point.sales[at_link];
                if !point.binds[at_link] {
                    cap[at] += rows[at];
                }
            }
        }
    }
}

/// What passes live links, and how it moves.
pub(crate) struct LiveFlows<'a> {
    pub competitiveness: &'a [f64],
    pub competitiveness_change: &'a [f64],
    pub demand: &'a [f64],
    pub demand_change: &'a [f64],
}

/// What passes live links, and what sums of it weigh.
pub(crate) struct LiveWeights<'a> {
    pub competitiveness: &'a [f64],
    pub demand: &'a [f64],
    pub sales: &'a [f64],
    pub net: &'a [f64],
    pub sold: &'a [f64],
}
