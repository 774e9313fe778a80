//! Trade links whose wedge is itself found in equilibrium: quantity caps and border adjustments.
//!
//! Equations: model.md (4.2), (4.3). Such links are taken out of the trade links that the sweeps read and are added
//! to their sums one by one. The wedge `x` scales what buyers pay: `x = 1 + μ` for a cap, `(1 + t')/(1 + t)` for a
//! border adjustment that raises the tariff from t to t'.

use oblate_world::{Id, Region, Sector, TradeTensor};

use crate::economy::Economy;
use crate::equations::{Adjoint, Seeds};
use crate::links::Weights;
use crate::shocks::{Rent, Shocks};

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

/// As what a live wedge acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Tariff,
    ExportTax,
    Iceberg,
}

/// What a scenario adds to links of one origin, destination and product.
enum Wish {
    Cap { shock: usize, quantity: f64, rent: Rent },
    Border { rate: f64, intensity: f64 },
}

impl LiveLinks {
    /// Takes the links out of the weights; `wedge` gives `(1+t')(1+e')` without what is live.
    pub(crate) fn take(
        economy: &Economy,
        shocks: &Shocks,
        ln_price_advantage: impl Fn(Region, Sector) -> f64,
        tariff: Option<&TradeTensor>,
        weights: &mut Weights,
    ) -> Self {
        let mut live = Self {
            links: Vec::new(),
            regions: economy.axes.regions.len(),
            sectors: economy.axes.sectors.len(),
        };
        for (s, j, i, wish) in wishes(shocks, economy) {
            let rate = |tensor: Option<&TradeTensor>| tensor.map_or(0.0, |tensor| tensor[(s, j, i)]);
            let (gross, export_tax) = (1.0 + rate(tariff), rate(shocks.export_tax.as_ref()));
            let mut bundles = Vec::new();
            for b in s.index() * weights.width..(s.index() + 1) * weights.width {
                let weight = weights.take(b, j, i);
                if weight > 0.0 {
                    bundles.push((b, weight, weight / (gross * (1.0 + export_tax))));
                }
            }
            if bundles.is_empty() {
                continue;
            }
            let parameters = &economy.parameters;
            let (theta, price) = (parameters.theta(s), parameters.price_elasticity(s.index()));
            let wasted = matches!(wish, Wish::Cap { rent: Rent::Nobody, .. });
            // with free entry a variety's price does not fall with the size of its sector
            let entry = (theta * parameters.scale_elasticity[s.index()] - 1.0).abs() < 1e-12;
            let caps = live.caps();
            live.links.push(LiveLink {
                s: s.index(),
                j: j.index(),
                i: i.index(),
                bundles,
                elasticity: if wasted { [theta, theta] } else { [price, price + 1.0] },
                scale: if entry { 0.0 } else { parameters.scale_elasticity[s.index()] },
                ln_advantage: ln_price_advantage(i, s),
                export_tax,
                kind: match wish {
                    Wish::Cap { shock, quantity, rent } => Kind::Cap {
                        at: caps,
                        shock,
                        ln_cap: quantity.ln(),
                        baseline: economy.baseline_sales(s, j, i),
                        rent,
                    },
                    Wish::Border { rate, intensity } => Kind::Border { rate, gross, intensity },
                },
            });
        }
        live
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

/// How live links move; vectors as in [`crate::equations::Point`].
pub(crate) struct LiveMoves<'a> {
    pub cap: &'a [f64],
    pub cost: &'a [f64],
    /// Of log receipts, region × sector.
    pub receipts: &'a [f64],
}

impl LiveLinks {
    /// How log wedges and log prices move.
    pub(crate) fn wedges_tangent(&self, point: &LivePoint, moves: &LiveMoves<'_>, into: &mut [Vec<f64>; 2]) {
        into.iter_mut().for_each(Vec::clear);
        for (at_link, link) in self.links.iter().enumerate() {
            let cell = self.cell(link);
            let price = (1.0 + link.scale) * moves.cost[cell] - link.scale * moves.receipts[cell];
            into[0].push(match link.kind {
                Kind::Cap { at, .. } => {
                    if point.binds[at_link] {
                        moves.cap[at]
                    } else {
                        0.0
                    }
                }
                Kind::Border { .. } => -Self::border_slope(link, point.ln_wedge[at_link]) * price,
            });
            into[1].push(price);
        }
    }

    /// How much of a border adjustment's wedge shrinks with the log price: `(x − 1)/x`.
    fn border_slope(_: &LiveLink, ln_wedge: f64) -> f64 {
        1.0 - (-ln_wedge).exp()
    }

    /// The transpose of [`LiveLinks::wedges_tangent`]; adds to cap, cost and receipts.
    pub(crate) fn wedges_adjoint(
        &self,
        point: &LivePoint,
        weights: &[Vec<f64>; 2],
        cap: &mut [f64],
        cost: &mut [f64],
        receipts: &mut [f64],
    ) {
        for (at_link, link) in self.links.iter().enumerate() {
            let cell = self.cell(link);
            let mut price = weights[1][at_link];
            match link.kind {
                Kind::Cap { at, .. } => {
                    if point.binds[at_link] {
                        cap[at] += weights[0][at_link]
                    }
                }
                Kind::Border { .. } => {
                    price -= Self::border_slope(link, point.ln_wedge[at_link]) * weights[0][at_link];
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
        wedge: &[f64],
        flows: &LiveFlows<'_>,
        (sales, net): (&mut [f64], &mut [f64]),
        sold: &mut Vec<f64>,
    ) {
        sold.clear();
        for (at, link) in self.links.iter().enumerate() {
            let seller = self.seller(link);
            let (v, dv) = (flows.competitiveness[seller], flows.competitiveness_change[seller]);
            let mut change = 0.0;
            for &bundle in &link.bundles {
                let (buyer, goods) =
                    (self.buyer(link, bundle.0), Self::weights(link, point.ln_wedge[at], bundle)[1]);
                let (q, dq) = (flows.demand[buyer], flows.demand_change[buyer]);
                let thinner = link.elasticity[1] * wedge[at];
                sales[seller] += goods * (dq - thinner * q);
                net[buyer] += goods * (dv - thinner * v);
                change += goods * (v * dq + q * dv - thinner * v * q);
            }
            sold.push(change);
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
    pub(crate) fn add_transfer_tangent(
        &self,
        point: &LivePoint,
        wedge: &[f64],
        sold: &[f64],
        income: &mut [f64],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let x = point.ln_wedge[at].exp();
            let change =
                Self::transfer(link, x) * sold[at] + Self::rent_slope(link, x) * point.sales[at] * wedge[at];
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
    pub(crate) fn transfer_adjoint(
        &self,
        point: &LivePoint,
        income: &[f64],
        sold: &mut [f64],
        wedge: &mut [f64],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let x = point.ln_wedge[at].exp();
            let weight = income[link.i] - income[link.j];
            sold[at] += Self::transfer(link, x) * weight;
            wedge[at] += Self::rent_slope(link, x) * point.sales[at] * weight;
        }
    }

    /// How residuals of caps move.
    pub(crate) fn residual_tangent(
        &self,
        point: &LivePoint,
        [wedge, price]: &[Vec<f64>; 2],
        sold: &[f64],
        cap: &[f64],
        into: &mut [f64],
    ) {
        for (at_link, link) in self.links.iter().enumerate() {
            if let Kind::Cap { at, rent, .. } = link.kind {
                let wasted = if rent == Rent::Nobody { wedge[at_link] } else { 0.0 };
                let quantity = sold[at_link] / point.sales[at_link] - price[at_link] - wasted;
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
        weights: &mut [Vec<f64>; 2],
        sold: &mut [f64],
        cap: &mut [f64],
    ) {
        for (at_link, link) in self.links.iter().enumerate() {
            if let Kind::Cap { at, rent, .. } = link.kind {
                if rent == Rent::Nobody {
                    weights[0][at_link] += rows[at];
                }
                weights[1][at_link] += rows[at];
                sold[at_link] -= rows[at] / point.sales[at_link];
                if !point.binds[at_link] {
                    cap[at] += rows[at];
                }
            }
        }
    }

    /// Number of live links.
    pub(crate) fn len(&self) -> usize {
        self.links.len()
    }
}

/// What shocks move directly on live links.
impl LiveLinks {
    /// Sector, destination and origin of a link.
    pub(crate) fn place(&self, at: usize) -> (Sector, Region, Region) {
        let link = &self.links[at];
        (Sector::new(link.s), Region::new(link.j), Region::new(link.i))
    }

    /// The log wedge of a link at a point, and as what it acts.
    pub(crate) fn role(&self, at: usize, point: &LivePoint) -> (f64, Role) {
        let role = match self.links[at].kind {
            Kind::Border { .. } | Kind::Cap { rent: Rent::Destination, .. } => Role::Tariff,
            Kind::Cap { rent: Rent::Origin, .. } => Role::ExportTax,
            Kind::Cap { rent: Rent::Nobody, .. } => Role::Iceberg,
        };
        (point.ln_wedge[at], role)
    }

    /// The weight of a bundle in the sales of a link at a point, and its elasticity to the wedge.
    pub(crate) fn goods_weight(&self, at: usize, point: &LivePoint, b: usize) -> (f64, f64) {
        let link = &self.links[at];
        let bundle = link.bundles.iter().find(|bundle| bundle.0 == b);
        let weight = bundle.map_or(0.0, |&bundle| Self::weights(link, point.ln_wedge[at], bundle)[1]);
        (weight, link.elasticity[1])
    }

    /// Moves of the shocks' caps, by unknown.
    pub(crate) fn of_caps(&self, moves: &[f64]) -> Vec<f64> {
        let cap = |link: &LiveLink| match link.kind {
            Kind::Cap { shock, .. } => Some(moves[shock]),
            Kind::Border { .. } => None,
        };
        self.links.iter().filter_map(cap).collect()
    }

    /// A tariff thins the wedge of a border adjustment, which is told relative to it.
    pub(crate) fn wedge_slope_in_tariff(&self, at: usize, point: &LivePoint) -> f64 {
        match self.links[at].kind {
            Kind::Border { gross, .. } => ((-point.ln_wedge[at]).exp() - 1.0) / gross,
            Kind::Cap { .. } => 0.0,
        }
    }

    /// Slope of the log wedge of a border adjustment in the price of carbon of its destination.
    pub(crate) fn wedge_slope_in_carbon(&self, at: usize, point: &LivePoint) -> f64 {
        match self.links[at].kind {
            Kind::Border { gross, intensity, .. } => {
                intensity * (-point.ln_price[at] - point.ln_wedge[at]).exp() / gross
            }
            Kind::Cap { .. } => 0.0,
        }
    }

    /// Slope of the transfer per sale in the export tax.
    pub(crate) fn transfer_slope_in_export_tax(&self, at: usize, point: &LivePoint) -> f64 {
        match self.links[at].kind {
            Kind::Cap { rent: Rent::Origin, .. } => point.ln_wedge[at].exp(),
            _ => 1.0,
        }
    }

    /// Moves of the weights of a link, in purchases and in sales.
    pub(crate) fn seed(
        &self,
        (at, point): (usize, &LivePoint),
        [share_move, goods_move]: [f64; 2],
        (competitiveness, demand): (&[f64], &[f64]),
        seeds: &mut Seeds,
    ) {
        let link = &self.links[at];
        let v = competitiveness[self.seller(link)];
        for &bundle in &link.bundles {
            let [share, goods] = Self::weights(link, point.ln_wedge[at], bundle);
            let buyer = self.buyer(link, bundle.0);
            seeds.phi[buyer] += share * v * share_move;
            seeds.phi_net[buyer] += goods * v * goods_move;
            seeds.sales[self.seller(link)] += goods * demand[buyer] * goods_move;
            seeds.live_sales[at] += goods * v * demand[buyer] * goods_move;
        }
    }

    /// Moves of what lowers a seller's price beside its cost.
    pub(crate) fn price_seed(&self, cell: usize, advantage: f64, point: &LivePoint, seeds: &mut Seeds) {
        for (at, link) in self.links.iter().enumerate().filter(|(_, link)| self.cell(link) == cell) {
            seeds.live_price[at] -= advantage;
            if matches!(link.kind, Kind::Border { .. }) {
                seeds.live_wedge[at] += Self::border_slope(link, point.ln_wedge[at]) * advantage;
            }
        }
    }

    /// What a log rise of all that lowers a seller's price beside its cost is worth.
    pub(crate) fn price_worth(&self, cell: usize, point: &LivePoint, adjoint: &Adjoint) -> f64 {
        let here = self.links.iter().enumerate().filter(|(_, link)| self.cell(link) == cell);
        let worth = |(at, link): (usize, &LiveLink)| {
            let wedge = match link.kind {
                Kind::Border { .. } => Self::border_slope(link, point.ln_wedge[at]) * adjoint.live[0][at],
                Kind::Cap { .. } => 0.0,
            };
            wedge - adjoint.live[1][at]
        };
        here.map(worth).sum()
    }

    /// What weights of live links are worth, in purchases and in sales.
    pub(crate) fn add_link_weights(
        &self,
        point: &LivePoint,
        (competitiveness, demand): (&[f64], &[f64]),
        adjoint: &Adjoint,
        into: &mut [TradeTensor; 2],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let (cell, seller) = (self.place(at), self.seller(link));
            let v = competitiveness[seller];
            for &bundle in &link.bundles {
                let [share, goods] = Self::weights(link, point.ln_wedge[at], bundle);
                let buyer = self.buyer(link, bundle.0);
                let q = demand[buyer];
                into[0][cell] += share * v * adjoint.phi[buyer];
                into[1][cell] += goods
                    * (q * adjoint.sales[seller]
                        + v * adjoint.phi_net[buyer]
                        + v * q * adjoint.live_sales[at]);
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

/// Which links are live. A cap on a link with a border adjustment is refused when shocks are checked.
fn wishes(shocks: &Shocks, economy: &Economy) -> Vec<(Sector, Region, Region, Wish)> {
    let cap = |(shock, cap): (usize, &crate::shocks::QuantityCap)| {
        (cap.sector, cap.destination, cap.origin, Wish::Cap { shock, quantity: cap.cap, rent: cap.rent })
    };
    let mut wishes: Vec<_> = shocks.quantity_caps.iter().enumerate().map(cap).collect();
    let Some((carbon, border)) =
        shocks.carbon.as_ref().and_then(|carbon| carbon.border.as_ref().map(|border| (carbon, border)))
    else {
        return wishes;
    };
    for j in economy.axes.regions.ids().filter(|j| border.destinations[j.index()]) {
        for i in economy.axes.regions.ids().filter(|&i| i != j) {
            let gap = carbon.price[j.index()] - carbon.price[i.index()];
            for s in economy.axes.sectors.ids().filter(|&s| gap > 0.0 && border.intensity[(i, s)] > 0.0) {
                let intensity = border.intensity[(i, s)];
                wishes.push((s, j, i, Wish::Border { rate: gap * intensity, intensity }));
            }
        }
    }
    wishes
}
