//! Without economies of scale: regions solved exactly within, factor prices and incomes across.
//!
//! Within a region prices feed on prices through home inputs: `C_j = I − (diag(π_jj) A_j)ᵀ`, and outputs on
//! outputs through its transpose. Both are solved exactly. What is left is the reduced (Schur complement)
//! system in factor prices and incomes, which holds substitution between origins, final demand and the
//! tariff base; it is built from one N × N product per traded bundle.

mod reduced;

use faer::Mat;
use faer::linalg::solvers::{PartialPivLu, Solve};

use super::corner::Places;
use super::region::{Border, Regions};
use super::sweep::FinalSlopes;
use crate::equations::sums::dot;
use crate::system::{Equations, Layout, Tangent};

use reduced::Reduced;

pub(super) struct Regional {
    layout: Layout,
    places: Places,
    regions: Regions,
    border: Border,
    reduced: PartialPivLu<f64>,
    slopes: FinalSlopes,
    effect: Vec<f64>,
}

impl Regional {
    pub(super) fn new(equations: &Equations<'_>) -> Self {
        let regions = Regions::new(equations);
        let border = Border::new(equations, &regions);
        let slopes = FinalSlopes::new(equations);
        let places = Places::new(&equations.layout, [], 0);
        let reduced = Reduced::new(equations, &places, &border, &slopes).build();
        Self {
            layout: equations.layout,
            places,
            reduced: reduced.partial_piv_lu(),
            effect: vec![0.0; equations.layout.cells()],
            regions,
            border,
            slopes,
        }
    }

    /// Writes the approximate `J⁻¹ · residual` into `step`; `sweep` is working space.
    pub(super) fn apply(
        &mut self,
        equations: &Equations<'_>,
        sweep: &mut Tangent,
        residual: &[f64],
        step: &mut [f64],
    ) {
        let layout = self.layout;
        let (from, into) = (layout.parts(residual), layout.parts_mut(step));
        into.price.fill(0.0);
        equations.cap_step(from.cap, into.cap);
        into.population.copy_from_slice(from.population);
        self.regions.costs(from.cost, into.cost);
        into.income.fill(0.0);
        equations.sales_effect(&self.slopes, (into.cost, into.income), sweep, &mut self.effect);
        self.effect.iter_mut().zip(from.receipts).for_each(|(effect, own)| *effect += own);
        let mut unknowns = Mat::<f64>::zeros(self.border.size(), 1);
        for (at, row) in self.border.rows.iter().enumerate() {
            unknowns[(at, 0)] = self.border.own(at, from.wage, from.income)
                + row
                    .iter()
                    .map(|(start, weight)| dot(weight, &self.effect[*start..][..weight.len()]))
                    .sum::<f64>();
        }
        self.reduced.solve_in_place(unknowns.as_mut());
        self.places.spread(unknowns.col_as_slice(0), into.wage, into.income);
        for (wage, column) in into.wage.iter().zip(&self.border.columns) {
            for (start, response) in column {
                let costs = into.cost[*start..].iter_mut().zip(response);
                costs.for_each(|(cost, response)| *cost += response * wage);
            }
        }
        equations.sales_effect(&self.slopes, (into.cost, into.income), sweep, &mut self.effect);
        self.effect.iter_mut().zip(from.receipts).for_each(|(effect, own)| *effect += own);
        self.regions.outputs(&equations.point.receipts, &self.effect, into.receipts);
        equations.price_step(from.price, into.cost, into.receipts, sweep, into.price);
    }

    /// Writes the transpose of the approximate inverse times `weights` into `step`.
    pub(super) fn apply_transposed(&mut self, equations: &Equations<'_>, weights: &[f64], step: &mut [f64]) {
        let layout = self.layout;
        let (from, into) = (layout.parts(weights), layout.parts_mut(step));
        into.price.copy_from_slice(from.price);
        equations.cap_step(from.cap, into.cap);
        into.population.copy_from_slice(from.population);
        // backwards through `apply`: outputs, the second sweep, the reduced system, the first sweep, costs
        let cells = layout.cells();
        let (mut cost, mut income) = (from.cost.to_vec(), from.income.to_vec());
        let mut effect = vec![0.0; cells];
        self.regions.outputs_transposed(&equations.point.receipts, from.receipts, &mut effect);
        into.receipts.copy_from_slice(&effect);
        equations.sales_effect_transposed(&self.slopes, &effect, &mut cost, &mut income);
        let mut unknowns = Mat::<f64>::zeros(self.border.size(), 1);
        for (at, column) in self.border.columns.iter().enumerate() {
            let responses =
                column.iter().map(|(start, response)| dot(response, &cost[*start..][..response.len()]));
            unknowns[(at, 0)] = from.wage[at] + responses.sum::<f64>();
        }
        for (at, income) in income.iter().enumerate() {
            unknowns[(self.border.columns.len() + at, 0)] = *income;
        }
        self.reduced.solve_transpose_in_place(unknowns.as_mut());
        self.places.spread(unknowns.col_as_slice(0), into.wage, into.income);
        effect.fill(0.0);
        for (at, row) in self.border.rows.iter().enumerate() {
            let weight = unknowns[(at, 0)];
            for (start, row) in row {
                effect[*start..].iter_mut().zip(row).for_each(|(effect, row)| *effect += row * weight);
            }
        }
        into.receipts.iter_mut().zip(&effect).for_each(|(into, effect)| *into += effect);
        // incomes are zero in the first sweep
        equations.sales_effect_transposed(
            &self.slopes,
            &effect,
            &mut cost,
            &mut vec![0.0; from.income.len()],
        );
        self.regions.costs_transposed(&cost, into.cost);
    }
}
