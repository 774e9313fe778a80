//! What stands between sellers and buyers: taxes, costs and carbon, and how much a seller is worth to a buyer.

use oblate_equilibrium::Use;
use oblate_world::{Factor, Id, Region, Sector, TradeTensor};

use super::model::{Hats, Model};
use super::number::Number;

impl<D: Number> Model<'_, D> {
    fn between(&self, before: f64, after: f64) -> D {
        self.path * (after - before) + before
    }

    /// A part of a hat; an embargo is whole or not there.
    fn power(&self, hat: f64) -> D {
        if hat.is_infinite() && self.path <= 0.0 { D::from(1.0) } else { (self.path * hat.ln()).exp() }
    }

    /// The import tariff, with what a border adjustment adds. (4.2)
    pub fn tariff(&self, hats: &Hats<D>, s: usize, j: usize, i: usize) -> D {
        let cell = (Sector::new(s), Region::new(j), Region::new(i));
        let before = self.baseline.tariff[s][j][i];
        let mut rate =
            self.between(before, self.shocks.tariff.as_ref().map_or(before, |tariff| tariff[cell]));
        if let Some((_, more)) = self.tariff_step.filter(|(link, _)| *link == [s, j, i]) {
            rate += more;
        }
        let Some(border) = self.shocks.carbon.as_ref().and_then(|carbon| carbon.border.as_ref()) else {
            return rate;
        };
        let uncharged = self.carbon_price(j) - self.carbon_price(i);
        if i == j || !border.destinations[j] || uncharged <= 0.0 {
            return rate;
        }
        let tonnes = border.intensity[(Region::new(i), Sector::new(s))];
        rate + uncharged * tonnes / self.price_at_origin(hats, i, s)
    }

    /// `p̂` of (4.3)
    fn price_at_origin(&self, hats: &Hats<D>, i: usize, s: usize) -> D {
        let subsidy = (self.subsidy(i, s) + 1.0) / (1.0 + self.baseline.subsidy[i][s]);
        let psi = if self.closes(s) { 0.0 } else { self.structure[s][0] };
        let inputs = hats.receipts[i][s] / hats.cost[i][s];
        hats.cost[i][s] / (self.productivity(i, s) * inputs.powf(psi) * subsidy)
    }

    fn carbon_price(&self, j: usize) -> D {
        self.path * self.shocks.carbon.as_ref().map_or(0.0, |carbon| carbon.price[j])
    }

    fn productivity(&self, i: usize, s: usize) -> D {
        let hat = |hat: &oblate_world::Array2<Region, Sector>| hat[(Region::new(i), Sector::new(s))];
        self.power(self.shocks.productivity_hat.as_ref().map_or(1.0, hat))
    }

    pub fn export_tax(&self, s: usize, j: usize, i: usize) -> D {
        let cell = (Sector::new(s), Region::new(j), Region::new(i));
        self.path * self.shocks.export_tax.as_ref().map_or(0.0, |tax| tax[cell])
    }

    pub fn subsidy(&self, j: usize, k: usize) -> D {
        let cell = (Region::new(j), Sector::new(k));
        let before = self.baseline.subsidy[j][k];
        self.between(before, self.shocks.subsidy.as_ref().map_or(before, |subsidy| subsidy[cell]))
    }

    fn purchase_tax(&self, j: usize, s: usize, u: usize) -> D {
        let cell = (Region::new(j), Sector::new(s), Use::new(u));
        self.path * self.shocks.purchase_tax.as_ref().map_or(0.0, |tax| tax[cell])
    }

    /// `b̂` of households
    pub fn preference(&self, j: usize, s: usize) -> D {
        let hat = |hat: &oblate_world::Array2<Region, Sector>| hat[(Region::new(j), Sector::new(s))];
        self.power(self.shocks.preference_hat.as_ref().map_or(1.0, hat))
    }

    pub fn supply(&self, j: usize, f: usize) -> D {
        let hat = |hat: &oblate_world::Array2<Region, Factor>| hat[(Region::new(j), Factor::new(f))];
        self.power(self.shocks.factor_supply_hat.as_ref().map_or(1.0, hat))
    }

    /// (3.6)
    pub fn kappa(&self, hats: &Hats<D>, s: usize, j: usize, i: usize) -> D {
        let cell = (Sector::new(s), Region::new(j), Region::new(i));
        let hat = |hat: &Option<TradeTensor>| self.power(hat.as_ref().map_or(1.0, |hat| hat[cell]));
        let (theta, eta) = (self.theta(s), self.eta(s));
        let tariff = (self.tariff(hats, s, j, i) + 1.0) / (1.0 + self.baseline.tariff[s][j][i]);
        hat(&self.shocks.iceberg_hat).powf(-theta)
            * tariff.powf(-(theta + eta))
            * (self.export_tax(s, j, i) + 1.0).powf(-(theta + eta))
            * hat(&self.shocks.fixed_cost_hat).powf(-eta)
    }

    /// (3.5) over `R̂^θψ`
    pub fn competitiveness_at_given_receipts(&self, hats: &Hats<D>, i: usize, s: usize) -> D {
        let (theta, [psi, eta]) = (self.theta(s), self.structure[s]);
        let subsidy = (self.subsidy(i, s) + 1.0) / (1.0 + self.baseline.subsidy[i][s]);
        let cost = hats.cost[i][s];
        self.productivity(i, s).powf(theta)
            * cost.powf(-theta * psi)
            * subsidy.powf(theta + eta)
            * cost.powf(-(theta + eta))
    }

    /// (3.4), (3.5)
    pub fn competitiveness(&self, hats: &Hats<D>, i: usize, s: usize) -> D {
        let scale = self.theta(s) * self.structure[s][0];
        let size =
            if self.closes(s) { hats.receipts[i][s].positive() } else { hats.receipts[i][s].powf(scale) };
        size * self.competitiveness_at_given_receipts(hats, i, s)
    }

    /// (4.1), (4.2): what use u pays
    pub fn purchaser_price(&self, hats: &Hats<D>, j: usize, s: usize, u: usize) -> D {
        let tonnes = self
            .shocks
            .carbon
            .as_ref()
            .map_or(0.0, |carbon| carbon.intensity[(Region::new(j), Sector::new(s), Use::new(u))]);
        hats.price[j][s][self.baseline.pool(u)] * (self.purchase_tax(j, s, u) + 1.0)
            + self.carbon_price(j) * tonnes
    }

    /// What is left of a purchase of use u when its taxes are paid, `P̂/P̂^pur`. (4.1), (4.2)
    pub fn untaxed(&self, hats: &Hats<D>, j: usize, s: usize, u: usize) -> D {
        hats.price[j][s][self.baseline.pool(u)] / self.purchaser_price(hats, j, s, u)
    }
}
