//! Value added in trade: where it is made, where it is used, and what exports are made of.
//!
//! Conventions: `E_sr` exports of region s to region r (a vector over the industries of s), `e` exports to all regions, `H_s =
//! (I − A_ss)⁻¹` the inverse of a region's own inputs, `V_t` the value-added shares of region t, zero elsewhere, and
//! `F_s = Σ_{t≠s} V_t L_ts` the foreign value added in a unit of output of each industry of s.

mod borin_mancini;
mod borin_mancini_sink;
mod flows;
mod koopman_wang_wei;
mod local;
mod oecd;
mod participation;
mod wang_wei_zhu;

pub use borin_mancini::{BorinMancini, BorinManciniTerms};
pub use borin_mancini_sink::{BorinManciniSink, SinkTerms};
pub use flows::Flows;
pub use koopman_wang_wei::KoopmanWangWei;
pub use oecd::{ForeignFinalDemand, OecdTerms, oecd_terms};
pub use participation::Participation;
pub use wang_wei_zhu::{WangWeiZhu, WangWeiZhuTerms};

use oblate_world::{Array2, Id, Region};

use crate::table::{Industry, Leontief};

impl Leontief<'_> {
    /// Value added by industry of origin and region of final use, `v_i Σ_j L_ij Y_js`: industry × region. Adds up to world
    /// value added. TiVA calls what leaves the region FFD_DVA.
    ///
    /// Equation: indicators.md (13.1) [Johnson & Noguera 2012, eq. 8]
    pub fn value_added_in_final_demand(&self) -> Array2<Industry, Region> {
        let output = self.output_for_final_demand();
        Array2::from_fn([output.nrows(), output.ncols()], |i: Industry, c: Region| {
            self.value_added_share()[i.index()] * output[(i.index(), c.index())]
        })
    }

    /// Value added of a region in the exports of each industry, `Σ_{i∈t} v_i L_ij e_j`: region of origin × exporting
    /// industry. Its own is the domestic content, that of all others the foreign content [Hummels, Ishii & Yi 2001: VS];
    /// TiVA calls it EXGR_BSCI.
    ///
    /// Equation: indicators.md (13.2)
    pub fn value_added_in_exports(&self) -> Array2<Region, Industry> {
        let exports = self.table().exports();
        let total: Vec<f64> = self.table().industry_ids().map(|j| exports.row(j).iter().sum()).collect();
        let by_origin = self.value_added_by_origin();
        Array2::from_fn(by_origin.shape(), |t, j: Industry| by_origin[(t, j)] * total[j.index()])
    }
}
