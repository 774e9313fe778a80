//! Borin & Mancini's decomposition of exports: sink based, exporter's perimeter, by industry and bilateral.

use std::iter::Sum;

use faer::Mat;
use faer::linalg::solvers::Solve;
use oblate_world::{Id, Region};

use super::flows::Flows;
use super::local::{Local, foreign_content};
use crate::table::{Industry, Leontief, ratio_or_zero};

/// What the exports of an industry to a region are made of, value added being counted when it leaves the exporter for the last
/// time. All are amounts; a term of a sum of flows is the sum of the terms.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SinkTerms {
    /// Gross exports, EXGR.
    pub exports: f64,
    /// Domestic value added that is used abroad in the end, VAX.
    pub value_added_exported: f64,
    /// Part of it that the importer uses in the end, from wherever it gets it, VAXIM.
    pub absorbed_by_importer: f64,
    /// Domestic value added that comes home in the end, REF.
    pub reflection: f64,
    /// Domestic double counting, DDC.
    pub domestic_double_counting: f64,
    /// Foreign value added, FVA.
    pub foreign_value_added: f64,
    /// Foreign double counting, FDC.
    pub foreign_double_counting: f64,
}

impl SinkTerms {
    /// Domestic value added, DVA.
    pub fn domestic_value_added(&self) -> f64 {
        self.value_added_exported + self.reflection
    }

    /// Domestic content, DC.
    pub fn domestic_content(&self) -> f64 {
        self.domestic_value_added() + self.domestic_double_counting
    }

    /// Foreign content, FC.
    pub fn foreign_content(&self) -> f64 {
        self.foreign_value_added + self.foreign_double_counting
    }
}

impl Sum for SinkTerms {
    fn sum<I: Iterator<Item = Self>>(flows: I) -> Self {
        flows.fold(Self::default(), |sum, flow| Self {
            exports: sum.exports + flow.exports,
            value_added_exported: sum.value_added_exported + flow.value_added_exported,
            absorbed_by_importer: sum.absorbed_by_importer + flow.absorbed_by_importer,
            reflection: sum.reflection + flow.reflection,
            domestic_double_counting: sum.domestic_double_counting + flow.domestic_double_counting,
            foreign_value_added: sum.foreign_value_added + flow.foreign_value_added,
            foreign_double_counting: sum.foreign_double_counting + flow.foreign_double_counting,
        })
    }
}

/// The decomposition of all exports: exporting industry × region of the importer.
pub type BorinManciniSink = Flows<SinkTerms>;

impl BorinManciniSink {
    /// The decomposition of every flow.
    ///
    /// With `X^{\s}` the output by industry and region of final use in a world where region s exports nothing and `L^{\s}` its
    /// inverse: `VAX = V_s L_ss (Y_sr + A_sr Σ_{k≠s} X^{\s}_rk)`, `VAXIM = V_s L_ss (Y_sr + A_sr X^{\s}_rr)`, `REF = V_s L_ss
    /// A_sr X^{\s}_rs`, `DDC = V_s L_ss A_sr L^{\s}_rs e_s`, `FVA = F_s (E_sr − A_sr L^{\s}_rs e_s)`, `FDC = F_s A_sr L^{\s}_rs e_s`.
    ///
    /// Equation: indicators.md (13.8) [Borin & Mancini 2019, 2023]
    pub fn new(leontief: &Leontief<'_>) -> Self {
        let table = leontief.table();
        let exports = table.exports();
        let output = leontief.output_for_final_demand();
        let mut flows = Self::none(table);
        for s in table.region_ids() {
            let local = Local::new(leontief, s);
            let exported: Vec<f64> =
                local.members.iter().map(|&i| exports.row(Industry::new(i)).iter().sum()).collect();
            let ends = Ends::new(leontief, s, &local, &Without::new(leontief, s, &local, &output, &exported));
            let foreign = foreign_content(leontief, s, &local.members);
            for (a, &i) in local.members.iter().enumerate() {
                let industry = Industry::new(i);
                let domestic = leontief.value_added_by_origin()[(s, industry)];
                for r in table.region_ids().filter(|&r| r != s) {
                    let at = (a, r.index());
                    let finally = table.final_demand[(i, r.index())];
                    let once = finally + ends.abroad[at] + ends.home[at];
                    let terms = SinkTerms {
                        exports: exports[(industry, r)],
                        value_added_exported: domestic * (finally + ends.abroad[at]),
                        absorbed_by_importer: domestic * (finally + ends.importer[at]),
                        reflection: domestic * ends.home[at],
                        domestic_double_counting: domestic * ends.again[at],
                        foreign_value_added: foreign[a] * once,
                        foreign_double_counting: foreign[a] * ends.again[at],
                    };
                    flows.set(industry, r, terms);
                }
            }
        }
        flows
    }
}

/// What industries abroad make with inputs of a region, by how these inputs end, each counted where it leaves the region last.
struct Without {
    /// `X^{\s}`: for final users, without the exporter's exporting again; industry × region of final use.
    output: Mat<f64>,
    /// `L^{\s}_{·s} e_s`: for what the exporter exports again, by industry.
    again: Vec<f64>,
}

impl Without {
    /// As in [`super::BorinMancini::new`], the inverse of a world in which the exporter exports nothing needs no other inversion: in the
    /// exporter's columns it is `L_{·s} L_ss⁻¹ H_s`, in others `L − L_{·s} L_ss⁻¹ L_{s·}`, so that `X^{\s} = L Y − L_{·s} L_ss⁻¹ (L Y)_s`
    /// and, for the exporter's own final users, `L_{·s} L_ss⁻¹ H_s Y_ss` more.
    fn new(
        leontief: &Leontief<'_>,
        exporter: Region,
        local: &Local,
        output: &Mat<f64>,
        exported: &[f64],
    ) -> Self {
        let (table, members, s) = (leontief.table(), &local.members, exporter.index());
        let (n, regions) = (members.len(), table.regions());
        let own: Vec<f64> = members.iter().map(|&i| table.final_demand[(i, s)]).collect();
        let (own, exported) = (local.outputs(&own), local.outputs(exported));
        // what is taken off for each region of final use, then what is exported again
        let right = Mat::from_fn(n, regions + 1, |a, k| match k {
            k if k == regions => exported[a],
            k if k == s => output[(members[a], k)] - own[a],
            k => output[(members[a], k)],
        });
        let block = Mat::from_fn(n, n, |a, b| leontief.inverse()[(members[a], members[b])]);
        let columns = Mat::from_fn(table.industries(), n, |j, b| leontief.inverse()[(j, members[b])]);
        let through = &columns * block.partial_piv_lu().solve(right);
        let again = through.col(regions).iter().copied().collect();
        Self { output: output - through.subcols(0, regions), again }
    }
}

/// How the inputs that a region exports end, by the first importer: member × importer.
struct Ends {
    /// With final users abroad.
    abroad: Mat<f64>,
    /// With those of the importer.
    importer: Mat<f64>,
    /// With those at home.
    home: Mat<f64>,
    /// In what the region exports again.
    again: Mat<f64>,
}

impl Ends {
    fn new(leontief: &Leontief<'_>, exporter: Region, local: &Local, without: &Without) -> Self {
        let table = leontief.table();
        let zeros = || Mat::<f64>::zeros(local.members.len(), table.regions());
        let mut ends = Self { abroad: zeros(), importer: zeros(), home: zeros(), again: zeros() };
        let s = exporter.index();
        for j in table.industry_ids().filter(|&j| table.region_of(j) != exporter) {
            let (r, x) = (table.region_of(j).index(), table.gross_output()[j.index()]);
            let made = without.output.row(j.index());
            let abroad: f64 = made.iter().enumerate().filter(|&(k, _)| k != s).map(|(_, made)| made).sum();
            for (a, &i) in local.members.iter().enumerate() {
                let share = ratio_or_zero(table.intermediate[(i, j.index())], x);
                ends.abroad[(a, r)] += share * abroad;
                ends.importer[(a, r)] += share * made[r];
                ends.home[(a, r)] += share * made[s];
                ends.again[(a, r)] += share * without.again[j.index()];
            }
        }
        ends
    }
}
