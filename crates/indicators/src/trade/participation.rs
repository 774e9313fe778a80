//! How far a region takes part in value chains, and where in them it stands.

use oblate_world::Region;

use crate::table::{Leontief, ratio};

/// Participation of one region; amounts in the table's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Participation {
    /// Gross exports `E`.
    pub exports: f64,
    /// Value added used abroad in the end, VAX.
    pub value_added_exports: f64,
    /// Foreign value added in exports, VS.
    pub foreign_content: f64,
    /// Own value added in the exports of others, VS1.
    pub content_of_others_exports: f64,
}

impl Participation {
    /// The participation of each region, in the order of regions.
    ///
    /// Equation: indicators.md (13.7) [Johnson & Noguera 2012; Koopman, Powers, Wang & Wei 2010]
    pub fn new(leontief: &Leontief<'_>) -> Vec<Self> {
        let table = leontief.table();
        let exports = table.exports();
        let content = leontief.value_added_in_exports();
        let used = leontief.value_added_in_final_demand();
        let of = |s: Region| {
            let mut found = Self {
                exports: 0.0,
                value_added_exports: 0.0,
                foreign_content: 0.0,
                content_of_others_exports: 0.0,
            };
            for i in table.industry_ids() {
                if table.region_of(i) == s {
                    found.exports += exports.row(i).iter().sum::<f64>();
                    found.value_added_exports += used.row(i).iter().sum::<f64>() - used[(i, s)];
                    let others = table.region_ids().filter(|&t| t != s);
                    found.foreign_content += others.map(|t| content[(t, i)]).sum::<f64>();
                } else {
                    found.content_of_others_exports += content[(s, i)];
                }
            }
            found
        };
        table.region_ids().map(of).collect()
    }

    /// Value-added exports over gross exports, the VAX ratio; missing without exports.
    pub fn value_added_ratio(&self) -> f64 {
        ratio(self.value_added_exports, self.exports)
    }

    /// Backward participation VS/E (TiVA: EXGR_FVASH); missing without exports.
    pub fn backward(&self) -> f64 {
        ratio(self.foreign_content, self.exports)
    }

    /// Forward participation VS1/E (TiVA: DVA in foreign exports); missing without exports.
    pub fn forward(&self) -> f64 {
        ratio(self.content_of_others_exports, self.exports)
    }

    /// Participation index, backward plus forward.
    pub fn index(&self) -> f64 {
        self.backward() + self.forward()
    }

    /// Position `ln(1 + VS1/E) − ln(1 + VS/E)`: positive upstream.
    pub fn position(&self) -> f64 {
        self.forward().ln_1p() - self.backward().ln_1p()
    }
}
