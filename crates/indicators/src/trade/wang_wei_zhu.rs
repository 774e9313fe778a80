//! Wang, Wei & Zhu's sixteen terms of exports, by industry and bilateral.

use std::iter::Sum;

use faer::Mat;
use oblate_world::{Id, Region};

use super::flows::Flows;
use super::local::{Local, foreign_content, home_demand, home_outputs};
use crate::table::{Industry, Leontief, ratio_or_zero};

/// The exports of an industry to a region in sixteen terms, which add up to them, after where what they hold is used in the
/// end. All are amounts; a term of a sum of flows is the sum of the terms.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WangWeiZhuTerms {
    /// In the order of the paper: DVA_FIN, DVA_INT, DVA_INTrexI1, DVA_INTrexF, DVA_INTrexI2 (domestic value added that is used
    /// abroad), RDV_FIN, RDV_FIN2, RDV_INT (that comes home), DDC_FIN, DDC_INT (domestic double counting), MVA_FIN, MVA_INT
    /// (value added of the importer), MDC (its double counting), OVA_FIN, OVA_INT, ODC (the same of third regions).
    pub terms: [f64; 16],
}

impl WangWeiZhuTerms {
    fn over(&self, terms: impl IntoIterator<Item = usize>) -> f64 {
        terms.into_iter().map(|term| self.terms[term]).sum()
    }

    /// Gross exports, EXGR.
    pub fn exports(&self) -> f64 {
        self.over(0..16)
    }

    /// Domestic value added that is used abroad, VAX: terms 1 to 5.
    pub fn value_added_exported(&self) -> f64 {
        self.over(0..5)
    }

    /// Domestic value added that comes home, REF: terms 6 to 8.
    pub fn reflection(&self) -> f64 {
        self.over(5..8)
    }

    /// Domestic value added, DVA.
    pub fn domestic_value_added(&self) -> f64 {
        self.over(0..8)
    }

    /// Domestic double counting, DDC: terms 9 and 10.
    pub fn domestic_double_counting(&self) -> f64 {
        self.over(8..10)
    }

    /// Foreign value added, FVA: terms 11, 12, 14, 15.
    pub fn foreign_value_added(&self) -> f64 {
        self.over([10, 11, 13, 14])
    }

    /// Foreign double counting, FDC: terms 13 and 16.
    pub fn foreign_double_counting(&self) -> f64 {
        self.over([12, 15])
    }
}

impl Sum for WangWeiZhuTerms {
    fn sum<I: Iterator<Item = Self>>(flows: I) -> Self {
        let mut sum = Self::default();
        for flow in flows {
            sum.terms.iter_mut().zip(flow.terms).for_each(|(sum, term)| *sum += term);
        }
        sum
    }
}

/// The decomposition of all exports: exporting industry × region of the importer.
pub type WangWeiZhu = Flows<WangWeiZhuTerms>;

impl WangWeiZhu {
    /// The decomposition of every flow.
    ///
    /// Final goods are worth `V_s L_ss Y_sr` of domestic value added, inputs `V_s H_s A_sr x_r` with the output `x_r` of the importer
    /// taken apart by what it is for, and `V_s (L_ss − H_s) A_sr x_r` counted again; value added of the importer and of third regions is
    /// `V_r L_rs` and `V_t L_ts` of final goods, of inputs for `H_r Y_rr` and of inputs for `H_r e_r`.
    ///
    /// Equation: indicators.md (13.9) [Wang, Wei & Zhu 2013, 2018, appendix table E1]
    pub fn new(leontief: &Leontief<'_>) -> Self {
        let table = leontief.table();
        let locals = Local::all(leontief);
        let purposes = Purposes::new(leontief, &locals);
        let origin = leontief.value_added_by_origin();
        let mut flows = Self::none(table);
        for s in table.region_ids() {
            let local = &locals[s.index()];
            let foreign = foreign_content(leontief, s, &local.members);
            let inputs = Inputs::new(leontief, s, &local.members, &purposes);
            for (a, &i) in local.members.iter().enumerate() {
                let industry = Industry::new(i);
                let (content, once) = (origin[(s, industry)], local.value_added[a]);
                for r in table.region_ids().filter(|&r| r != s) {
                    let finally = table.final_demand[(i, r.index())];
                    let of_importer = origin[(r, industry)];
                    let value = Value { content, once, of_importer, of_others: foreign[a] - of_importer };
                    let terms = value.terms(finally, inputs.of(a, r));
                    flows.set(industry, r, WangWeiZhuTerms { terms });
                }
            }
        }
        flows
    }
}

/// Number of purposes of inputs.
const PURPOSES: usize = 10;

/// Inputs of a flow by what the importer's output is for: the eight terms of inputs for final use and for the exporter's
/// exports of final goods, then `A_sr H_r Y_rr` and `A_sr H_r e_r`.
type ByPurpose = [f64; PURPOSES];

/// Value added in a unit of what an industry exports to one importer.
struct Value {
    /// `V_s L_ss`.
    content: f64,
    /// `V_s H_s`.
    once: f64,
    /// `V_r L_rs`.
    of_importer: f64,
    /// `Σ_{t≠s,r} V_t L_ts`.
    of_others: f64,
}

impl Value {
    fn terms(&self, finally: f64, inputs: &ByPurpose) -> [f64; 16] {
        let [
            direct,
            third_home,
            sent_final,
            third,
            back_final,
            back_third,
            back_inputs,
            again,
            home,
            exported,
        ] = *inputs;
        let all = home + exported;
        let Self { content, once, of_importer, of_others } = *self;
        [
            content * finally,
            once * direct,
            once * third_home,
            once * sent_final,
            once * third,
            once * back_final,
            once * back_third,
            once * back_inputs,
            once * again,
            (content - once) * all,
            of_importer * finally,
            of_importer * home,
            of_importer * exported,
            of_others * finally,
            of_others * home,
            of_others * exported,
        ]
    }
}

/// What industries make for whom.
struct Purposes {
    /// `(L Y)`: output for final use of each region, from anywhere; industry × region of final use.
    all: Mat<f64>,
    /// `L_rr Y_rk`: for final goods that the region itself sells to each region; industry × region of final use.
    own: Mat<f64>,
    /// `L_rt Y_tt`: for final goods that a region sells at home; industry × that region.
    home: Mat<f64>,
    /// `L_rt Σ_{k≠t} Y_tk`: for final goods that a region exports; industry × that region.
    exported: Mat<f64>,
    /// `H_r Y_rr` by industry.
    alone_for_home: Vec<f64>,
    /// `H_r e_r` by industry.
    alone_for_exports: Vec<f64>,
}

impl Purposes {
    fn new(leontief: &Leontief<'_>, locals: &[Local]) -> Self {
        let table = leontief.table();
        let (p, regions) = (table.industries(), table.regions());
        let at_home = home_demand(leontief);
        let abroad: Vec<f64> =
            (0..p).map(|i| table.final_demand.row(i).iter().sum::<f64>() - at_home[i]).collect();
        let (mut home, mut exported) = (Mat::zeros(p, regions), Mat::zeros(p, regions));
        let mut own = Mat::zeros(p, regions);
        for (i, column) in leontief.inverse().col_iter().enumerate() {
            let t = table.region_of(Industry::new(i)).index();
            for (j, cell) in column.iter().enumerate() {
                home[(j, t)] += cell * at_home[i];
                exported[(j, t)] += cell * abroad[i];
            }
            for &j in &locals[t].members {
                for k in 0..regions {
                    own[(j, k)] += column[j] * table.final_demand[(i, k)];
                }
            }
        }
        let exports = table.exports();
        let sold: Vec<f64> = table.industry_ids().map(|i| exports.row(i).iter().sum()).collect();
        Self {
            all: leontief.output_for_final_demand(),
            own,
            home,
            exported,
            alone_for_home: home_outputs(locals, &at_home),
            alone_for_exports: home_outputs(locals, &sold),
        }
    }

    /// Output of an industry of region r by purpose, as region s sees it.
    fn of(&self, industry: usize, r: usize, s: usize) -> ByPurpose {
        let (own, home, exported) =
            (self.own.row(industry), self.home.row(industry), self.exported.row(industry));
        let third = |row: faer::RowRef<'_, f64>| -> f64 {
            row.iter().enumerate().filter(|&(t, _)| t != s && t != r).map(|(_, made)| made).sum()
        };
        // final goods of third regions for s
        let back_third = self.all[(industry, s)] - own[s] - home[s];
        [
            own[r],
            third(home),
            third(own),
            third(exported) - back_third,
            own[s],
            back_third,
            home[s],
            exported[s],
            self.alone_for_home[industry],
            self.alone_for_exports[industry],
        ]
    }
}

/// Inputs that a region exports, by what they are for: member × importer.
struct Inputs {
    cells: Vec<ByPurpose>,
    regions: usize,
}

impl Inputs {
    fn new(leontief: &Leontief<'_>, exporter: Region, members: &[usize], purposes: &Purposes) -> Self {
        let table = leontief.table();
        let regions = table.regions();
        let mut cells = vec![[0.0; PURPOSES]; members.len() * regions];
        for j in table.industry_ids().filter(|&j| table.region_of(j) != exporter) {
            let (r, x) = (table.region_of(j).index(), table.gross_output()[j.index()]);
            let made = purposes.of(j.index(), r, exporter.index());
            for (a, &i) in members.iter().enumerate() {
                let share = ratio_or_zero(table.intermediate[(i, j.index())], x);
                let cell = &mut cells[a * regions + r];
                cell.iter_mut().zip(made).for_each(|(sum, made)| *sum += share * made);
            }
        }
        Self { cells, regions }
    }

    fn of(&self, member: usize, importer: Region) -> &ByPurpose {
        &self.cells[member * self.regions + importer.index()]
    }
}
