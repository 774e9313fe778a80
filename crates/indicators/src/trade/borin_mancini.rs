//! Borin & Mancini's decomposition of exports: source based, exporter's perimeter, by industry and bilateral.

use std::iter::Sum;

use faer::Mat;
use faer::linalg::solvers::Solve;
use oblate_world::{Id, Region};

use super::flows::Flows;
use super::local::{Local, foreign_content, home_demand, home_outputs};
use crate::table::{Industry, Leontief, ratio_or_zero};

/// What the exports of an industry to a region are made of. All are amounts; a term of a sum of flows is the sum of the
/// terms.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BorinManciniTerms {
    /// Gross exports, EXGR.
    pub exports: f64,
    /// Domestic value added, DVA: counted when it first leaves the region.
    pub domestic_value_added: f64,
    /// Part of it that is used abroad in the end, VAX.
    pub value_added_exported: f64,
    /// Part of it that comes home in the end, REF.
    pub reflection: f64,
    /// Part of it that the importer uses itself, crossing one border, DAVAX.
    pub directly_absorbed: f64,
    /// Domestic double counting, DDC.
    pub domestic_double_counting: f64,
    /// Foreign value added, FVA: counted when it first leaves the exporter.
    pub foreign_value_added: f64,
    /// Foreign double counting, FDC.
    pub foreign_double_counting: f64,
}

impl BorinManciniTerms {
    /// Domestic content, DC.
    pub fn domestic_content(&self) -> f64 {
        self.domestic_value_added + self.domestic_double_counting
    }

    /// Foreign content, FC.
    pub fn foreign_content(&self) -> f64 {
        self.foreign_value_added + self.foreign_double_counting
    }

    /// Trade in global value chains, GVC: all that crosses more than one border.
    pub fn chain_trade(&self) -> f64 {
        self.exports - self.directly_absorbed
    }

    /// Its backward part, GVCB: made with imported inputs.
    pub fn backward(&self) -> f64 {
        self.foreign_content() + self.domestic_double_counting
    }

    /// Its forward part, GVCF: sent on by the importer.
    pub fn forward(&self) -> f64 {
        self.chain_trade() - self.backward()
    }
}

impl Sum for BorinManciniTerms {
    fn sum<I: Iterator<Item = Self>>(flows: I) -> Self {
        flows.fold(Self::default(), |sum, flow| Self {
            exports: sum.exports + flow.exports,
            domestic_value_added: sum.domestic_value_added + flow.domestic_value_added,
            value_added_exported: sum.value_added_exported + flow.value_added_exported,
            reflection: sum.reflection + flow.reflection,
            directly_absorbed: sum.directly_absorbed + flow.directly_absorbed,
            domestic_double_counting: sum.domestic_double_counting + flow.domestic_double_counting,
            foreign_value_added: sum.foreign_value_added + flow.foreign_value_added,
            foreign_double_counting: sum.foreign_double_counting + flow.foreign_double_counting,
        })
    }
}

/// The decomposition of all exports: exporting industry × region of the importer.
pub type BorinMancini = Flows<BorinManciniTerms>;

impl BorinMancini {
    /// The decomposition of every flow.
    ///
    /// `DVA = V_s H_s E_sr`, `DDC = V_s (L_ss − H_s) E_sr`, `FVA = F_s L_ss⁻¹ H_s E_sr`, `FDC = F_s E_sr − FVA`,
    /// `DAVAX = V_s H_s (Y_sr + A_sr H_r Y_rr)`, `REF = V_s H_s A_sr Σ_j L_rj Y_js`.
    ///
    /// The papers' `L` of a world in which region s exports nothing, `(I − A^{\s})⁻¹`, is a change of the rows of one region; in its
    /// columns of region s it comes to `L_ts L_ss⁻¹ H_s`, so that no other inverse of the world is needed, and no small
    /// difference of large numbers is taken.
    ///
    /// Equation: indicators.md (13.4) [Borin & Mancini 2019, 2023]
    pub fn new(leontief: &Leontief<'_>) -> Self {
        let table = leontief.table();
        let locals = Local::all(leontief);
        let exports = table.exports();
        let absorbed = home_outputs(&locals, &home_demand(leontief));
        let output = leontief.output_for_final_demand();
        let mut flows = Self::none(table);
        for s in table.region_ids() {
            let local = &locals[s.index()];
            let reach = Reach::new(leontief, s, local, &absorbed, &output);
            let foreign = Foreign::new(leontief, s, local);
            for (a, &i) in local.members.iter().enumerate() {
                let industry = Industry::new(i);
                for r in table.region_ids().filter(|&r| r != s) {
                    let per_unit = local.value_added[a];
                    let flow = exports[(industry, r)];
                    let finally = table.final_demand[(i, r.index())];
                    let domestic = leontief.value_added_by_origin()[(s, industry)];
                    let reflection = per_unit * reach.returned[(a, r.index())];
                    let terms = BorinManciniTerms {
                        exports: flow,
                        domestic_value_added: per_unit * flow,
                        value_added_exported: per_unit * flow - reflection,
                        reflection,
                        directly_absorbed: per_unit * (finally + reach.absorbed[(a, r.index())]),
                        domestic_double_counting: (domestic - per_unit) * flow,
                        foreign_value_added: foreign.once[a] * flow,
                        foreign_double_counting: foreign.again[a] * flow,
                    };
                    flows.set(industry, r, terms);
                }
            }
        }
        flows
    }
}

/// Where the inputs that a region exports end up: member × importer.
struct Reach {
    /// `A_sr H_r Y_rr`: with final users of the importer, who makes the rest at home.
    absorbed: Mat<f64>,
    /// `A_sr Σ_j L_rj Y_js`: back with final users of the exporter.
    returned: Mat<f64>,
}

impl Reach {
    fn new(
        leontief: &Leontief<'_>,
        exporter: Region,
        local: &Local,
        home_outputs: &[f64],
        output: &Mat<f64>,
    ) -> Self {
        let table = leontief.table();
        let mut absorbed = Mat::zeros(local.members.len(), table.regions());
        let mut returned = Mat::zeros(local.members.len(), table.regions());
        for j in table.industry_ids().filter(|&j| table.region_of(j) != exporter) {
            let (r, x) = (table.region_of(j).index(), table.gross_output()[j.index()]);
            for (a, &i) in local.members.iter().enumerate() {
                let share = ratio_or_zero(table.intermediate[(i, j.index())], x);
                absorbed[(a, r)] += share * home_outputs[j.index()];
                returned[(a, r)] += share * output[(j.index(), exporter.index())];
            }
        }
        Self { absorbed, returned }
    }
}

/// Foreign value added in a unit of exports of each member: on its first way out, and counted again.
struct Foreign {
    /// `F_s L_ss⁻¹ H_s`.
    once: Vec<f64>,
    /// `F_s (I − L_ss⁻¹ H_s) = F_s L_ss⁻¹ (L_ss − H_s)`.
    again: Vec<f64>,
}

impl Foreign {
    fn new(leontief: &Leontief<'_>, region: Region, local: &Local) -> Self {
        let n = local.members.len();
        let foreign = foreign_content(leontief, region, &local.members);
        // f = F_s L_ss⁻¹, so that (L_ss)′ f′ = F_s′
        let transposed = Mat::from_fn(n, n, |a, b| leontief.inverse()[(local.members[b], local.members[a])]);
        let solved = transposed.partial_piv_lu().solve(Mat::from_fn(n, 1, |a, _| foreign[a]));
        let difference = |a: usize, b: usize| {
            leontief.inverse()[(local.members[a], local.members[b])] - local.inverse[(a, b)]
        };
        let times = |matrix: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
            (0..n).map(|b| (0..n).map(|a| solved[(a, 0)] * matrix(a, b)).sum()).collect()
        };
        Self { once: times(&|a, b| local.inverse[(a, b)]), again: times(&difference) }
    }
}
