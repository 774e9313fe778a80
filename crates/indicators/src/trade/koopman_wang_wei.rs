//! Koopman, Wang & Wei's nine terms of a region's exports.

use oblate_world::{Array2, Id, Region};

use super::local::{Local, home_demand, home_outputs};
use crate::table::{Industry, Leontief, ratio_or_zero};

/// The exports of a region in nine terms, which add up to them.
///
/// Equation: indicators.md (13.3) [Koopman, Wang & Wei 2014, eq. 36]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KoopmanWangWei {
    /// 1: domestic value added in exports of final goods.
    pub in_final_goods: f64,
    /// 2: domestic value added in exported inputs that the importer uses for itself.
    pub in_inputs: f64,
    /// 3: domestic value added in exported inputs that the importer sends on to third regions.
    pub in_inputs_sent_on: f64,
    /// 4: domestic value added that comes home in final goods.
    pub returned_in_final_goods: f64,
    /// 5: domestic value added that comes home in inputs for final use at home.
    pub returned_in_inputs: f64,
    /// 6: domestic value added that comes home and leaves again: counted twice.
    pub domestic_double_counting: f64,
    /// 7: foreign value added in exports of final goods.
    pub foreign_in_final_goods: f64,
    /// 8: foreign value added in exports of inputs.
    pub foreign_in_inputs: f64,
    /// 9: foreign value added counted twice.
    pub foreign_double_counting: f64,
}

impl KoopmanWangWei {
    /// The terms of every region, in the order of regions.
    pub fn new(leontief: &Leontief<'_>) -> Vec<Self> {
        let table = leontief.table();
        let locals = Local::all(leontief);
        let exports = table.exports();
        let demands = Demands::new(leontief, &locals, &exports);
        table.region_ids().map(|s| terms(leontief, s, &locals[s.index()], &demands)).collect()
    }

    /// The nine terms in order.
    pub fn terms(&self) -> [f64; 9] {
        [
            self.in_final_goods,
            self.in_inputs,
            self.in_inputs_sent_on,
            self.returned_in_final_goods,
            self.returned_in_inputs,
            self.domestic_double_counting,
            self.foreign_in_final_goods,
            self.foreign_in_inputs,
            self.foreign_double_counting,
        ]
    }
}

/// What regions make for whom, by industry.
struct Demands {
    /// `Y_rr`: final sales at home.
    home: Vec<f64>,
    /// `Σ_{t≠r} Y_rt`: final sales abroad.
    abroad: Vec<f64>,
    /// `H_r Y_rr`.
    output_for_home: Vec<f64>,
    /// `H_r e_r`.
    output_for_exports: Vec<f64>,
}

impl Demands {
    fn new(leontief: &Leontief<'_>, locals: &[Local], exports: &Array2<Industry, Region>) -> Self {
        let table = leontief.table();
        let home = home_demand(leontief);
        let all = |i: usize| table.final_demand.row(i).iter().sum::<f64>();
        let abroad = (0..table.industries()).map(|i| all(i) - home[i]).collect();
        let exported: Vec<f64> = table.industry_ids().map(|i| exports.row(i).iter().sum()).collect();
        Self {
            output_for_home: home_outputs(locals, &home),
            output_for_exports: home_outputs(locals, &exported),
            home,
            abroad,
        }
    }
}

fn terms(leontief: &Leontief<'_>, s: Region, local: &Local, demands: &Demands) -> KoopmanWangWei {
    let table = leontief.table();
    // V_s L over all industries, and the foreign value added in what region s makes
    let domestic = leontief.value_added_by_origin().row(s);
    let foreign = |j: usize| -> f64 {
        let others = table.region_ids().filter(|&t| t != s);
        others.map(|t| leontief.value_added_by_origin()[(t, Industry::new(j))]).sum()
    };
    let abroad = || table.industry_ids().filter(|&i| table.region_of(i) != s).map(|i| i.index());
    let members = || local.members.iter().copied();
    // inputs of s that go to industries abroad, valued by a per-unit value of the inputs of s
    let own_output: Vec<f64> = members().map(|i| demands.output_for_home[i]).collect();
    let own_exports: Vec<f64> = members().map(|i| demands.output_for_exports[i]).collect();
    let x = table.gross_output();
    let share = |i: usize, j: usize| ratio_or_zero(table.intermediate[(i, j)], x[j]);
    // Σ_r V_s L_sr A_rs (·): what comes home through inputs
    let returning = |outputs: &[f64]| -> f64 {
        let bought =
            |r: usize| -> f64 { members().zip(outputs).map(|(i, output)| share(r, i) * output).sum() };
        abroad().map(|r| domestic[r] * bought(r)).sum()
    };
    // Σ_r F_s A_sr (·): foreign value added in inputs for abroad
    let passing = |outputs: &[f64]| -> f64 {
        let used = |i: usize| -> f64 { abroad().map(|j| share(i, j) * outputs[j]).sum() };
        members().map(|i| foreign(i) * used(i)).sum()
    };
    let third = |r: usize| demands.abroad[r] - table.final_demand[(r, s.index())];
    KoopmanWangWei {
        in_final_goods: members().map(|i| domestic[i] * demands.abroad[i]).sum(),
        in_inputs: abroad().map(|r| domestic[r] * demands.home[r]).sum(),
        in_inputs_sent_on: abroad().map(|r| domestic[r] * third(r)).sum(),
        returned_in_final_goods: abroad().map(|r| domestic[r] * table.final_demand[(r, s.index())]).sum(),
        returned_in_inputs: returning(&own_output),
        domestic_double_counting: returning(&own_exports),
        foreign_in_final_goods: members().map(|i| foreign(i) * demands.abroad[i]).sum(),
        foreign_in_inputs: passing(&demands.output_for_home),
        foreign_double_counting: passing(&demands.output_for_exports),
    }
}
