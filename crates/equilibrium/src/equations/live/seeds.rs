//! What shocks move directly on live links, and what that is worth.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::moves::LiveWeights;
use super::{Kind, LiveLink, LiveLinks, LiveParts, LivePoint, Role};
use crate::shocks::Rent;

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

    /// What moves of the weights of a link, in purchases and in sales, add to `Φ̂`, to `Φ̂` net of taxes, to `Y'/v̂` and to the
    /// sales of the link.
    pub(crate) fn seed(
        &self,
        (at, point): (usize, &LivePoint),
        [share_move, goods_move]: [f64; 2],
        (competitiveness, demand): (&[f64], &[f64]),
        [phi, net, sales]: [&mut [f64]; 3],
        sold: &mut [f64],
    ) {
        let link = &self.links[at];
        let v = competitiveness[self.seller(link)];
        for &bundle in &link.bundles {
            let [share, goods] = Self::weights(link, point.ln_wedge[at], bundle);
            let buyer = self.buyer(link, bundle.0);
            phi[buyer] += share * v * share_move;
            net[buyer] += goods * v * goods_move;
            sales[self.seller(link)] += goods * demand[buyer] * goods_move;
            sold[at] += goods * v * demand[buyer] * goods_move;
        }
    }

    /// Moves of what lowers a seller's price beside its cost.
    pub(crate) fn price_seed(&self, cell: usize, advantage: f64, point: &LivePoint, into: &mut LiveParts) {
        for (at, link) in self.links.iter().enumerate().filter(|(_, link)| self.cell(link) == cell) {
            into.price[at] -= advantage;
            if matches!(link.kind, Kind::Border { .. }) {
                into.wedge[at] += Self::border_slope(point.ln_wedge[at]) * advantage;
            }
        }
    }

    /// What a log rise of all that lowers a seller's price beside its cost is worth.
    pub(crate) fn price_worth(&self, cell: usize, point: &LivePoint, weights: &LiveParts) -> f64 {
        let here = self.links.iter().enumerate().filter(|(_, link)| self.cell(link) == cell);
        let worth = |(at, link): (usize, &LiveLink)| {
            let wedge = match link.kind {
                Kind::Border { .. } => Self::border_slope(point.ln_wedge[at]) * weights.wedge[at],
                Kind::Cap { .. } => 0.0,
            };
            wedge - weights.price[at]
        };
        here.map(worth).sum()
    }

    /// What weights of live links are worth, in purchases and in sales.
    pub(crate) fn add_link_weights(
        &self,
        point: &LivePoint,
        flows: &LiveWeights<'_>,
        phi: &[f64],
        into: &mut [TradeTensor; 2],
    ) {
        for (at, link) in self.links.iter().enumerate() {
            let (cell, seller) = (self.place(at), self.seller(link));
            let v = flows.competitiveness[seller];
            for &bundle in &link.bundles {
                let [share, goods] = Self::weights(link, point.ln_wedge[at], bundle);
                let buyer = self.buyer(link, bundle.0);
                let q = flows.demand[buyer];
                let (sales, net, sold) = (flows.sales[seller], flows.net[buyer], flows.sold[at]);
                into[0][cell] += share * v * phi[buyer];
                into[1][cell] += goods * (q * sales + v * net + v * q * sold);
            }
        }
    }
}
