//! What adds up when regions and sectors merge: flows, factor income, taxes.

use crate::accounts::Flows;
use crate::aggregation::Merge;
use crate::axes::{Array2, Array3, Factor, FinalUse, Id, Region, Sector, TradeTensor};

impl Merge<'_> {
    /// Flows of the merged world.
    pub(super) fn flows(&self) -> Flows {
        let uses = self.world.axes().final_uses.len();
        let m = self.sectors.target().len();
        match &self.world.accounts().flows {
            Flows::Common { trade, intermediate, final_use } => Flows::Common {
                trade: self.trade(trade),
                intermediate: self.purchases(intermediate, m, |k| self.sectors.target_of(k)),
                final_use: self.purchases(final_use, uses, |c: FinalUse| c),
            },
            Flows::ByUse { intermediate, final_use } => {
                let (industries, buyers) = (self.merged_industries(), self.merged_buyers());
                let rows = self.regions.target().len() * m;
                let final_columns = self.regions.target().len() * uses;
                Flows::ByUse {
                    intermediate: merge_cells(intermediate, &industries, rows, &industries, rows),
                    final_use: merge_cells(final_use, &industries, rows, &buyers, final_columns),
                }
            }
        }
    }

    /// For each industry, row by row, the position of the merged one.
    fn merged_industries(&self) -> Vec<usize> {
        let m = self.sectors.target().len();
        let regions = self.regions.source().ids();
        let industries = regions.flat_map(|i| self.sectors.source().ids().map(move |s| (i, s)));
        industries
            .map(|(i, s)| self.regions.target_of(i).index() * m + self.sectors.target_of(s).index())
            .collect()
    }

    /// For each final use of each region, the position of the merged one.
    fn merged_buyers(&self) -> Vec<usize> {
        let uses = self.world.axes().final_uses.len();
        let regions = self.regions.source().ids();
        regions.flat_map(|j| (0..uses).map(move |c| self.regions.target_of(j).index() * uses + c)).collect()
    }

    /// Sums over merged trade links.
    pub(super) fn trade(&self, links: &TradeTensor) -> TradeTensor {
        let (n, m) = (self.regions.target().len(), self.sectors.target().len());
        let mut merged = TradeTensor::zeros([m, n, n]);
        for s in self.sectors.source().ids() {
            for j in self.regions.source().ids() {
                let target = merged.row_mut(self.sectors.target_of(s), self.regions.target_of(j));
                for (i, value) in self.regions.source().ids().zip(links.row(s, j)) {
                    target[self.regions.target_of(i).index()] += value;
                }
            }
        }
        merged
    }

    /// Sums of purchases: region × product × use, with the use that each use becomes.
    fn purchases<U: Id>(
        &self,
        purchases: &Array3<Region, Sector, U>,
        uses: usize,
        becomes: impl Fn(U) -> U,
    ) -> Array3<Region, Sector, U> {
        let mut merged = Array3::zeros([self.regions.target().len(), self.sectors.target().len(), uses]);
        for j in self.regions.source().ids() {
            for s in self.sectors.source().ids() {
                let target = merged.row_mut(self.regions.target_of(j), self.sectors.target_of(s));
                for (u, value) in purchases.row(j, s).iter().enumerate() {
                    target[becomes(U::new(u)).index()] += value;
                }
            }
        }
        merged
    }

    /// Factor income of the merged industries.
    pub(super) fn factor_income(&self) -> Array3<Region, Sector, Factor> {
        let factors = self.world.axes().factors.len();
        self.purchases(&self.world.accounts().factor_income, factors, |f: Factor| f)
    }

    /// Sums over the industries that merge.
    pub(super) fn industries(&self, values: &Array2<Region, Sector>) -> Array2<Region, Sector> {
        let mut merged = Array2::zeros([self.regions.target().len(), self.sectors.target().len()]);
        for i in self.regions.source().ids() {
            for s in self.sectors.source().ids() {
                merged[(self.regions.target_of(i), self.sectors.target_of(s))] += values[(i, s)];
            }
        }
        merged
    }
}

/// Adds up the cells of a matrix whose rows and columns become those at the given positions.
fn merge_cells(
    cells: &[f64],
    rows: &[usize],
    merged_rows: usize,
    columns: &[usize],
    merged_columns: usize,
) -> Vec<f64> {
    let mut merged = vec![0.0; merged_rows * merged_columns];
    for (row, &merged_row) in cells.chunks(columns.len()).zip(rows) {
        let target = &mut merged[merged_row * merged_columns..][..merged_columns];
        for (value, &column) in row.iter().zip(columns) {
            target[column] += value;
        }
    }
    merged
}
