//! The forms in which the OECD publishes trade in value added (TiVA): by exporting industry, and by industry of origin.

use oblate_world::{Array2, Id, Region};

use super::local::{Local, foreign_content};
use crate::table::{Industry, Leontief};

/// What the exports of an industry to a region are made of, in TiVA's terms; the four parts add up to the exports.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OecdTerms {
    /// Gross exports, EXGR.
    pub exports: f64,
    /// The exporting industry's own value added, in what it takes from itself too, EXGR_DDC.
    pub direct_domestic: f64,
    /// Value added of its suppliers at home, at any remove, without a border, EXGR_IDC.
    pub indirect_domestic: f64,
    /// Domestic value added that came home in imports first, EXGR_RIM.
    pub reimported: f64,
    /// Foreign value added, EXGR_FVA.
    pub foreign: f64,
}

/// The terms of every flow: exporting industry × region of the importer, by row. `EXGR_DDC = v_i [H_s]_ii
/// E`, `EXGR_IDC = (V_s H_s)_i E − EXGR_DDC`, `EXGR_RIM = (V_s (L_ss − H_s))_i E`, `EXGR_FVA = F_s E`.
///
/// Equation: indicators.md (13.5) [OECD 2023, Guide to TiVA indicators]
pub fn oecd_terms(leontief: &Leontief<'_>) -> Vec<OecdTerms> {
    let table = leontief.table();
    let exports = table.exports();
    let origin = leontief.value_added_by_origin();
    let mut terms = vec![OecdTerms::default(); table.industries() * table.regions()];
    for s in table.region_ids() {
        let local = Local::new(leontief, s);
        let foreign = foreign_content(leontief, s, &local.members);
        for (a, &i) in local.members.iter().enumerate() {
            let industry = Industry::new(i);
            let own = leontief.value_added_share()[i] * local.inverse[(a, a)];
            let at_home = local.value_added[a];
            for (r, &flow) in exports.row(industry).iter().enumerate() {
                terms[i * table.regions() + r] = OecdTerms {
                    exports: flow,
                    direct_domestic: own * flow,
                    indirect_domestic: (at_home - own) * flow,
                    reimported: (origin[(s, industry)] - at_home) * flow,
                    foreign: foreign[a] * flow,
                };
            }
        }
    }
    terms
}

/// Value added of industries in what others sell abroad, by industry of origin and partner: industry × region each.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignFinalDemand {
    /// Value added of the industry in the partner's exports, FEXDVA; zero at home.
    pub in_partner_exports: Array2<Industry, Region>,
    /// Value added of the partner in the industry's exports, DEXFVApSH before the share; zero at home.
    pub of_partner_in_exports: Array2<Industry, Region>,
}

impl ForeignFinalDemand {
    /// Both.
    ///
    /// Equation: indicators.md (13.6) [OECD 2023, Guide to TiVA indicators]
    pub fn new(leontief: &Leontief<'_>) -> Self {
        let table = leontief.table();
        let (p, m) = (table.industries(), table.regions());
        let exports = table.exports();
        let mut in_partner_exports = Array2::zeros([p, m]);
        let mut of_partner_in_exports = Array2::zeros([p, m]);
        for j in table.industry_ids() {
            let exported: f64 = exports.row(j).iter().sum();
            let exporter = table.region_of(j);
            for (i, cell) in leontief.inverse().col(j.index()).iter().enumerate() {
                let (industry, value) = (Industry::new(i), leontief.value_added_share()[i] * cell * exported);
                let origin = table.region_of(industry);
                if origin != exporter {
                    in_partner_exports[(industry, exporter)] += value;
                    of_partner_in_exports[(j, origin)] += value;
                }
            }
        }
        Self { in_partner_exports, of_partner_in_exports }
    }
}
