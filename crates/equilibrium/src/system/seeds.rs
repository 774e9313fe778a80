//! What shocks move directly: the derivative of the equations in the shocks, at given unknowns.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::Equations;
use super::layout::Layout;
use super::moves::{Adjoint, Seeds, add};
use crate::economy::rate;
use crate::equations::live::{LiveParts, LiveWeights};
use crate::shocks::Direction;

/// How weights of links move: `d ln κ̂`, and `d ln` of the same net of taxes.
pub(crate) struct LinkMoves {
    pub share: f64,
    pub goods: f64,
    pub export_tax: f64,
}

impl Equations<'_> {
    /// What a direction of shocks moves directly.
    pub(crate) fn seeds(&self, direction: &Direction) -> Seeds {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let cells = self.layout.cells();
        let bundles = || vec![0.0; cells * self.shape.bundle_width];
        let mut seeds = Seeds {
            competitiveness: vec![0.0; cells],
            phi: bundles(),
            phi_net: bundles(),
            sales: vec![0.0; cells],
            live: LiveParts::new(self.counterfactual.live.len()),
            transfers: vec![0.0; n],
            purchase_revenue: vec![0.0; n],
            goods: vec![0.0; cells],
            ..Seeds::default()
        };
        if direction.moves_links() {
            for s in 0..m {
                for j in 0..n {
                    self.link_seeds(direction, (Sector::new(s), Region::new(j)), &mut seeds);
                }
            }
        }
        self.live_seeds(direction, &mut seeds);
        self.seller_seeds(direction, &mut seeds);
        self.purchase_seeds(direction, &mut seeds);
        self.preference_seeds(direction, &mut seeds);
        if let Some(deficit) = &direction.deficit {
            add(&mut seeds.transfers, deficit);
        }
        if let Some(supply) = &direction.factor_supply {
            seeds.supply = supply.as_slice().to_vec();
        }
        if let Some(caps) = &direction.caps {
            seeds.caps = self.counterfactual.live.of_caps(caps);
        }
        seeds
    }

    pub(crate) fn link_moves(&self, direction: &Direction, link: (Sector, Region, Region)) -> LinkMoves {
        let (theta, eta) =
            (self.economy.parameters.theta(link.0), self.economy.parameters.selection[link.0.index()]);
        let of = |moves: &Option<TradeTensor>| rate(moves.as_ref(), link);
        let export_tax = of(&direction.export_tax);
        let taxed = of(&direction.tariff) / (1.0 + rate(self.counterfactual.tariff.as_deref(), link))
            + export_tax / (1.0 + rate(self.counterfactual.export_tax.as_deref(), link));
        let share = -theta * of(&direction.iceberg) - (theta + eta) * taxed - eta * of(&direction.fixed_cost);
        LinkMoves { share, goods: share - taxed, export_tax }
    }

    fn link_seeds(&self, direction: &Direction, (s, j): (Sector, Region), seeds: &mut Seeds) {
        let (n, width) = (self.layout.regions, self.shape.bundle_width);
        for i in (0..n).map(Region::new) {
            if self.economy.trade_share[(s, j, i)] == 0.0 {
                continue;
            }
            let moves = self.link_moves(direction, (s, j, i));
            if moves.share == 0.0 && moves.goods == 0.0 {
                continue;
            }
            let seller = s.index() * n + i.index();
            let v = self.point.competitiveness[seller];
            let rate = rate(self.counterfactual.export_tax.as_deref(), (s, j, i));
            for b in s.index() * width..(s.index() + 1) * width {
                let buyer = b * n + j.index();
                let (share, goods) =
                    (self.counterfactual.links.share(b, j, i), self.counterfactual.links.goods(b, j, i));
                let q = self.point.demand[buyer];
                seeds.phi[buyer] += share * v * moves.share;
                seeds.phi_net[buyer] += goods * v * moves.goods;
                seeds.sales[seller] += goods * q * moves.goods;
                let tax = goods * v * q * (moves.export_tax + rate * moves.goods);
                seeds.transfers[i.index()] += tax;
                seeds.transfers[j.index()] -= tax;
            }
        }
    }

    /// Live links: weights move as those of other links do, and a tariff thins a border adjustment's wedge.
    fn live_seeds(&self, direction: &Direction, seeds: &mut Seeds) {
        let (live, point) = (&self.counterfactual.live, &self.point.live);
        for at in 0..live.len() {
            let link = live.place(at);
            let moves = self.link_moves(direction, link);
            let tariff = rate(direction.tariff.as_ref(), link);
            let carbon = direction
                .carbon_price
                .as_ref()
                .map_or(0.0, |price| price[link.1.index()] - price[link.2.index()]);
            seeds.live.wedge[at] = live.wedge_slope_in_tariff(at, point) * tariff
                + live.wedge_slope_in_carbon(at, point) * carbon;
            live.seed(
                (at, point),
                [moves.share, moves.goods],
                (&self.point.competitiveness, &self.point.demand),
                [&mut seeds.phi, &mut seeds.phi_net, &mut seeds.sales],
                &mut seeds.live.sales,
            );
            let tax = moves.export_tax * live.transfer_slope_in_export_tax(at, point) * point.sales[at];
            seeds.transfers[link.2.index()] += tax;
            seeds.transfers[link.1.index()] -= tax;
        }
    }

    /// Productivity and subsidies.
    fn seller_seeds(&self, direction: &Direction, seeds: &mut Seeds) {
        let parameters = &self.economy.parameters;
        for at in 0..self.layout.cells() {
            let s = at % self.layout.sectors;
            let productivity = direction.productivity.as_ref().map_or(0.0, |table| table.as_slice()[at]);
            let subsidy = direction.subsidy.as_ref().map_or(0.0, |table| table.as_slice()[at]);
            if productivity == 0.0 && subsidy == 0.0 {
                continue;
            }
            let gross = 1.0 + self.counterfactual.subsidy.as_slice()[at];
            let ln_v = parameters.trade_elasticity[s] * productivity
                + parameters.price_elasticity(s) * subsidy / gross;
            let seller = self.seller(at);
            seeds.competitiveness[seller] += ln_v * self.point.competitiveness[seller];
            seeds.transfers[at / self.layout.sectors] -= subsidy / (gross * gross) * self.point.receipts[at];
            if self.active(at) {
                seeds.goods[at] -= self.entry_slope(at) * (ln_v + subsidy / gross);
            }
            let advantage = productivity + subsidy / gross;
            self.counterfactual.live.price_seed(at, advantage, &self.point.live, &mut seeds.live);
        }
    }

    /// Taxes on purchases and prices of carbon: what uses pay, and what sellers get of it.
    fn purchase_seeds(&self, direction: &Direction, seeds: &mut Seeds) {
        let moves_tax = direction.purchase_tax.is_some();
        if !self.shape.wedges || !(moves_tax || direction.carbon_price.is_some()) {
            return;
        }
        let Layout { sectors: m, .. } = self.layout;
        seeds.use_price = vec![0.0; self.point.ln_use_price.len()];
        seeds.expenditure = vec![0.0; self.point.expenditure.len()];
        let bundles = self.bundles();
        self.each_paid_use(|j, at, paid| {
            let ln = self.purchase_move(direction, j, at);
            seeds.use_price[at] = ln;
            let (s, u) = (at / self.shape.uses % m, at % self.shape.uses);
            let kept = -paid * self.purchase_net(at) * ln;
            seeds.expenditure[j * bundles + self.shape.bundle(s, u)] += kept;
            seeds.transfers[j] -= kept;
            seeds.purchase_revenue[j] -= kept;
        });
    }

    /// How the log of what a use pays moves directly.
    fn purchase_move(&self, direction: &Direction, j: usize, at: usize) -> f64 {
        let gross = self.counterfactual.purchase_wedge.as_ref().map_or(1.0, |wedge| wedge.gross[at]);
        let tax = direction.purchase_tax.as_ref().map_or(0.0, |tax| tax.as_slice()[at]);
        let charge = match (&direction.carbon_price, &self.shocks.carbon) {
            (Some(price), Some(carbon)) => price[j] * carbon.intensity.as_slice()[at],
            _ => 0.0,
        };
        // ln (P (1+τ) + τ_C m)
        self.point.use_slope[at] * tax / gross + charge * (-self.point.ln_use_price[at]).exp()
    }

    /// Preferences under Cobb–Douglas and CES: shares of households in products, before prices act.
    fn preference_seeds(&self, direction: &Direction, seeds: &mut Seeds) {
        let Some(preference) = &direction.preference else { return };
        let Layout { regions: n, sectors: m, .. } = self.layout;
        if seeds.expenditure.is_empty() {
            seeds.expenditure = vec![0.0; self.point.expenditure.len()];
        }
        for j in 0..n {
            for s in 0..m {
                let bought = self.consumption.preference_tangent(
                    &self.point.consumption,
                    preference.row(Region::new(j)),
                    j,
                    s,
                );
                let net = if self.shape.use_width == 1 {
                    1.0
                } else {
                    self.purchase_net((j * m + s) * self.shape.uses + m)
                };
                seeds.expenditure[j * self.bundles() + self.shape.bundle(s, m)] += bought * net;
                seeds.transfers[j] += bought * (1.0 - net);
                seeds.purchase_revenue[j] += bought * (1.0 - net);
            }
        }
    }
}

/// Derivatives of a weighted sum of residuals in the shocks, at given unknowns.
impl Equations<'_> {
    /// What weights of links are worth: `∂/∂ ln κ̂` in purchases and in sales, for each link, from a backward pass.
    pub(crate) fn link_weights(&self, adjoint: &Adjoint) -> [TradeTensor; 2] {
        let Layout { regions: n, sectors: m, .. } = self.layout;
        let width = self.shape.bundle_width;
        let mut tensors = std::array::from_fn(|_| TradeTensor::zeros([m, n, n]));
        for b in 0..m * width {
            let s = Sector::new(b / width);
            for j in (0..n).map(Region::new) {
                let buyer = b * n + j.index();
                let (phi, net, q) = (adjoint.phi[buyer], adjoint.phi_net[buyer], self.point.demand[buyer]);
                let row = |at: usize| (s.index() * n + at, Region::new(at));
                for (seller, i) in (0..n).map(row) {
                    let v = self.point.competitiveness[seller];
                    let goods = self.counterfactual.links.goods(b, j, i);
                    tensors[0][(s, j, i)] += self.counterfactual.links.share(b, j, i) * v * phi;
                    tensors[1][(s, j, i)] += goods * (q * adjoint.sales[seller] + v * net);
                }
            }
        }
        let flows = LiveWeights {
            competitiveness: &self.point.competitiveness,
            demand: &self.point.demand,
            sales: &adjoint.sales,
            net: &adjoint.phi_net,
            sold: &adjoint.live.sales,
        };
        self.counterfactual.live.add_link_weights(&self.point.live, &flows, &adjoint.phi, &mut tensors);
        // the export tax of a link moves with its sales
        for &(b, j, i, rate) in &self.counterfactual.taxed_exports {
            let weight = adjoint.transfers[i.index()] - adjoint.transfers[j.index()];
            tensors[1][(Sector::new(b / width), j, i)] += rate * weight * self.goods(b, j, i);
        }
        tensors
    }
}
