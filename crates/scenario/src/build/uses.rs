//! Taxes on purchases by region, product and use.

use oblate_equilibrium::{ShockKind, Use};
use oblate_world::{Array3, Id, Region, Sector};

use super::Builder;
use crate::cells::{Bound, Quantity, Step};
use crate::steps::column_words;

impl Builder<'_, '_, '_> {
    pub(super) fn purchase_tax(&mut self, steps: &[Step]) -> Option<Array3<Region, Sector, Use>> {
        let axes = self.vocabulary.world.axes();
        let columns = column_words(axes, &self.model.demand);
        let m = axes.sectors.len();
        let shape = [axes.regions.len(), m, m + columns.len()];
        let cell = |at: usize| {
            let (region, product, user) = (at / shape[2] / m, at / shape[2] % m, at % shape[2]);
            let user = match user.checked_sub(m) {
                Some(column) => columns[column],
                None => axes.sectors.code(Sector::new(user)),
            };
            let product = axes.sectors.code(Sector::new(product));
            format!("{product} bought by {user} in {}", axes.regions.code(Region::new(region)))
        };
        let baseline = if steps.is_empty() { Vec::new() } else { vec![0.0; shape.iter().product()] };
        let quantity =
            Quantity { name: "the purchase tax", baseline, bound: Bound::AboveMinusOne, cell: &cell };
        Some(Array3::from_vec(shape, self.values(ShockKind::PurchaseTax, quantity, steps)?))
    }
}
