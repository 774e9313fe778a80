//! Prices: how competitive sellers are, what a product costs its buyers, and what each use pays for it.

use super::Equations;
use super::layout::{Parts, PartsMut};
use super::moves::{Adjoint, Seeds, Tangent, add};
use super::point::Point;
use crate::equations::live::LiveUnknowns;
use crate::equations::technology::NestAdjoint;

impl Equations<'_> {
    /// `R'`: where a sector can close, the unknown's positive part is the hat.
    pub(super) fn receipts(&mut self, x: &[f64]) {
        for at in 0..self.layout.cells() {
            let baseline = if self.active(at) { self.economy.receipts.as_slice()[at] } else { 0.0 };
            let (hat, slope) = if self.shape.closes[at % self.layout.sectors] {
                (x[at].max(0.0), if x[at] > 0.0 { 1.0 } else { 0.0 })
            } else {
                (x[at].exp(), x[at].exp())
            };
            self.point.receipts[at] = baseline * hat;
            self.point.receipts_slope[at] = baseline * slope;
        }
    }

    /// `v̂ = Â^θ Q̂^θψ ((1+b)^)^(θ+η) ĉ^−(θ+η)` with `Q̂ = R̂/ĉ`. Equations: model.md (3.4), (3.5).
    pub(super) fn competitiveness(&mut self, x: &Parts<'_>) {
        let parameters = &self.economy.parameters;
        for at in 0..self.layout.cells() {
            let (seller, s) = (self.seller(at), at % self.layout.sectors);
            let advantage = self.counterfactual.ln_advantage.as_slice()[at];
            let (scale, cost) = (parameters.bundle_elasticity(s), parameters.cost_elasticity(s));
            let at_given_receipts = (advantage - cost * x.cost[at]).exp();
            let (v, slope) = if self.shape.closes[s] {
                let slope = if x.receipts[at] > 0.0 { at_given_receipts } else { 0.0 };
                (at_given_receipts * x.receipts[at].max(0.0), slope)
            } else if scale == 0.0 {
                (at_given_receipts, 0.0)
            } else {
                let v = at_given_receipts * (scale * x.receipts[at]).exp();
                (v, scale * v)
            };
            self.point.competitiveness[seller] = v;
            self.point.competitiveness_slope[0][seller] = slope;
            self.point.competitiveness_slope[1][seller] = -cost * v;
        }
    }

    /// How receipts and competitiveness move.
    pub(super) fn sellers_tangent(&self, direction: &Parts<'_>, seeds: &Seeds, tangent: &mut Tangent) {
        let [by_receipts, by_cost] = &self.point.competitiveness_slope;
        for at in 0..self.layout.cells() {
            let seller = self.seller(at);
            tangent.receipts[at] = self.point.receipts_slope[at] * direction.receipts[at];
            tangent.competitiveness[seller] =
                by_receipts[seller] * direction.receipts[at] + by_cost[seller] * direction.cost[at];
        }
        add(&mut tangent.competitiveness, &seeds.competitiveness);
    }

    /// From what receipts and competitiveness weigh to the unknowns; adds to `into`.
    pub(super) fn sellers_adjoint(&self, adjoint: &Adjoint, into: &mut PartsMut<'_>) {
        let [by_receipts, by_cost] = &self.point.competitiveness_slope;
        for at in 0..self.layout.cells() {
            let seller = self.seller(at);
            let weight = adjoint.competitiveness[seller];
            into.receipts[at] +=
                by_receipts[seller] * weight + self.point.receipts_slope[at] * adjoint.receipts[at];
            into.cost[at] += by_cost[seller] * weight;
        }
    }
}

/// What sellers bring to buyers, with the wedges of live links.
impl Equations<'_> {
    /// `Φ̂ = Σ π κ̂ v̂`. Equation: model.md (3.7).
    pub(super) fn phi(&mut self, x: &Parts<'_>) {
        let Point { competitiveness, phi, live: point, .. } = &mut self.point;
        self.counterfactual.links.gather(competitiveness, phi);
        let live = &self.counterfactual.live;
        live.wedges(x.cap, x.cost, x.receipts, point);
        live.add_phi(point, competitiveness, phi);
    }

    /// How wedges of live links and `Φ̂` move.
    pub(super) fn phi_tangent(&self, direction: &Parts<'_>, seeds: &Seeds, tangent: &mut Tangent) {
        self.counterfactual.links.gather(&tangent.competitiveness, &mut tangent.phi);
        add(&mut tangent.phi, &seeds.phi);
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        let moves = LiveUnknowns { cap: direction.cap, cost: direction.cost, receipts: direction.receipts };
        live.wedges_tangent(point, &moves, &mut tangent.live);
        add(&mut tangent.live.wedge, &seeds.live.wedge);
        add(&mut tangent.live.price, &seeds.live.price);
        let sellers = (self.point.competitiveness.as_slice(), tangent.competitiveness.as_slice());
        live.add_phi_tangent(point, &tangent.live.wedge, sellers, &mut tangent.phi);
    }

    /// From what `Φ̂` and live links weigh to sellers, and to the unknowns behind wedges.
    pub(super) fn phi_adjoint(&self, adjoint: &mut Adjoint, into: &mut PartsMut<'_>) {
        self.counterfactual.links.add_gather_transposed(&adjoint.phi, &mut adjoint.competitiveness);
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        live.phi_adjoint(
            point,
            &self.point.competitiveness,
            &adjoint.phi,
            &mut adjoint.competitiveness,
            &mut adjoint.live.wedge,
        );
        live.wedges_adjoint(point, &adjoint.live, into.cap, into.cost, into.receipts);
    }
}

/// What buyers pay.
impl Equations<'_> {
    /// `P̂ = (X̂^η Φ̂)^(−1/θ)`, an unknown where there is selection, and what uses pay. Equations: model.md (3.8), (4.1).
    pub(super) fn prices(&mut self, x: &[f64]) {
        let (n, width) = (self.layout.regions, self.shape.bundle_width);
        let bundles = self.bundles();
        if x.is_empty() {
            for j in 0..n {
                for b in 0..bundles {
                    let phi = self.point.phi[b * n + j];
                    let theta = self.economy.parameters.trade_elasticity[b / width];
                    self.point.ln_price[j * bundles + b] = if phi > 0.0 { -phi.ln() / theta } else { 0.0 };
                }
            }
        } else {
            self.point.ln_price.copy_from_slice(x);
        }
        let Point { ln_price, ln_use_price, use_slope, use_net, .. } = &mut self.point;
        let uses = self.shape.use_width / width;
        match &self.counterfactual.purchase_wedge {
            None => ln_use_price.copy_from_slice(ln_price),
            Some(wedge) => {
                use_slope.resize(ln_use_price.len(), 1.0);
                use_net.resize(ln_use_price.len(), 1.0);
                for (at, price) in ln_use_price.iter_mut().enumerate() {
                    (*price, use_slope[at], use_net[at]) = wedge.pay(at, ln_price[at / uses]);
                }
            }
        }
    }

    /// How prices move.
    pub(super) fn prices_tangent(&self, direction: &[f64], seeds: &Seeds, tangent: &mut Tangent) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        if direction.is_empty() {
            for j in 0..n {
                for b in 0..bundles {
                    let (at, phi) = (b * n + j, self.point.phi[b * n + j]);
                    let theta = self.economy.parameters.trade_elasticity[b / width];
                    let price = if phi > 0.0 { -tangent.phi[at] / (phi * theta) } else { 0.0 };
                    tangent.price[j * bundles + b] = price;
                }
            }
        } else {
            tangent.price.copy_from_slice(direction);
        }
        let uses = self.shape.use_width / width;
        for (at, price) in tangent.split_price.iter_mut().enumerate() {
            *price = self.point.use_slope[at] * tangent.price[at / uses];
        }
        add(&mut tangent.split_price, &seeds.use_price);
    }

    /// From what prices weigh to `Φ̂`, or to the unknowns that they are.
    pub(super) fn prices_adjoint(&self, adjoint: &mut Adjoint, into: &mut [f64]) {
        let (n, bundles, width) = (self.layout.regions, self.bundles(), self.shape.bundle_width);
        let uses = self.shape.use_width / width;
        for (at, weight) in adjoint.use_price.iter().enumerate() {
            let slope = self.point.use_slope.get(at).copied().unwrap_or(1.0);
            adjoint.price[at / uses] += slope * weight;
        }
        if !into.is_empty() {
            into.iter_mut().zip(&adjoint.price).for_each(|(into, price)| *into += price);
            return;
        }
        for j in 0..n {
            for b in 0..bundles {
                let (at, phi) = (b * n + j, self.point.phi[b * n + j]);
                if phi > 0.0 {
                    let theta = self.economy.parameters.trade_elasticity[b / width];
                    adjoint.phi[at] -= adjoint.price[j * bundles + b] / (theta * phi);
                }
            }
        }
    }

    /// What a seller gets of a use's payment, at a place (region × product) × use.
    pub(crate) fn purchase_net(&self, at: usize) -> f64 {
        self.point.use_net.get(at).copied().unwrap_or(1.0)
    }

    /// Slope of what sellers get of a payment in the log price: a charge for carbon weighs less as prices rise.
    pub(super) fn charged(&self, at: usize, paid: impl FnOnce() -> f64) -> f64 {
        match self.point.use_slope.get(at) {
            Some(&slope) if slope != 1.0 => paid() * self.point.use_net[at] * (1.0 - slope),
            _ => 0.0,
        }
    }
}

/// Unit costs, the prices of whole nests. Equations: model.md (3.1)-(3.3).
impl Equations<'_> {
    /// Prices and shares of all nests.
    pub(super) fn unit_costs(&mut self) {
        let Point { ln_use_price, ln_factor, nests, .. } = &mut self.point;
        self.technology.evaluate(ln_use_price, ln_factor, nests);
    }

    /// How nests move.
    pub(super) fn unit_costs_tangent(&self, tangent: &mut Tangent) {
        let mut nests = std::mem::take(&mut tangent.nests);
        self.technology.tangent(&self.point.nests, tangent.use_price(), &tangent.factor, &mut nests);
        tangent.nests = nests;
    }

    /// From what residuals of unit costs, log input shares and log factor shares weigh to prices.
    pub(super) fn unit_costs_adjoint(
        &self,
        residual: &[f64],
        (input, factor): (&[f64], &[f64]),
        adjoint: &mut Adjoint,
    ) {
        let cost: Vec<f64> =
            (0..self.layout.cells()).map(|at| if self.active(at) { -residual[at] } else { 0.0 }).collect();
        let nests = NestAdjoint { cost: &cost, input, factor };
        self.technology.adjoint(&self.point.nests, &nests, &mut adjoint.use_price, &mut adjoint.factor);
    }
}
