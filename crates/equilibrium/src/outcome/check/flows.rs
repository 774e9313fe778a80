//! What the trade flows in levels add up to.

use oblate_world::{Array2, Id, Region, Sector};

use super::Case;
use crate::economy::rate;
use crate::outcome::equilibrium::CapOutcome;
use crate::shocks::Rent;

/// Sums over trade flows and payments.
pub(super) struct Flows {
    pub sales: Array2<Region, Sector>,
    pub imports: Vec<f64>,
    pub exports: Vec<f64>,
    pub income: Vec<f64>,
}

impl Flows {
    pub(super) fn new(case: &Case<'_>) -> Self {
        let Case { economy, equilibrium, .. } = *case;
        let n = economy.axes.regions.len();
        let mut flows = Self {
            sales: Array2::zeros(equilibrium.gross_output.shape()),
            imports: vec![0.0; n],
            exports: vec![0.0; n],
            income: equilibrium.deficit.clone(),
        };
        for j in economy.axes.regions.ids() {
            flows.income[j.index()] += equilibrium.factor_income.row(j).iter().sum::<f64>();
            let subsidies = equilibrium.subsidy.row(j).iter().zip(equilibrium.gross_output.row(j));
            flows.income[j.index()] -= subsidies.map(|(b, y)| b * y).sum::<f64>();
        }
        for s in economy.axes.sectors.ids() {
            for j in economy.axes.regions.ids().filter(|&j| !equilibrium.is_unbounded(j)) {
                flows.add_purchases(case, s, j);
                flows.income[j.index()] += case.purchase_taxes((j, s));
            }
        }
        flows
    }

    fn add_purchases(&mut self, case: &Case<'_>, s: Sector, j: Region) {
        let equilibrium = case.equilibrium;
        let bought = equilibrium.expenditure[(j, s)];
        let tariffs = equilibrium.tariff.as_ref().map(|tariff| tariff.row(s, j));
        let taxes = equilibrium.export_tax.as_ref().map(|tax| tax.row(s, j));
        for (at, share) in equilibrium.trade_share.row(s, j).iter().enumerate() {
            let tariff = tariffs.map_or(0.0, |rates| rates[at]);
            let tax = taxes.map_or(0.0, |rates| rates[at]);
            let link = (s, j, Region::new(at));
            let wedge = rate(equilibrium.cap_wedge.as_ref(), link);
            let paid = share * bought / (1.0 + tariff);
            let basic_value = paid / ((1.0 + tax) * (1.0 + wedge));
            // a rent that the destination earns is no part of what it pays abroad
            let rent = wedge * (1.0 + tax) * basic_value;
            let at_home = wedge != 0.0 && case.rent_at_home(link);
            let border_value = if at_home { paid - rent } else { paid };
            self.income[if at_home { j.index() } else { at }] += rent;
            self.income[j.index()] += tariff * paid;
            self.sales[(Region::new(at), s)] += basic_value;
            self.imports[j.index()] += border_value;
            self.exports[at] += border_value;
            self.income[at] += tax * basic_value;
        }
    }
}

impl Case<'_> {
    fn rent_at_home(&self, (s, j, i): (Sector, Region, Region)) -> bool {
        let here = |cap: &&CapOutcome| (cap.sector, cap.destination, cap.origin) == (s, j, i);
        self.equilibrium.caps.iter().find(here).is_some_and(|cap| cap.rent == Rent::Destination)
    }

    /// Taxes on the purchases of one product.
    fn purchase_taxes(&self, (j, s): (Region, Sector)) -> f64 {
        if self.shocks.purchase_tax.is_none() && self.shocks.carbon.is_none() {
            return 0.0;
        }
        let paid = self.payments((j, s));
        let tax = |(u, paid): (usize, f64)| paid * (1.0 - 1.0 / self.purchase_wedge((j, s, u)));
        paid.into_iter().enumerate().map(tax).sum()
    }
}
