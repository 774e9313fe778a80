//! Sales over all trade links.

use oblate_world::{Id, Region};

use super::Equations;
use super::moves::{Adjoint, Seeds, Tangent, add};
use super::point::Point;
use crate::equations::live::{LiveFlows, LiveWeights};

impl Equations<'_> {
    /// `Y'/v̂` of sellers, and `Φ̂` net of taxes. Equation: model.md (3.9).
    pub(super) fn sales(&mut self) {
        let Point { demand, competitiveness, sales, phi_net, live, .. } = &mut self.point;
        self.counterfactual.links.scatter(demand, competitiveness, sales, phi_net);
        self.counterfactual.live.add_sales(live, (demand, competitiveness), sales, phi_net);
    }

    /// How they move.
    pub(super) fn sales_tangent(&self, seeds: &Seeds, tangent: &mut Tangent) {
        let Tangent { demand, competitiveness, sales, phi_net, live, .. } = tangent;
        self.counterfactual.links.scatter(demand, competitiveness, sales, phi_net);
        let flows = LiveFlows {
            competitiveness: &self.point.competitiveness,
            competitiveness_change: competitiveness,
            demand: &self.point.demand,
            demand_change: demand,
        };
        self.counterfactual.live.add_sales_tangent(&self.point.live, live, &flows, (sales, phi_net));
        add(&mut live.sales, &seeds.live.sales);
        add(sales, &seeds.sales);
        add(phi_net, &seeds.phi_net);
    }

    /// From what `sales = Gᵀ q` and `net = G v` weigh to `q` and `v`.
    pub(super) fn sales_adjoint(&self, adjoint: &mut Adjoint) {
        let mut sellers = vec![0.0; adjoint.competitiveness.len()];
        let mut buyers = vec![0.0; adjoint.demand.len()];
        self.counterfactual.links.scatter(&adjoint.phi_net, &adjoint.sales, &mut sellers, &mut buyers);
        add(&mut adjoint.competitiveness, &sellers);
        add(&mut adjoint.demand, &buyers);
        let flows = LiveWeights {
            competitiveness: &self.point.competitiveness,
            demand: &self.point.demand,
            sales: &adjoint.sales,
            net: &adjoint.phi_net,
            sold: &adjoint.live.sales,
        };
        let sums = (adjoint.demand.as_mut_slice(), adjoint.competitiveness.as_mut_slice());
        self.counterfactual.live.sales_adjoint(&self.point.live, &flows, sums, &mut adjoint.live.wedge);
    }

    /// `Z'` of one trade link of a bundle. Equation: model.md (3.9).
    pub(crate) fn goods(&self, b: usize, j: Region, i: Region) -> f64 {
        let (n, s) = (self.layout.regions, b / self.shape.bundle_width);
        let weight = self.counterfactual.links.goods(b, j, i);
        weight * self.point.competitiveness[s * n + i.index()] * self.point.demand[b * n + j.index()]
    }
}
