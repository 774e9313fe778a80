//! Purchases, prices and trade shares, pooled over uses where uses have sources of their own.

use oblate_world::{Array2, Array3, Id, Region, Sector, TradeTensor};

use super::hats;
use crate::economy::Bundle;
use crate::equations::trade::Weights;
use crate::outcome::equilibrium::ByUse;
use crate::system::Equations;

/// Purchases and prices, pooled over uses where uses have sources of their own.
pub(super) struct Purchases {
    pub expenditure: Array2<Region, Sector>,
    pub price_index_hat: Array2<Region, Sector>,
    /// The same by bundle, under by-use sourcing.
    by_use: Option<(Array2<Region, Bundle>, Array2<Region, Bundle>)>,
}

impl Purchases {
    pub(super) fn of(equations: &Equations<'_>) -> Self {
        let [n, m] = [equations.layout.regions, equations.layout.sectors];
        let (point, width) = (&equations.point, equations.shape.bundle_width);
        if width == 1 {
            return Self {
                expenditure: Array2::from_vec([n, m], point.expenditure.clone()),
                price_index_hat: hats([n, m], &point.ln_price),
                by_use: None,
            };
        }
        let pooled = point.expenditure.chunks_exact(width).map(|uses| uses.iter().sum()).collect();
        // the mean of log prices, weighted by purchases after the shock
        let mean = |(bought, prices): (&[f64], &[f64])| {
            let total: f64 = bought.iter().sum();
            let weighted: f64 = bought.iter().zip(prices).map(|(bought, ln)| bought * ln).sum();
            if total > 0.0 { weighted / total } else { 0.0 }
        };
        let ln: Vec<f64> =
            point.expenditure.chunks_exact(width).zip(point.ln_price.chunks_exact(width)).map(mean).collect();
        Self {
            expenditure: Array2::from_vec([n, m], pooled),
            price_index_hat: hats([n, m], &ln),
            by_use: Some((
                Array2::from_vec([n, m * width], point.expenditure.clone()),
                hats([n, m * width], &point.ln_price),
            )),
        }
    }

    /// Trade shares pooled over uses, and those of each use.
    pub(super) fn pool(&self, shares: Weights) -> (TradeTensor, Option<ByUse>) {
        let n = shares.regions;
        let [_, m] = self.expenditure.shape();
        let Some((expenditure, price_index_hat)) = &self.by_use else {
            return (TradeTensor::from_vec([m, n, n], shares.cells), None);
        };
        let mut pooled = TradeTensor::zeros([m, n, n]);
        for b in 0..m * shares.width {
            let s = Sector::new(b / shares.width);
            for j in (0..n).map(Region::new) {
                let total = self.expenditure[(j, s)];
                let part = if total > 0.0 { expenditure[(j, Bundle::new(b))] / total } else { 0.0 };
                pooled
                    .row_mut(s, j)
                    .iter_mut()
                    .zip(shares.row(b, j))
                    .for_each(|(sum, share)| *sum += part * share);
            }
        }
        let by_use = ByUse {
            trade_share: Array3::from_vec([m * shares.width, n, n], shares.cells),
            expenditure: expenditure.clone(),
            price_index_hat: price_index_hat.clone(),
        };
        (pooled, Some(by_use))
    }
}
