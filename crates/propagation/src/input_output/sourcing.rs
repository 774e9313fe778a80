//! Where the users of a product buy it: shares of supplying regions, product by product.

/// Suppliers that are served together, so that orders and deliveries are read once for all of them.
pub(crate) const TILE: usize = 4;

/// Shares of the supplying regions in what each column buys, product × supplier × column.
///
/// A column is one buyer (each use has its own sources) or one region (all its uses share them). The suppliers of a
/// product are padded with zeros to whole tiles.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sourcing {
    pub columns: usize,
    /// Columns of one destination region.
    pub per_region: usize,
    padded: usize,
    shares: Vec<f64>,
}

impl Sourcing {
    /// Shares of flows `flow(product, supplier, column)`, and the purchases of each product by each column.
    pub fn of_flows(
        [products, suppliers, columns]: [usize; 3],
        per_region: usize,
        flow: impl Fn(usize, usize, usize) -> f64,
    ) -> (Self, Vec<f64>) {
        let padded = suppliers.div_ceil(TILE) * TILE;
        let mut shares = vec![0.0; products * padded * columns];
        let mut purchases = vec![0.0; products * columns];
        for k in 0..products {
            let block = &mut shares[k * padded * columns..][..padded * columns];
            let total = &mut purchases[k * columns..][..columns];
            for (i, row) in block.chunks_exact_mut(columns).take(suppliers).enumerate() {
                for (c, share) in row.iter_mut().enumerate() {
                    *share = flow(k, i, c);
                    total[c] += *share;
                }
            }
            for row in block.chunks_exact_mut(columns) {
                for (share, total) in row.iter_mut().zip(&*total) {
                    *share = if *total == 0.0 { 0.0 } else { *share / total };
                }
            }
        }
        (Self { columns, per_region, padded, shares }, purchases)
    }

    /// The shares in one product, padded suppliers × columns.
    pub fn block(&self, product: usize) -> &[f64] {
        let size = self.padded * self.columns;
        &self.shares[product * size..][..size]
    }

    /// The share of one supplier in what one column buys of a product.
    pub fn share(&self, product: usize, supplier: usize, column: usize) -> f64 {
        self.block(product)[supplier * self.columns + column]
    }

    /// Bytes of all shares.
    pub fn bytes(&self) -> usize {
        size_of_val(self.shares.as_slice())
    }
}
