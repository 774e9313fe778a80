//! Wedges on purchases: taxes, and charges for carbon.

use crate::economy::Economy;
use crate::shocks::Shocks;

/// Taxes on purchases and charges for carbon: (region × product) × use. Equations: model.md (4.1), (4.2).
#[derive(Debug, Clone)]
pub(crate) struct PurchaseWedge {
    /// `1 + τ'`.
    pub gross: Vec<f64>,
    /// `τ'_C m`: what is charged per unit of baseline value; empty where carbon has no price.
    pub charge: Vec<f64>,
}

impl PurchaseWedge {
    pub(crate) fn new(economy: &Economy, shocks: &Shocks) -> Option<Self> {
        let shape = [economy.axes.regions.len(), economy.axes.sectors.len(), economy.uses()];
        let tax =
            shocks.purchase_tax.as_ref().map(|tax| tax.as_slice().iter().map(|rate| 1.0 + rate).collect());
        let charge = shocks.carbon.as_ref().map(|carbon| {
            let intensity = carbon.intensity.as_slice().chunks_exact(shape[1] * shape[2]);
            let charges =
                intensity.zip(&carbon.price).flat_map(|(cells, price)| cells.iter().map(move |m| m * price));
            charges.collect()
        });
        (tax.is_some() || charge.is_some()).then(|| Self {
            gross: tax.unwrap_or_else(|| vec![1.0; shape.iter().product()]),
            charge: charge.unwrap_or_default(),
        })
    }

    /// Log of what a use pays where the price is `exp(ln)`, its slope in `ln`, and what a seller gets of a payment.
    pub(crate) fn pay(&self, at: usize, ln: f64) -> (f64, f64, f64) {
        let gross = self.gross[at];
        match self.charge.get(at) {
            None => (ln + gross.ln(), 1.0, 1.0 / gross),
            Some(charge) => {
                let taxed = ln.exp() * gross;
                let slope = taxed / (taxed + charge);
                ((taxed + charge).ln(), slope, slope / gross)
            }
        }
    }
}
