//! Hypothetical extraction: what is lost when an industry is not there.

use faer::Mat;
use faer::linalg::solvers::Solve;
use oblate_world::{Array2, Id, Region};

use crate::table::{Industry, Leontief, ratio_or_zero};

/// Which part of an industry is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extraction {
    /// The whole industry: it neither buys nor sells, to final users neither.
    Total,
    /// Its purchases of inputs: it goes on without ties to suppliers.
    Backward,
    /// Its sales to industries; its sales to final users stay.
    Forward,
}

impl Leontief<'_> {
    /// Output by region that is lost when an industry is taken out, by extracted industry: region × industry. Final demand for
    /// the products of others stays what it is; the extracted industry's own output counts among the losses of a total
    /// extraction.
    ///
    /// Each extraction changes `I − A` by one row or column, so that one inverse serves all:
    /// total `L_ik x_k / L_kk`, backward `(L_ik − δ_ik) x_k / L_kk`, forward `L_ik (x_k − y_k) / L_kk`.
    ///
    /// Equation: indicators.md (12.6) [Strassert 1968; Dietzenbacher & Lahr 2013]
    pub fn extraction_of_output(&self, extraction: Extraction) -> Array2<Region, Industry> {
        self.extracted(extraction, &self.output_by_origin(), |_| 1.0)
    }

    /// Value added by region that is lost when an industry is taken out, as [`Leontief::extraction_of_output`].
    ///
    /// Equation: indicators.md (12.6)
    pub fn extraction_of_value_added(&self, extraction: Extraction) -> Array2<Region, Industry> {
        self.extracted(extraction, self.value_added_by_origin(), |k| self.value_added_share()[k])
    }

    fn extracted(
        &self,
        extraction: Extraction,
        by_origin: &Array2<Region, Industry>,
        own: impl Fn(usize) -> f64,
    ) -> Array2<Region, Industry> {
        let table = self.table();
        Array2::from_fn(by_origin.shape(), |t, f: Industry| {
            let k = f.index();
            let (x, own_multiplier) = (table.gross_output()[k], self.inverse()[(k, k)]);
            let lost = match extraction {
                Extraction::Total => x,
                Extraction::Backward => x,
                Extraction::Forward => x - table.final_demand.row(k).iter().sum::<f64>(),
            };
            let kept =
                if extraction == Extraction::Backward && table.region_of(f) == t { own(k) } else { 0.0 };
            (by_origin[(t, f)] - kept) * lost / own_multiplier
        })
    }

    /// Change of output by industry when one industry is taken out and all its customers, final users too, turn to the other
    /// sources of the product that they have, in the proportions in which they buy there; who has no other source goes
    /// without.
    ///
    /// `x′ − x` with `x′ = (I − A′)⁻¹ y′`; `A′` differs from `A` in the rows of one product, so that a system of its
    /// sources is solved instead of the whole.
    ///
    /// Equation: indicators.md (12.7) [Dietzenbacher, van Burken & Kondo 2019]
    pub fn extraction_with_substitution(&self, industry: Industry) -> Vec<f64> {
        let table = self.table();
        let sources = table.of_sector(table.sector_of(industry));
        let own = sources.iter().position(|&i| i == industry.index());
        let own = own.expect("an industry is among the sources of its product");
        let m = sources.len();
        let x = table.gross_output();
        let inputs =
            Mat::from_fn(m, x.len(), |a, j| ratio_or_zero(table.intermediate[(sources[a], j)], x[j]));
        let finally = Mat::from_fn(m, table.regions(), |a, c| table.final_demand[(sources[a], c)]);
        let (dropped, dropped_finally) = (reroute(&inputs, own), reroute(&finally, own));
        // what the sources deliver more or less at the old outputs, to industries and to final users
        let outputs = Mat::from_fn(x.len(), 1, |j, _| x[j]);
        let finally: Vec<f64> = dropped_finally.row_iter().map(|row| row.iter().sum()).collect();
        let to_industries = &dropped * &outputs;
        let first = Mat::from_fn(m, 1, |a, _| to_industries[(a, 0)] + finally[a]);
        let columns = Mat::from_fn(x.len(), m, |i, a| self.inverse()[(i, sources[a])]);
        let system = Mat::<f64>::identity(m, m) - &dropped * &columns;
        let change = columns * system.partial_piv_lu().solve(&first);
        change.col(0).iter().copied().collect()
    }
}

/// The change of the rows of a product's sources, source × customer, when one of them goes and the others take over its
/// customers.
fn reroute(sales: &Mat<f64>, own: usize) -> Mat<f64> {
    let mut change = sales.clone();
    for j in 0..sales.ncols() {
        let gone = sales[(own, j)];
        let others = sales.col(j).iter().sum::<f64>() - gone;
        change.col_mut(j).iter_mut().for_each(|cell| *cell = gone * ratio_or_zero(*cell, others));
        change[(own, j)] = -gone;
    }
    change
}
